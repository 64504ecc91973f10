"""Query parameters that a route does not know: a mistyped filter must not widen what is asked for."""

from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from argus.errors import BadRequest, FieldError

# By operation and not by handler, of which Litestar makes copies.
_known: dict[str, frozenset[str]] = {}


async def known_parameters(request: Request[Any, Any, Any]) -> None:
    """Before each request of the contract. Raises BadRequest, which says what the route takes.

    A coroutine, since Litestar calls a plain function in another thread.
    """
    handler = request.route_handler
    if not request.scope["query_string"] or not isinstance(handler, HTTPRouteHandler) or not handler.operation_id:
        return
    known = _parameters(str(handler.operation_id), handler)
    if unknown := set(request.query_params) - known:
        takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
        errors = [FieldError(name[:80], f"no parameter of this route; {takes}") for name in sorted(unknown)[:16]]
        raise BadRequest("The query cannot be used.", code="unknown-parameter", errors=errors)


def _parameters(operation: str, handler: HTTPRouteHandler) -> frozenset[str]:
    known = _known.get(operation)
    if known is None:
        known = _known[operation] = frozenset(
            field.kwarg_definition.name or field.name
            for field in handler.parsed_fn_signature.parameters.values()
            if isinstance(field.kwarg_definition, QueryParameter)
        )
    return known
