"""What the database's failures tell Prometheus."""

from typing import Any

from prometheus_client import Counter
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import AsyncAdaptedQueuePool

from argus.db.postgresql import silence

ERRORS = Counter("argus_database_errors_total", "Failures of the database, by the kind of error.", ["error"])
OPERATIONAL = ERRORS.labels("OperationalError")
TIMEOUT = ERRORS.labels("TimeoutError")


def note_error(context: ExceptionContext) -> None:
    """A listener of SQLAlchemy's `handle_error`. What breaks a constraint is an answer, and no failure.

    A pooled connection that turns out to be dead is replaced without anybody noticing.
    """
    error = context.sqlalchemy_exception
    if isinstance(context.original_exception, TimeoutError):
        OPERATIONAL.inc()
    elif error is not None and not isinstance(error, IntegrityError) and not context.is_pre_ping:
        ERRORS.labels(type(error).__name__).inc()


class CountedPool(AsyncAdaptedQueuePool):
    """Counts those who waited for a connection in vain, be it for a free one or for the database to take it."""

    def connect(self) -> Any:
        try:
            return super().connect()
        except PoolTimeout:
            TIMEOUT.inc()
            raise
        except TimeoutError as error:
            OPERATIONAL.inc()
            raise silence(error) from error
