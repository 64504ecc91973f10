"""One apiserver: its connection pool, requests and streams."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import msgspec
from yarl import URL

from argus import __version__
from argus.errors import BadRequest, UpstreamError
from argus.kube import tls
from argus.kube.address import AddressPolicy, GuardedResolver
from argus.kube.authentication import Authentication, authenticate
from argus.kube.body import read_refusal, read_whole
from argus.kube.credentials import Credentials
from argus.kube.failure import refusal, replaced, translate
from argus.kube.stream import BROKEN, STREAMED, Stream
from argus.kube.traffic import Measured, Query, Traffic, verb_of

USER_AGENT = f"argus/{__version__}"
JSON = "application/json"
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
# Whole answers come fastest when reading seldom pauses. They are asked for as they are; what is compressed all the same
# is not unpacked, for it could be of any size.
WHOLE: dict[str, Any] = {"read_bufsize": 2**21, "auto_decompress": False}
MAX_ANSWER_BYTES = 2**30
PARALLEL_REQUESTS = 64
UNSAFE_PATH = re.compile(r"[\x00-\x20\x7f\\%?#]|(^|/)\.\.?(/|$)|//")


class Answer(msgspec.Struct, frozen=True):
    """A successful answer of an apiserver."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ApiServer:
    """Requests to one apiserver as Argus' own identity there. Safe to share between tasks; `close` it once.

    Redirects are errors, no header of a client is ever passed on, and every socket has passed the AddressPolicy.
    """

    def __init__(
        self,
        name: str,
        server: str,
        session: aiohttp.ClientSession,
        login: Authentication,
        host: str | None,
        traffic: Traffic,
    ) -> None:
        self.name = name
        self.server = server
        self._session = session
        self._login = login
        self._host = host
        self._traffic = traffic
        self._slots = asyncio.Semaphore(PARALLEL_REQUESTS)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Query = None,
        body: bytes | None = None,
        content_type: str | None = None,
        accept: str | None = None,
        timeout: float = 30,
        connect_timeout: float = CONNECT_SECONDS,
        max_bytes: int = MAX_ANSWER_BYTES,
    ) -> Answer:
        """Ask and read the whole answer. `timeout` covers everything, in seconds.

        Raises UpstreamRefused with what the apiserver said, UpstreamUnreachable or UpstreamTimeout.
        """
        limits = aiohttp.ClientTimeout(total=None, sock_connect=min(connect_timeout, timeout))
        headers = _headers(accept, body, content_type)
        with Measured(self._traffic, verb_of(method, query, whole=True)):
            try:
                async with (
                    asyncio.timeout(timeout),
                    self._slots,
                    self._open(method, path, query, headers, body, limits, WHOLE) as response,
                ):
                    return Answer(response.status, response.headers, await read_whole(response, max_bytes))
            except BROKEN as error:
                raise translate(self.name, error, timeout) from error

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        *,
        query: Query = None,
        accept: str | None = None,
        accept_encoding: str = "identity",
        body: bytes | None = None,
        content_type: str | None = None,
        timeout: float | None = None,
        answer_timeout: float = ANSWER_SECONDS,
        reuse: bool = True,
    ) -> AsyncIterator[Stream]:
        """Ask and read the answer as it comes.

        `timeout` is the longest silence between chunks, in seconds, `answer_timeout` the longest wait for the first.

        With `accept_encoding` gzip, chunks may be compressed: `Stream.headers` tell. Leaving the block ends the request
        upstream, and without `reuse` its connection too: TLS keeps a buffer for the most that one ever read at once,
        and what lasts for minutes would in time have grown them all. Raises what `request` raises.
        """
        limits = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=timeout)
        headers = _headers(accept, body, content_type, accept_encoding)
        if not reuse:
            headers["Connection"] = "close"
        async with AsyncExitStack() as opened:
            opening = self._open(method, path, query, headers, body, limits, STREAMED)
            with Measured(self._traffic, verb_of(method, query, whole=False)):
                try:
                    async with asyncio.timeout(answer_timeout):
                        response = await opened.enter_async_context(opening)
                except TimeoutError as error:
                    raise translate(self.name, error, answer_timeout) from error
            yield Stream(response, self.name)

    async def close(self) -> None:
        await self._session.close()

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        path: str,
        query: Query,
        headers: dict[str, str],
        body: bytes | None,
        limits: aiohttp.ClientTimeout,
        options: dict[str, Any],
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        response = await self._send(method, self._url(path, query), headers, body, limits, options)
        try:
            if not 200 <= response.status < 300:
                raise await self._refused(response)
            yield response
        finally:
            if response.content.at_eof():
                response.release()
            else:
                response.close()

    async def _send(
        self,
        method: str,
        url: URL,
        headers: dict[str, str],
        body: bytes | None,
        limits: aiohttp.ClientTimeout,
        options: dict[str, Any],
    ) -> aiohttp.ClientResponse:
        if self._session.closed:
            raise replaced(self.name)
        if self._host:
            options = {**options, "server_hostname": self._host}
        try:
            headers.update(await self._login.headers())
            return await self._session.request(
                method, url, headers=headers, data=body, timeout=limits, allow_redirects=False, **options
            )
        except BROKEN as error:
            raise replaced(self.name) if self._session.closed else translate(self.name, error) from error

    async def _refused(self, response: aiohttp.ClientResponse) -> UpstreamError:
        if response.status == 401:
            self._login.forget()
        return refusal(self.name, response.status, response.headers, await read_refusal(response))

    def _url(self, path: str, query: Query) -> URL:
        if not path.startswith("/") or UNSAFE_PATH.search(path):
            raise BadRequest("A part of the path is not a single valid name.")
        url = URL(self.server).joinpath(path[1:]) if path != "/" else URL(self.server)
        return url.with_query(list(query.items()) if isinstance(query, Mapping) else query) if query else url


async def connect(
    credentials: Credentials,
    *,
    name: str,
    policy: AddressPolicy,
    plugins: frozenset[str] = frozenset(),
    traffic: Traffic | None = None,
) -> ApiServer:
    """Make ready to talk to an apiserver; nothing is sent yet. `plugins` are the exec commands that may run.

    What is asked is counted in `traffic`.

    Raises UpstreamUnreachable where the credentials cannot be loaded or need a command that may not run.
    """
    try:
        context = await asyncio.to_thread(tls.context, credentials)
    except (OSError, ValueError) as error:
        raise translate(name, error) from error
    login = await authenticate(credentials, name, plugins)
    connector = aiohttp.TCPConnector(
        limit=0,
        ssl=context,
        resolver=GuardedResolver(policy),
        socket_factory=policy.open_socket,
        keepalive_timeout=60,
        ttl_dns_cache=10,
    )
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        headers={"User-Agent": USER_AGENT},
    )
    return ApiServer(name, credentials.server, session, login, credentials.tls_server_name, traffic or Traffic())


def _headers(
    accept: str | None, body: bytes | None, content_type: str | None, encoding: str = "identity"
) -> dict[str, str]:
    headers = {"Accept": accept or JSON, "Accept-Encoding": encoding}
    return headers if body is None else {**headers, "Content-Type": content_type or JSON}
