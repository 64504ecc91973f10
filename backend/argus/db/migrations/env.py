"""Alembic's entry. The service hands its own connection over; `alembic` on the command line is not used."""

from typing import Any, Literal

from alembic import context

from argus.db.base import Base, UtcDateTime
from argus.db.tables import import_models

import_models()
connection = context.config.attributes["connection"]


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column type by its short name, which the template imports."""
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
