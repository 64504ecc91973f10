"""The one client that asks both sides: a kept connection, the whole answer read, its bytes counted and thrown away."""

import http.client
import ssl
import time
from base64 import b64decode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from urllib.parse import urlsplit

import yaml

TIMEOUT_SECONDS = 120.0
BUFFER = 2**18
# An apiserver closes connections after 90.
IDLE_SECONDS = 60.0
JSON = "application/json"
# What `kubectl get` asks for.
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


class AskError(Exception):
    """An answer that cannot be measured: not a 200, or cut short. `status` is 0 where there was none."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class Client:
    """GETs over one connection. Not for threads. `received` is the size of the last body in bytes."""

    def __init__(self, url: str, headers: dict[str, str], tls: ssl.SSLContext | None = None) -> None:
        address = urlsplit(url)
        host, port = address.hostname or "127.0.0.1", address.port
        self._headers = {"Accept": JSON, "Accept-Encoding": "identity", **headers}
        self._buffer = bytearray(BUFFER)
        self._connection = (
            http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
            if tls is None
            else http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=tls)
        )
        self.received = 0
        self._used = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._connection.close()

    def time(self, path: str, encoding: str = "identity", accept: str = JSON) -> float:
        """Milliseconds from sending the question to the last byte of the answer, which is not decoded.

        Raises AskError unless it is a 200.
        """
        self._renew()
        began = time.perf_counter()
        self._connection.request("GET", path, headers={**self._headers, **_wanted(encoding, accept)})
        response = self._connection.getresponse()
        size = 0
        while count := response.readinto(self._buffer):
            size += count
        spent = (time.perf_counter() - began) * 1000
        if response.status != 200:
            said = bytes(self._buffer[: min(size, 300)])
            raise AskError(f"{path} was answered with {response.status}: {said!r}", response.status)
        self.received = size
        return spent

    def read(self, path: str, accept: str = JSON) -> bytes:
        """The body. Raises AskError unless the answer is a 200."""
        self._renew()
        self._connection.request("GET", path, headers={**self._headers, "Accept": accept})
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise AskError(f"{path} was answered with {response.status}: {body[:300]!r}", response.status)
        self.received = len(body)
        return body

    def _renew(self) -> None:
        """A connection that was idle for long may be closed at the other end; the next request opens another."""
        now = time.monotonic()
        if now - self._used > IDLE_SECONDS:
            self._connection.close()
        self._used = now

    def lines(self, path: str, accept: str) -> Iterator[bytes]:
        """The lines of an answer that does not end, as they arrive. Raises AskError unless it is a 200."""
        self._connection.request("GET", path, headers={**self._headers, "Accept": accept})
        response = self._connection.getresponse()
        if response.status != 200:
            raise AskError(f"{path} was answered with {response.status}")
        while line := response.readline():
            yield line


def _wanted(encoding: str, accept: str) -> dict[str, str]:
    return {"Accept-Encoding": encoding, "Accept": accept}


class Clients:
    """Several connections asked at once. `received` is the size of their last bodies together."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._clients = clients
        self._threads = ThreadPoolExecutor(len(clients), thread_name_prefix="ask")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._threads.shutdown()
        for client in self._clients:
            client.__exit__()

    def time(self, path: str, encoding: str = "identity", accept: str = JSON) -> float:
        """Milliseconds until the last of them answered the same. Raises AskError unless all answers are a 200."""
        return self.time_each([path] * len(self._clients), encoding, accept)

    def time_each(self, paths: Sequence[str], encoding: str = "identity", accept: str = JSON) -> float:
        """The same with a question for each of them."""
        if len(self._clients) == 1:
            return self._clients[0].time(paths[0], encoding, accept)
        began = time.perf_counter()
        pairs = zip(self._clients, paths, strict=True)
        list(self._threads.map(lambda pair: pair[0].time(pair[1], encoding, accept), pairs))
        return (time.perf_counter() - began) * 1000

    @property
    def received(self) -> int:
        return sum(client.received for client in self._clients)


def direct_client(kubeconfig: Path) -> Client:
    """Asks the apiserver with the client certificate of `kubeconfig`, as `kubectl get --raw` does."""
    document = yaml.safe_load(kubeconfig.read_text())
    cluster, user = document["clusters"][0]["cluster"], document["users"][0]["user"]
    tls = ssl.create_default_context(cadata=b64decode(cluster["certificate-authority-data"]).decode())
    with TemporaryDirectory() as folder:
        pair = Path(folder) / "pair.pem"
        pair.touch(0o600)
        pair.write_bytes(b64decode(user["client-certificate-data"]) + b"\n" + b64decode(user["client-key-data"]))
        tls.load_cert_chain(pair)
    return Client(cluster["server"], {"User-Agent": "argus-bench"}, tls)
