"""Kubeconfigs that would make Argus read files, run commands, ask where it must not, or grow without end."""

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any

import yaml

from tests.faults.hostile.request import Place, with_body
from tests.kube.kubeconfigs import kubeconfig

# Made by whoever runs what a kubeconfig says.
MARK = "/tmp/argus-ran-a-command"
METADATA = (
    *("169.254.169.254", "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "169.254.43518", "0xa9.254.169.254"),
    *("[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]"),
    *("100.100.100.200", "168.63.129.16", "0.0.0.0", "[::]", "0", "224.0.0.1", "255.255.255.255", "[2002:a9fe:a9fe::]"),
)
SERVERS = (
    *(
        "http://127.0.0.1",
        "unix:///var/run/docker.sock",
        "https+unix://%2Fvar%2Frun",
        "file:///etc/passwd",
        "//10.0.0.1",
    ),
    *("https://", "https://user:password@10.0.0.1", "https://@10.0.0.1", "https://10.0.0.1?a=b", "https://10.0.0.1#a"),
    *(
        "https://10.0.0.1\r\nX-Evil: a",
        "https://10.0.0.1\\@evil",
        "https://a b",
        "https://10.0.0.1:99999",
        "gopher://a",
    ),
    *(
        "https://[::1",
        "https://10.0.0.1:-1",
        "javascript:alert(1)",
        "ftp://a",
        "https://\u0000",
        "https://\uff11\uff12\uff17.0.0.1",
    ),
    *(
        "https://127.0.0.1:1/../..",
        "",
        "https:10.0.0.1",
        "https://%31%32%37.0.0.1",
        "https://..",
    ),
)
FILES = (
    "/etc/passwd",
    "file:///etc/passwd",
    "../../.argus/jwt_secret",
    "~/.ssh/id_rsa",
    "/dev/zero",
    "/proc/self/environ",
)
ODD: tuple[Any, ...] = (5, True, [], {}, [[]], {"a": 1}, 1e300, [None])
BAD_PEM = (
    "!!!!",
    "YQ==",
    base64.b64encode(b"-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n").decode(),
    "a" * 9999,
)
BOMBS = (
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nclusters: *c\n",
    "a: &a\n  <<: *a\n",
    "clusters: &a [*a]\n",
    "base: &base {name: a}\nclusters: [{<<: *base, cluster: {}}]\n",
    f"!!python/object/apply:os.system ['touch {MARK}']\n",
    "clusters: !!python/name:os.system\n",
    "clusters: !<tag:yaml.org,2002:python/module> os\n",
    "clusters: []\n---\nclusters: []\n",
    "clusters: [\n",
    "\tclusters: []\n",
    "%YAML 9.9\n---\na: b\n",
    "? [a]\n: b\n",
    "a: b: c\n",
    "clusters: \u0000\n",
    "\ufeff",
    "",
    "[]",
    "a",
    "5",
    "null",
    "{}",
)


def config(rng: Random, place: Place) -> bytes:
    """Tried, or added: both take the same."""
    text = rng.choice(MAKERS)(rng)
    thing = {"name": "hostile", "kubeconfig": text}
    if rng.random() < 0.2:
        thing["context"] = rng.choice(("nothing", "\u0000", "../..", "a" * 5000))
    target = rng.choice(("/api/clusters", "/api/kubeconfig/test"))
    if rng.random() < 0.2:
        return with_body(place, "PUT", f"/api/clusters/{place.cluster}", json.dumps({"kubeconfig": text}).encode())
    return with_body(place, "POST", target, json.dumps(thing).encode())


def _context(rng: Random) -> str:
    """A context whose name, or the server's, is more than the database holds."""
    odd = rng.choice(("a\u0000b", "a" * 1025, "a\nb", "\u202e", "a\u001b"))
    contexts = [{"name": odd, "context": {"cluster": "prod-cluster", "user": "prod-user"}}]
    if rng.random() < 0.3:
        return kubeconfig(f"https://127.0.0.1/{'a' * 2050}")
    return kubeconfig("https://127.0.0.1:1", contexts=contexts, current=odd)


def _server(rng: Random) -> str:
    if rng.random() < 0.5:
        return kubeconfig(rng.choice(SERVERS))
    return kubeconfig(f"https://{rng.choice(METADATA)}{rng.choice(('', ':443', ':6443/', '/latest/meta-data'))}")


def _cluster(rng: Random) -> str:
    return kubeconfig(
        cluster=rng.choice(
            (
                {"certificate-authority": rng.choice(FILES)},
                {"proxy-url": rng.choice(("http://169.254.169.254", "socks5://127.0.0.1", "file:///etc"))},
                {"insecure-skip-tls-verify": rng.choice((True, "yes", 5))},
                {"tls-server-name": rng.choice(("a b", "../..", "a\r\nb", "\u0000"))},
                {"certificate-authority-data": rng.choice(BAD_PEM)},
                {rng.choice(("server", "certificate-authority-data", "tls-server-name")): rng.choice(ODD)},
            )
        )
    )


def _user(rng: Random) -> str:
    exec_ = {"command": "sh", "apiVersion": "client.authentication.k8s.io/v1", "args": ["-c", f"touch {MARK}"]}
    return kubeconfig(
        user=rng.choice(
            (
                {"exec": exec_},
                {"token": "a", "exec": {**exec_, "command": rng.choice(FILES)}},
                {"auth-provider": {"name": "gcp", "config": {"cmd-path": "/bin/sh"}}},
                {"tokenFile": rng.choice(FILES)},
                {"client-certificate": rng.choice(FILES), "client-key": rng.choice(FILES)},
                {"client-certificate-data": rng.choice(BAD_PEM), "client-key-data": rng.choice(BAD_PEM)},
                {"token": "a", "as": "system:admin", "as-groups": ["system:masters"]},
                {"token": rng.choice(("a\r\nX-Evil: b", "a b", "\u0000", "ä"))},
                {},
                {rng.choice(("token", "exec", "username", "client-key-data")): rng.choice(ODD[:3])},
            )
        )
    )


def _structure(rng: Random) -> str:
    """Any of its parts another type."""
    document: dict[str, Any] = yaml.safe_load(kubeconfig())
    field = rng.choice(("clusters", "users", "contexts"))
    entry: object = rng.choice(
        (rng.choice([value for value in ODD if value != []]), [{"name": rng.choice(ODD)}], [{}], [])
    )
    document[field] = entry
    return yaml.safe_dump(document)


def _large(rng: Random) -> str:
    many, deep = rng.randrange(50_100, 90_000), rng.randrange(25, 20_000)
    return rng.choice(
        (
            "#" * rng.randrange(2**20 + 1, 2**21 - 1000),
            f"clusters: [{'a,' * many}]",
            "clusters: " + "[" * deep + "]" * deep,
            "a: " + "{a: " * deep + "}" * deep,
            "- " * deep,
            "a: |\n" + " b\n" * many + "clusters: 5",
        )
    )


MAKERS: tuple[Callable[[Random], str], ...] = (
    _server,
    _server,
    _cluster,
    _user,
    _user,
    _structure,
    _context,
    _large,
    lambda rng: rng.choice(BOMBS),
)
