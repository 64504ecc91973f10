"""Lists of somebody who may see 30 of the 100 namespaces of each cluster."""

from collections.abc import Iterator

from bench.client import Clients, direct_client
from bench.measure import Figures, interleave, ratios
from bench.pages import CLAIM, PAGE, PAGES, POD, check, page, until_whole
from bench.people import NARROW, SEEN, add_narrow
from bench.progress import Step
from bench.reading import Reading
from bench.sets import NAMESPACES
from bench.subject import Subject

WHO = f"{len(SEEN)} of {NAMESPACES} namespaces"


def narrow(subject: Subject) -> Iterator[Reading]:
    """The first page after a start, then warm pages. No single question to the apiserver comes close to those."""
    add_narrow(subject.argus)
    yield _cold(subject)
    token = subject.argus.sign_in(NARROW, subject.argus.password)
    with Step("warm pages of a narrow user") as step, subject.argus.client(token) as argus:
        part = len(SEEN) / NAMESPACES
        check(argus, subject, POD, round(subject.pods * part))
        check(argus, subject, CLAIM, round(subject.set.claims * subject.set.clusters * part))
        for done, what in enumerate(PAGES, start=1):
            yield page(subject, argus, WHO, what, beside=False, part=part)
            step.at(done, len(PAGES))


def _cold(subject: Subject) -> Reading:
    """Directly it takes a list of each namespace, all of them at once: what a client with these rights must ask."""
    path = subject.path(sort="name", limit=str(PAGE))
    paths = [f"/api/v1/namespaces/{namespace}/pods" for _ in subject.clusters for namespace in SEEN]

    def first_page() -> float:
        subject.argus.restart()
        token = subject.argus.sign_in(NARROW, subject.argus.password)
        with subject.argus.client(token) as argus:
            return until_whole(argus, path)[1]

    rounds = max(2, subject.rounds.cold // 2)
    connections = [direct_client(each.kubeconfig) for each in subject.clusters for _ in SEEN]
    with Step("cold first page of a narrow user") as step, Clients(connections) as directly:
        directly.time_each(paths)
        tasks = {"argus": first_page, "direct": lambda: directly.time_each(paths)}
        series = interleave(tasks, rounds, lambda done: step.at(done, rounds))
    return Reading(
        section=WHO,
        what="cold first page",
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
    )
