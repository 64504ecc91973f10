"""Each request can be found again: by its id in the answer, the problem and the log; and it is counted."""

import httpx
import pytest

from tests.stack import Stack


async def test_every_answer_has_an_id_and_the_problem_repeats_it(stack: Stack) -> None:
    answer = await stack.anonymous.get("/api/clusters")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


async def test_a_callers_own_id_is_kept(stack: Stack) -> None:
    answer = await stack.anonymous.get("/healthz", headers={"X-Request-ID": "trace-0123456789"})
    assert answer.headers["x-request-id"] == "trace-0123456789"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", "semi;colon-etc"])
async def test_a_malformed_id_is_replaced(stack: Stack, given: str) -> None:
    answer = await stack.anonymous.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 16


async def test_an_unknown_path_is_a_problem_with_an_id(stack: Stack) -> None:
    answer = await stack.admin.get("/api/nothing-here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


async def test_a_wrong_method_is_a_problem(stack: Stack) -> None:
    answer = await stack.admin.request("PATCH", "/api/clusters")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


async def test_requests_are_counted_by_route_and_status(stack: Stack) -> None:
    await stack.anonymous.get("/api/clusters")
    text = (await stack.anonymous.get("/metrics")).text
    assert 'argus_http_requests_total{method="GET",route="/api/clusters",status="401"}' in text
    assert 'argus_http_request_seconds_bucket{le="0.005",route="/api/clusters"}' in text


async def test_alive_and_ready(stack: Stack) -> None:
    assert (await stack.anonymous.get("/healthz")).text == "ok"
    assert (await stack.anonymous.get("/readyz")).text == "ok"


async def test_the_documentation_needs_nothing_from_outside(stack: Stack) -> None:
    page = await stack.anonymous.get("/api/docs")
    assert "http://" not in page.text
    assert "https://" not in page.text
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        found = await stack.anonymous.get(f"/api/docs/{asset}")
        assert found.status_code == 200
        assert f"/api/docs/{asset}" in page.text
    assert (await stack.anonymous.get("/api/docs/passwd")).status_code == 404


async def test_the_contract_is_served(stack: Stack) -> None:
    contract = (await stack.anonymous.get("/api/openapi.json")).json()
    assert contract["openapi"].startswith("3.1")
    assert contract["info"]["title"] == "Argus"


async def test_malformed_json_is_a_400_that_says_so(stack: Stack) -> None:
    answer: httpx.Response = await stack.anonymous.post(
        "/api/auth/login", content=b'{"email": ', headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


async def test_unknown_fields_are_named(stack: Stack) -> None:
    body = {"email": "a@example.com", "password": "x", "remember": True}
    answer = await stack.anonymous.post("/api/auth/login", json=body)
    assert answer.status_code == 400
    assert "remember" in str(answer.json()["errors"])
