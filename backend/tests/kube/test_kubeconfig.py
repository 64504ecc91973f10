"""From a context to credentials, or a refusal that names the field."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from argus.kube.address import AddressPolicy
from argus.kube.credentials import Credentials, ExecPlugin, decode, encode
from argus.kube.document import KubeconfigRefused, parse
from argus.kube.kubeconfig import UPLOADED, Trust, choose, resolve, summaries
from tests.kube.authority import Authority
from tests.kube.kubeconfigs import inline, kubeconfig

POLICY = AddressPolicy()
EXEC = {"apiVersion": "client.authentication.k8s.io/v1", "command": "aws", "args": ["eks", "get-token"]}


def resolved(text: str, trust: Trust = UPLOADED, folder: Path | None = None, **choice: Any) -> Credentials:
    parsed = parse(text, folder)
    return resolve(parsed, choose(parsed, None), POLICY, trust, **choice)


def refusal(text: str, trust: Trust = UPLOADED, folder: Path | None = None) -> tuple[str, str]:
    with pytest.raises(KubeconfigRefused) as caught:
        resolved(text, trust, folder)
    fault = caught.value.errors[0]
    return fault.field, fault.message


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (None, "give https"),
        ("", "give https"),
        ("not a url", "give https"),
        ("http://10.0.0.1:6443", "must begin with https://"),
        ("ftp://10.0.0.1", "must begin with https://"),
        ("https://user:pass@10.0.0.1", "user or password"),
        ("https://10.0.0.1/?a=b", "query"),
        ("https://10.0.0.1/#x", "query"),
        ("https://10.0.0.1:port", "give https"),
        ("https://:6443", "no usable host"),
        ("https://[fe80::1%25eth0]:6443", "no usable host"),
        ("https://169.254.169.254", "link-local"),
        ("https://[::ffff:169.254.169.254]", "link-local"),
        ("https://100.100.100.200/", "metadata"),
        ("https://127.0.0.1:6443", "loopback"),
        ("https://0.0.0.0:6443", "no host"),
        ("https://10.0.0.1\\@evil", "give https"),
        ("https://10.0.0.1\r\nX: y", "give https"),
        ("https://127.1:6443", "no usable host"),
        ("https://2130706433", "no usable host"),
        ("https://0x7f.1", "no usable host"),
        ("https://0251.0376.0251.0376", "no usable host"),
        ("https://bad_host!:6443", "no usable host"),
    ],
)
def test_servers_that_are_refused(server: str | None, words: str) -> None:
    field, message = refusal(kubeconfig(server))
    assert field == "kubeconfig.server"
    assert words in message


@pytest.mark.parametrize(
    ("cluster", "field"),
    [
        ({"certificate-authority": "/etc/ca.crt"}, "kubeconfig.certificate-authority"),
        ({"certificate-authority-data": "%%%"}, "kubeconfig.certificate-authority-data"),
        ({"certificate-authority-data": inline(b"no certificate")}, "kubeconfig.certificate-authority-data"),
        ({"insecure-skip-tls-verify": True}, "kubeconfig.insecure-skip-tls-verify"),
        ({"proxy-url": "http://proxy:3128"}, "kubeconfig.proxy-url"),
        ({"tls-server-name": "a b"}, "kubeconfig.tls-server-name"),
    ],
)
def test_clusters_that_are_refused(cluster: dict[str, Any], field: str) -> None:
    found, message = refusal(kubeconfig(cluster=cluster))
    assert found == field
    assert message


@pytest.mark.parametrize(
    ("user", "field"),
    [
        ({}, "kubeconfig.users"),
        ({"token": ""}, "kubeconfig.users"),
        ({"username": "only"}, "kubeconfig.users"),
        ({"token": "two words"}, "kubeconfig.token"),
        ({"token": "caf\u00e9"}, "kubeconfig.token"),
        ({"exec": EXEC}, "kubeconfig.exec"),
        ({"auth-provider": {"name": "gcp"}}, "kubeconfig.auth-provider"),
        ({"tokenFile": "/var/run/token"}, "kubeconfig.tokenFile"),
        ({"client-certificate": "/c", "client-key": "/k"}, "kubeconfig.client-certificate"),
        ({"token": "t", "as": "root"}, "kubeconfig.as"),
        ({"token": "t", "as-groups": ["system:masters"]}, "kubeconfig.as"),
        ({"token": "t", "as-user-extra": {"a": ["b"]}}, "kubeconfig.as"),
        ({"token": "t", "as-uid": "0"}, "kubeconfig.as"),
    ],
)
def test_users_that_are_refused(user: dict[str, Any], field: str) -> None:
    found, message = refusal(kubeconfig(user=user))
    assert found == field
    assert message


def test_contexts_that_name_what_is_missing() -> None:
    field, message = refusal(kubeconfig(users=[]))
    assert (field, "'prod-user'" in message) == ("kubeconfig.users", True)
    field, message = refusal(kubeconfig(clusters=None))
    assert (field, "'prod-cluster'" in message) == ("kubeconfig.clusters", True)
    field, _message = refusal(kubeconfig(contexts=[]))
    assert field == "kubeconfig.contexts"


def test_the_context_is_chosen_or_asked_for() -> None:
    two = [{"name": name, "context": {"cluster": "c", "user": "u"}} for name in ("a", "b")]
    parsed = parse(kubeconfig(contexts=two, current="b"))
    assert choose(parsed, None) == "b"
    assert choose(parsed, "a") == "a"
    with pytest.raises(KubeconfigRefused, match="choose one of: a, b") as caught:
        choose(parsed, "c")
    assert caught.value.errors[0].field == "context"
    with pytest.raises(KubeconfigRefused, match="choose one of: a, b"):
        choose(parse(kubeconfig(contexts=two, current="gone")), None)
    assert choose(parse(kubeconfig(current="")), None) == "prod"


def test_client_certificates_are_checked(authority: Authority) -> None:
    def pair(certificate: bytes, key: bytes) -> dict[str, Any]:
        return {"client-certificate-data": inline(certificate), "client-key-data": inline(key)}

    good = authority.issue("me")
    credentials = resolved(kubeconfig(user=pair(*good)))
    assert credentials.certificate
    assert credentials.key
    cases = {
        "kubeconfig.client-certificate-data: expired on": authority.issue(end=timedelta(minutes=-1)),
        "kubeconfig.client-certificate-data: not valid before": authority.issue(begin=timedelta(days=2)),
        "kubeconfig.client-key-data: encrypted": authority.issue(passphrase=b"secret"),
        "kubeconfig.client-key-data: does not belong": (good[0], authority.issue()[1]),
        "kubeconfig.client-key-data: not a private key": (good[0], b"junk"),
        "kubeconfig.client-certificate-data: not a certificate": (b"junk", good[1]),
    }
    for expected, made in cases.items():
        assert ": ".join(refusal(kubeconfig(user=pair(*made)))).startswith(expected)
    field, message = refusal(kubeconfig(user={"client-certificate-data": inline(good[0])}))
    assert (field, "go together" in message) == ("kubeconfig.client-key-data", True)


def test_an_expired_authority_is_refused() -> None:
    field, message = refusal(kubeconfig(ca=Authority(days=-30).ca))
    assert field == "kubeconfig.certificate-authority-data"
    assert "expired" in message


def test_skipping_verification_is_an_explicit_choice(authority: Authority) -> None:
    text = kubeconfig(ca=authority.ca)
    assert not resolved(text).insecure
    chosen = resolved(text, insecure=True)
    assert chosen.insecure
    assert chosen.ca is None


def test_credentials_survive_being_stored_and_never_show_secrets(authority: Authority) -> None:
    credentials = resolved(kubeconfig("https://api.example:6443/k8s/clusters/c-1/", ca=authority.ca))
    assert credentials.server == "https://api.example:6443/k8s/clusters/c-1"
    assert decode(encode(credentials)) == credentials
    assert "abc" not in repr(credentials)
    plugin = ExecPlugin("aws", "v1", env=(("AWS_SECRET", "hush"),))
    assert "hush" not in repr(plugin)


def test_files_are_read_for_the_operators_own_kubeconfig_alone(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.issue("me")
    for name, data in {"ca.crt": authority.ca, "me.crt": certificate, "me.key": key, "token": b"from-file\n"}.items():
        (tmp_path / name).write_bytes(data)
    cluster = {"certificate-authority": "ca.crt"}
    text = kubeconfig(cluster=cluster, user={"client-certificate": "me.crt", "client-key": str(tmp_path / "me.key")})
    credentials = resolved(text, Trust(files=True), tmp_path)
    assert credentials.ca == authority.ca.decode()
    assert credentials.certificate == certificate.decode()
    assert refusal(text)[0] == "kubeconfig.certificate-authority"
    text = kubeconfig(user={"tokenFile": "token"})
    assert resolved(text, Trust(files=True), tmp_path).token == "from-file"
    field, message = refusal(kubeconfig(user={"tokenFile": "gone"}), Trust(files=True), tmp_path)
    assert (field, "No such file" in message) == ("kubeconfig.tokenFile", True)
    (tmp_path / "huge").write_bytes(b"x" * (1024 * 1024 + 1))
    assert "larger" in refusal(kubeconfig(user={"tokenFile": "huge"}), Trust(files=True), tmp_path)[1]


def test_exec_plugins_need_the_operators_disk_and_the_allow_list(tmp_path: Path) -> None:
    text = kubeconfig(user={"exec": {**EXEC, "env": [{"name": "AWS_PROFILE", "value": "prod"}]}})
    allowed = Trust(files=True, plugins=frozenset({"aws"}))
    plugin = resolved(text, allowed, tmp_path).plugin
    assert plugin is not None
    assert plugin.args == ("eks", "get-token")
    assert plugin.env == (("AWS_PROFILE", "prod"),)
    assert "argus cluster manifest" in refusal(text)[1]
    assert "ARGUS_EXEC_PLUGINS" in refusal(text, Trust(files=True), tmp_path)[1]
    elsewhere = kubeconfig(user={"exec": {**EXEC, "command": "/tmp/evil/aws"}})
    assert refusal(elsewhere, allowed, tmp_path)[0] == "kubeconfig.exec"


def test_summaries_say_what_is_wrong_with_each_context() -> None:
    contexts = [
        {"name": "good", "context": {"cluster": "prod-cluster", "user": "prod-user", "namespace": "web"}},
        {"name": "bad", "context": {"cluster": "gone", "user": "prod-user"}},
        {"name": "empty"},
    ]
    text = kubeconfig("https://10.0.0.1", cluster={"insecure-skip-tls-verify": True}, contexts=contexts)
    good, bad, empty = summaries(parse(text), POLICY)
    assert (good.namespace, good.server, good.problem) == ("web", "https://10.0.0.1", None)
    assert "'gone'" in str(bad.problem)
    assert empty.problem
    assert not good.current
    [leaky] = summaries(parse(kubeconfig("https://user:hush@10.0.0.1")), POLICY)
    assert leaky.server == ""
    with pytest.raises(KubeconfigRefused, match="no contexts"):
        summaries(parse(kubeconfig(contexts=[])), POLICY)
