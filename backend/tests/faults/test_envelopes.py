"""Sealed credentials that somebody altered or moved in the database: all are refused."""

import os
import random
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select, update

from argus.clusters.models import ClusterRow
from argus.db import Database
from argus.vault import HEADER, Vault, VaultError
from tests.faults.beside import argus_command, resources
from tests.faults.conftest import Size
from tests.faults.service import serving

TAG = 16
KEY = "a first key of more than thirty-two characters"
NEW = "a second key of more than thirty-two characters"


def test_every_flipped_byte_is_refused(size: Size) -> None:
    """Of each envelope every byte, by a mask drawn at random, so that every bit has its turn."""
    vault = Vault((NEW, KEY))
    chance = random.Random(seed := random.randrange(2**32))
    opened = []
    for number in range(size(20, 1000)):
        plain = os.urandom(chance.randrange(300))
        envelope = (vault if number % 2 else Vault((KEY,))).seal(plain, f"row-{number}")
        assert len(envelope) == HEADER + len(plain) + TAG
        opened += [(number, at) for at in range(len(envelope)) if opens(vault, flipped(envelope, at, chance), number)]
    assert opened == [], f"seed {seed}"


def flipped(envelope: bytes, position: int, chance: random.Random) -> bytes:
    altered = bytearray(envelope)
    altered[position] ^= chance.randrange(1, 256)
    return bytes(altered)


def opens(vault: Vault, envelope: bytes, number: int) -> bool:
    try:
        vault.open(envelope, f"row-{number}")
    except VaultError:
        return False
    return True


async def test_an_envelope_moved_to_another_row_is_refused(tmp_path: Path, east: str, size: Size) -> None:
    """As somebody would who wants one cluster to be taken for another: each row gets its neighbour's credentials."""
    names = [f"c{number}" for number in range(size(3, 10))]
    async with serving(tmp_path, ENCRYPTION_KEY=KEY) as argus:
        clusters = [await argus.added(name, east) for name in names]
    await shift(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    async with serving(tmp_path, ENCRYPTION_KEY=KEY) as argus:
        for cluster in clusters:
            answer = await argus.admin.get(resources(cluster))
            assert (answer.status_code, answer.json()["reason"]) == (502, "Vault")
            assert "cannot be opened: altered, or moved here from another row" in answer.json()["detail"]
            probed = (await argus.admin.post(f"/api/clusters/{cluster}/test")).json()
            assert probed["status"]["phase"] == "unreachable"
    status, printed = await argus_command("keys", "rotate", ARGUS_HOME=str(tmp_path), ENCRYPTION_KEY=f"{NEW},{KEY}")
    assert (status, printed.splitlines()[0]) == (
        1,
        f"0 of {len(names)} secrets sealed with the first key of ENCRYPTION_KEY",
    )


async def shift(url: str) -> None:
    database = Database(url)
    async with database.session() as session, session.begin():
        rows = list(await session.execute(select(ClusterRow.id, ClusterRow.sealed)))
        for taken, given in pairwise([*rows, rows[0]]):
            await session.execute(update(ClusterRow).where(ClusterRow.id == given.id).values(sealed=taken.sealed))
    await database.dispose()
