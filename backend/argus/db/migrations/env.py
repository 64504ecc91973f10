"""Alembic's entry. The service hands its own connection over; `alembic` on the command line is not used."""

from alembic import context

from argus.db.base import Base
from argus.db.tables import import_models

import_models()
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
