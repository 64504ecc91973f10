"""What the process writes: one line a record, whoever logged it."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import structlog

from argus.db import Database
from argus.logs import configure_logging


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The process's logging is put back as it was."""
    handlers, level, settings = list(logging.root.handlers), logging.root.level, structlog.get_config()
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.configure(**settings)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [msgspec.json.decode(line) for line in capsys.readouterr().err.splitlines()]


def test_a_record_is_one_line_of_json_with_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "json")
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("argus.some").info("done", count=2, where=ValueError("odd"))
    [line] = lines(capsys)
    assert line.pop("timestamp")
    assert line == {
        "event": "done",
        "level": "info",
        "logger": "argus.some",
        "request_id": "r-1",
        "count": 2,
        "where": "ValueError('odd')",
    }


def test_an_exception_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "json")
    try:
        raise RuntimeError("broken\nin two")
    except RuntimeError:
        structlog.get_logger("argus.some").exception("failed")
    [line] = lines(capsys)
    assert line["level"] == "error"
    assert "RuntimeError: broken\nin two" in str(line["exception"])


def test_other_libraries_lines_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "json")
    logging.getLogger("some.library").warning("careful, %s", "now")
    [line] = lines(capsys)
    assert (line["event"], line["level"], line["logger"]) == ("careful, now", "warning", "some.library")


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("warning", "json")
    structlog.get_logger("argus.some").info("quiet")
    logging.getLogger("some.library").info("quiet")
    structlog.get_logger("argus.some").warning("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud"]


def test_connections_that_come_and_go_are_nothing_to_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def come_and_go() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
        async with database.session():
            pass
        await database.dispose()

    configure_logging("info", "json")
    # On a loop of its own: on the tests' loop, what an Argus of the tests before still does is told meanwhile.
    asyncio.run(come_and_go())
    assert lines(capsys) == []


def test_for_a_console_it_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "console")
    structlog.get_logger("argus.some").info("done", count=2)
    assert "done" in capsys.readouterr().err
