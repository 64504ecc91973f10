"""What is answered beside the API itself: probes, metrics and the contract's own address."""

import gc

import pytest
from litestar.handlers import BaseRouteHandler

from tests.stack import Stack


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_probes_may_leave_the_body_out(stack: Stack, path: str) -> None:
    asked, headed = await stack.anonymous.get(path), await stack.anonymous.head(path)
    assert (asked.status_code, asked.text) == (200, "ok")
    assert (headed.status_code, headed.text) == (200, "")


async def test_metrics_name_their_encoding_once(stack: Stack) -> None:
    answer = await stack.anonymous.get("/metrics")
    assert answer.headers["content-type"].count("charset") == 1
    assert "argus_http_requests_total" in answer.text


async def test_below_the_contract_there_is_nothing(stack: Stack) -> None:
    assert (await stack.anonymous.get("/api/openapi.json")).json()["info"]["title"] == "Argus"
    answer = await stack.anonymous.get("/api/openapi.json/foo")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_the_contract_tells_which_bodies_may_be_left_out(stack: Stack) -> None:
    paths = (await stack.anonymous.get("/api/openapi.json")).json()["paths"]
    required = {
        operation["operationId"]: operation["requestBody"]["required"]
        for methods in paths.values()
        for operation in methods.values()
        if "requestBody" in operation
    }
    assert {name for name, needed in required.items() if not needed} == {"refresh", "logout", "deleteResource"}


async def test_requests_leave_nothing_behind(stack: Stack) -> None:
    """Litestar copies a route's handler for each request: a copy that is remembered is one too many."""

    async def handlers() -> int:
        for _ in range(20):
            await stack.admin.get("/api/clusters")
        gc.collect()
        return sum(isinstance(thing, BaseRouteHandler) for thing in gc.get_objects())

    assert await handlers() == await handlers()
