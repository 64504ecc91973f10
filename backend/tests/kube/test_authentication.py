"""Exec plugins: real commands that print tokens."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from argus.errors import UpstreamUnreachable
from argus.kube.address import AddressPolicy
from argus.kube.connect import connect
from argus.kube.credentials import Credentials, ExecPlugin
from tests.kube.authority import Authority
from tests.kube.faults import Handler, http, serving

API = "client.authentication.k8s.io/v1"
POLICY = AddressPolicy(loopback=True)


def plugin(tmp_path: Path, body: str) -> ExecPlugin:
    script = tmp_path / "plugin.py"
    script.write_text(f"import json, os, sys\nruns = os.environ['RUNS']\nopen(runs, 'a').write('x')\n{body}")
    runs = str(tmp_path / "runs")
    return ExecPlugin(sys.executable, API, (str(script),), (("RUNS", runs), ("COLOUR", "blue")))


def says(**status: str) -> str:
    return f"print(json.dumps({json.dumps({'apiVersion': API, 'kind': 'ExecCredential', 'status': status})}))"


async def asked(url: str, authority: Authority, command: ExecPlugin, times: int = 1) -> None:
    credentials = Credentials(server=url, context="prod", ca=authority.ca.decode(), plugin=command)
    api = await connect(credentials, name="prod", policy=POLICY, plugins=frozenset({sys.executable}))
    try:
        for _ in range(times):
            await api.request("GET", "/api")
    finally:
        await api.close()


async def test_a_token_is_kept_until_it_expires(tmp_path: Path, authority: Authority) -> None:
    heads: list[bytes] = []
    async with serving(_recording(heads), authority) as url:
        lasting = plugin(tmp_path, says(token="made", expirationTimestamp="2999-01-01T00:00:00Z"))
        await asked(url, authority, lasting, times=3)
        assert (tmp_path / "runs").read_text() == "x"
        assert all(b"Authorization: Bearer made" in head for head in heads)
        short = plugin(tmp_path, says(token="made", expirationTimestamp="2001-01-01T00:00:00Z"))
        await asked(url, authority, short, times=3)
        assert (tmp_path / "runs").read_text() == "xxxx"
        await asked(url, authority, plugin(tmp_path, says(token="made")), times=2)
        assert (tmp_path / "runs").read_text() == "xxxxx"


async def test_a_refused_token_is_made_anew(tmp_path: Path, authority: Authority) -> None:
    heads: list[bytes] = []
    async with serving(_recording(heads, http("401 No", b"{}")), authority) as url:
        command = plugin(tmp_path, says(token="stale"))
        credentials = Credentials(server=url, context="prod", ca=authority.ca.decode(), plugin=command)
        api = await connect(credentials, name="prod", policy=POLICY, plugins=frozenset({sys.executable}))
        for _ in range(2):
            with pytest.raises(Exception, match="does not accept"):
                await api.request("GET", "/api")
        await api.close()
    assert (tmp_path / "runs").read_text() == "xx"


async def test_the_plugin_does_not_see_argus_secrets(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCRYPTION_KEY", "hush")
    monkeypatch.setenv("UNRELATED", "kept")
    heads: list[bytes] = []
    shown = "token = '-'.join(os.environ.get(name, 'none') for name in ('ENCRYPTION_KEY', 'UNRELATED', 'COLOUR'))\n"
    made = f"print(json.dumps({{'apiVersion': '{API}', 'kind': 'ExecCredential', 'status': {{'token': token}}}}))"
    async with serving(_recording(heads), authority) as url:
        await asked(url, authority, plugin(tmp_path, shown + made))
    assert b"Bearer none-kept-blue" in heads[0]


@pytest.mark.parametrize("body", ["sys.exit(3)", "print('no json')", says(), says(other="x")])
async def test_plugins_that_fail_say_so(tmp_path: Path, authority: Authority, body: str) -> None:
    with pytest.raises(UpstreamUnreachable, match="exec plugin") as caught:
        await asked("https://127.0.0.1:1", authority, plugin(tmp_path, body))
    assert caught.value.reason == "Plugin"


async def test_the_allow_list_holds_when_connecting_too() -> None:
    credentials = Credentials(server="https://10.0.0.1", context="prod", plugin=ExecPlugin("aws", API))
    with pytest.raises(UpstreamUnreachable, match="ARGUS_EXEC_PLUGINS"):
        await connect(credentials, name="prod", policy=POLICY)


def _recording(heads: list[bytes], answer: bytes | None = None) -> Handler:
    async def handler(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(answer or http("200 OK", b"{}"))

    return handler
