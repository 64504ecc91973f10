"""`argus user`: add, list, and give new passwords."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from argus import settings
from argus.access.roles import Grant
from argus.audit.service import Audit
from argus.db import Database
from argus.identity.password import Passwords, new_password
from argus.identity.user import Users

T = TypeVar("T")


def register(subparsers: Any) -> None:
    """Add the sub-commands to the `argus` parser."""
    user = subparsers.add_parser("user", help="add and list users, reset passwords").add_subparsers(required=True)
    add = user.add_parser("add", help="add a user with one role")
    add.add_argument("email")
    add.add_argument("--role", choices=("admin", "viewer"), required=True)
    add.add_argument("--name", default="", help="as it is shown (the e-mail)")
    add.add_argument("--cluster", help="only in this cluster, by its name or id")
    add.add_argument("--namespace", metavar="NS", help="only in this namespace of it")
    _take_password(add)
    add.set_defaults(run=_add)
    user.add_parser("list", help="every user with the grants").set_defaults(run=_list)
    reset = user.add_parser("reset-password", help="give a new password and end all sessions")
    reset.add_argument("email")
    _take_password(reset)
    reset.set_defaults(run=_reset)


def _take_password(parser: argparse.ArgumentParser) -> None:
    text = "read the password from standard input; without it one is made up and printed"
    parser.add_argument("--password-stdin", action="store_true", help=text)


def _add(given: argparse.Namespace) -> int:
    """`given.cluster_id` finds the cluster, which other rooms know."""
    password = _password(given)

    async def add(users: Users, database: Database) -> str:
        cluster = await given.cluster_id(database, given.cluster) if given.cluster else None
        return await users.create(given.email, given.name, password, given.role, cluster, given.namespace)

    return _run(add, lambda _: _tell(given, password))


def _reset(given: argparse.Namespace) -> int:
    password = _password(given)
    return _run(lambda users, _: users.reset_password(given.email, password), lambda _: _tell(given, password))


def _list(_given: argparse.Namespace) -> int:
    def show(found: Any) -> None:
        for user in found:
            grants = ", ".join(_scope(grant) for grant in user.grants) or "no grants"
            print(f"{user.email}  {user.name}  {grants}{'  disabled' if user.disabled else ''}")

    return _run(lambda users, _: users.list(), show)


def _run(work: Callable[[Users, Database], Awaitable[T]], then: Callable[[T], None]) -> int:
    """Do it with the operator's own database."""

    async def inner() -> T:
        given = settings.load()
        database = Database(given.database_url)
        try:
            await database.migrate()
            return await work(Users(database, Audit(database, given.encryption_keys), Passwords()), database)
        finally:
            await database.dispose()

    then(asyncio.run(inner()))
    return 0


def _password(given: argparse.Namespace) -> str:
    return sys.stdin.readline().rstrip("\r\n") if given.password_stdin else new_password()


def _tell(given: argparse.Namespace, password: str) -> None:
    print(f"{given.email}: done" if given.password_stdin else f"{given.email}: the password is {password}")


def _scope(grant: Grant) -> str:
    where = "/".join(part for part in (grant.cluster, grant.namespace) if part)
    return f"{grant.role} in {where}" if where else str(grant.role)
