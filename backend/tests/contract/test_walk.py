"""Walks over every route: who is let in, and that none was written without a guard or a name."""

from collections.abc import AsyncIterator
from typing import Literal

import httpx
import pytest
from jose import jwt
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from argus.access.guard import Requires
from argus.app import create_app
from tests.contract.operations import (
    ADMINS,
    ENDS_THE_SESSION,
    EVERYONE,
    PUBLIC,
    VIEWERS_OF_CLUSTERS,
    Operation,
    operations,
)
from tests.resources.surface import Surface

Token = Literal["none", "bad", "expired", "unsigned", "foreign", "cookie"]
DOCUMENTATION = ("/api/docs", "/api/openapi.json")


def headers(surface: Surface, token: Token) -> dict[str, str]:
    """Of a request that carries no token, or one that is not good."""
    genuine = surface.admin.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.get_unverified_claims(genuine)
    secret = surface.stack.settings.jwt_secret
    tokens = {
        "bad": "not.a.token",
        "expired": jwt.encode({**claims, "exp": claims["iat"] - 1}, secret, algorithm="HS256"),
        "unsigned": f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{genuine.split('.')[1]}.",
        "foreign": jwt.encode(claims, "x" * 64, algorithm="HS256"),
    }
    if token == "none":
        return {}
    if token == "cookie":
        return {"Cookie": "argus_access=not.a.token", "Origin": min(surface.stack.settings.origins)}
    return {"Authorization": f"Bearer {tokens[token]}"}


async def ask(client: httpx.AsyncClient, operation: Operation, **extra: str) -> httpx.Response:
    return await client.request(
        operation.method, operation.path, params=operation.query, json=operation.body, headers=extra
    )


@pytest.fixture
async def stranger(surface: Surface) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=surface.stack.url, timeout=30) as client:
        yield client


@pytest.mark.parametrize("token", ["none", "bad", "expired", "unsigned", "foreign", "cookie"])
async def test_without_a_good_token_every_route_is_401(
    surface: Surface, stranger: httpx.AsyncClient, token: Token
) -> None:
    for operation in operations(surface):
        if operation.id in PUBLIC - ENDS_THE_SESSION:
            continue
        answer = await ask(stranger, operation, **headers(surface, token))
        assert answer.status_code == 401, (operation, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 401


def test_the_table_names_every_operation(surface: Surface) -> None:
    known = EVERYONE | VIEWERS_OF_CLUSTERS | ADMINS | ENDS_THE_SESSION | PUBLIC
    assert {operation.id for operation in operations(surface)} == known


async def test_every_route_answers_each_role_as_the_table_says(surface: Surface) -> None:
    allowed = {
        "viewer": EVERYONE | VIEWERS_OF_CLUSTERS,
        "narrow": EVERYONE,
        "admin": EVERYONE | VIEWERS_OF_CLUSTERS | (ADMINS - {"deleteCluster"}),
    }
    clients = {"viewer": surface.viewer, "narrow": surface.narrow, "admin": surface.admin}
    for role, client in clients.items():
        for operation in operations(surface):
            if operation.id in PUBLIC | ENDS_THE_SESSION or (role, operation.id) == ("admin", "deleteCluster"):
                continue
            answer = await ask(client, operation)
            refused = answer.status_code == 403
            assert refused == (operation.id not in allowed[role]), (role, operation, answer.status_code, answer.text)
            assert answer.status_code < 500, (role, operation, answer.text)


def handlers(surface: Surface) -> list[tuple[str, HTTPRouteHandler]]:
    """Those under /api that Argus wrote: not the documentation, not Litestar's answers to OPTIONS."""
    routes = [route for route in create_app(surface.stack.settings).routes if isinstance(route, HTTPRoute)]
    ours = [route for route in routes if route.path.startswith("/api/") and not route.path.startswith(DOCUMENTATION)]
    return [
        (route.path, handler)
        for route in ours
        for handler in route.route_handlers
        if handler.http_methods != {HttpMethod.OPTIONS}
    ]


def test_no_handler_was_written_without_a_guard(surface: Surface) -> None:
    public = set()
    for path, handler in handlers(surface):
        if handler.opt.get("public"):
            public.add(handler.operation_id)
            continue
        assert any(isinstance(guard, Requires) for guard in handler.guards or ()), (path, handler)
    assert public == PUBLIC


def test_every_operation_has_a_name_of_its_own(surface: Surface) -> None:
    named = [(path, handler.operation_id) for path, handler in handlers(surface)]
    assert all(isinstance(operation, str) for _, operation in named), named
    assert len({operation for _, operation in named}) == len(named)
    assert {operation.id for operation in operations(surface)} == {operation for _, operation in named}


async def test_unknown_routes_and_methods_are_problems(surface: Surface) -> None:
    missing = await surface.admin.get("/api/nothing")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    wrong = await surface.admin.delete("/api/fleet/overview")
    assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")
