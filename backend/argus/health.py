"""What an orchestrator and Prometheus ask."""

from litestar import HttpMethod, Response, get, route
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from argus.db import Database
from argus.errors import Unavailable

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
def metrics() -> Response[bytes]:
    """Prometheus' text format."""
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
