"""Makes rows: one wire row in, one absolute, classified and deduplicated `Row` out."""

from collections.abc import Sequence
from typing import Any

import msgspec

from argus.fleet.columns import converters, describe
from argus.fleet.health import TERMINATING, classifier
from argus.fleet.kind import ClusterKind
from argus.fleet.schemas import Cell, Column, Row
from argus.fleet.table import NO_LABELS, ColumnDefinition, Metadata, WireRow

NONE: dict[str, str] = {}
POOL_SIZE = 256
# Sets of labels of rows that are long gone would else pile up where every object has its own.
MOST_LABELS = 4096
_LABELS = msgspec.json.Decoder(dict[str, str])


class RowMaker:
    """For one kind of one cluster and one set of columns. Equal labels and common cells share their memory."""

    def __init__(self, kind: ClusterKind, definitions: Sequence[ColumnDefinition]) -> None:
        self.kind = kind
        self._definitions = list(definitions)
        self.columns: list[Column] = describe(kind.gvr, definitions)
        self._convert = converters(self.columns)
        self._classify = classifier(kind.gvr, self.columns)
        self._name = next((place for place, column in enumerate(self.columns) if column.format == "name"), 0)
        self._pools: list[dict[Cell, Cell]] = [{} for _ in self.columns]
        self._labels: dict[bytes, dict[str, str]] = {}

    def fits(self, definitions: Sequence[ColumnDefinition]) -> bool:
        return self._definitions == definitions

    def make(self, wire: WireRow, now: float) -> Row:
        """`now` is when the row arrived, in seconds since the epoch."""
        cells = wire.cells
        thing = wire.object.metadata if wire.object else Metadata(name=str(cells[self._name]))
        created = thing.creation_timestamp or ""
        ours = self._cells(cells, created, now)
        # Objects of the metrics API have no uid; within a kind, namespace and name are as good.
        uid = thing.uid or f"{thing.namespace}/{thing.name}"
        return Row(
            self.kind.cluster,
            uid,
            thing.namespace,
            thing.name,
            created,
            self._shared_labels(thing.labels),
            ours,
            TERMINATING if thing.deletion_timestamp else self._classify(ours),
            thing.resource_version,
        )

    def _cells(self, cells: list[Any], created: str, now: float) -> tuple[Cell, ...]:
        ours = []
        for cell, convert, pool in zip(cells, self._convert, self._pools, strict=False):
            made = convert(cell, cells, created, now)
            if made.__class__ is str:
                made = pool.setdefault(made, made) if len(pool) < POOL_SIZE else pool.get(made, made)
            ours.append(made)
        ours.extend([None] * (len(self.columns) - len(ours)))
        return tuple(ours)

    def _shared_labels(self, encoded: msgspec.Raw) -> dict[str, str]:
        if encoded is NO_LABELS:
            return NONE
        key = bytes(encoded)
        labels = self._labels.get(key)
        if labels is None:
            labels = _LABELS.decode(key)
            if len(self._labels) >= MOST_LABELS:
                self._labels.clear()
            self._labels[key] = labels
        return labels
