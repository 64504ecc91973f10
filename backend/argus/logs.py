"""One line a record on standard error, as JSON or for a console; the standard library's loggers too."""

import logging
import sys
from contextlib import suppress
from typing import Any

import msgspec
import structlog

# uvicorn's tells of every WebSocket, with the query, where somebody may have put a token.
# A pool of SQLAlchemy logs under the name of its own class.
NOISY = ("alembic", "aiosqlite", "argus.db.metrics", "asyncio", "kubernetes_asyncio", "uvicorn.error")


class _Lines:
    """Where a logger's finished lines go. A request writes one, so they pass the standard library by."""

    def __init__(self, name: str = "argus") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        """A full disk or a closed pipe loses lines of the log; what they tell of must not fail for that."""
        with suppress(OSError):
            sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = exception = msg


def configure_logging(level: str, form: str) -> None:
    """`level` as the standard library names it, `form` is `json` or `console`."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = structlog.dev.ConsoleRenderer()
    if form == "json":
        renderer = structlog.processors.JSONRenderer(_encode)
    structlog.configure(
        processors=[*shared, renderer],
        logger_factory=_Lines,
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    finish = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=finish))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(threshold)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _encode(record: Any, default: Any = str, **_options: Any) -> str:
    return msgspec.json.encode(record, enc_hook=default).decode()
