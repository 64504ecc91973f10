"""What is answered beside the API itself: probes, metrics and the contract's own address."""

import asyncio
import gc
from collections.abc import Callable
from typing import Any

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


@pytest.mark.parametrize("path", ["/healthz", "/api/auth/me", "/api/clusters"])
async def test_small_requests_wait_for_no_thread(stack: Stack, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Litestar runs a plain function that it does not know better in one, which takes longer than the function."""
    sent: list[object] = []
    loop = asyncio.get_running_loop()
    in_thread = loop.run_in_executor

    def noted(executor: Any, function: Callable[..., Any], *arguments: Any) -> Any:
        sent.append(function)
        return in_thread(executor, function, *arguments)

    monkeypatch.setattr(loop, "run_in_executor", noted)
    assert (await stack.admin.get(path)).status_code == 200
    assert sent == []
