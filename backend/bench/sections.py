"""What is measured, in order. Sections of one set of clusters stand together, so that it is started only once."""

from collections.abc import Callable, Iterable

import msgspec

from bench.browser import browser
from bench.lists import changing, cold, raw, warm
from bench.live import live
from bench.memory import memory
from bench.narrow import narrow
from bench.reading import Reading
from bench.requests import requests
from bench.search import search
from bench.sets import FIFTY, TEN, Set, fleet
from bench.stalled import broken, stalled
from bench.start import start
from bench.subject import Subject
from bench.summary import WORDS, Group

Measure = Callable[[Subject], Iterable[Reading]]
LISTS: dict[str, tuple[Group, Measure]] = {
    "raw": ("lists", raw),
    "cold": ("lists", cold),
    "warm": ("lists", warm),
    "changing": ("changing", changing),
    "narrow": ("narrow", narrow),
    "search": ("search", search),
    "memory": ("memory", memory),
}


class Section(msgspec.Struct, frozen=True):
    """`name` is what `--only` takes; sections with the same `heading` share a table of the report.

    `group` says which short table shows it, `needs` which clusters it measures; `quick`: is it part of
    `make bench-quick`?
    """

    name: str
    group: Group
    heading: str
    needs: Set
    measure: Measure
    quick: bool = False


def sections(most: Set | None = None) -> list[Section]:
    """All of them; `most` is the fleet, by default as big as the free memory allows.

    To add one: write `Subject → Iterable[Reading]`, and name it here beside others of its set.
    """
    most = most or fleet()
    return [
        Section("start", "start", "Start", TEN, start, quick=True),
        Section("requests", "requests", "Requests over 32 connections", TEN, requests, quick=True),
        Section("live", "watches", "Live changes of 10,000 pods", TEN, live, quick=True),
        Section("stalled", "faults", "Clients and clusters that do not answer", TEN, stalled),
        Section("broken", "faults", "Clients and clusters that do not answer", TEN, broken),
        Section("browser-10k", "browser", "Browser: Chromium, 200 changes a second", TEN, browser, quick=True),
        *_lists(TEN, quick=True),
        *_lists(FIFTY),
        *_lists(most),
        Section(f"browser-{most.label}", "browser", "Browser: Chromium, 200 changes a second", most, browser),
    ]


def _lists(needs: Set, quick: bool = False) -> list[Section]:
    where = f"{needs.words} in one cluster" if needs.clusters == 1 else needs.words
    return [
        Section(f"{name}-{needs.label}", group, f"{WORDS[group][0]}: {where}", needs, measure, quick)
        for name, (group, measure) in LISTS.items()
    ]
