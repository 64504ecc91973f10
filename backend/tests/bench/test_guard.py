"""A section that cannot be measured takes no other with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

import bench.__main__ as command
from bench.measure import Figures
from bench.reading import Bound, Reading
from bench.run import Plan, Run
from bench.sections import Section
from bench.sets import FIFTY, TEN, Set
from bench.subject import Subject

GOOD = Reading(section="", what="it", argus=Figures.of([1.0]), budgets=(Bound("median", 8.0, budget="warm"),))


def good(_subject: Subject) -> Iterator[Reading]:
    yield GOOD


def bad(_subject: Subject) -> Iterator[Reading]:
    yield GOOD
    raise ConnectionResetError("the server\nclosed the connection")


class Stage:
    """In place of clusters, whose failures cannot be had on demand: counts how often each set was brought up."""

    def __init__(self, broken: Set | None = None) -> None:
        self.broken = broken
        self.up: list[str] = []

    @contextmanager
    def subject(self, _home: Path, wanted: Set, _quick: bool) -> Iterator[Subject]:
        self.up.append(wanted.label)
        if wanted == self.broken:
            raise OSError("etcd did not come up")
        yield cast(Subject, None)


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: Stage, *sections: Section) -> Run:
    monkeypatch.setattr(command, "subject", stage.subject)
    monkeypatch.setattr(command, "versions", lambda _subject: ("v1.36.3", "3.6.5"))
    run = Run.begin(tmp_path, Plan("abc", "", False, False, [each.name for each in sections], TEN))
    command.measure(tmp_path, run, sections)
    return run


def section(name: str, fails: bool = False, needs: Set = TEN) -> Section:
    return Section(name, "lists", "H", needs, bad if fails else good)


def test_the_others_are_measured_with_a_new_argus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage()
    done = run(tmp_path, monkeypatch, stage, section("a"), section("b", fails=True), section("c"), section("d"))
    assert stage.up == ["10k", "10k"]
    assert done.pending == ["b"]
    failed = next(each for each in done.report().chapters if each.name == "b")
    assert failed.failed == "ConnectionResetError: the server closed the connection"
    assert failed.readings == []
    assert "**b failed: Conn" in (done.folder / "report.md").read_text()


def test_a_set_that_does_not_come_up_fails_its_own_sections_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(broken=FIFTY)
    done = run(tmp_path, monkeypatch, stage, section("a", needs=FIFTY), section("b", needs=FIFTY), section("c"))
    assert stage.up == ["50k", "10k"]
    assert done.pending == ["a", "b"]
    assert {each.failed for each in done.report().chapters} == {"OSError: etcd did not come up", ""}


def test_budgets_of_another_size_are_only_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, Stage(), section("a"), section("b", needs=FIFTY))
    told = [each.readings[0].budgets[0].told for each in done.report().chapters]
    assert told == [False, True]
