"""How any failure of a request becomes an RFC 9457 answer."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import Scope, Send
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from argus.errors import ArgusError, BadRequest, FieldError, Problem, TooLarge, Unavailable
from argus.schema import FORMS

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger("argus.problems")
Asker = Request[Any, Any, Any]
BODY = "data"
NAMED = re.compile("Object (?P<what>missing required|contains unknown) field `(?P<field>.*)`", re.DOTALL)

CODES = {
    400: ("Bad request", "bad-request"),
    401: ("Not signed in", "unauthenticated"),
    403: ("Not allowed", "forbidden"),
    404: ("Not found", "not-found"),
    405: ("Method not allowed", "method-not-allowed"),
    413: ("Too large", "too-large"),
    415: ("Unsupported media type", "unsupported-media-type"),
    429: ("Too many requests", "too-many-requests"),
}


def answer(request: Asker, error: ArgusError) -> Response[Problem]:
    """The response for an error of Argus' own tree."""
    problem = error.problem(request.url.path, request.scope["state"].get("request_id", ""))
    return Response(problem, status_code=error.status, media_type=MEDIA_TYPE, headers=error.headers)


def from_http(request: Asker, error: HTTPException) -> Response[Problem]:
    """Litestar's own exceptions: routing, validation, body size."""
    if isinstance(error, ValidationException):
        return answer(request, BadRequest("The request cannot be used as it is.", errors=_field_errors(error)))
    if error.status_code == 413:
        fault = request.route_handler.opt.get("too_large") if "route_handler" in request.scope else None
        errors = [fault] if isinstance(fault, FieldError) else []
        return answer(request, TooLarge("The body is larger than this route accepts.", errors=errors))
    title, code = CODES.get(error.status_code, ("Request refused", "refused"))
    problem = Problem(
        title=title,
        status=error.status_code,
        code=code,
        detail=error.detail or title,
        instance=request.url.path,
        request_id=request.scope["state"].get("request_id", ""),
    )
    headers = dict(error.headers or {})
    return Response(problem, status_code=error.status_code, media_type=MEDIA_TYPE, headers=headers)


def from_database(request: Asker, error: Exception) -> Response[Problem]:
    log.error("database failed", error=type(error).__name__, exc_info=error)
    detail = "The database cannot take this now, so nothing was changed. Try again in a moment."
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        # It may have gone between taking a change for good and saying so.
        detail = "The database went away meanwhile. Look whether anything was changed before you try again."
    return answer(request, Unavailable(detail, code="database-unavailable", headers={"Retry-After": "2"}))


def from_bug(request: Asker, error: Exception) -> Response[Problem]:
    log.error("unhandled error", exc_info=error)
    return answer(request, ArgusError("Argus failed on this request; its log has the details under the request id."))


def from_decoder(request: Asker, error: Exception) -> Response[Problem]:
    return answer(request, BadRequest(f"The body cannot be read: {error}"))


async def refuse(scope: Scope, send: Send, error: ArgusError) -> None:
    """Answer with an error where the router has not been reached."""
    body = msgspec.json.encode(error.problem(scope["path"], scope["state"].get("request_id", "")))
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[Asker, Any], Response[Problem]]] = {
    ArgusError: answer,
    HTTPException: from_http,
    DBAPIError: from_database,
    PoolTimeout: from_database,
    msgspec.DecodeError: from_decoder,
    UnicodeDecodeError: from_decoder,
    RecursionError: from_decoder,
    Exception: from_bug,
}


def _field_errors(error: ValidationException) -> list[FieldError]:
    extra = error.extra if isinstance(error.extra, list) else []
    found = [_fault(str(item.get("key", "")), str(item.get("message", ""))) for item in extra if isinstance(item, dict)]
    return found or [FieldError("", error.detail)]


def _fault(place: str, message: str) -> FieldError:
    """Names the field where the decoder names its parent, and puts into words what a pattern means."""
    field = place.removesuffix("[...]") if place != BODY else ""
    if named := NAMED.fullmatch(message):
        path = f"{field}.{named['field']}" if field else named["field"]
        return FieldError(
            path, "is missing" if named["what"] == "missing required" else "is not known here; leave it out"
        )
    words = next((words for pattern, words in FORMS.items() if repr(pattern) in message), None)
    return FieldError(field, f"must be made of {words}" if words else message)
