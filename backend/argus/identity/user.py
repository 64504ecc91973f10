"""Adding users, listing them, giving them new passwords, and the first admin."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.models import GrantRow
from argus.access.roles import Grant, Role
from argus.audit.service import Audit, AuditTarget
from argus.db import Database
from argus.errors import Conflict, FieldError, NotFound, Unprocessable
from argus.identity.models import Session, User, new_id
from argus.identity.password import Passwords, new_password, require_strong
from argus.settings import Settings

EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")
FIRST_ADMIN_LOCK = 0x41524701  # any fixed number that nothing else in this database locks by


class ListedUser(msgspec.Struct, frozen=True):
    """A user as an operator's list shows it."""

    email: str
    name: str
    disabled: bool
    grants: tuple[Grant, ...]


class Users:
    """The accounts of this Argus."""

    def __init__(self, database: Database, audit: Audit, passwords: Passwords) -> None:
        self._database = database
        self._audit = audit
        self._passwords = passwords

    async def create(
        self, email: str, name: str, password: str, role: Role, cluster: str | None = None, namespace: str | None = None
    ) -> str:
        """Add a user with one grant; gives its id. Raises Unprocessable for bad input, Conflict when it exists."""
        email = normal_email(email)
        grant = Grant(role, cluster, namespace)
        require_strong(password, email)
        _require_scope(grant)
        hashed = await self._passwords.hash(password)
        try:
            async with self._database.session() as session, session.begin():
                return await self._insert(session, email, name, hashed, grant)
        except IntegrityError:
            raise Conflict(f"There is already a user {email}.", code="user-exists") from None

    async def list(self) -> list[ListedUser]:
        """Every user, by e-mail."""
        users = select(User.id, User.email, User.name, User.disabled_at).order_by(User.email)
        grants = select(GrantRow.user_id, GrantRow.role, GrantRow.cluster, GrantRow.namespace).order_by(GrantRow.id)
        held: dict[str, list[Grant]] = {}
        async with self._database.reading() as connection:
            for user_id, role, cluster, namespace in await connection.execute(grants):
                held.setdefault(user_id, []).append(Grant(role, cluster, namespace))
            found = (await connection.execute(users)).all()
        return [ListedUser(row.email, row.name, bool(row.disabled_at), tuple(held.get(row.id, ()))) for row in found]

    async def reset_password(self, email: str, password: str) -> None:
        """Give a new password and end every session of the user. Raises NotFound or Unprocessable."""
        email = normal_email(email)
        require_strong(password, email)
        hashed = await self._passwords.hash(password)
        async with self._database.session() as session, session.begin():
            user_id = await session.scalar(select(User.id).where(User.email == email))
            if user_id is None:
                raise NotFound(f"There is no user {email}.", code="user-not-found")
            await session.execute(update(User).where(User.id == user_id).values(password_hash=hashed))
            ended = update(Session).where(Session.user_id == user_id, Session.revoked_at.is_(None))
            await session.execute(ended.values(revoked_at=datetime.now(UTC)))
            await self._audit.record(session, None, "user.reset-password", target_of(email), {"changed": ["password"]})

    async def ensure_admin(self, settings: Settings) -> str | None:
        """Make the first admin where there is no user yet; gives the password if one had to be made up."""
        if await self._any():
            return None
        given = settings.admin_password
        if given and not settings.development:
            require_strong(given, settings.admin_email)
        password = given or new_password()
        hashed = await self._passwords.hash(password)
        email = normal_email(settings.admin_email)
        async with self._database.session() as session, session.begin():
            if self._database.dialect == "postgresql":
                await session.execute(text(f"SELECT pg_advisory_xact_lock({FIRST_ADMIN_LOCK})"))
            if await session.scalar(select(User.id).limit(1)):
                return None
            await self._insert(session, email, "Administrator", hashed, Grant("admin"))
            if given:
                return None
            keep_password(settings.home, password)
        return password

    async def _any(self) -> bool:
        async with self._database.reading() as connection:
            return (await connection.execute(select(User.id).limit(1))).first() is not None

    async def _insert(self, session: AsyncSession, email: str, name: str, hashed: str, grant: Grant) -> str:
        user = User(id=new_id(), email=email, name=name or email, password_hash=hashed, created_at=datetime.now(UTC))
        session.add(user)
        await session.flush()
        session.add(GrantRow(user_id=user.id, role=grant.role, cluster=grant.cluster, namespace=grant.namespace))
        await session.flush()
        detail = {"role": grant.role, "cluster": grant.cluster, "namespace": grant.namespace}
        await self._audit.record(session, None, "user.create", target_of(email), detail)
        return user.id


def normal_email(email: str) -> str:
    """The form e-mails are compared in. Raises Unprocessable when it is none."""
    normal = email.strip().casefold()
    if not EMAIL.fullmatch(normal):
        message = "not an e-mail address: write it as name@example.org"
        raise Unprocessable("The e-mail address cannot be used.", errors=[FieldError("email", message)])
    return normal


def target_of(email: str) -> AuditTarget:
    return AuditTarget("user", None, None, email)


def keep_password(home: Path, password: str) -> None:
    """Write the generated password where only the operator reads it, replacing one of an earlier database."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = home / "admin-password.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
    fresh.replace(home / "admin-password")


def _require_scope(grant: Grant) -> None:
    if grant.namespace and not grant.cluster:
        message = "a namespace needs the cluster it is in"
        raise Unprocessable("The grant cannot be used.", errors=[FieldError("cluster", message)])
