"""A small Argus for tests of signing in: the real rooms, and one route for each kind of guard."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from argon2 import PasswordHasher
from litestar import Litestar, Request, delete, get, post
from litestar.di import Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from argus import problems
from argus.access.guard import Requires
from argus.audit.service import Audit
from argus.db import Database
from argus.identity.controller import AuthController
from argus.identity.middleware import Authentication
from argus.identity.service import Identity
from argus.settings import Settings
from argus.telemetry import RequestTelemetry

ADMIN = "admin@example.com"
PASSWORD = "correct horse battery staple"
CHEAP = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
ORIGIN = "http://localhost:3000"


@dataclass
class House:
    """The rooms that know people, and the application that serves them."""

    settings: Settings
    database: Database
    audit: Audit
    identity: Identity
    app: Litestar

    def client(self, **options: Any) -> httpx.AsyncClient:
        address = options.pop("address", "192.0.2.10")
        transport = httpx.ASGITransport(self.app, client=(address, 40000))  # type: ignore[arg-type]
        return httpx.AsyncClient(transport=transport, base_url=options.pop("base_url", ORIGIN), **options)


@get("/api/clusters", guards=[Requires("list", "clusters")])
async def clusters(request: Request[Any, Any, Any]) -> str:
    return str(request.user.email)


KIND = "/api/clusters/{cluster_id:str}/resources/{group:str}/{version:str}/{resource:str}"


@get(KIND, guards=[Requires("get", "resources")])
async def resources(request: Request[Any, Any, Any]) -> str:
    return str(request.path_params["resource"])


@post(KIND, guards=[Requires("create", "resources")])
async def create(request: Request[Any, Any, Any]) -> str:
    return str(request.path_params["resource"])


LOGS = "/api/clusters/{cluster_id:str}/namespaces/{namespace:str}/pods/{name:str}/logs"


@get(LOGS, guards=[Requires("get", "resources", kind=("core", "pods"))])
async def logs(namespace: FromPath[str]) -> str:
    return namespace


@delete("/api/clusters/{cluster_id:str}", guards=[Requires("delete", "clusters")], status_code=204)
async def remove(cluster_id: FromPath[str]) -> None:
    return None


@asynccontextmanager
async def furnished(settings: Settings) -> AsyncIterator[House]:
    """The rooms on a fresh database; nobody lives there yet."""
    database = Database(settings.database_url)
    await database.migrate()
    audit = Audit(database, settings.encryption_keys)
    identity = Identity(settings, database, audit)
    app = Litestar(
        route_handlers=[AuthController, clusters, resources, create, logs, remove],
        dependencies={
            "session": Provide(_session_of(database)),
            "identity": Provide(lambda: identity, sync_to_thread=False),
        },
        middleware=[RequestTelemetry, Authentication(identity, settings)],
        exception_handlers=problems.EXCEPTION_HANDLERS,
        logging_config=None,
        openapi_config=None,
    )
    try:
        yield House(settings, database, audit, identity, app)
    finally:
        await database.dispose()


def _session_of(database: Database) -> Callable[[], AsyncGenerator[AsyncSession, None]]:
    async def session() -> AsyncGenerator[AsyncSession, None]:
        async with database.session() as session, session.begin():
            yield session

    return session
