"""Stands in front of a real apiserver and counts what reaches it."""

import asyncio
import ssl
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import yaml

from tests.kube.authority import Authority

PIECE = 2**16


class Recorder:
    """`received` is the bytes that clients sent, inside TLS; `latest` the last of them. `kubeconfig` leads here."""

    def __init__(self) -> None:
        self.received = 0
        self.latest = b""
        self.kubeconfig = ""

    def note(self, data: bytes) -> None:
        self.received += len(data)
        self.latest = data


@asynccontextmanager
async def recording(kubeconfig: str) -> AsyncIterator[Recorder]:
    """Runs until the end of the block; every request goes on to the cluster with the identity of `kubeconfig`."""
    document = yaml.safe_load(kubeconfig)
    cluster, user = document["clusters"][0]["cluster"], document["users"][0]["user"]
    upstream = ssl.create_default_context(cadata=b64decode(cluster["certificate-authority-data"]).decode())
    _load(upstream, b64decode(user["client-certificate-data"]), b64decode(user["client-key-data"]))
    authority, recorder = Authority(), Recorder()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _load(ours, *authority.issue("recorder"))
    address = urlsplit(cluster["server"])
    writers: set[asyncio.StreamWriter] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(address.hostname, address.port, ssl=upstream)
        writers.update((writer, back))
        await asyncio.gather(_pass_on(reader, back, recorder), _pass_on(there, writer, None))

    server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=ours)
    cluster["server"] = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    cluster["certificate-authority-data"] = b64encode(authority.ca).decode()
    # The identity is the recorder's; an apiserver does not look at this.
    user.clear()
    user.update(username="recorded", password="recorded")
    recorder.kubeconfig = yaml.safe_dump(document)
    try:
        yield recorder
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, recorder: Recorder | None) -> None:
    with suppress(OSError):
        while data := await reader.read(PIECE):
            if recorder:
                recorder.note(data)
            writer.write(data)
            await writer.drain()
    writer.close()


def _load(context: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    with TemporaryDirectory() as folder:
        pair = Path(folder) / "pair.pem"
        pair.touch(0o600)
        pair.write_bytes(certificate + b"\n" + key)
        context.load_cert_chain(pair)
