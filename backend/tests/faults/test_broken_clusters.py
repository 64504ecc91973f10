"""Ten clusters: one silent, one that drops packets, one that talks nonsense. The page says so, and waits for none."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.line import Break, Line
from bench.measure import interleave, percentile
from tests.faults.conftest import Size
from tests.faults.truth import eventually

CLUSTERS = 10
NOTICED_SECONDS = 60.0
BACK_SECONDS = 60.0
# A page waits this long for a cluster whose rows it has never had, and never for one whose rows it knows.
PAGE_SECONDS = 2.0
# Of the pace before: a hiccup of a machine that runs other tests too is not taken for a wait, and alone the promise.
SLOWED_PERCENT = (300, 110)
BREAKS: tuple[Break, ...] = ("silent", "lossy", "garbage")


@pytest.fixture
def lines(bulk: ClusterPaths) -> Iterator[list[Line]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Line(bulk.kubeconfig.read_text())) for _ in BREAKS]


@pytest.fixture
def argus(bulk: ClusterPaths, lines: list[Line], tmp_path: Path) -> Iterator[ArgusProcess]:
    """The same real cluster ten times over, three times by a line that can break."""
    by_line = [tmp_path / f"line-{number}.yaml" for number in range(len(lines))]
    for path, line in zip(by_line, lines, strict=True):
        path.write_text(line.kubeconfig)
    whole = [bulk.kubeconfig] * (CLUSTERS - len(lines))
    with ArgusProcess(tmp_path, *by_line, *whole) as process:
        yield process


@pytest.fixture
def unharmed(bulk: ClusterPaths, tmp_path: Path) -> Iterator[ArgusProcess]:
    """Another with ten clusters, none of which breaks."""
    (home := tmp_path / "unharmed").mkdir()
    with ArgusProcess(home, *[bulk.kubeconfig] * CLUSTERS) as process:
        yield process


def test_broken_clusters_are_named_and_hold_nobody_up(
    argus: ArgusProcess, unharmed: ArgusProcess, lines: list[Line], size: Size
) -> None:
    """The page of all clusters shows the rows that it knew, as fast as before; so does a page of one that is well."""
    rounds, pages = size(1, 5), size(30, 300)
    paces = [Pace(argus, unharmed, path, size) for path in (page_of_one, page_of_all)]
    broken = set(argus.clusters[: len(lines)])
    await_whole(argus, NOTICED_SECONDS)
    await_whole(unharmed, NOTICED_SECONDS)
    total = page(argus)["total"]
    for _ in range(rounds):
        take(paces, "all well")
        for line, how in zip(lines, BREAKS, strict=True):
            line.break_off(how)
        take(paces, "while three break")
        eventually(lambda: missing(argus) == broken, NOTICED_SECONDS, lambda: page(argus)["partial"])
        take(paces, "beside the broken")
        for _ in range(pages):
            whole_but_for(broken, argus, total)
        for line in lines:
            line.mend()
        await_whole(argus, BACK_SECONDS)
        assert page(argus)["total"] == total
    for pace in paces:
        ratios = pace.ratios()
        assert max(ratios.values()) <= ratios["all well"] * size(*SLOWED_PERCENT) / 100, (pace.path, ratios)


class Pace:
    """How long a page takes, asked by turns of two Argus: what else the machine does slows both."""

    def __init__(
        self, argus: ArgusProcess, unharmed: ArgusProcess, path: Callable[[ArgusProcess], str], size: Size
    ) -> None:
        self.path = path(argus)
        self._asked = ((argus, self.path), (unharmed, path(unharmed)))
        self._times, self._percent = size(100, 3_000), size(50, 99)
        self._spent: dict[str, tuple[list[float], list[float]]] = {}

    def take(self, when: str) -> None:
        (argus, ours), (unharmed, theirs) = self._asked
        with argus.client() as client, unharmed.client() as other:
            turns = {"ours": lambda: client.time(ours), "theirs": lambda: other.time(theirs)}
            asked = interleave(turns, self._times)
        spent = self._spent.setdefault(when, ([], []))
        spent[0].extend(asked["ours"])
        spent[1].extend(asked["theirs"])

    def ratios(self) -> dict[str, float]:
        """Of the middle ones, or by the long form of the p99, to that of the one where nothing breaks; by moment."""
        found = {}
        for when, (ours, theirs) in self._spent.items():
            ms = percentile(ours, self._percent)
            found[when] = ms / percentile(theirs, self._percent)
            print(f"{self.path} {when}: {ms:.2f} ms, {found[when]:.2f} times that of one where nothing breaks")
        return found


def take(paces: list[Pace], when: str) -> None:
    for pace in paces:
        pace.take(when)


def page_of_all(_argus: ArgusProcess) -> str:
    return "/api/fleet/resources/core/v1/pods?limit=100&sort=name"


def page_of_one(argus: ArgusProcess) -> str:
    return f"/api/clusters/{argus.clusters[-1]}/resources/core/v1/pods?limit=100&sort=name"


def await_whole(argus: ArgusProcess, seconds: float) -> None:
    eventually(lambda: missing(argus) == set(), seconds, lambda: page(argus)["partial"])


def whole_but_for(broken: set[str], argus: ArgusProcess, total: int) -> None:
    """A page with all rows that says at once whose may be old, and since when and why."""
    began = time.monotonic()
    shown = page(argus)
    assert time.monotonic() - began < PAGE_SECONDS
    assert shown["total"] == total
    assert {part["cluster"]: part["state"] for part in shown["partial"]} == dict.fromkeys(broken, "stale")
    assert all(part["reason"] and part["since"] for part in shown["partial"])


def test_a_cluster_that_never_answered_is_named_too(argus: ArgusProcess, lines: list[Line]) -> None:
    for line, how in zip(lines, BREAKS, strict=True):
        line.break_off(how)
    broken = set(argus.clusters[: len(lines)])
    began = time.monotonic()
    shown = page(argus, kind := "core/v1/services")
    assert time.monotonic() - began < PAGE_SECONDS * 2
    assert {part["cluster"] for part in shown["partial"] if part["state"] == "unavailable"} >= broken
    # Any other was only late, and comes.
    eventually(lambda: missing(argus, kind) == broken, NOTICED_SECONDS, lambda: page(argus, kind)["partial"])


def page(argus: ArgusProcess, kind: str = "core/v1/pods") -> dict[str, Any]:
    with argus.client() as client:
        answer: dict[str, Any] = json.loads(client.read(f"/api/fleet/resources/{kind}?limit=100&sort=name"))
        return answer


def missing(argus: ArgusProcess, kind: str = "core/v1/pods") -> set[str]:
    return {part["cluster"] for part in page(argus, kind)["partial"]}
