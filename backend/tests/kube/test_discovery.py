"""Which kinds there are, from a real apiserver and from one that is too old for aggregated discovery."""

import asyncio
import json

import pytest

from argus.errors import UpstreamUnreachable
from argus.kube.connect import ApiServer
from argus.kube.credentials import Credentials
from argus.kube.discovery import ApiKind, discover
from tests.kube.authority import Authority
from tests.kube.conftest import Opened
from tests.kube.faults import Handler, always, http, serving

VERBS = ["get", "list"]
OLD = {
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {
        "kind": "APIGroupList",
        "groups": [
            {
                "name": "autoscaling",
                "versions": [{"version": "v2"}, {"version": "v1"}],
                "preferredVersion": {"version": "v1"},
            },
            {"name": "down.example.com", "versions": [{"version": "v1"}]},
        ],
    },
    "/api/v1": {
        "resources": [
            {"name": "pods", "kind": "Pod", "namespaced": True, "verbs": VERBS, "shortNames": ["po"]},
            {"name": "pods/log", "kind": "Pod", "namespaced": True, "verbs": ["get"]},
            {"name": "nodes", "kind": "Node", "namespaced": False, "verbs": VERBS, "singularName": "node"},
        ]
    },
    "/apis/autoscaling/v1": {"resources": [{"name": "hpas", "kind": "HPA", "namespaced": True, "verbs": VERBS}]},
    "/apis/autoscaling/v2": {
        "resources": [
            {"name": "hpas", "kind": "HPA", "namespaced": True, "verbs": VERBS},
            {"name": "newer", "kind": "Newer", "namespaced": True, "verbs": VERBS, "categories": ["all"]},
            {"name": "silent", "kind": "Silent", "namespaced": True, "verbs": []},
        ]
    },
}


async def test_a_real_server(east_api: ApiServer) -> None:
    kinds = await discover(east_api)
    [pods] = [kind for kind in kinds if (kind.group, kind.resource) == ("core", "pods")]
    assert (pods.version, pods.kind, pods.singular, pods.namespaced) == ("v1", "Pod", "pod", True)
    assert pods.preferred
    assert pods.short_names == ("po",)
    assert {"log", "exec", "eviction"} <= set(pods.subresources)
    [deployments] = [kind for kind in kinds if kind.resource == "deployments"]
    assert (deployments.group, deployments.categories) == ("apps", ("all",))
    assert "watch" in deployments.verbs
    [nodes] = [kind for kind in kinds if (kind.group, kind.resource) == ("core", "nodes")]
    assert not nodes.namespaced


async def test_an_old_server(opened: Opened, authority: Authority) -> None:
    async with serving(_pages(OLD), authority) as url:
        kinds = await discover(await opened(_credentials(url, authority)))
    found = {(kind.group, kind.version, kind.resource): kind for kind in kinds}
    assert set(found) == {
        ("core", "v1", "pods"),
        ("core", "v1", "nodes"),
        ("autoscaling", "v1", "hpas"),
        ("autoscaling", "v2", "hpas"),
        ("autoscaling", "v2", "newer"),
    }
    assert found["core", "v1", "pods"] == ApiKind(
        "core", "v1", "pods", "Pod", "pod", True, ("get", "list"), ("po",), (), True, ("log",)
    )
    preferred = {key for key, kind in found.items() if kind.preferred}
    assert ("autoscaling", "v1", "hpas") in preferred
    assert ("autoscaling", "v2", "hpas") not in preferred
    assert ("autoscaling", "v2", "newer") in preferred


async def test_what_is_no_apiserver(opened: Opened, authority: Authority) -> None:
    async with serving(always(http("200 OK", b"<html>")), authority) as url:
        with pytest.raises(UpstreamUnreachable, match="not a Kubernetes apiserver"):
            await discover(await opened(_credentials(url, authority)))


def _credentials(url: str, authority: Authority) -> Credentials:
    return Credentials(server=url, context="prod", token="t", ca=authority.ca.decode())


def _pages(pages: dict[str, object]) -> Handler:
    async def handler(head: bytes, writer: asyncio.StreamWriter) -> None:
        page = pages.get(head.split()[1].decode())
        answer = http("503 Away") if page is None else http("200 OK", json.dumps(page).encode())
        writer.write(answer)

    return handler
