"""The `argus` command. Each room registers its own sub-commands."""

import argparse
import asyncio
import sys
from importlib import import_module

from argus import __version__, settings
from argus.clusters.registry import cluster_id
from argus.errors import ArgusError

COMMANDS = (
    "argus.sandbox.command",
    "argus.clusters.command",
    "argus.identity.command",
    "argus.audit.command",
)


def main(arguments: list[str] | None = None) -> int:
    """Run a sub-command; the result is the exit status. What Argus refuses is one line."""
    parser = argparse.ArgumentParser(prog="argus", description="One API for every Kubernetes cluster a team runs.")
    parser.add_argument("--version", action="version", version=f"argus {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    subparsers.add_parser("serve", help="run the service").set_defaults(run=_serve)
    subparsers.add_parser("migrate", help="bring the database to this version").set_defaults(run=_migrate)
    subparsers.add_parser("openapi", help="print the OpenAPI contract").set_defaults(run=_openapi)
    for name in COMMANDS:
        import_module(name).register(subparsers)
    # Grants are about clusters, of which the room that gives them knows nothing.
    parser.set_defaults(cluster_id=cluster_id)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given) or 0)
    except settings.SettingsError as error:
        print(f"argus: {error}", file=sys.stderr)
        return 2
    except ArgusError as error:
        fields = "".join(f" {item.field}: {item.message}." for item in error.errors)
        print(f"argus: {error.detail}{fields}", file=sys.stderr)
        return 1


def _serve(_given: argparse.Namespace) -> int:
    from argus.serve import serve

    serve(settings.load())
    return 0


def _migrate(_given: argparse.Namespace) -> int:
    from argus.db import Database

    async def migrate() -> None:
        database = Database(settings.load().database_url)
        await database.migrate()
        await database.dispose()

    asyncio.run(migrate())
    return 0


def _openapi(_given: argparse.Namespace) -> int:
    from argus.app import create_app
    from argus.contract import render

    sys.stdout.write(render(create_app(settings.load())))
    return 0
