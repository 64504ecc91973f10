"""What is measured, in order. Sections of one set of clusters stand together, so that it is started only once."""

from collections.abc import Callable, Iterable

import msgspec

from bench.browser import browser
from bench.lists import cold, narrow, raw, warm
from bench.live import live
from bench.memory import memory
from bench.reading import Reading
from bench.requests import requests
from bench.search import search
from bench.sets import FIFTY, TEN, Set, fleet
from bench.stalled import broken, stalled
from bench.start import start
from bench.subject import Subject

Measure = Callable[[Subject], Iterable[Reading]]
OF_ALL: dict[str, Measure] = {"cold": cold, "warm": warm, "narrow": narrow, "search": search, "memory": memory}
OF_ONE: dict[str, Measure] = {"raw": raw, **OF_ALL}


class Section(msgspec.Struct, frozen=True):
    """`name` is what `--only` takes; sections with the same `heading` share a table of the report.

    `needs` is the set of clusters that it measures; `quick`: is it part of `make bench-quick`?
    """

    name: str
    heading: str
    needs: Set
    measure: Measure
    quick: bool = False


def sections() -> list[Section]:
    """All of them. To add one: write `Subject → Iterable[Reading]`, and name it here beside others of its set."""
    most = fleet()
    return [
        Section("start", "Start", TEN, start, quick=True),
        Section("requests", "Requests over 32 connections", TEN, requests, quick=True),
        Section("live", "Live changes of 10,000 pods", TEN, live, quick=True),
        Section("stalled", "Clients and clusters that do not answer", TEN, stalled),
        Section("broken", "Clients and clusters that do not answer", TEN, broken),
        Section("browser-10k", "Browser: Chromium, 200 changes a second", TEN, browser, quick=True),
        *_lists(TEN, OF_ONE, quick=True),
        *_lists(FIFTY, OF_ONE),
        *_lists(most, OF_ALL),
        Section(f"browser-{most.label}", "Browser: Chromium, 200 changes a second", most, browser),
    ]


def _lists(needs: Set, measures: dict[str, Measure], quick: bool = False) -> list[Section]:
    heading = f"Lists: {needs.words}" + (" in one cluster" if needs.clusters == 1 else "")
    return [Section(f"{name}-{needs.label}", heading, needs, measure, quick) for name, measure in measures.items()]
