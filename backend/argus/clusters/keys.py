"""Sealing credentials anew with the newest key, while Argus runs."""

import msgspec
from sqlalchemy import select, update

from argus.clusters.models import ClusterRow
from argus.db import Database
from argus.settings import SettingsError
from argus.vault import UnknownKey, Vault, VaultError

BATCH = 100
ATTEMPTS = 5


class Resealed(msgspec.Struct, frozen=True):
    """`total` rows looked at, `changed` of them sealed anew; `failed` says why a cluster stayed as it was."""

    total: int
    changed: int
    failed: dict[str, str]


async def require_keys(database: Database, vault: Vault) -> None:
    """Refuse to start where a cluster is sealed with a key that is not there. Raises SettingsError."""
    async with database.reading_session() as session:
        rows = (await session.execute(select(ClusterRow.id, ClusterRow.sealed))).all()
    missing = [error for row in rows if isinstance(error := _failure(vault, row.sealed, row.id), UnknownKey)]
    if missing:
        raise SettingsError(
            f"ENCRYPTION_KEY: {len(missing)} of {len(rows)} clusters are {missing[0]}; "
            "put the key that they were sealed with back, after the new one and a comma"
        )


async def reseal(database: Database, vault: Vault, batch: int = BATCH) -> Resealed:
    """Go through all rows, `batch` at a time, each row in a transaction of its own."""
    total, changed, last = 0, 0, ""
    failed: dict[str, str] = {}
    while True:
        async with database.reading_session() as session:
            page = select(ClusterRow.id, ClusterRow.name).where(ClusterRow.id > last).order_by(ClusterRow.id)
            rows = (await session.execute(page.limit(batch))).all()
        if not rows:
            return Resealed(total, changed, failed)
        for row in rows:
            try:
                changed += await _reseal_row(database, vault, row.id)
            except VaultError as error:
                failed[row.name] = str(error)
        total, last = total + len(rows), rows[-1].id


async def _reseal_row(database: Database, vault: Vault, row_id: str) -> bool:
    """Compare and swap: credentials that someone replaces meanwhile are theirs, and are looked at again."""
    for _attempt in range(ATTEMPTS):
        async with database.session() as session, session.begin():
            sealed = await session.scalar(select(ClusterRow.sealed).where(ClusterRow.id == row_id))
            if sealed is None or vault.current(sealed):
                return False
            anew = vault.seal(vault.open(sealed, row_id), row_id)
            swap = update(ClusterRow).where(ClusterRow.id == row_id, ClusterRow.sealed == sealed).values(sealed=anew)
            swapped = await session.execute(swap.returning(ClusterRow.id))
            if swapped.scalar() is not None:
                return True
    raise VaultError("changed by others again and again; rotate once more")


def _failure(vault: Vault, sealed: bytes, row_id: str) -> VaultError | None:
    try:
        vault.open(sealed, row_id)
    except VaultError as error:
        return error
    return None
