"""Those who do not read, and clusters that do not answer: what the others notice of them."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from bench.argus_process import ArgusProcess
from bench.client import AskError
from bench.etcd import etcd_url
from bench.instruments import Changes
from bench.line import Break, Line
from bench.live import QUICK_SECONDS, SECONDS, Heard, crowd, listen
from bench.measure import Figures, interleave, ratios
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.subject import Subject

HEALTHY, STALLED = 1_900, 100
QUICK_HEALTHY, QUICK_STALLED = 380, 20
# At the first those who do not read fall behind soon; at the second two cores keep up with 2,000 clients and with the
# program that plays them, so that it is not whoever gets a core that is measured.
RATE, CALM_RATE = 200.0, 40.0
STALLED_BUDGET = (Bound("ratio", 1.2),)
BROKEN_BUDGET = (Bound("ratio", 1.1),)
BEHIND_SECONDS = 60.0
CLUSTERS = 10
BREAKS: tuple[Break, ...] = ("silent", "lossy", "garbage")
NOTICED_SECONDS = 60.0
# Of fewer a p99 is the hiccups of the machine: ten in a thousand decide about it.
PAGES = 1_000
PAGE = "?limit=100&sort=name"


def stalled(subject: Subject) -> Iterator[Reading]:
    """The delay of clients that read, beside others that do not and beside none, in turn."""
    healthy, slow = (QUICK_HEALTHY, QUICK_STALLED) if subject.quick else (HEALTHY, STALLED)
    seconds = QUICK_SECONDS if subject.quick else SECONDS
    without: list[Figures] = []
    beside: list[Figures] = []
    with Step("clients that do not read") as step, crowd(subject, healthy) as reading:
        reading.gather()
        for done in range(rounds := 2 if subject.quick else 3):
            without.append(_late(listen(subject, reading, CALM_RATE, seconds)))
            with crowd(subject, slow) as not_reading:
                not_reading.gather()
                not_reading.stall(slow)
                _fall_behind(subject, slow)
                beside.append(_late(listen(subject, reading, CALM_RATE, seconds)))
                not_reading.drop()
            step.at(done + 1, rounds)
    yield Reading(
        section="p99 of the delay",
        what=f"{healthy:,} clients beside {slow} that do not read, {CALM_RATE:.0f} events a second; directly: without",
        argus=Figures.of([each.p99 for each in beside]),
        direct=Figures.of([each.p99 for each in without]),
        ratio=ratios([each.p99 for each in beside], [each.p99 for each in without]),
        budgets=STALLED_BUDGET,
    )


def _fall_behind(subject: Subject, slow: int) -> None:
    """Until so many get nothing more: from then on they have some seconds before they are closed."""
    deadline = time.monotonic() + BEHIND_SECONDS
    with Changes(etcd_url(subject.clusters[0]), RATE):
        while subject.argus.metric("argus_live_clients_behind") < slow:
            if time.monotonic() > deadline:
                raise TimeoutError("clients that do not read do not fall behind")
            time.sleep(0.2)


def _late(heard: Heard) -> Figures:
    """Milliseconds from the change to the client, the batch window among them. Raises AskError where some were lost."""
    if heard.report.notices or heard.report.closed:
        raise AskError(f"clients that read were left behind: {heard.report.notices} {heard.report.closed}")
    return Figures.of([delay for _, delay in heard.delays])


def broken(subject: Subject) -> Iterator[Reading]:
    """Pages before and while three of ten clusters are silent, drop packets or talk nonsense.

    All ten are the same apiserver by ten names, of which three lead over a line that breaks. Another Argus whose ten
    stay well is asked by turns: what it takes longer in a moment is the machine's, and is taken out.
    """
    whole = subject.clusters[0].kubeconfig
    rounds, pages = (2, 200) if subject.quick else (3, PAGES)
    with Step("three broken clusters of ten") as step, ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        lines = [stack.enter_context(Line(whole.read_text())) for _ in BREAKS]
        for number, line in enumerate(lines):
            (folder / f"{number}.yaml").write_text(line.kubeconfig)
        ways = [folder / f"{number}.yaml" for number in range(len(lines))]
        ways += [whole] * (CLUSTERS - len(lines))
        (home := folder / "well").mkdir()
        harmed = _Asked(stack, ArgusProcess(folder, *ways))
        well = _Asked(stack, ArgusProcess(home, *[whole] * CLUSTERS))
        series: dict[str, list[tuple[float, float]]] = {what: [] for what in harmed.paths}
        for done in range(2 * rounds):
            if done == rounds:
                for line, how in zip(lines, BREAKS, strict=True):
                    line.break_off(how)
                harmed.await_partial(len(lines))
            for what in series:
                series[what].append(_p99s(harmed, well, what, pages))
            step.at(done + 1, 2 * rounds)
    for what, pairs in series.items():
        yield _slowed(what, pairs[:rounds], pairs[rounds:])


def _slowed(what: str, before: list[tuple[float, float]], beside: list[tuple[float, float]]) -> Reading:
    """Of pairs of p99s, of the harmed one and of the one whose clusters are well."""
    usual = median(ours / theirs for ours, theirs in before)
    return Reading(
        section="p99",
        what=f"{what}, beside three that are broken; directly: before they broke",
        argus=Figures.of([ours for ours, _ in beside]),
        direct=Figures.of([ours for ours, _ in before]),
        ratio=Figures.of([ours / theirs / usual for ours, theirs in beside]),
        budgets=BROKEN_BUDGET,
    )


def _p99s(harmed: "_Asked", well: "_Asked", what: str, times: int) -> tuple[float, float]:
    """Asked by turns, so that what else the machine does slows both."""
    asked = interleave({"harmed": lambda: harmed.time(what), "well": lambda: well.time(what)}, times)
    return Figures.of(asked["harmed"]).p99, Figures.of(asked["well"]).p99


class _Page(msgspec.Struct):
    partial: list[msgspec.Raw]


class _Asked:
    """An Argus that has read all clusters, and what it is asked for."""

    def __init__(self, stack: ExitStack, process: ArgusProcess) -> None:
        argus = stack.enter_context(process)
        self._client = stack.enter_context(argus.client())
        self.paths = {
            "a page of one of the seven others": f"/api/clusters/{argus.clusters[-1]}/resources/core/v1/pods{PAGE}",
            "a page over all ten": f"/api/fleet/resources/core/v1/pods{PAGE}",
        }
        self.await_partial(0)

    def time(self, what: str) -> float:
        return self._client.time(self.paths[what])

    def await_partial(self, missing: int) -> None:
        """Until the page says that so many clusters are missing."""
        deadline = time.monotonic() + NOTICED_SECONDS
        while len(self._partial()) != missing:
            if time.monotonic() > deadline:
                raise TimeoutError("Argus did not notice that clusters broke, or has not read them all")
            time.sleep(0.2)

    def _partial(self) -> list[msgspec.Raw]:
        return msgspec.json.decode(self._client.read(self.paths["a page over all ten"]), type=_Page).partial
