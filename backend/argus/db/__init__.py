"""The database: one engine, one declarative base, one set of migrations."""

from argus.db.base import Base, UtcDateTime
from argus.db.database import Database, SilentDatabase

__all__ = ["Base", "Database", "SilentDatabase", "UtcDateTime"]
