"""A real cluster as somebody else sees it, and Argus' own log as its database holds it: both beside Argus."""

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from argus.audit.models import AuditEntry
from argus.audit.service import Audit
from argus.clusters.vetting import vet
from argus.db import Database
from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer, connect
from argus.settings import load

CONFIG_MAPS = "core/v1/configmaps"
JSON = "application/json"


@dataclass
class Beside:
    """The apiserver, asked directly, and a namespace of it that nothing else uses."""

    api: ApiServer
    namespace: str

    async def fresh(self) -> "Beside":
        """The same cluster with another new namespace."""
        namespace = f"fault-{secrets.token_hex(5)}"
        body = msgspec.json.encode({"metadata": {"name": namespace}})
        await self.api.request("POST", "/api/v1/namespaces", body=body, content_type=JSON)
        return Beside(self.api, namespace)

    async def make(self, name: str, **data: str) -> None:
        body = msgspec.json.encode(config_map(self.namespace, name, **data))
        await self.api.request("POST", self._path, body=body, content_type=JSON)

    async def config_maps(self) -> dict[str, dict[str, Any]]:
        """Those in the namespace, whole, by name."""
        found = msgspec.json.decode((await self.api.request("GET", self._path)).body)["items"]
        return {one["metadata"]["name"]: one for one in found if one["metadata"]["name"] != "kube-root-ca.crt"}

    @property
    def _path(self) -> str:
        return f"/api/v1/namespaces/{self.namespace}/configmaps"


def config_map(namespace: str, name: str, **data: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def resources(cluster: str, name: str = "", namespace: str = "") -> str:
    """The path of config maps in Argus, or of one of them."""
    path = f"/api/clusters/{cluster}/resources/{CONFIG_MAPS}" + (f"/{name}" if name else "")
    return f"{path}?namespace={namespace}" if namespace else path


@asynccontextmanager
async def beside(kubeconfig: str) -> AsyncIterator[Beside]:
    policy = AddressPolicy(loopback=True)
    api = await connect(vet(kubeconfig, None, False, policy), name="beside", policy=policy)
    try:
        yield await Beside(api, "").fresh()
    finally:
        await api.close()


@asynccontextmanager
async def log_of(home: Path, database_url: str) -> AsyncIterator[tuple[Audit, Database]]:
    """The audit log, opened as `argus audit` opens it."""
    settings = load({"ARGUS_HOME": str(home), "DATABASE_URL": database_url})
    database = Database(settings.database_url)
    try:
        yield Audit(database, settings.encryption_keys), database
    finally:
        await database.dispose()


async def entries(database: Database) -> list[AuditEntry]:
    async with database.reading_session() as session:
        return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


async def argus_command(*arguments: str, **environ: str) -> tuple[int, str]:
    """Run `argus` as an operator does; its exit status, and what it printed, errors last."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "argus", *arguments),
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, (printed + errors).decode()
