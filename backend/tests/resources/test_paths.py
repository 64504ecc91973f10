"""Path parts are single names: whatever is none is refused before a cluster is asked."""

import asyncio

import pytest

from argus.errors import BadRequest
from argus.resources.parameters import kind_of, list_query, require_name
from tests.resources.surface import Surface

ODD = ["..%2f..", "a%2fb", "a%2Fevents", "a%00b", "a%0ab", "a%0d%0ab", "%2e%2e", "a%5cb", "a%3fb", "a%23b", "a%25b"]


async def raw_get(surface: Surface, path: str) -> int:
    """The status for a path sent exactly as it is; HTTP clients tidy paths up."""
    host, port = "127.0.0.1", surface.stack.settings.api_port
    reader, writer = await asyncio.open_connection(host, port)
    token = surface.admin.headers["Authorization"]
    head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


@pytest.mark.parametrize("name", ODD)
async def test_odd_names_are_refused(surface: Surface, name: str) -> None:
    for path in (
        surface.path("core/v1/pods", name) + "?namespace=default",
        f"/api/clusters/{surface.cluster}/resources/core/v1/{name}",
        f"/api/clusters/{surface.cluster}/resources/{name}/v1/pods",
        f"/api/clusters/{surface.cluster}/namespaces/default/pods/{name}/logs",
        f"/api/clusters/{surface.cluster}/namespaces/{name}/pods/a/logs",
        f"/api/clusters/{name}/resources/core/v1/pods",
        surface.path("core/v1/pods", "a") + f"?namespace={name}",
    ):
        assert await raw_get(surface, path) == 400, path


@pytest.mark.parametrize("path", ["/api/clusters/../x", "/api/./clusters", "/api//clusters"])
async def test_paths_that_climb_are_refused(surface: Surface, path: str) -> None:
    assert await raw_get(surface, path) == 400


@pytest.mark.parametrize("text", ["", "a\n", "a/b", "..", ".", "-a", "a" * 254, "ä", "a b"])
def test_names_that_are_none(text: str) -> None:
    with pytest.raises(BadRequest):
        require_name("name", text)


@pytest.mark.parametrize("text", ["a", "system:node", "web-0", "v1.apps", "A", "cluster-admin", "user@example.com"])
def test_names_that_are_names(text: str) -> None:
    assert require_name("name", text) == text


@pytest.mark.parametrize("parts", [("core", "v1", "Pods"), ("core", "v1\n", "pods"), ("a/b", "v1", "pods")])
def test_kinds_that_are_none(parts: tuple[str, str, str]) -> None:
    with pytest.raises(BadRequest):
        kind_of("cluster", *parts)


def test_the_namespace_of_a_list_is_a_name() -> None:
    with pytest.raises(BadRequest):
        list_query("../x", None, None, None, None, 10, None)
