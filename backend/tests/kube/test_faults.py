"""Servers that misbehave: each failure names the cluster and says what to do."""

import asyncio
import gzip
import socket

import aiohttp
import pytest

from argus.errors import UpstreamError, UpstreamRefused, UpstreamTimeout, UpstreamUnreachable
from argus.kube.connect import ApiServer
from argus.kube.credentials import Credentials
from argus.kube.failure import translate
from tests.kube.authority import Authority
from tests.kube.conftest import Opened
from tests.kube.faults import Handler, always, hang_up, http, never, plain, serving


def credentials(
    server: str, authority: Authority | None = None, *, insecure: bool = False, tls_server_name: str | None = None
) -> Credentials:
    ca = authority.ca.decode() if authority else None
    return Credentials(
        server=server, context="prod", token="abc", ca=ca, insecure=insecure, tls_server_name=tls_server_name
    )


async def failure(api: ApiServer, **options: float) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        await api.request("GET", "/api", timeout=options.get("timeout", 5))
    assert "prod" in caught.value.detail
    assert caught.value.cluster == "prod"
    return caught.value


async def test_nothing_listens(opened: Opened) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    error = await failure(await opened(credentials(f"https://127.0.0.1:{port}")))
    assert isinstance(error, UpstreamUnreachable)
    assert (error.status, error.code, error.reason) == (502, "upstream-unreachable", "Refused")
    assert "refused" in error.detail


async def test_a_name_that_does_not_resolve(opened: Opened) -> None:
    error = await failure(await opened(credentials("https://nowhere.invalid:6443")))
    assert (error.status, error.reason) == (502, "Dns")


async def test_a_silent_server_times_out(opened: Opened, authority: Authority) -> None:
    async with serving(never, authority) as url:
        error = await failure(await opened(credentials(url, authority)), timeout=0.2)
    assert isinstance(error, UpstreamTimeout)
    assert (error.status, error.reason) == (504, "Timeout")
    assert "0.2 s" in error.detail


async def test_a_stream_is_not_waited_for_for_ever(opened: Opened, authority: Authority) -> None:
    async with serving(never, authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamTimeout) as caught:
            async with api.stream("GET", "/api/v1/pods", answer_timeout=0.2):
                pass
    assert "0.2 s" in caught.value.detail


async def test_a_server_that_never_shakes_hands_times_out(opened: Opened) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    api = await opened(credentials(url))
    with pytest.raises(UpstreamTimeout):
        await api.request("GET", "/api", timeout=5, connect_timeout=0.2)
    server.close()


async def test_a_server_without_tls(opened: Opened) -> None:
    async with plain(http("200 OK", b"{}")) as url:
        error = await failure(await opened(credentials(url)))
    assert (error.status, error.reason) == (502, "Tls")


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (hang_up, "Refused"),
        (always(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "Protocol"),
        (always(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "Timeout"),
        (always(http("200 OK", b"{}", "application/json", "Content-Encoding: gzip")), "Protocol"),
    ],
)
async def test_broken_answers(opened: Opened, authority: Authority, handler: Handler, reason: str) -> None:
    async with serving(handler, authority) as url:
        error = await failure(await opened(credentials(url, authority)), timeout=0.5)
    assert error.reason == reason


async def test_another_authority_is_not_trusted(opened: Opened, authority: Authority) -> None:
    async with serving(always(http("200 OK", b"{}")), authority) as url:
        for trusted in (Authority("other"), Authority(), None):
            error = await failure(await opened(credentials(url, trusted)))
            assert (error.status, error.reason) == (502, "Certificate")
            assert "not signed by the CA" in error.detail
        api = await opened(credentials(url, None, insecure=True))
        assert (await api.request("GET", "/api")).body == b"{}"


async def test_a_certificate_for_another_host(opened: Opened, authority: Authority) -> None:
    async with serving(always(http("200 OK", b"{}")), authority, "kubernetes.default") as url:
        error = await failure(await opened(credentials(url, authority)))
        assert error.reason == "Certificate"
        assert "tls-server-name" in error.detail
        api = await opened(credentials(url, authority, tls_server_name="kubernetes.default"))
        assert (await api.request("GET", "/api")).status == 200


async def test_a_redirect_is_an_error_and_takes_no_credentials_along(opened: Opened, authority: Authority) -> None:
    heads: list[bytes] = []

    async with serving(_recording(heads, http("200 OK", b"{}")), authority) as target:
        moved = always(http("302 Found", b"", "text/html", f"Location: {target}/api"))
        async with serving(moved, authority) as url:
            error = await failure(await opened(credentials(url, authority)))
    assert (error.status, error.reason) == (502, "Redirect")
    assert heads == []


async def test_what_is_sent_is_argus_own(opened: Opened, authority: Authority) -> None:
    heads: list[bytes] = []
    cookie = http("200 OK", b"{}", "application/json", "Set-Cookie: a=b")
    async with serving(_recording(heads, cookie), authority) as url:
        api = await opened(credentials(url + "/k8s/c-1", authority))
        await api.request("GET", "/api/v1/pods", query={"limit": "1"})
        await api.request("PATCH", "/api/v1/x", query=[("a", "1"), ("a", "2")], body=b"{}", content_type="text/plain")
        basic = Credentials(server=url, context="prod", ca=authority.ca.decode(), username="me", password="pw")
        await (await opened(basic)).request("GET", "/")
    first, second, third = (head.decode().split("\r\n") for head in heads)
    assert first[0] == "GET /k8s/c-1/api/v1/pods?limit=1 HTTP/1.1"
    assert {"Authorization: Bearer abc", "User-Agent: argus/0.1.0", "Accept-Encoding: identity"} <= set(first)
    assert not any(line.lower().startswith("cookie") for line in second)
    assert second[0] == "PATCH /k8s/c-1/api/v1/x?a=1&a=2 HTTP/1.1"
    assert "Content-Type: text/plain" in second
    assert any(line.startswith("Authorization: Basic ") for line in third) or "authorization: Basic" in "".join(third)


@pytest.mark.parametrize(
    "path", ["pods", "/a/../b", "/a/..", "/./a", "/a%2fb", "/a//b", "/a?b", "/a#b", "/a\x00", "/\\"]
)
async def test_unsafe_paths_never_leave(opened: Opened, authority: Authority, path: str) -> None:
    api = await opened(credentials("https://127.0.0.1:1", authority))
    with pytest.raises(Exception, match="single valid name"):
        await api.request("GET", path)


async def test_endless_answers_are_cut_off(opened: Opened, authority: Authority) -> None:
    async def endless(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
            await writer.drain()

    async with serving(endless, authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamUnreachable):
            await api.request("GET", "/api", max_bytes=2**16)
    async with serving(always(http("200 OK", b"x" * 100)), authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamUnreachable):
            await api.request("GET", "/api", max_bytes=10)


async def test_a_stream_that_falls_silent_or_breaks(opened: Opened, authority: Authority) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
    async with serving(always(head), authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamTimeout):
            async with api.stream("GET", "/api", timeout=0.2) as stream:
                assert [chunk async for chunk in stream.chunks()] == [b"first"]

    async def cut(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        writer.close()

    async with serving(cut, authority) as url:
        api = await opened(credentials(url, authority))
        async with api.stream("GET", "/api", timeout=5) as stream:
            with pytest.raises(UpstreamUnreachable):
                assert [chunk async for chunk in stream.chunks()] == [b"first"]


@pytest.mark.parametrize(
    ("answer", "status", "code", "detail"),
    [
        (http("401 No", b'{"kind":"Status","message":"Unauthorized"}'), 502, "upstream-unauthorized", "prod"),
        (http("403 No", b'{"kind":"Status","message":"no","reason":"Forbidden"}'), 403, "upstream-refused", "no"),
        (
            http("404 Not Found", b"404 page not found", "text/plain"),
            404,
            "upstream-refused",
            "answered 404: it serves nothing",
        ),
        (http("500 Oops", b"secret page", "text/html"), 500, "upstream-refused", "answered 500"),
        (http("503 Away", b'{"kind":"Status"}'), 503, "upstream-refused", "answered 503"),
    ],
)
async def test_refusals(
    opened: Opened, authority: Authority, answer: bytes, status: int, code: str, detail: str
) -> None:
    async with serving(always(answer), authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamRefused) as caught:
            await api.request("GET", "/api")
    assert (caught.value.status, caught.value.code) == (status, code)
    assert detail in caught.value.detail
    assert "secret" not in caught.value.detail


async def test_causes_and_retry_after_reach_the_caller(opened: Opened, authority: Authority) -> None:
    causes = b'[{"field":"spec.replicas","message":"must be positive"},{}]'
    body = b'{"kind":"Status","message":"invalid","reason":"Invalid","details":{"causes":' + causes + b"}}"
    answer = http("429 Busy", body, "application/json", "Retry-After: 7")
    async with serving(always(answer), authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamRefused) as caught:
            await api.request("GET", "/api")
    error = caught.value
    assert error.headers == {"Retry-After": "7"}
    assert (error.errors[0].field, error.errors[0].message) == ("spec.replicas", "must be positive")
    problem = error.problem("/x", "id")
    assert (problem.status, problem.reason, problem.cluster) == (429, "Invalid", "prod")


@pytest.mark.parametrize("body", [gzip.compress(b'{"kind":"Status","message":"too many"}'), b"\x1f\x8bnot gzip"])
async def test_a_compressed_refusal_of_a_stream_is_read(opened: Opened, authority: Authority, body: bytes) -> None:
    answer = http("429 Busy", body, "application/json", "Content-Encoding: gzip")
    async with serving(always(answer), authority) as url:
        api = await opened(credentials(url, authority))
        with pytest.raises(UpstreamRefused) as caught:
            async with api.stream("GET", "/api", accept_encoding="gzip"):
                pass
    assert caught.value.detail in ("too many", "Cluster prod answered 429 without saying why.")


def _recording(heads: list[bytes], answer: bytes) -> Handler:
    async def handler(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(answer)

    return handler


async def test_a_connection_that_was_closed_says_why(opened: Opened, authority: Authority) -> None:
    arrived = asyncio.Event()

    async def taken(_head: bytes, _writer: asyncio.StreamWriter) -> None:
        arrived.set()

    async with serving(taken, authority) as url:
        api = await opened(credentials(url, authority))
        waiting = asyncio.create_task(api.request("GET", "/api"))
        await arrived.wait()
        await api.close()
        for asked in (waiting, api.request("GET", "/api")):
            with pytest.raises(UpstreamUnreachable, match="new credentials") as caught:
                await asked
            assert caught.value.reason == "Replaced"


async def test_the_time_limit_covers_waiting_for_a_turn(opened: Opened, authority: Authority) -> None:
    async with serving(never, authority) as url:
        api = await opened(credentials(url, authority))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_timed_out(api)) for _ in range(70)]
    assert all(task.result() for task in tasks)


async def _timed_out(api: ApiServer) -> bool:
    try:
        await api.request("GET", "/api", timeout=1.5)
    except UpstreamTimeout:
        return True
    return False


@pytest.mark.parametrize("error", [ConnectionResetError("Connection lost"), aiohttp.ClientConnectionError("closed")])
def test_a_connection_that_broke_is_called_so(error: Exception) -> None:
    assert translate("prod", error).detail == "Cluster prod cannot be reached: the connection broke."
