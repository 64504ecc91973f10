"""Those who do not read, and clusters that do not answer: what the others notice of them."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.argus_process import ArgusProcess
from bench.client import Client
from bench.line import Break, Line
from bench.live import QUICK_SECONDS, SECONDS, Heard, crowd, listen
from bench.measure import Figures, ratios
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.subject import Subject

HEALTHY, STALLED = 1_900, 100
QUICK_HEALTHY, QUICK_STALLED = 380, 20
RATE = 200.0
STALLED_BUDGET = (Bound("ratio", 1.2),)
BROKEN_BUDGET = (Bound("ratio", 1.1),)
CLUSTERS = 10
BREAKS: tuple[Break, ...] = ("silent", "lossy", "garbage")
NOTICED_SECONDS = 60.0
# Of fewer a p99 is the hiccups of the machine: ten in a thousand decide about it.
PAGES = 2_000
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
            without.append(_late(listen(subject, reading, RATE, seconds)))
            with crowd(subject, slow) as not_reading:
                not_reading.gather()
                not_reading.stall(slow)
                beside.append(_late(listen(subject, reading, RATE, seconds)))
                not_reading.drop()
            step.at(done + 1, rounds)
    yield Reading(
        section="p99 of the delay",
        what=f"{healthy:,} clients beside {slow} that do not read; directly: without those",
        argus=Figures.of([each.p99 for each in beside]),
        direct=Figures.of([each.p99 for each in without]),
        ratio=ratios([each.p99 for each in beside], [each.p99 for each in without]),
        budgets=STALLED_BUDGET,
    )


def _late(heard: Heard) -> Figures:
    """Milliseconds from the change to the client, the batch window among them."""
    return Figures.of([delay for _, delay in heard.delays])


def broken(subject: Subject) -> Iterator[Reading]:
    """Pages while three of ten clusters are silent, drop packets or talk nonsense, and while all are well.

    All ten are the same apiserver by ten names, of which three lead over a line that breaks.
    """
    text = subject.clusters[0].kubeconfig.read_text()
    with Step("three broken clusters of ten"), ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        lines = [stack.enter_context(Line(text)) for _ in BREAKS]
        for number, line in enumerate(lines):
            (folder / f"{number}.yaml").write_text(line.kubeconfig)
        ways = [folder / f"{number}.yaml" for number in range(len(lines))]
        ways += [subject.clusters[0].kubeconfig] * (CLUSTERS - len(lines))
        argus = stack.enter_context(ArgusProcess(folder, *ways))
        client = stack.enter_context(argus.client())
        paths = {
            "a page of one of the seven others": f"/api/clusters/{argus.clusters[-1]}/resources/core/v1/pods{PAGE}",
            "a page over all ten": f"/api/fleet/resources/core/v1/pods{PAGE}",
        }
        whole: dict[str, list[float]] = {what: [] for what in paths}
        partly: dict[str, list[float]] = {what: [] for what in paths}
        rounds, pages = (2, 200) if subject.quick else (5, PAGES)
        for _ in range(rounds):
            _await_partial(client, False)
            _ask(client, paths, pages, whole)
            for line, how in zip(lines, BREAKS, strict=True):
                line.break_off(how)
            _await_partial(client, True)
            _ask(client, paths, pages, partly)
            for line in lines:
                line.mend()
    for what in paths:
        yield Reading(
            section="p99",
            what=f"{what}; directly: all ten well",
            argus=Figures.of(partly[what]),
            direct=Figures.of(whole[what]),
            ratio=ratios(partly[what], whole[what]),
            budgets=BROKEN_BUDGET,
        )


def _ask(client: Client, paths: dict[str, str], times: int, into: dict[str, list[float]]) -> None:
    """Each path so often; what is kept is the p99 of each round."""
    for what, path in paths.items():
        into[what].append(Figures.of([client.time(path) for _ in range(times)]).p99)


def _await_partial(client: Client, broken: bool) -> None:
    """Until the page says that clusters are missing, or that none is."""
    deadline = time.monotonic() + NOTICED_SECONDS
    while (b'"partial":[]' in client.read(f"/api/fleet/resources/core/v1/pods{PAGE}")) is broken:
        if time.monotonic() > deadline:
            raise TimeoutError("Argus did not notice that clusters broke, or that they are well again")
        time.sleep(0.2)
