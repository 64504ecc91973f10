"""Query parameters that a route does not know: a mistyped filter must not widen what is asked for."""

from functools import cache
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter

from argus.errors import BadRequest, FieldError


async def known_parameters(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A guard for the routes of the contract. Raises BadRequest, which says what the route takes."""
    unknown = set(connection.query_params) - _known(handler)
    if unknown and getattr(handler, "operation_id", None):
        takes = f"it takes {', '.join(sorted(_known(handler)))}" if _known(handler) else "it takes none"
        errors = [FieldError(name[:80], f"no parameter of this route; {takes}") for name in sorted(unknown)[:16]]
        raise BadRequest("The query cannot be used.", code="unknown-parameter", errors=errors)


@cache
def _known(handler: BaseRouteHandler) -> frozenset[str]:
    return frozenset(
        field.kwarg_definition.name or field.name
        for field in handler.parsed_fn_signature.parameters.values()
        if isinstance(field.kwarg_definition, QueryParameter)
    )
