"""What somebody who can write to the database may do to the audit log without the key that seals its end."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from argus.audit.entry import START, Entry
from argus.audit.log import Sealer
from argus.audit.models import AuditEntry

Row = dict[str, Any]
TEXTS = (
    *("actor_id", "actor_email", "action", "kind", "cluster", "namespace", "name", "detail", "request_id", "change"),
    *("outcome", "prev_hash", "hash"),
)


class Tamperer:
    """Works on a copy of the log, `rows` and `head`; every choice comes from `chance`."""

    def __init__(self, rows: list[Row], head: Row, chance: random.Random) -> None:
        self.rows = [dict(row) for row in rows]
        self.head: Row | None = dict(head)
        self.chance = chance

    def tamper(self) -> str:
        """One to three acts, and in some cases the chain linked anew afterwards; tells which."""
        acts: list[Callable[[], None]] = [
            *(self.edit, self.cut_one, self.cut_front, self.cut_end, self.cut_middle, self.swap, self.shuffle),
            *(self.insert, self.append, self.renumber, self.head_edit, self.head_lost, self.backdate),
        ]
        done: list[Callable[[], None]] = []
        for act in self.chance.choices(acts, k=self.chance.choice([1, 1, 1, 2, 3])):
            if len(self.rows) > 2:
                act()
                done.append(act)
        if self.chance.random() < 0.4:
            self.relink()
            done.append(self.relink)
        if self.chance.random() < 0.3:
            self.forge_head()
            done.append(self.forge_head)
        return ", ".join(act.__name__ for act in done)

    def edit(self) -> None:
        row, field = self._any(), self.chance.choice(TEXTS)
        text = row[field] or ""
        at = self.chance.randrange(len(text) + 1)
        edited = text[:at] + self.chance.choice("abc019 -\u202e") + text[at + self.chance.randrange(2) :]
        edited = edited[: getattr(AuditEntry.__table__.columns[field].type, "length", None)]
        row[field] = self.chance.choice([edited, edited, "", text.upper(), self._any()[field]])

    def backdate(self) -> None:
        self._any()["at"] += timedelta(microseconds=self.chance.choice([-1, 1, 10**6, -(10**11)]))

    def cut_one(self) -> None:
        self.rows.remove(self._any())

    def cut_front(self) -> None:
        del self.rows[: self.chance.randrange(1, len(self.rows))]

    def cut_end(self) -> None:
        del self.rows[self.chance.randrange(1, len(self.rows)) :]

    def cut_middle(self) -> None:
        first = self.chance.randrange(len(self.rows) - 1)
        del self.rows[first : self.chance.randrange(first + 1, len(self.rows))]

    def swap(self) -> None:
        one, other = self.chance.sample(self.rows, 2)
        one["id"], other["id"] = other["id"], one["id"]

    def shuffle(self) -> None:
        ids = [row["id"] for row in self.rows]
        self.chance.shuffle(ids)
        for row, number in zip(self.rows, ids, strict=True):
            row["id"] = number

    def insert(self) -> None:
        """A copy of an entry where there is no other: below the beginning, in a gap, or past the end."""
        self.rows.append({**self._any(), "id": self._free(self.chance.randrange(-2, len(self.rows) + 4))})

    def append(self) -> None:
        """An entry that follows the last one as it should."""
        last = max(self.rows, key=lambda row: int(row["id"]))
        forged = {**self._any(), "id": last["id"] + 1, "prev_hash": last["hash"]}
        self.rows.append({**forged, "hash": digest(forged)})

    def renumber(self) -> None:
        by = self.chance.choice([-3, -1, 1, 1000])
        for row in self.rows:
            row["id"] += by

    def head_lost(self) -> None:
        self.head = None

    def head_edit(self) -> None:
        if self.head is not None:
            self.head["count"] += self.chance.choice([-5, -1, 0, 1, 10**12])
            field = self.chance.choice(["last_hash", "seal"])
            self.head[field] = self.chance.choice(
                [self.head[field][::-1], "", self._any()["hash"], "broken:1", "\u00f8"]
            )

    def relink(self) -> None:
        """The chain made sound in itself again, as anybody can who knows how it is hashed."""
        last = START
        for number, row in enumerate(sorted(self.rows, key=lambda row: int(row["id"])), 1):
            row |= {"id": number, "prev_hash": last}
            row["hash"] = last = digest(row)

    def forge_head(self) -> None:
        """An end that fits the entries, with the seal as it was or made with a guess at the key."""
        last = max(self.rows, key=lambda row: int(row["id"]))
        seal = self.head["seal"] if self.head else Sealer(("a guess",)).seal(last["id"], last["hash"])
        self.head = {"count": last["id"], "last_hash": last["hash"], "seal": seal}

    def _any(self) -> Row:
        return self.chance.choice(self.rows)

    def _free(self, number: int) -> int:
        taken = {row["id"] for row in self.rows}
        while number in taken:
            number += 1
        return number


def digest(row: Row) -> str:
    return msgspec.convert({field: row[field] for field in Entry.__struct_fields__}, Entry).digest()
