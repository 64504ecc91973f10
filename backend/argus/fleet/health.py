"""How well an object is, read off the columns that the apiserver computed: a rule a kind, and one for the rest."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from argus.fleet.kind import Gvr
from argus.fleet.schemas import Cell, Column, Health, Level

Classify = Callable[[Sequence[Cell]], Health]
Judge = Callable[[dict[str, str]], Health]

TERMINATING = Health("info", "Terminating")
NOTHING = Health("ok", "")
GOOD = frozenset(
    {"accepted", "active", "available", "bound", "complete", "completed", "deployed", "enabled", "established"}
    | {"healthy", "insync", "programmed", "ready", "reconciled", "resolved", "running", "scheduled", "succeeded"}
    | {"success", "synced", "up", "valid"}
)
WAITING = frozenset(
    {"creating", "deploying", "initializing", "installing", "outofsync", "pending", "progressing", "provisioning"}
    | {"released", "scheduling", "starting", "stopping", "unknown", "upgrading", "waiting"}
)
RESTING = frozenset({"disabled", "hibernated", "paused", "scaledtozero", "stopped", "suspended"})
TELLING = ("health", "ready", "available", "healthy", "status", "phase", "state", "synced", "sync", "established")
_BROKEN = re.compile(r"err|fail|backoff|invalid|lost|degraded|evicted|killed|unhealthy|expired|missing|stalled", re.I)
_RATIO = re.compile(r"(\d+)/(\d+)")


@lru_cache(maxsize=4096)
def health(level: Level, reason: str) -> Health:
    """One shared instance a verdict: thousands of rows have the same."""
    return Health(level, reason)


def classifier(gvr: Gvr, columns: Sequence[Column]) -> Classify:
    """The rule for a kind, bound to where its columns stand. Cells in, health out."""
    judge = RULES.get((gvr.group, gvr.resource))
    positions = {column.name.lower(): place for place, column in enumerate(columns)}
    wanted = [(name, positions[name]) for name in INPUTS.get(judge, TELLING) if name in positions]
    if not wanted:
        return lambda _cells: NOTHING
    verdict = _remembered(judge or judge_generic, tuple(name for name, _ in wanted))
    places = tuple(place for _, place in wanted)
    return lambda cells: verdict(tuple(cells[place] for place in places))


def _remembered(judge: Judge, names: tuple[str, ...]) -> Callable[[tuple[Cell, ...]], Health]:
    @lru_cache(maxsize=1024)
    def verdict(values: tuple[Cell, ...]) -> Health:
        return judge({name: _text(value) for name, value in zip(names, values, strict=True)})

    return verdict


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def judge_pod(cells: dict[str, str]) -> Health:
    status = cells.get("status", "")
    if status == "Terminating":
        return TERMINATING
    if status in ("Completed", "Succeeded"):
        return health("idle", status)
    if status == "Running":
        return health("ok", status) if _whole(cells.get("ready", "")) else health("warn", "NotReady")
    if _BROKEN.search(status):
        return health("bad", status)
    if status in ("ContainerCreating", "PodInitializing", "SchedulingGated") or status.startswith("Init:"):
        return health("info", status)
    return health("warn", status or "Unknown")


def judge_replicas(cells: dict[str, str]) -> Health:
    """`ready` as x/y, or `ready` beside `desired`."""
    ready, _, desired = cells.get("ready", "").partition("/")
    desired = desired or cells.get("desired", "")
    if not (ready.isdecimal() and desired.isdecimal()):
        return health("info", "Unknown")
    have, want = int(ready), int(desired)
    if want == 0:
        return health("idle", "ScaledToZero")
    level: Level = "ok" if have >= want else "bad" if have == 0 else "warn"
    return health(level, f"{have}/{want} ready")


def judge_job(cells: dict[str, str]) -> Health:
    status = cells.get("status", "")
    levels: dict[str, Level] = {"Complete": "ok", "SuccessCriteriaMet": "ok", "Suspended": "idle"}
    return health("bad" if _BROKEN.search(status) else levels.get(status, "info"), status or "Pending")


def judge_cron_job(cells: dict[str, str]) -> Health:
    return health("idle", "Suspended") if cells.get("suspend") == "True" else health("ok", "Scheduled")


def judge_node(cells: dict[str, str]) -> Health:
    conditions = cells.get("status", "").split(",")
    if conditions[0] != "Ready":
        return health("bad", conditions[0] or "Unknown")
    return health("ok", "Ready") if len(conditions) == 1 else health("warn", conditions[1])


def judge_volume(cells: dict[str, str]) -> Health:
    status = cells.get("status", "")
    levels: dict[str, Level] = {"Bound": "ok", "Available": "ok", "Pending": "warn", "Released": "warn"}
    return health(levels.get(status, "bad"), status or "Unknown")


def judge_event(cells: dict[str, str]) -> Health:
    return health("info" if cells.get("type") == "Normal" else "warn", cells.get("reason", ""))


def judge_generic(cells: dict[str, str]) -> Health:
    """The worst that any telling column says; the first of them among equals."""
    verdicts = [_word(name, text) for name, text in cells.items() if text]
    return max(verdicts, key=lambda one: SEVERITY[one.level], default=NOTHING)


def _word(name: str, text: str) -> Health:
    first = re.split(r"[ ,(:]", text, maxsplit=1)[0]
    word = first.lower()
    if _RATIO.fullmatch(first):
        return judge_replicas({"ready": first})
    if word == "false":
        return health("bad", f"Not{name.title().replace(' ', '')}")
    if word == "true":
        return health("ok", name.title())
    if _BROKEN.search(first):
        return health("bad", first)
    if word == "terminating":
        return TERMINATING
    level: Level = "ok" if word in GOOD else "warn" if word in WAITING else "idle" if word in RESTING else "info"
    return health(level, first)


def _whole(ratio: str) -> bool:
    have, _, want = ratio.partition("/")
    return have == want


SEVERITY: dict[Level, int] = {"idle": 0, "info": 1, "ok": 2, "warn": 3, "bad": 4}
RULES: dict[tuple[str, str], Judge] = {
    ("core", "pods"): judge_pod,
    ("apps", "deployments"): judge_replicas,
    ("apps", "statefulsets"): judge_replicas,
    ("apps", "daemonsets"): judge_replicas,
    ("apps", "replicasets"): judge_replicas,
    ("core", "replicationcontrollers"): judge_replicas,
    ("batch", "jobs"): judge_job,
    ("batch", "cronjobs"): judge_cron_job,
    ("core", "nodes"): judge_node,
    ("core", "persistentvolumeclaims"): judge_volume,
    ("core", "persistentvolumes"): judge_volume,
    ("core", "events"): judge_event,
    ("events.k8s.io", "events"): judge_event,
}
INPUTS: dict[Judge | None, tuple[str, ...]] = {
    judge_pod: ("status", "ready"),
    judge_replicas: ("ready", "desired"),
    judge_job: ("status",),
    judge_cron_job: ("suspend",),
    judge_node: ("status",),
    judge_volume: ("status",),
    judge_event: ("type", "reason"),
}
