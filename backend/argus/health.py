"""What an orchestrator and Prometheus ask."""

from typing import Any

from litestar import HttpMethod, Request, Response, get, route
from litestar.di import NamedDependency

from argus.db import Database
from argus.errors import Unavailable
from argus.exposition import CONTENT_TYPE, Exposition

ASKED = (HttpMethod.GET, HttpMethod.HEAD)  # Some probes want no body.


@route("/healthz", http_method=ASKED, include_in_schema=False, opt={"public": True}, media_type="text/plain")
async def healthz() -> str:
    """Alive: the process answers."""
    return "ok"


@route("/readyz", http_method=ASKED, include_in_schema=False, opt={"public": True}, media_type="text/plain")
async def readyz(database: NamedDependency[Database]) -> str:
    """Ready: the database answers and has this version's schema."""
    try:
        await database.require_current()
    except Exception as error:
        raise Unavailable(f"not ready: {type(error).__name__}", code="not-ready") from error
    return "ok"


@get("/metrics", include_in_schema=False, opt={"public": True}, sync_to_thread=True)
def metrics(request: Request[Any, Any, Any], exposition: NamedDependency[Exposition]) -> Response[bytes]:
    """Prometheus' text format. In a thread: there may be tens of thousands of series."""
    exposition.require_reader(request.scope)
    return Response(exposition.text(), headers={"Content-Type": CONTENT_TYPE})
