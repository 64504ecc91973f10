"""The only composition root: every service is made and wired here."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import msgspec
import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncSession

from argus import contract, health, problems
from argus.audit.service import Audit
from argus.body_arrival import BodyArrival
from argus.clusters.controller import ClusterController, KubeconfigController, SandboxController
from argus.clusters.service import Clusters
from argus.db import Database
from argus.exposition import Exposition
from argus.fleet.service import Fleet
from argus.identity.controller import AuthController
from argus.identity.middleware import Authentication
from argus.identity.service import Identity
from argus.live.handler import live_socket
from argus.live.hub import Hub
from argus.memory import SpareMemory
from argus.query_parameters import known_parameters
from argus.resources.controller import ResourceController
from argus.resources.fleet_controller import FleetController
from argus.resources.service import Resources
from argus.resources.single_names import SingleNames
from argus.settings import Settings
from argus.telemetry import RequestTelemetry
from argus.vault import Vault
from argus.vitals import LoopLag

MAX_BODY = 2 * 1024 * 1024
# For all that is open when the process ends.
CLOSING_SECONDS = 3.0
log = structlog.get_logger("argus")


class Rooms(msgspec.Struct, frozen=True, kw_only=True):
    """The services of one process, as `app.state.rooms`."""

    settings: Settings
    database: Database
    audit: Audit
    identity: Identity
    clusters: Clusters
    fleet: Fleet
    resources: Resources
    hub: Hub
    exposition: Exposition


def create_app(settings: Settings) -> Litestar:
    """Argus as an ASGI application. Nothing is opened before its start-up."""
    rooms = _furnish(settings)
    app = Litestar(
        route_handlers=[
            AuthController,
            ClusterController,
            KubeconfigController,
            SandboxController,
            ResourceController,
            FleetController,
            live_socket,
            contract.docs_page,
            contract.docs_asset,
            health.healthz,
            health.readyz,
            health.metrics,
        ],
        dependencies={
            "session": Provide(_session_of(rooms.database)),
            "database": Provide(lambda: rooms.database, sync_to_thread=False),
            "identity": Provide(lambda: rooms.identity, sync_to_thread=False),
            "clusters": Provide(lambda: rooms.clusters, sync_to_thread=False),
            "resources": Provide(lambda: rooms.resources, sync_to_thread=False),
            "exposition": Provide(lambda: rooms.exposition, sync_to_thread=False),
        },
        before_request=known_parameters,
        middleware=[Authentication(rooms.identity, settings)],
        exception_handlers=problems.EXCEPTION_HANDLERS,
        openapi_config=contract.openapi_config(),
        plugins=[contract.DocumentRoutes()],
        lifespan=[_lifespan(rooms)],
        request_max_body_size=MAX_BODY,
        logging_config=None,
        state=State({"rooms": rooms}),
    )
    # Around the router and not within it, so that answers to unknown paths carry a request id too.
    app.asgi_handler = RequestTelemetry(BodyArrival(SingleNames(app.asgi_handler)))
    return app


def _furnish(settings: Settings) -> Rooms:
    database = Database(settings.database_url)
    vault = Vault(settings.encryption_keys)
    audit = Audit(database, settings.encryption_keys)
    identity = Identity(settings, database, audit)
    clusters = Clusters(settings, database, vault, audit)
    fleet = Fleet(settings, clusters)
    hub = Hub(settings, identity, clusters, fleet)
    return Rooms(
        settings=settings,
        database=database,
        audit=audit,
        identity=identity,
        clusters=clusters,
        fleet=fleet,
        resources=Resources(clusters, fleet, audit),
        hub=hub,
        exposition=Exposition(settings.metrics_token, (clusters.collector, fleet.collector, hub.collector)),
    )


def _session_of(database: Database) -> Callable[[], AsyncGenerator[AsyncSession, None]]:
    async def session() -> AsyncGenerator[AsyncSession, None]:
        """One transaction a request: committed before the answer leaves, rolled back on any error."""
        async with database.session() as session, session.begin():
            yield session

    return session


def _lifespan(rooms: Rooms) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        """Migrate, settle what a crash left open, then serve; on the way out in reverse.

        Keys are looked at before anything is written: a wrong one must not leave a trace.
        """
        await rooms.database.migrate()
        await rooms.clusters.require_keys()
        await rooms.audit.require_keys()
        await rooms.audit.settle()
        if await rooms.identity.ensure_admin():
            log.info("made the first admin", email=rooms.settings.admin_email)
        await rooms.clusters.start()
        await rooms.fleet.start()
        await rooms.hub.start()
        lag, spare = LoopLag(), SpareMemory()
        lag.start()
        spare.start()
        try:
            yield
        finally:
            spare.stop()
            lag.stop()
            await _close(rooms)

    return lifespan


async def _close(rooms: Rooms) -> None:
    """What hangs, a database above all, does not hold the process up: it ends with it."""
    try:
        async with asyncio.timeout(CLOSING_SECONDS):
            await rooms.hub.stop()
            await rooms.fleet.stop()
            await rooms.clusters.stop()
            await rooms.audit.stop()
            await rooms.database.dispose()
    except TimeoutError:
        log.warning("not everything could be closed in time")
