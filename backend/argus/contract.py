"""The published contract: what OpenAPI says of every route, and the documentation page that shows it offline."""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Response, Router, get
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Operation, RequestBody, SecurityScheme, Tag
from litestar.params import FromPath
from litestar.plugins import ReceiveRoutePlugin
from litestar.routes import BaseRoute, HTTPRoute
from litestar.status_codes import HTTP_204_NO_CONTENT

from argus import __version__
from argus.errors import Problem
from argus.problems import MEDIA_TYPE

Connection = ASGIConnection[Any, Any, Any, Any]
EVERYWHERE = {400: "The request is malformed.", 500: "Argus failed.", 503: "The database is away; nothing was changed."}
SIGNED_IN = {401: "No valid token or session.", 403: "The caller's grants do not reach this."}
UPSTREAM = {
    404: "No such cluster, kind or object, or not visible to the caller.",
    405: "The kind does not offer this, or the route does not know this method.",
    409: "It was changed or created by someone else meanwhile.",
    413: "The body is too large.",
    422: "It cannot be used as it is; `errors` says why, field by field.",
    429: "Too many requests; `Retry-After` says when to come back.",
    502: "The cluster cannot be reached or refused Argus' credentials.",
    504: "The cluster did not answer in time.",
}
SIGN_IN = {409: UPSTREAM[409], 413: UPSTREAM[413], 429: UPSTREAM[429]}
WITH_BODY = {408: "The body came too slowly.", 415: "The body is compressed or of another kind."}
ASSETS = {"swagger-ui.css": "css", "swagger-ui-bundle.js": "js"}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Argus API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
"""
START = """SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null,
  docExpansion: "list", defaultModelsExpandDepth: 0, tryItOutEnabled: true, persistAuthorization: false });
"""
ABOUT = """One API for every Kubernetes cluster a team runs.

**Sign in** with `POST /api/auth/login` and send the answer's `access_token` as `Authorization: Bearer`; browsers use
the cookies that come with it. **Errors** are RFC 9457 problems: `code` is for programs, `detail` for people, and
`requestId` is what to look for in the logs.

**Live changes** come over a WebSocket at `/api/ws`. Send
`{"action": "subscribe", "cluster": "<id>" or "*", "resource": "pods" or "apps/v1/deployments", "namespace"?, "name"?}`
(or `unsubscribe`) and receive arrays of `{"type", "cluster", "resource", "namespace", "object"}`. The type is `ADDED`,
`MODIFIED` or `DELETED`, and `object` the list's row, or with `name` the whole object; or `SYNCED`, from where on
nothing is missed; or `RESYNC`, when the list must be asked again; or `ERROR` with `code` and `detail`, which a cluster
that stops answering is too, until the next `SYNCED`. To join a list and its stream without a gap: subscribe, ask for
the list, then apply what came since, rows by `uid`.
"""
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)


@dataclass
class WithOptionalBody(Operation):
    """Litestar documents every body as required, also where the handler does without one."""

    def __post_init__(self) -> None:
        if isinstance(self.request_body, RequestBody):
            self.request_body.required = False


class DocumentRoutes(ReceiveRoutePlugin):
    """Documents the problems that are really sent, where Litestar would document its own error shape.

    The summary is the docstring's first sentence, where Litestar would give the function's name.
    """

    def receive_route(self, route: BaseRoute) -> None:
        if not isinstance(route, HTTPRoute):
            return
        for handler in route.route_handlers:
            if not route.path.startswith("/api/"):
                continue
            statuses = dict(EVERYWHERE)
            statuses |= SIGN_IN if route.path.startswith("/api/auth") else UPSTREAM
            statuses |= SIGNED_IN
            statuses |= WITH_BODY if "data" in handler.parsed_fn_signature.parameters else {}
            documented = {
                status: ResponseSpec(Problem, generate_examples=False, description=text, media_type=MEDIA_TYPE)
                for status, text in sorted(statuses.items())
            }
            if handler.status_code == HTTP_204_NO_CONTENT:
                # Where the handler answers with a response of its own, Litestar would document a body.
                documented[HTTP_204_NO_CONTENT] = ResponseSpec(None, description="Done; nothing follows.")
            if _body_is_optional(handler):
                handler.operation_class = WithOptionalBody
            handler.responses = documented | dict(handler.responses or {})
            handler.summary = handler.summary or _first_sentence(handler.fn.__doc__ or "")


def openapi_config() -> OpenAPIConfig:
    """OpenAPI 3.1 at `/api/openapi.json`."""
    bearer = SecurityScheme(type="http", scheme="bearer", bearer_format="JWT", description="From POST /api/auth/login.")
    cookie = SecurityScheme(
        type="apiKey", security_scheme_in="cookie", name="argus_access", description="Set by signing in."
    )
    return OpenAPIConfig(
        title="Argus",
        version=__version__,
        description=ABOUT,
        use_handler_docstrings=True,
        openapi_router=Router("/api/openapi.json", route_handlers=[], guards=[_itself], include_in_schema=False),
        root_schema_site=None,
        render_plugins=_renderers(),
        components=Components(security_schemes={"bearer": bearer, "cookie": cookie}),
        security=[{"bearer": []}, {"cookie": []}],
        tags=[
            Tag("Sign-in", description="Sessions and tokens."),
            Tag("Clusters", description="The registry of clusters and their health."),
            Tag("Resources", description="Any kind of one cluster."),
            Tag("Fleet", description="The same over all clusters."),
        ],
    )


def render(app: Litestar) -> str:
    """The contract as it is committed: indented JSON in a stable order."""
    schema = app.openapi_schema.to_schema()
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _body_is_optional(handler: HTTPRouteHandler) -> bool:
    body = handler.parsed_fn_signature.parameters.get("data")
    return body is not None and body.has_default


def _first_sentence(docstring: str) -> str | None:
    sentence, stop, _ = " ".join(docstring.split()).partition(". ")
    return (sentence if stop else sentence.rstrip(".")) or None


async def _itself(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Litestar would answer the paths below the document with a page of its own, and not with a problem."""
    if connection.path_params:
        raise NotFoundException


def _renderers() -> Sequence[JsonRenderPlugin]:
    return [JsonRenderPlugin(path="/")]


@get("/api/docs", include_in_schema=False, opt={"public": True}, media_type=MediaType.HTML, sync_to_thread=False)
def docs_page() -> Response[str]:
    """The contract as a page; needs nothing from outside."""
    return Response(PAGE, media_type=MediaType.HTML, headers={"Content-Security-Policy": DOCS_POLICY})


@get("/api/docs/{asset:str}", include_in_schema=False, opt={"public": True}, sync_to_thread=False)
def docs_asset(asset: FromPath[str]) -> Response[bytes]:
    """Swagger UI's own files, from its package."""
    if asset == "start.js":
        return Response(START.encode(), media_type="text/javascript")
    if asset not in ASSETS:
        raise NotFoundException("There is no such documentation file.")
    kind = "text/css" if asset.endswith(".css") else "text/javascript"
    return Response(_asset(asset), media_type=kind, headers={"Cache-Control": "public, max-age=86400"})


@cache
def _asset(name: str) -> bytes:
    package: Any = importlib.util.find_spec("flask_openapi_swagger")
    folder = Path(package.submodule_search_locations[0]) / "templates" / "swagger" / ASSETS[name]
    return (folder / name).read_bytes()
