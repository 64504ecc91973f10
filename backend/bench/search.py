"""Search over all kinds that it covers, of all clusters, as the palette asks for it with every letter that is typed."""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from bench.client import AskError, Client
from bench.measure import Figures, interleave
from bench.pages import COLD_SECONDS
from bench.people import NARROW, add_narrow
from bench.progress import Step
from bench.reading import Reading
from bench.subject import Subject

SEARCH = "/api/fleet/search"
PAUSE_SECONDS = 0.2


class _Hit(msgspec.Struct):
    name: str


class _Result(msgspec.Struct):
    hits: list[_Hit]
    kinds: list[msgspec.Raw]
    partial: list[msgspec.Raw]


def search(subject: Subject) -> Iterator[Reading]:
    """From a start until all kinds are searched, then warm: many matches, one match, none; for a narrow user too."""
    add_narrow(subject.argus)
    with Step("search, from a start"):
        yield _first(subject)
    with Step("search, warm") as step, subject.argus.client() as argus:
        token = subject.argus.sign_in(NARROW, subject.argus.password)
        with subject.argus.client(token) as narrow:
            one = _result(argus, "ledger").hits[0].name
            texts = {"many matches, `ledger`": "ledger", "one match, a whole name": one, "no match": "no-such-thing"}
            askers = {"": argus, ", 30 of 100 namespaces": narrow}
            cases = [(f"{what}{who}", text, client) for who, client in askers.items() for what, text in texts.items()]
            for done, (what, text, client) in enumerate(cases, start=1):
                yield _warm(subject, what, _path(text), client)
                step.at(done, len(cases))


def _path(text: str) -> str:
    return f"{SEARCH}?{urlencode({'q': text})}"


def _result(client: Client, text: str) -> _Result:
    return msgspec.json.decode(client.read(_path(text)), type=_Result)


def _first(subject: Subject) -> Reading:
    subject.argus.restart()
    with subject.argus.client() as argus:
        cpu, began = subject.argus.cpu_ms(), time.perf_counter()
        kinds = until_searched(argus)
        spent = (time.perf_counter() - began) * 1000
        cpu = subject.argus.cpu_ms() - cpu
    what = "until all kinds that it covers are searched, from a start"
    return Reading(section="", what=what, argus=Figures.of([spent]), cpu_ms=cpu, note=f"kinds: {kinds}")


def until_searched(argus: Client) -> int:
    """Ask again and again, as somebody who types would, until nothing is missing; returns how many kinds there are."""
    deadline = time.monotonic() + COLD_SECONDS
    while (result := _result(argus, "ledger")).partial or not result.kinds:
        if time.monotonic() > deadline:
            raise AskError(f"after {COLD_SECONDS:.0f} s search still lacks {len(result.partial)} clusters")
        time.sleep(PAUSE_SECONDS)
    return len(result.kinds)


def _warm(subject: Subject, what: str, path: str, client: Client) -> Reading:
    tasks = {"argus": lambda: client.time(path)}
    interleave(tasks, 1)
    began = subject.argus.cpu_ms()
    series = interleave(tasks, subject.rounds.warm)["argus"]
    return Reading(
        section="",
        what=what,
        argus=Figures.of(series),
        body_bytes=(client.received, 0),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.warm,
    )
