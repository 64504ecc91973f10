"""Taking over the contexts of the operator's own kubeconfig, and the sandbox's clusters, without being asked."""

import asyncio
import os
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from argus.clusters.ledger import Ledger
from argus.clusters.models import ClusterRow
from argus.clusters.registry import Cluster, Registry, Source
from argus.clusters.schemas import ImportCandidate, ImportStatus
from argus.db import Database
from argus.errors import ArgusError
from argus.kube.address import AddressPolicy
from argus.kube.credentials import Credentials, decode
from argus.kube.document import Kubeconfig, merge, parse
from argus.kube.kubeconfig import Trust, resolve
from argus.sandbox.layout import sandbox_root
from argus.settings import Settings
from argus.vault import Vault, VaultError

FOLLOW_SECONDS = 2.0
NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")
BRING_BACK = "bring it back with `argus cluster import --context`"
log = structlog.get_logger("argus.clusters")


class Candidate(msgspec.Struct, frozen=True):
    """A context on the operator's disk: its credentials, or why it cannot be used."""

    context: str
    server: str
    credentials: Credentials | None
    problem: str | None


class Importer:
    """Adds, and keeps up to date, clusters whose kubeconfig is on this machine's disk. Reachable or not: the probes
    tell."""

    def __init__(
        self, settings: Settings, database: Database, vault: Vault, ledger: Ledger, registry: Registry
    ) -> None:
        self._settings = settings
        self._policy = AddressPolicy.of(settings)
        self._database = database
        self._vault = vault
        self._ledger = ledger
        self._registry = registry
        self._seen: dict[Path, int] = {}

    async def at_start(self) -> None:
        """Import every usable context, unless the settings say never. What fails is logged, not raised."""
        if self._settings.import_contexts == "never":
            return
        try:
            candidates, problem = await asyncio.to_thread(self.candidates)
            await self.take("imported", candidates)
            unusable = {one.context: one.problem for one in candidates if one.problem}
            if problem or unusable:
                log.warning("contexts not imported", contexts=unusable, problem=problem)
        except (SQLAlchemyError, OSError, ArgusError) as error:
            log.warning("contexts not imported", error=str(error))

    async def take(self, source: Source, candidates: Iterable[Candidate], *, again: bool = False) -> list[Cluster]:
        """Store those that are new or changed. With `again`, also those that were removed by hand before."""
        taken = []
        for candidate in candidates:
            if candidate.credentials is not None:
                cluster = await self._take_one(source, candidate.credentials, again)
                taken += [cluster] if cluster else []
        return taken

    async def status(self) -> ImportStatus:
        """Every context of the operator's kubeconfig, and what became of it."""
        await self._registry.refresh()
        candidates, problem = await asyncio.to_thread(self.candidates)
        taken = {cluster.context for cluster in self._registry.all() if cluster.source == "imported"}
        async with self._database.reading_session() as session:
            forgotten = await self._ledger.forgotten(session, "imported")
        listed = [self._explained(candidate, taken, forgotten) for candidate in candidates]
        if problem:
            listed.append(ImportCandidate(context="", server="", imported=False, problem=problem))
        path = os.pathsep.join(str(path) for path in self._settings.kubeconfig_paths)
        return ImportStatus(path=path, candidates=listed)

    async def follow_sandbox(self) -> None:
        """Add the sandbox's clusters as soon as they are up, follow new certificates, drop those that were deleted."""
        if self._settings.sandbox == "never":
            return
        while True:
            try:
                await self._look_at_sandbox()
            except (SQLAlchemyError, OSError, ArgusError) as error:
                log.warning("sandbox not followed", error=str(error))
            await asyncio.sleep(FOLLOW_SECONDS)

    def candidates(
        self, paths: tuple[Path, ...] | None = None, *, insecure: bool = False
    ) -> tuple[list[Candidate], str | None]:
        """The contexts of the kubeconfigs, merged as kubectl does, and what is wrong with a file. Blocks.

        With `insecure`, contexts that turn TLS verification off can be used; those imported so before always can.
        """
        read, problems = [], []
        for path in paths or self._settings.kubeconfig_paths:
            if not path.is_file():
                continue
            try:
                read.append(parse(path.read_text(errors="replace"), path.parent))
            except (OSError, ArgusError) as error:
                problems.append(f"{path}: {error}")
        whole = merge(read)
        trust = Trust(files=True, plugins=self._settings.exec_plugins)
        known = {one.context for one in self._registry.all() if one.source == "imported" and one.insecure}
        found = [self._candidate(whole, name, trust, insecure or name in known) for name in whole.contexts]
        return found, "; ".join(problems) or None

    def _candidate(self, whole: Kubeconfig, context: str, trust: Trust, insecure: bool) -> Candidate:
        cluster = whole.clusters.get(whole.contexts[context].cluster)
        asked = insecure and cluster is not None and bool(cluster.insecure_skip_tls_verify)
        server = cluster.server if cluster and cluster.server and "@" not in cluster.server else ""
        try:
            credentials = resolve(whole, context, self._policy, trust, insecure=asked)
        except ArgusError as error:
            problem = "; ".join(f"{fault.field.removeprefix('kubeconfig.')}: {fault.message}" for fault in error.errors)
            return Candidate(context, server, None, problem)
        return Candidate(context, server, credentials, None)

    def _explained(self, candidate: Candidate, taken: set[str], forgotten: frozenset[str]) -> ImportCandidate:
        problem, imported = candidate.problem, candidate.context in taken
        if problem is None and not imported:
            if candidate.context in forgotten:
                problem = f"removed by hand; {BRING_BACK}"
            elif self._settings.import_contexts == "never":
                problem = "ARGUS_IMPORT is never; import it with `argus cluster import --context`"
        return ImportCandidate(context=candidate.context, server=candidate.server, imported=imported, problem=problem)

    async def _take_one(self, source: Source, credentials: Credentials, again: bool) -> Cluster | None:
        async with self._database.session() as session, session.begin():
            query = select(ClusterRow.id, ClusterRow.sealed).where(
                ClusterRow.source == source, ClusterRow.context == credentials.context
            )
            known = (await session.execute(query)).first()
            if known is not None:
                if self._same(known.sealed, known.id, credentials):
                    return None
                return await self._ledger.change(session, None, known.id, credentials=credentials)
            if again:
                await self._ledger.remember(session, source, credentials.context)
            elif credentials.context in await self._ledger.forgotten(session, source):
                return None
            taken = set(await session.scalars(select(ClusterRow.name)))
            name = free_name(credentials.context, taken)
            return await self._ledger.add(session, None, name, {}, credentials, source)

    def _same(self, sealed: bytes, cluster_id: str, credentials: Credentials) -> bool:
        try:
            return decode(self._vault.open(sealed, cluster_id)) == credentials
        except VaultError:
            return False

    async def _look_at_sandbox(self) -> None:
        root = sandbox_root(self._settings.home)
        found = {path: path.stat().st_mtime_ns for path in root.glob("*/kubeconfig") if path.is_file()}
        for path in [path for path, changed in found.items() if self._seen.get(path) != changed]:
            candidates, _problem = await asyncio.to_thread(self.candidates, (path,))
            await self.take("sandbox", candidates)
        self._seen = found
        names = {path.parent.name for path in found}
        for cluster in self._registry.all():
            if cluster.source == "sandbox" and cluster.context not in names:
                async with self._database.session() as session, session.begin():
                    await self._ledger.remove(session, None, cluster.id, forget=False)


def free_name(context: str, taken: set[str]) -> str:
    """A valid cluster name out of a context's name, with a number behind it where it is taken."""
    plain = NOT_IN_NAMES.sub("-", context.rsplit("/", 1)[-1].lower()).strip("-.")[:63].strip("-.") or "cluster"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain[: 62 - len(str(number))]}-{number}"
    return name
