"""PostgreSQL's connections: how long they wait for a server, and how long a server bears with one that is silent."""

from typing import Any

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect, ExceptionContext
from sqlalchemy.exc import OperationalError

CONNECT_SECONDS = 5.0
# For one statement. A server that hangs keeps its connections open, so nothing else would end the wait.
COMMAND_SECONDS = 5.0
# Shorter, so that who waits for a lock in vain keeps the connection.
LOCK_SECONDS = 4.0
# For a replica that froze or was cut off within a transaction: what it locked, all others wait for.
IDLE_SECONDS = 10.0


def options(limits: bool) -> dict[str, Any]:
    """For `create_async_engine`."""
    connect: dict[str, Any] = {"timeout": CONNECT_SECONDS}
    if limits:
        connect["command_timeout"] = COMMAND_SECONDS
        connect["server_settings"] = {
            "lock_timeout": str(round(LOCK_SECONDS * 1000)),
            "idle_in_transaction_session_timeout": str(round(IDLE_SECONDS * 1000)),
        }
    return {"connect_args": connect, "pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10}


def listen(engine: Engine) -> None:
    """Make errors of the DB-API out of what asyncpg raises beside them; SQLAlchemy would let it through as it is."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "handle_error", _silent, retval=True)


def silence(error: TimeoutError) -> OperationalError:
    """What to raise where the server did not answer in time; the connection is not to be used again."""
    reason = TimeoutError(str(error) or f"no answer within {COMMAND_SECONDS:g} s")
    return OperationalError(None, None, reason, connection_invalidated=True)


def _connect(dialect: Dialect, _record: object, arguments: list[Any], given: dict[str, Any]) -> Any:
    try:
        return dialect.connect(*arguments, **given)
    except (OSError, PostgresError, InterfaceError) as error:
        assert dialect.dbapi is not None
        raise dialect.dbapi.OperationalError(str(error) or type(error).__name__) from error


def _silent(context: ExceptionContext) -> OperationalError | None:
    if not isinstance(context.original_exception, TimeoutError):
        return None
    context.is_disconnect = True
    return silence(context.original_exception)
