"""Passwords: argon2id in threads of its own, and what a password must be like."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from argus.errors import FieldError, Unavailable, Unprocessable

MIN_LENGTH, MAX_LENGTH = 12, 1024
MIN_DIFFERENT = 5
THREADS = 2  # each hash takes 46 MiB while it runs
MAX_WAITING = 64  # about three seconds of work; more would only keep everyone waiting
HASHER = PasswordHasher(time_cost=3, memory_cost=46 * 1024, parallelism=1)

P = ParamSpec("P")
T = TypeVar("T")


class Passwords:
    """Hashing that never blocks the event loop and takes a bounded amount of memory.

    Raises Unavailable when too many hashes are waiting already.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._waiting = 0
        self._decoy = ""

    async def hash(self, password: str) -> str:
        return await self._work(HASHER.hash, password)

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Is it the password? Without a hash the answer is no, after the same time as for a wrong password."""
        if not self._decoy:
            self._decoy = await self._work(HASHER.hash, secrets.token_hex(16))
        matches = await self._work(_matches, hashed or self._decoy, password)
        return matches and hashed is not None

    def outdated(self, hashed: str) -> bool:
        """Was it hashed with other parameters than today's?"""
        return HASHER.check_needs_rehash(hashed)

    async def _work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._waiting >= MAX_WAITING:
            detail = "Too many people are signing in at once."
            raise Unavailable(detail, code="sign-in-busy", headers={"Retry-After": "3"})
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, lambda: function(*args, **kwargs))
        finally:
            self._waiting -= 1


def new_password() -> str:
    """A password of 120 random bits, in groups that can be read out."""
    text = secrets.token_hex(15)
    return "-".join(text[start : start + 6] for start in range(0, len(text), 6))


def require_strong(password: str, email: str) -> None:
    """Raise Unprocessable, naming the field, when a chosen password is too easy to guess."""
    if len(password) < MIN_LENGTH:
        raise _weak(f"too short: use at least {MIN_LENGTH} characters")
    if len(password) > MAX_LENGTH:
        raise _weak(f"too long: use at most {MAX_LENGTH} characters")
    if len(set(password)) < MIN_DIFFERENT:
        raise _weak(f"too uniform: use at least {MIN_DIFFERENT} different characters")
    if password.casefold() == email.casefold():
        raise _weak("it is the e-mail address: choose another")


def _weak(message: str) -> Unprocessable:
    detail = f"The password cannot be used: {message}."
    return Unprocessable(detail, code="weak-password", errors=[FieldError("password", message)])


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
