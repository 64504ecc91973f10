"""A bare HTTP client for one sandbox apiserver; kubectl would be far too slow for thousands of objects."""

import json
import ssl
import threading
from base64 import b64decode
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlsplit

import yaml

from argus.sandbox.layout import SandboxError


class Apiserver:
    """Posts and reads JSON with one connection a thread; the certificates come from a kubeconfig.

    Close it, or use it in a `with` statement. After an OSError the next call connects anew.
    """

    def __init__(self, kubeconfig: Path) -> None:
        document = yaml.safe_load(kubeconfig.read_text())
        cluster, user = document["clusters"][0]["cluster"], document["users"][0]["user"]
        address = urlsplit(cluster["server"])
        self._host, self._port = address.hostname or "127.0.0.1", address.port or 443
        self._tls = ssl.create_default_context(cadata=b64decode(cluster["certificate-authority-data"]).decode())
        self._local = threading.local()
        self._opened: list[HTTPSConnection] = []
        with TemporaryDirectory() as folder:
            pair = Path(folder) / "pair.pem"
            pair.touch(0o600)
            pair.write_bytes(b64decode(user["client-certificate-data"]) + b"\n" + b64decode(user["client-key-data"]))
            self._tls.load_cert_chain(pair)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for connection in self._opened:
            connection.close()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Status and decoded answer."""
        connection = self._connection()
        payload = json.dumps(body) if body else None
        try:
            connection.request(method, path, payload, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, HTTPException):
            connection.close()
            raise

    def _connection(self) -> HTTPSConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = HTTPSConnection(self._host, self._port, context=self._tls, timeout=60)
            self._opened.append(self._local.connection)
        connection: HTTPSConnection = self._local.connection
        return connection

    def has(self, path: str) -> bool:
        """Whether an object is there."""
        return self.call("GET", path)[0] == 200

    def ensure(self, path: str, body: dict[str, Any]) -> None:
        """Create an object; one that exists already is as good. Raises SandboxError with the server's words."""
        status, answer = self.call("POST", path, body)
        if status not in (201, 409):
            raise SandboxError(f"the cluster refused a {body['kind']}: {answer.get('message', status)}")
