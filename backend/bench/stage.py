"""Brings up what a section needs: the clusters of its set, and Argus with all of them. One set at a time."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from bench import plane
from bench.argus_process import ArgusProcess
from bench.client import Client, Clients, direct_client
from bench.etcd import etcd_url
from bench.progress import Step
from bench.seed import made
from bench.sets import TEN, Set
from bench.subject import FULL, FULL_BIG, QUICK, Subject


@contextmanager
def subject(home: Path, wanted: Set, quick: bool) -> Iterator[Subject]:
    """The running set with an Argus of its own that knows its clusters; all of it ends with the context."""
    clusters = made(home, wanted)
    folder = home / "argus"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    with ExitStack() as stack:
        with Step(f"starting {wanted.words}"):
            stack.enter_context(plane.running(clusters))
            directs = [stack.enter_context(direct_client(paths.kubeconfig)) for paths in clusters]
            argus = stack.enter_context(ArgusProcess(folder, *(paths.kubeconfig for paths in clusters)))
        rounds = QUICK if quick else FULL if wanted == TEN else FULL_BIG
        yield Subject(argus, directs, Clients(directs), clusters, wanted, rounds, quick)


def versions(measured: Subject) -> tuple[str, str]:
    """What its apiserver and its etcd say they are."""
    apiserver = str(msgspec.json.decode(measured.direct.read("/version"))["gitVersion"])
    with Client(etcd_url(measured.clusters[0]), {}) as etcd:
        return apiserver, str(msgspec.json.decode(etcd.read("/version"))["etcdserver"])
