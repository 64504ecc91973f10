"""What the registry's tests share: an Argus' worth of clusters on a database of each kind."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from argus.access.roles import Grant, Principal
from argus.audit.models import AuditEntry
from argus.audit.service import Audit
from argus.clusters.schemas import ClusterInput, ClusterOutput, ClusterUpdate
from argus.clusters.service import Clusters
from argus.db import Database
from argus.settings import Settings, load
from argus.vault import Vault
from tests.kube.authority import Authority

KEY = "a first key of more than thirty-two characters"
ADMIN = Principal("u1", "admin@example.com", "Admin", "s1", (Grant("admin"),))


@dataclass
class Registry:
    """The service, and what a request around it would do: one transaction, committed when nothing was raised."""

    service: Clusters
    database: Database
    settings: Settings

    async def add(self, name: str, kubeconfig: str, **more: Any) -> ClusterOutput:
        async with self.database.session() as session, session.begin():
            return await self.service.add(session, ADMIN, ClusterInput(name=name, kubeconfig=kubeconfig, **more))

    async def update(self, cluster_id: str, **changes: Any) -> ClusterOutput:
        async with self.database.session() as session, session.begin():
            return await self.service.update(session, ADMIN, cluster_id, ClusterUpdate(**changes))

    async def remove(self, cluster_id: str) -> None:
        async with self.database.session() as session, session.begin():
            await self.service.remove(session, ADMIN, cluster_id)

    async def names(self) -> list[str]:
        return [cluster.name for cluster in (await self.service.list(ADMIN)).items]

    async def audited(self) -> list[AuditEntry]:
        async with self.database.session() as session, session.begin():
            return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


Opened = Callable[..., Awaitable[Registry]]


@pytest.fixture
async def opened(database_url: str, tmp_path: Path) -> AsyncIterator[Opened]:
    """Starts replicas on one database; `environ` overrides settings. All are stopped at the end."""
    async with AsyncExitStack() as stack:

        async def open_one(**environ: str) -> Registry:
            settings = load(
                {
                    "ARGUS_HOME": str(tmp_path / "home"),
                    "DATABASE_URL": database_url,
                    "ENCRYPTION_KEY": KEY,
                    "ARGUS_IMPORT": "never",
                    "ARGUS_SANDBOX": "never",
                    **environ,
                }
            )
            database = Database(settings.database_url)
            stack.push_async_callback(database.dispose)
            await database.migrate()
            keys = settings.encryption_keys
            service = Clusters(settings, database, Vault(keys), Audit(database, keys))
            await service.require_keys()
            await service.start()
            stack.push_async_callback(service.stop)
            return Registry(service, database, settings)

        yield open_one


@pytest.fixture
async def registry(opened: Opened) -> Registry:
    return await opened()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


def changed(kubeconfig: str, *, cluster: dict[str, Any] | None = None, user: dict[str, Any] | None = None) -> str:
    """A kubeconfig with fields of its one cluster replaced, and its one user replaced."""
    document = yaml.safe_load(kubeconfig)
    document["clusters"][0]["cluster"] |= cluster or {}
    if user is not None:
        document["users"][0]["user"] = user
    return str(yaml.safe_dump(document))
