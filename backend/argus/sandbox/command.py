"""`argus sandbox up | down | status | seed | scale`."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from argus import settings
from argus.sandbox.binaries import BUILD_STEPS, ensure_binaries, find_built
from argus.sandbox.cluster import Shape, cluster_state, delete_cluster, seed_cluster, start_cluster, stop_cluster
from argus.sandbox.layout import DEFAULT_NAMES, SandboxError, cluster_names, cluster_paths, sandbox_root
from argus.sandbox.platform import kubelet_address
from argus.sandbox.process import locked
from argus.sandbox.progress import Progress, read_status, status_path
from argus.sandbox.scale import scale_pods

STEPS_PER_CLUSTER = 2


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `sandbox` and its subcommands; each sets `run`, a function from the parsed arguments to an exit status."""
    parser = subparsers.add_parser("sandbox", help="real Kubernetes clusters on this machine, without Docker")
    commands = parser.add_subparsers(required=True, metavar="command")
    up = commands.add_parser("up", help="build what is missing, then start clusters")
    up.add_argument("names", nargs="*", metavar="name", help=f"default: {' '.join(DEFAULT_NAMES)}")
    up.add_argument("--bare", action="store_true", help="without sample workloads")
    up.set_defaults(work=_up)
    down = commands.add_parser("down", help="stop clusters; their data is kept")
    down.add_argument("names", nargs="*", metavar="name", help="default: all of them")
    down.add_argument("--delete", action="store_true", help="remove their data too")
    down.set_defaults(work=_down)
    commands.add_parser("status", help="what runs").set_defaults(work=_status)
    seed = commands.add_parser("seed", help="apply the sample workloads again")
    seed.add_argument("names", nargs="*", metavar="name", help="default: those that run")
    seed.set_defaults(work=_seed)
    scale = commands.add_parser("scale", help="add many pods to a cluster")
    scale.add_argument("--pods", type=_positive, required=True)
    scale.add_argument("--namespaces", type=_positive, default=100)
    scale.add_argument("--cluster", default=DEFAULT_NAMES[0])
    scale.set_defaults(work=_scale)
    for command in commands.choices.values():
        command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run a subcommand; what people can mend is one line on standard error and status 1."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        arguments.work(settings.load().home, arguments)
    except (SandboxError, settings.SettingsError) as error:
        print(f"argus sandbox: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("argus sandbox: interrupted", file=sys.stderr)
        return 130
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _up(home: Path, arguments: argparse.Namespace) -> None:
    names: list[str] = list(dict.fromkeys(arguments.names or DEFAULT_NAMES))
    for name in names:
        cluster_paths(home, name)
    with locked(sandbox_root(home) / "up.lock"):
        build = 0 if find_built(os.environ) else BUILD_STEPS
        per_cluster = 1 if arguments.bare else STEPS_PER_CLUSTER
        progress = Progress(home, names, build + per_cluster * len(names))
        try:
            ensure_binaries(os.environ, progress.begin)
            progress.reach(build)
            for name in names:
                progress.cluster(name, "starting", "its control plane is starting")
                start_cluster(home, name, Shape(seed=not arguments.bare), report=progress.begin)
                progress.cluster(name, *cluster_state(home, name))
            progress.finish()
        except BaseException as error:
            progress.finish(str(error) or "interrupted")
            raise
    for name in names:
        print(f"{name} is up: {cluster_paths(home, name).kubeconfig}")


def _down(home: Path, arguments: argparse.Namespace) -> None:
    known = cluster_names(home)
    for name in arguments.names or known:
        if name not in known:
            raise SandboxError(f"there is no cluster {name!r} here; there are: {', '.join(known) or 'none'}")
        (delete_cluster if arguments.delete else stop_cluster)(home, name)
        print(f"{name} is {'deleted' if arguments.delete else 'stopped; its data is kept'}")
    if arguments.delete and not cluster_names(home):
        status_path(home).unlink(missing_ok=True)


def _status(home: Path, _arguments: argparse.Namespace) -> None:
    status = read_status(home)
    if status.active:
        print(f"[{status.step}/{status.steps}] {status.title} … {status.elapsed_seconds:.0f} s")
    if status.error:
        print(f"last error: {status.error}")
    for entry in status.clusters:
        print(f"{entry.name:<20} {entry.state:<9} {entry.detail}")
    if not status.clusters:
        print("no clusters; make them with `argus sandbox up`")


def _seed(home: Path, arguments: argparse.Namespace) -> None:
    running = [name for name in cluster_names(home) if cluster_state(home, name)[0] == "running"]
    names = arguments.names or running
    if not names:
        raise SandboxError("no cluster runs; start them with `argus sandbox up`")
    for name in names:
        seed_cluster(home, name)
        print(f"{name} is seeded")


def _scale(home: Path, arguments: argparse.Namespace) -> None:
    name = arguments.cluster
    if cluster_state(home, name)[0] != "running":
        raise SandboxError(f"{name} is not running; start it with `argus sandbox up {name}`")
    paths, begun = cluster_paths(home, name), time.monotonic()
    for done in scale_pods(paths.kubeconfig, arguments.pods, arguments.namespaces, kubelet_address(paths)):
        print(f"[{done}/{arguments.pods}] pods in {name} … {time.monotonic() - begun:.0f} s", flush=True)
