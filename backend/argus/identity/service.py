"""Who you are: signing in, staying signed in, signing out."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog
from litestar import Request
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.grants import grants_of
from argus.access.roles import Principal
from argus.audit.service import Audit, AuditTarget
from argus.db import Database
from argus.errors import Unauthenticated
from argus.identity import chain, metrics
from argus.identity.cookies import Cookies
from argus.identity.models import User
from argus.identity.network import client_address, header, throttle_address
from argus.identity.password import Passwords
from argus.identity.schemas import GrantOutput, LoginInput, SessionOutput, TokenOutput, UserOutput
from argus.identity.state import SessionStates
from argus.identity.throttle import Throttle, account_key, address_key
from argus.identity.token import ACCESS_SECONDS, CHALLENGE, AccessTokens
from argus.identity.user import EMAIL, Users, target_of
from argus.settings import Settings

SOCKET_FRESH_SECONDS = 1.0
log = structlog.get_logger("argus.identity")


class SignedIn(msgspec.Struct, frozen=True):
    """The answer to a sign-in, and for how many seconds its cookies are worth keeping."""

    output: TokenOutput
    lasts: int


class Identity:
    """Sign-in by password, sessions, and the principal behind a token."""

    def __init__(self, settings: Settings, database: Database, audit: Audit) -> None:
        self._settings = settings
        self._database = database
        self._audit = audit
        self._passwords = Passwords()
        self._throttle = Throttle(database)
        self._tokens = AccessTokens(settings.jwt_secret)
        self._states = SessionStates(database)
        self.users = Users(database, audit, self._passwords)
        self.cookies = Cookies(settings)

    async def ensure_admin(self) -> str | None:
        """Make the first admin where there is no user yet; gives the password if one had to be made up."""
        return await self.users.ensure_admin(self._settings)

    async def login(self, session: AsyncSession, data: LoginInput, request: Request[Any, Any, Any]) -> SignedIn:
        """Sign in. Raises Unauthenticated for whatever is wrong alike, TooManyRequests after too many attempts."""
        email = data.email.strip().casefold()
        address = client_address(request.scope, self._settings.trusted_proxies)
        keys = account_key(email), address_key(throttle_address(address))
        await self._throttle.take(keys)
        user = await self._find(email)
        if not await self._passwords.verify(user.password_hash if user else None, data.password) or user is None:
            await self._note_failure(user, address)
            raise Unauthenticated("The e-mail or the password is wrong.", code="wrong-credentials", headers=CHALLENGE)
        await self._throttle.forgive(*keys)
        renewed = await self._renewed_hash(user, data.password)
        if renewed:
            await session.execute(update(User).where(User.id == user.id).values(password_hash=renewed))
        agent = (header(request.scope, b"user-agent") or b"").decode("latin-1")
        opened = await chain.start(session, user.id, address, agent)
        signed_in = await self._signed_in(session, opened)
        actor = Principal(user.id, user.email, user.name, opened.session_id, ())
        await self._audit.record(session, actor, "session.start", target_of(user.email), {"address": address})
        metrics.SUCCEEDED.inc()
        return signed_in

    async def refresh(self, session: AsyncSession, token: str | None) -> SignedIn:
        """New tokens for a refresh token, which is spent. Spent twice, it ends its session: raises Unauthenticated."""
        if not token:
            detail = "There is no refresh token: send the cookie or `refresh_token` in the body."
            raise Unauthenticated(detail, code="refresh-token-missing", headers=CHALLENGE)
        try:
            opened = await chain.rotate(session, token)
        except chain.Reused as reuse:
            await self._end_reused(session, reuse)
            detail = "The refresh token was used before, so its session was ended: sign in again."
            raise Unauthenticated(detail, code="refresh-token-reused", headers=CHALLENGE) from None
        if opened is None:
            raise _ended()
        self._states.forget(opened.session_id)
        return await self._signed_in(session, opened)

    async def logout(self, session: AsyncSession, principal: Principal) -> None:
        """End the session; its tokens stop working at once here, and within seconds on other replicas."""
        if await chain.end(session, principal.session_id):
            await self._audit.record(session, principal, "session.end", target_of(principal.email), {})
        self._states.end(principal.session_id)

    async def holder(self, session: AsyncSession, refresh_token: str) -> Principal:
        """Whose session a refresh token belongs to, spent or not. Raises Unauthenticated when it is over."""
        session_id = await chain.session_of(session, refresh_token)
        state = await self._states.get(session_id) if session_id else None
        if state is None:
            raise _ended()
        return state.principal

    async def describe(self, principal: Principal) -> SessionOutput:
        """Who is signed in and until when."""
        state = await self._states.get(principal.session_id)
        if state is None:
            raise _ended()
        expires_at = datetime.fromtimestamp(state.expires, UTC)
        return SessionOutput(user=_user_output(principal), session_id=principal.session_id, expires_at=expires_at)

    async def authenticate(self, token: str) -> Principal:
        """Who holds this access token. Raises Unauthenticated, its code saying whether it expired."""
        claims = self._tokens.read(token)
        state = await self._states.get(claims.session_id)
        if state is None or state.principal.user_id != claims.user_id:
            raise _ended()
        return state.principal

    async def still_valid(self, session_id: str) -> Principal | None:
        """The session's principal with grants at most a second old, or None when it is over; for open sockets."""
        state = await self._states.get(session_id, SOCKET_FRESH_SECONDS)
        return state.principal if state else None

    async def _find(self, email: str) -> User | None:
        if not EMAIL.fullmatch(email):
            return None
        async with self._database.reading_session() as session:
            return await session.scalar(select(User).where(User.email == email, User.disabled_at.is_(None)))

    async def _note_failure(self, user: User | None, address: str) -> None:
        """Recorded apart from the request, which fails. What was typed for an unknown account is not kept."""
        metrics.FAILED.inc()
        log.warning("sign-in failed", address=address)
        target = target_of(user.email) if user else AuditTarget("user", None, None, "unknown")
        async with self._database.session() as session, session.begin():
            await self._audit.record(session, None, "session.start", target, {"address": address}, outcome="failed")

    async def _renewed_hash(self, user: User, password: str) -> str | None:
        if user.password_hash is None or not self._passwords.outdated(user.password_hash):
            return None
        return await self._passwords.hash(password)

    async def _end_reused(self, session: AsyncSession, reuse: chain.Reused) -> None:
        """Committed here, because the request that shows the theft is refused and would roll it back."""
        if reuse.ended:
            metrics.REUSED.inc()
            log.warning("refresh token used twice", session_id=reuse.session_id)
            target = AuditTarget("session", None, None, reuse.session_id)
            await self._audit.record(session, None, "session.reuse", target, {})
        await session.commit()
        self._states.end(reuse.session_id)

    async def _signed_in(self, session: AsyncSession, opened: chain.Opened) -> SignedIn:
        user = (await session.execute(select(User.email, User.name).where(User.id == opened.user_id))).one()
        grants = await grants_of(session, opened.user_id)
        principal = Principal(opened.user_id, user.email, user.name, opened.session_id, grants)
        output = TokenOutput(
            access_token=self._tokens.issue(opened.user_id, opened.session_id),
            token_type="Bearer",
            expires_in=ACCESS_SECONDS,
            refresh_token=opened.refresh_token,
            user=_user_output(principal),
        )
        return SignedIn(output, opened.lasts)


def _user_output(principal: Principal) -> UserOutput:
    grants = [
        GrantOutput(role=grant.role, cluster=grant.cluster, namespace=grant.namespace) for grant in principal.grants
    ]
    return UserOutput(id=principal.user_id, email=principal.email, name=principal.name, grants=grants)


def _ended() -> Unauthenticated:
    return Unauthenticated("The session is over: sign in again.", code="session-ended", headers=CHALLENGE)
