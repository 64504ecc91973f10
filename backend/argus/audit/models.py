"""The log of what was done, and the sealed head that shows where it ends."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from argus.db import Base, UtcDateTime


class AuditEntry(Base):
    """One link of the chain. Ids are counted without gaps, so a missing row shows.

    `detail` is canonical JSON kept as text: a JSON column would be rewritten by the database and change the hash.
    `change` links an intent to its outcome; `outcome` is intent, done, failed or unknown.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_change", "change"), Index("ix_audit_entries_at", "at"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(32))
    actor_email: Mapped[str | None] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(256))
    cluster: Mapped[str | None] = mapped_column(String(256))
    namespace: Mapped[str | None] = mapped_column(String(256))
    name: Mapped[str] = mapped_column(String(512))
    detail: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(64))
    change: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(16))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The one row that says how many entries there are and what the last one's hash is, under a keyed seal."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    last_hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(96))
