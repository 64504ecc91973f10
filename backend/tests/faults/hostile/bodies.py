"""Bodies that are no JSON, or not what the operation takes, or an object that is another than the path's."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.faults.hostile.request import Place, letters, with_body

ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    5,
    -0.5,
    1e308,
    "",
    "a",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    "\u0000",
    "../..",
    2**64,
)
NOT_JSON = (
    b"",
    b" ",
    b"{",
    b"}",
    b"[1,",
    b'{"a":}',
    b"{'a':1}",
    b'{"a":1,}',
    b'{"a":1} {}',
    b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"a":-Infinity}',
    b'{"a":1e999}',
    b'{"a":01}',
    b'{"a":.5}',
    b'{"a":0x10}',
    b'{"a":"\x00"}',
    b'{"a":"\\ud800"}',
    b'{"a":"\\u12"}',
    b'{"a":"\xff\xfe"}',
    b'{"\xc3\x28":1}',
    b'{"a":"\xed\xa0\x80"}',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b"a: &a [x]\nb: *a\n",
    b"name=a&kubeconfig=b",
    b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    b"\x80\x04\x95cos\nsystem\n",
)
KINDS = (
    b"application/json",
    b"application/json",
    b"application/x-yaml",
    b"text/plain",
    b"multipart/form-data; boundary=x",
    b"",
)
FIELDS: dict[str, tuple[str, ...]] = {
    "POST /api/auth/login": ("email", "password"),
    "POST /api/clusters": ("name", "kubeconfig", "labels", "context", "insecureSkipTlsVerify"),
    "PUT /api/clusters/{cluster}": ("name", "kubeconfig", "labels", "context", "insecureSkipTlsVerify"),
    "POST /api/kubeconfig/contexts": ("kubeconfig",),
    "POST /api/kubeconfig/test": ("name", "kubeconfig", "labels", "context"),
}
OBJECTS = (
    "POST /api/clusters/{cluster}/resources/core/v1/configmaps?namespace=default",
    "PUT /api/clusters/{cluster}/resources/core/v1/configmaps/settings?namespace=default",
    "PATCH /api/clusters/{cluster}/resources/core/v1/configmaps/settings?namespace=default",
)
REMOVAL = "DELETE /api/clusters/{cluster}/resources/core/v1/configmaps/settings?namespace=default"
TAKERS = (*FIELDS, *OBJECTS)


def body(rng: Random, place: Place) -> bytes:
    return rng.choice(MAKERS)(rng, place)


def _to(rng: Random, place: Place, taker: str, thing: bytes) -> bytes:
    method, _, target = taker.replace("{cluster}", place.cluster).partition(" ")
    return with_body(place, method, target, thing, rng.choice(KINDS))


def _no_json(rng: Random, place: Place) -> bytes:
    return _to(rng, place, rng.choice(TAKERS), rng.choice((*NOT_JSON, letters(rng, 300))))


def _no_object(rng: Random, place: Place) -> bytes:
    thing = rng.choice([value for value in ODD_VALUES if not isinstance(value, dict)])
    return _to(rng, place, rng.choice(TAKERS), json.dumps(thing).encode())


def _deep(rng: Random, place: Place) -> bytes:
    depth = rng.randrange(1_100, 12_000)
    begin, end = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")))
    inner = begin * depth + (b"1" + end * depth if rng.random() < 0.7 else b"")
    outer = rng.choice((b"%b", b'{"metadata":{"name":"settings"},"data":%b}', b'{"kubeconfig":%b}'))
    return _to(rng, place, rng.choice(TAKERS), outer % inner)


def _wrong_fields(rng: Random, place: Place) -> bytes:
    """A value of a wrong type, or a field that is not known; another one of the fields may be missing."""
    taker = rng.choice(list(FIELDS))
    thing: dict[str, Any] = dict.fromkeys(FIELDS[taker], "a")
    if rng.random() < 0.3:
        thing[rng.choice(("__proto__", "admin", "", "\u0000", "Name", "a" * 5000))] = rng.choice(ODD_VALUES)
    else:
        field = rng.choice(FIELDS[taker])
        thing[field] = rng.choice([value for value in ODD_VALUES if value is not None and not isinstance(value, str)])
        if field == "labels":
            thing[field] = rng.choice(
                ({"a b": "c"}, {"a": 5}, {"": ""}, {"a": "b" * 64}, [1], dict.fromkeys(map(str, range(33)), ""))
            )
    return _to(rng, place, taker, json.dumps(thing).encode())


def _other_object(rng: Random, place: Place) -> bytes:
    """An object that is not the path's, or none at all."""
    good: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}
    field = rng.choice(("apiVersion", "kind", "metadata", "namespace"))
    if field == "namespace":
        good["metadata"]["namespace"] = rng.choice(
            ("kube-system", "../x", "a\n", 5, [], {"a": 1}, True, "A", "a" * 300)
        )
    else:
        good[field] = rng.choice(
            [value for value in (*ODD_VALUES, "Secret", "v2") if not (field == "metadata" and isinstance(value, dict))]
        )
    return _to(rng, place, rng.choice(OBJECTS), json.dumps(good).encode())


def _nested(rng: Random, place: Place) -> bytes:
    """Not too deep to be read, and too deep to be passed on."""
    thing: Any = "a"
    for _ in range(rng.randrange(101, 400)):
        thing = rng.choice(([thing], {"a": thing}))
    good = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": thing}
    return _to(rng, place, rng.choice(OBJECTS), json.dumps(good).encode())


def _removal(rng: Random, place: Place) -> bytes:
    field = rng.choice(("resourceVersion", "uid", "propagationPolicy", "gracePeriodSeconds", "dryRun", "evil", ""))
    return _to(rng, place, REMOVAL, json.dumps({field: rng.choice(([], {"a": 1}, [[]], 1e300))}).encode())


def _refresh(rng: Random, place: Place) -> bytes:
    given: object = rng.choice(("a", "\u0000", "a" * 513, 5, []))
    thing = {rng.choice(("refresh_token", "refreshToken")): given}
    return _to(rng, place, "POST /api/auth/refresh", json.dumps(thing).encode())


def _login(rng: Random, place: Place) -> bytes:
    """Of no length that they can have; a wrong password is nothing hostile, and takes as long as it has to."""
    email, password = rng.choice((("", "a"), ("a" * 255, "a"), ("a@b", ""), ("a@b", "\u0000" * 1025)))
    return _to(rng, place, "POST /api/auth/login", json.dumps({"email": email, "password": password}).encode())


def _odd_name(rng: Random, place: Place) -> bytes:
    """A new object whose name is none."""
    name = rng.choice(
        ("a\u0000b", "../..", "a/b", "a" * 600, "a\nb", " ", "\u0000", "a\u202eb", "-/", "%2e%2e", "a\ufffe")
    )
    good = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {rng.choice(("name", "generateName")): name}}
    return _to(rng, place, OBJECTS[0], json.dumps(good).encode())


MAKERS: tuple[Callable[[Random, Place], bytes], ...] = (
    _no_json,
    _no_json,
    _no_object,
    _deep,
    _wrong_fields,
    _other_object,
    _nested,
    _removal,
    _refresh,
    _login,
    _odd_name,
)
