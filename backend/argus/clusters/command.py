"""`argus cluster manifest | list | import` and `argus keys rotate`."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from argus import settings
from argus.audit.service import Audit, AuditTarget
from argus.clusters import keys
from argus.clusters.importing import Importer
from argus.clusters.ledger import Ledger
from argus.clusters.manifest import CUSTOM_RESOURCES, Rights, onboarding
from argus.clusters.registry import Registry
from argus.db import Database
from argus.vault import Vault

Work = Callable[[argparse.Namespace, settings.Settings, Database], Awaitable[int]]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `cluster` and `keys`; each sub-command sets `run`, from the parsed arguments to an exit status."""
    cluster = subparsers.add_parser("cluster", help="clusters that Argus knows, and how to add more")
    commands = cluster.add_subparsers(required=True, metavar="command")
    manifest = commands.add_parser("manifest", help="a service account for clusters that sign in with an exec plugin")
    rights = f"default: view. {CUSTOM_RESOURCES}"
    manifest.add_argument("--rights", choices=("view", "edit", "admin"), default="view", help=rights)
    manifest.add_argument("--command", action="store_true", dest="as_command", help="the shell command that applies it")
    manifest.set_defaults(run=_manifest)
    commands.add_parser("list", help="every cluster").set_defaults(run=_with_database(_list))
    contexts = commands.add_parser("contexts", help="the contexts of your kubeconfig, and what is wrong with them")
    contexts.set_defaults(run=_with_database(_contexts))
    take = commands.add_parser("import", help="take contexts over from a kubeconfig on this machine")
    take.add_argument("--kubeconfig", type=Path, help="default: $KUBECONFIG or ~/.kube/config")
    take.add_argument("--context", action="append", help="repeatable; default: all of them")
    verification = "also contexts that turn TLS verification off: whoever is in between can read the credentials"
    take.add_argument("--insecure-skip-tls-verify", action="store_true", dest="insecure", help=verification)
    take.set_defaults(run=_with_database(_import))
    rotate = subparsers.add_parser("keys", help="encryption keys").add_subparsers(required=True, metavar="command")
    seal = rotate.add_parser("rotate", help="seal every secret anew with the first key of ENCRYPTION_KEY")
    seal.add_argument("--batch", type=int, default=keys.BATCH, help="rows looked up at once")
    seal.set_defaults(run=_with_database(_rotate))


def _manifest(given: argparse.Namespace) -> int:
    rights: Rights = given.rights
    made = onboarding(rights)
    sys.stdout.write(made.command if given.as_command else made.manifest)
    return 0


def _with_database(work: Work) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        return asyncio.run(_run(work, given))

    return run


async def _run(work: Work, given: argparse.Namespace) -> int:
    loaded = settings.load()
    database = Database(loaded.database_url)
    try:
        await database.migrate()
        return await work(given, loaded, database)
    finally:
        await database.dispose()


async def _list(_given: argparse.Namespace, _loaded: settings.Settings, database: Database) -> int:
    registry = Registry(database)
    await registry.refresh()
    for cluster in registry.all():
        print(f"{cluster.name}\t{cluster.server}\t{cluster.source}\t{cluster.id}")
    return 0


def _importer(loaded: settings.Settings, database: Database) -> Importer:
    vault, registry = Vault(loaded.encryption_keys), Registry(database)
    ledger = Ledger(vault, Audit(database, loaded.encryption_keys), registry)
    return Importer(loaded, database, vault, ledger, registry)


async def _contexts(_given: argparse.Namespace, loaded: settings.Settings, database: Database) -> int:
    status = await _importer(loaded, database).status()
    for one in status.candidates:
        print(f"{one.context}\t{one.server}\t{one.problem or ('imported' if one.imported else 'not imported')}")
    return 0


async def _import(given: argparse.Namespace, loaded: settings.Settings, database: Database) -> int:
    importer = _importer(loaded, database)
    await keys.require_keys(database, Vault(loaded.encryption_keys))
    paths = (given.kubeconfig.expanduser().absolute(),) if given.kubeconfig else loaded.kubeconfig_paths
    if not any(path.is_file() for path in paths):
        remedy = "name another with --kubeconfig or KUBECONFIG"
        print(
            f"argus cluster import: there is no file {' and no file '.join(map(str, paths))}; {remedy}", file=sys.stderr
        )
        return 1
    candidates, problem = await asyncio.to_thread(importer.candidates, paths, insecure=given.insecure)
    wanted = set(given.context or [candidate.context for candidate in candidates])
    chosen = [candidate for candidate in candidates if candidate.context in wanted]
    taken = await importer.take("imported", chosen, again=True)
    for cluster in taken:
        print(f"imported {cluster.context} as {cluster.name}")
    faults = [f"{candidate.context}: {candidate.problem}" for candidate in chosen if candidate.problem]
    faults += [problem] if problem else []
    faults += [f"{name}: no such context" for name in sorted(wanted - {one.context for one in candidates})]
    for fault in faults:
        print(f"argus cluster import: {fault}", file=sys.stderr)
    if not (taken or faults):
        print("nothing new to import")
    return 1 if faults else 0


async def _rotate(given: argparse.Namespace, loaded: settings.Settings, database: Database) -> int:
    audit = Audit(database, loaded.encryption_keys)
    await audit.require_keys()
    done = await keys.reseal(database, Vault(loaded.encryption_keys), max(1, given.batch))
    detail = {"total": done.total, "changed": done.changed, "failed": sorted(done.failed)}
    async with database.session() as session, session.begin():
        target = AuditTarget(kind="keys", cluster=None, namespace=None, name="ENCRYPTION_KEY")
        await audit.record(session, None, "keys.rotate", target, detail)
    print(f"{done.changed} of {done.total} secrets sealed with the first key of ENCRYPTION_KEY")
    for name, reason in done.failed.items():
        print(f"argus keys rotate: {name}: {reason}", file=sys.stderr)
    return 1 if done.failed else 0
