"""Puts the answers of several indexes together into one page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

import msgspec

from argus.access.roles import Scope
from argus.errors import UpstreamRefused
from argus.fleet.cursor import Mark, write_cursor
from argus.fleet.filters import compile_filter
from argus.fleet.index import KindIndex
from argus.fleet.order import key_of, merged, position_after, tie
from argus.fleet.query import ListQuery, Matches, run
from argus.fleet.schemas import ClusterPart, Column, ResourcePage, Row

State = Literal["ok", "stale", "unavailable", "forbidden", "absent"]
SLOW = "The cluster has not answered yet; it will be in the list once it has."
REFUSALS: dict[int, State] = {403: "forbidden", 404: "absent"}


class Part(msgspec.Struct, frozen=True):
    """One cluster's index and what of it the caller may see."""

    index: KindIndex
    scope: Scope


def compose(parts: Sequence[Part], query: ListQuery, names: Mapping[str, str]) -> ResourcePage:
    """The page over all `parts`. `names` are the clusters' names by id. Raises BadRequest for unknown columns."""
    synced = [part for part in parts if part.index.synced]
    columns = _columns([part.index for part in synced])
    _check(query, columns, names)
    answers = [(part.index, run(part.index, part.scope, query, names, columns)) for part in synced] if columns else []
    rows, cursor = _window(answers, query, columns, dict(names))
    visible = {index.kind: matches.visible for index, matches in answers}
    partial = [told for part in parts if (told := describe(part.index, names, visible.get(part.index.kind, 0)))]
    return ResourcePage(
        columns=columns,
        rows=rows,
        total=sum(len(matches.rows) for _, matches in answers),
        unfiltered_total=sum(matches.visible for _, matches in answers),
        unhealthy=sum(matches.unhealthy for _, matches in answers),
        cursor=cursor,
        resource_version=synced[0].index.resource_version if len(parts) == len(synced) == 1 else "",
        stale=any(part.index.stale_since is not None for part in synced),
        partial=partial,
    )


def describe(index: KindIndex, names: Mapping[str, str], visible: int) -> ClusterPart | None:
    """How the cluster falls short; None when its rows are whole and live. `visible` rows the caller may see of it."""
    problem = index.problem
    reason = problem.detail if problem else SLOW
    if index.synced and index.stale_since is None:
        return None
    state: State = "unavailable"
    if index.synced:
        state = "stale"
    elif isinstance(problem, UpstreamRefused):
        state = REFUSALS.get(problem.status, "unavailable")
    return ClusterPart(
        cluster=index.kind.cluster,
        name=names.get(index.kind.cluster, index.kind.cluster),
        state=state,
        reason=reason,
        since=index.stale_since,
        total=visible,
    )


def _columns(indexes: Sequence[KindIndex]) -> list[Column]:
    """The first cluster's columns, then what others have beside them."""
    columns: dict[str, Column] = {}
    for index in indexes:
        for column in index.columns:
            columns.setdefault(column.name, column)
    return list(columns.values())


def _check(query: ListQuery, columns: Sequence[Column], names: Mapping[str, str]) -> None:
    """A column is unknown only when no cluster has it; while none has answered there is nothing to check."""
    if columns:
        query.ordering(columns)
        for each in query.filters:
            compile_filter(each, columns, dict(names))


def _layout(index: KindIndex, columns: Sequence[Column]) -> list[int | None] | None:
    """Where an index has each of the page's columns; None where it has just these."""
    if index.columns == columns:
        return None
    place = {column.name: at for at, column in enumerate(index.columns)}
    return [place.get(column.name) for column in columns]


def _laid_out(row: Row, order: Sequence[int | None]) -> Row:
    return msgspec.structs.replace(row, cells=tuple(None if at is None else row.cells[at] for at in order))


def _window(
    answers: Sequence[tuple[KindIndex, Matches]], query: ListQuery, columns: Sequence[Column], names: dict[str, str]
) -> tuple[list[Row], str | None]:
    """The rows of this page and the cursor after them."""
    if not columns:
        return [], None
    ordering = query.ordering(columns)
    key = key_of(ordering, names)
    parts = [_from_start(index, matches, query, columns, names) for index, matches in answers]
    merging = parts[0] if len(parts) == 1 else merged(parts, ordering, key)
    rows = list(islice(merging, query.limit + 1))
    page = rows[: query.limit]
    if len(rows) <= query.limit:
        return page, None
    last = page[-1]
    return page, write_cursor(Mark(query.id, key(last), tie(last)))


def _from_start(
    index: KindIndex, matches: Matches, query: ListQuery, columns: Sequence[Column], names: dict[str, str]
) -> Iterator[Row]:
    """The rows after the cursor, laid out as the page is."""
    start, layout = _start(matches, query, names), _layout(index, columns)
    own = matches.rows[start : start + query.limit + 1]
    return iter(own) if layout is None else (_laid_out(row, layout) for row in own)


def _start(matches: Matches, query: ListQuery, names: dict[str, str]) -> int:
    if query.mark is None:
        return 0
    key = key_of(matches.ordering, names)
    return position_after(matches.rows, matches.ordering, key, (query.mark.key, query.mark.tie))
