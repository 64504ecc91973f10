"""The sandbox clusters that `make up` starts beside the dashboard, and stops with it."""

import os
import subprocess

from local.places import BACKEND, DEPLOY, PYTHON, VENV_BIN
from local.prerequisites import Place
from local.processes import Child, Group
from local.terminal import Stop, say

CHOICES = ("auto", "always", "never")


def start_sandbox(group: Group, where: Place) -> Child | None:
    """Start the sandbox in the background when it is wanted; its words go to ARGUS_HOME/logs/sandbox.log."""
    if not sandbox_wanted():
        return None
    log = where.home / "logs" / "sandbox.log"
    say(f"Sandbox clusters are starting in the background; the dashboard shows how far they are, and {log} the rest")
    return group.start("the sandbox", [VENV_BIN / "argus", "sandbox", "up"], BACKEND, {}, log)


def sandbox_wanted() -> bool:
    """Whether ARGUS_SANDBOX asks for it, or leaves it open and there is no other cluster to show."""
    choice = require_sandbox_choice()
    if choice == "auto":
        return not (_imports() and _contexts())
    return choice == "always"


def require_sandbox_choice() -> str:
    """What ARGUS_SANDBOX says. Raises Stop when that is none of its choices."""
    choice = os.environ.get("ARGUS_SANDBOX", "").strip().lower() or "auto"
    if choice not in CHOICES:
        raise Stop(f"ARGUS_SANDBOX={choice} is not one of {', '.join(CHOICES)}")
    return choice


def report_contexts() -> None:
    """Name the contexts that were not imported, each with the reason."""
    if not (_imports() and _contexts()):
        return
    command = [str(VENV_BIN / "argus"), "cluster", "contexts"]
    done = subprocess.run(command, cwd=BACKEND, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        context, _server, state = line.split("\t", 2)
        if state != "imported":
            say(f"The context {context or 'file'} was not imported: {state}")


def _imports() -> bool:
    return os.environ.get("ARGUS_IMPORT", "").strip().lower() != "never"


def _contexts() -> int:
    done = subprocess.run(
        [str(PYTHON), "-m", "local.contexts"], cwd=DEPLOY, capture_output=True, text=True, check=False
    )
    said = done.stdout.strip()
    return int(said) if said.isdecimal() else 0


def stop_sandbox(group: Group, where: Place, sandbox: Child | None) -> None:
    """Stop the sandbox clusters that this run started; what is in them is kept."""
    if sandbox is None:
        return
    group.stop_one(sandbox)
    log = where.home / "logs" / "sandbox.log"
    with log.open("ab") as output:
        command = [str(VENV_BIN / "argus"), "sandbox", "down"]
        done = subprocess.run(command, cwd=BACKEND, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        say(f"the sandbox clusters could not be stopped; {log} says why")
