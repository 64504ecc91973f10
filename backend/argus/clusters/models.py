"""The registry's table."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from argus.db import Base, UtcDateTime


class ClusterRow(Base):
    """One cluster. `sealed` holds the credentials of the chosen context alone, with the row's id as associated data.
    `credentials_at` is when they were last replaced; sealing them anew does not change it.
    """

    __tablename__ = "clusters"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(63), unique=True)
    labels: Mapped[dict[str, str]] = mapped_column(JSON)
    server: Mapped[str] = mapped_column(String(2048))
    context: Mapped[str] = mapped_column(String(1024))
    source: Mapped[str] = mapped_column(String(16))
    insecure: Mapped[bool] = mapped_column(Boolean)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    credentials_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ForgottenContext(Base):
    """A context that was removed by hand, so that the next start does not import it again."""

    __tablename__ = "forgotten_contexts"

    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    context: Mapped[str] = mapped_column(String(1024), primary_key=True)
