"""Copies of stored objects: every length stays, everything that must differ does."""

from collections.abc import Iterator

import pytest

from bench.copies import claims, pods
from bench.etcd import Stored

NOW = 1_790_000_000.0
UID = b"58b720f9-b0d4-4a32-b007-aa1b8269c8a3"
BORN = b"\x08\x08\xd9\x82\x87\xd8\x06\x10\x00"
POD = Stored(
    b"/registry/pods/bulk-007/ledger-9e3779b1-00007",
    b"k8s\x00\n\x17ledger-9e3779b1-00007\x1a\x08bulk-007*$" + UID + b"B" + BORN + b"hash\x12\x089e3779b1"
    b"R\x08bulk-007" + BORN + b" \x01(\x002\x1fregistry.example",
)
CLAIM = Stored(
    b"/registry/persistentvolumeclaims/bulk-007/data-ledger-00007",
    b"k8s\x00\n\x11data-ledger-00007*$"
    + UID
    + BORN
    + b"\n\x07storage\x12\x06\n\x0410Gi..\n\x07storage\x12\x06\n\x0410Gi",
)


@pytest.mark.parametrize("made", [pods([POD], 300, "a", NOW), claims([CLAIM], 300, "a", NOW)])
def test_copies_keep_every_length_and_differ_in_name_and_uid(made: Iterator[Stored]) -> None:
    copies = list(made)
    template = POD if copies[0].key.startswith(b"/registry/pods") else CLAIM
    assert {len(each.key) for each in copies} == {len(template.key)}
    assert {len(each.value) for each in copies} == {len(template.value)}
    assert len({each.key for each in copies}) == 300
    uids = {each.value.partition(b"*$")[2][:36] for each in copies}
    assert len(uids) == 300
    assert UID not in uids
    assert all(each.key.rpartition(b"/")[2] in each.value for each in copies)


def test_a_pod_keeps_its_namespace_and_gets_a_node_an_age_and_restarts() -> None:
    copies = list(pods([POD], 1_000, "a", NOW))
    assert all(b"\x1a\x08bulk-007" in each.value for each in copies)
    assert {each.value.partition(b"R\x08")[2][:8] for each in copies} == {b"bulk-%03d" % number for number in range(4)}
    assert len({each.value.partition(b"B\x08\x08")[2][:5] for each in copies}) > 900
    assert len({each.value.partition(b" \x01(")[2][:1] for each in copies}) > 30


def test_other_salts_make_others() -> None:
    one, other = ({each.key for each in pods([POD], 50, salt, NOW)} for salt in ("a", "b"))
    assert not one & other


def test_claims_have_many_sizes_and_each_says_one() -> None:
    sizes = [each.value.split(b"\n\x04")[1:] for each in claims([CLAIM], 200, "a", NOW)]
    assert all(first[:4] == last[:4] for first, last in sizes)
    assert len({last[:4] for _, last in sizes}) > 50


@pytest.mark.parametrize("make", [pods, claims])
def test_what_was_not_made_for_this_is_refused(make: type) -> None:
    with pytest.raises(ValueError, match="not the key"):
        list(make([Stored(b"/registry/pods/default/web", b"")], 1, "a", NOW))
