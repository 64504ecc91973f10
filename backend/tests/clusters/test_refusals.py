"""Kubeconfigs that are not stored, each with the field and the remedy."""

from datetime import timedelta
from typing import Any

import pytest

from argus.clusters.schemas import ClusterInput, KubeconfigInput
from argus.errors import ArgusError, TooLarge, Unprocessable
from tests.clusters.conftest import ADMIN, Opened, Registry, changed
from tests.kube.authority import Authority
from tests.kube.faults import always, http, serving
from tests.kube.kubeconfigs import inline, kubeconfig

EXEC = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "aws"}}


async def refused(registry: Registry, text: str, **more: Any) -> tuple[str, str]:
    """The field and message of the refusal; nothing may have been stored."""
    with pytest.raises((Unprocessable, TooLarge)) as caught:
        await registry.add("bad", text, **more)
    assert await registry.names() == []
    assert await registry.audited() == []
    [fault] = caught.value.errors
    return fault.field, fault.message


@pytest.mark.parametrize(
    ("text", "field", "remedy"),
    [
        ("{", "kubeconfig", "paste the file"),
        ("a: &a [1]\nb: *a", "kubeconfig", "write the values out"),
        (kubeconfig() + "#" * 2**20, "kubeconfig", "--minify"),
        (kubeconfig(contexts=[]), "kubeconfig.contexts", "set-context"),
        (kubeconfig(users=[]), "kubeconfig.users", "add it"),
        (kubeconfig(user=EXEC), "kubeconfig.exec", "argus cluster manifest"),
        (kubeconfig(user={"auth-provider": {"name": "x"}}), "kubeconfig.auth-provider", "argus cluster manifest"),
        (kubeconfig(cluster={"certificate-authority": "/ca"}), "kubeconfig.certificate-authority", "--flatten"),
        (kubeconfig("http://10.0.0.1"), "kubeconfig.server", "https://"),
        (kubeconfig("https://169.254.169.254"), "kubeconfig.server", "does not connect"),
        (kubeconfig("https://nowhere.invalid"), "kubeconfig.server", "see that the name"),
        (kubeconfig("https://127.0.0.1:1"), "kubeconfig.server", "see that the address and port"),
    ],
)
async def test_what_needs_no_cluster(registry: Registry, text: str, field: str, remedy: str) -> None:
    found, message = await refused(registry, text)
    assert found == field
    assert remedy in message


async def test_a_context_that_is_not_there(registry: Registry) -> None:
    assert (await refused(registry, kubeconfig(), context="nope"))[0] == "context"


async def test_names_that_resolve_to_denied_addresses(opened: Opened) -> None:
    strict = await opened(ARGUS_ENV="production", JWT_SECRET="an example of a long secret 0123456789")
    field, message = await refused(strict, kubeconfig("https://localhost:6443"))
    assert field == "kubeconfig.server"
    assert "loopback" in message
    with pytest.raises(Unprocessable, match="loopback"):
        await strict.service.try_out(ClusterInput(name="bad", kubeconfig=kubeconfig("https://localhost:6443")))


async def test_servers_that_are_not_the_cluster(registry: Registry, authority: Authority) -> None:
    async with serving(always(http("301 Moved", b"", "text/html", "Location: https://10.0.0.1/")), authority) as url:
        field, message = await refused(registry, kubeconfig(url, ca=authority.ca))
        assert (field, message.count("redirect"), message.count("; ")) == ("kubeconfig.server", 1, 1)
    for page in (b"<html>hello</html>", b"{}"):
        async with serving(always(http("200 OK", page)), authority) as url:
            field, message = await refused(registry, kubeconfig(url, ca=authority.ca))
            assert (field, "not a Kubernetes" in message) == ("kubeconfig.server", True)
    async with serving(always(http("404 Not Found", b"nothing")), authority) as url:
        field, message = await refused(registry, kubeconfig(url, ca=authority.ca))
        assert (field, "not a Kubernetes" in message) == ("kubeconfig.server", True)


async def test_credentials_that_the_cluster_does_not_take(registry: Registry, east: str, authority: Authority) -> None:
    field, message = await refused(registry, changed(east, user={"token": "made-up"}))
    assert (field, message.count("new kubeconfig")) == ("kubeconfig.users", 1)
    assert "argus cluster manifest" in message
    certificate, key = authority.issue("intruder")
    pair = {"client-certificate-data": inline(certificate), "client-key-data": inline(key)}
    assert (await refused(registry, changed(east, user=pair)))[0] == "kubeconfig.users"
    expired = authority.issue("me", end=timedelta(hours=-1))
    pair = {"client-certificate-data": inline(expired[0]), "client-key-data": inline(expired[1])}
    field, message = await refused(registry, changed(east, user=pair))
    assert (field, "expired" in message) == ("kubeconfig.client-certificate-data", True)


async def test_a_wrong_authority(registry: Registry, east: str, authority: Authority) -> None:
    text = changed(east, cluster={"certificate-authority-data": inline(authority.ca)})
    field, message = await refused(registry, text)
    assert field == "kubeconfig.certificate-authority-data"
    assert "give the CA" in message


async def test_the_contexts_of_a_kubeconfig(registry: Registry) -> None:
    contexts = [
        {"name": "good", "context": {"cluster": "prod-cluster", "user": "prod-user"}},
        {"name": "bad", "context": {"cluster": "prod-cluster", "user": "gone"}},
    ]
    text = kubeconfig(contexts=contexts, current="good")
    good, bad = registry.service.contexts(KubeconfigInput(kubeconfig=text)).contexts
    assert (good.name, good.current, good.problem) == ("good", True, None)
    assert "gone" in str(bad.problem)
    with pytest.raises(ArgusError):
        registry.service.contexts(KubeconfigInput(kubeconfig="[]"))
    assert (await registry.service.list(ADMIN)).items == []
