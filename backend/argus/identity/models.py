"""Users, their sessions, and what is remembered about sign-in attempts."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from argus.db import Base, UtcDateTime


def new_id() -> str:
    return uuid4().hex


class User(Base):
    """A person or a program. `email` is kept in lower case; without a password hash no password signs in."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Session(Base):
    """One sign-in. It slides with each refresh to `expires_at`, and never past `ends_at`."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(300))


class RefreshToken(Base):
    """A link of a session's chain, by the SHA-256 of the token. Spent ones stay, so that reuse is seen."""

    __tablename__ = "refresh_tokens"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginAllowance(Base):
    """How far a key has run ahead of its allowance of attempts; a row in the past means nothing any more."""

    __tablename__ = "login_allowances"
    __table_args__ = (Index("ix_login_allowances_ahead_until", "ahead_until"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    ahead_until: Mapped[datetime] = mapped_column(UtcDateTime)
