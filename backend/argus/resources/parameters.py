"""The query parameters that lists share, and the checks that keep a path part one name."""

import re
from typing import Annotated, Literal

from litestar.params import QueryParameter

from argus.errors import BadRequest, FieldError
from argus.fleet.cursor import LONGEST_CURSOR
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.query import ListQuery

NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._:~@-]{0,251}[A-Za-z0-9])?")
LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
GROUP = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")

Namespace = Annotated[str | None, QueryParameter(description="Only this namespace; needed for namespaced objects.")]
LabelSelector = Annotated[
    str | None,
    QueryParameter(name="labelSelector", max_length=4096, description="As kubectl's -l: `app=web,tier!=db`."),
]
FilterText = Annotated[
    str | None, QueryParameter(max_length=256, description="Substring of any cell, name or namespace.")
]
Sort = Annotated[
    str | None, QueryParameter(max_length=128, description="A column's name; `-` before it for descending.")
]
Filters = Annotated[
    list[str] | None,
    QueryParameter(
        name="filter",
        max_items=16,
        description="Per column, repeatable: name, one of = != ~ > < >= <=, value. `Status=Running`, `health=bad`.",
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=1000, description="Rows in one page.")]
Cursor = Annotated[str | None, QueryParameter(max_length=LONGEST_CURSOR, description="From the page before.")]
View = Annotated[Literal["table", "raw"], QueryParameter(description="`raw` is the apiserver's own JSON list.")]
DryRun = Annotated[bool, QueryParameter(name="dryRun", description="Do everything but store.")]


def kind_of(cluster_id: str, group: str, version: str, resource: str) -> ClusterKind:
    """The kind a path names. Raises BadRequest when a part is not a single valid name."""
    for field, text, pattern in (("group", group, GROUP), ("version", version, LABEL), ("resource", resource, LABEL)):
        require_name(field, text, pattern)
    if cluster_id:
        require_name("cluster", cluster_id)
    return ClusterKind(cluster_id, Gvr(group, version, resource))


def require_name(field: str, text: str, pattern: re.Pattern[str] = NAME) -> str:
    """`text`, if it is one name. Raises BadRequest; fullmatch, because `$` would let a trailing newline pass."""
    if not pattern.fullmatch(text) or ".." in text:
        message = f"{text[:80]!r} is not a valid {field}; it must be one name without slashes or control characters"
        raise BadRequest(f"The {field} cannot be used.", errors=[FieldError(field, message)])
    return text


def list_query(
    namespace: str | None,
    label_selector: str | None,
    q: str | None,
    sort: str | None,
    filters: list[str] | None,
    limit: int,
    cursor: str | None,
) -> ListQuery:
    if namespace is not None:
        require_name("namespace", namespace, LABEL)
    return ListQuery.parse(namespace, label_selector, q, sort, filters or [], limit, cursor)
