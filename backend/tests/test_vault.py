"""Sealed secrets open only with their key, for their row, unaltered."""

import pytest

from argus.vault import Vault, VaultError

OLD, NEW = "old key of thirty-two characters", "new key of thirty-two characters"


def test_what_is_sealed_opens_again_and_does_not_show() -> None:
    vault = Vault((NEW,))
    envelope = vault.seal(b"kubeconfig", "cluster-1")
    assert vault.open(envelope, "cluster-1") == b"kubeconfig"
    assert b"kubeconfig" not in envelope
    assert vault.seal(b"kubeconfig", "cluster-1") != envelope


@pytest.mark.parametrize("cut", [0, 1, 40, 90, -1])
def test_a_cut_envelope_is_refused(cut: int) -> None:
    vault = Vault((NEW,))
    with pytest.raises(VaultError):
        vault.open(vault.seal(b"a secret", "row")[:cut], "row")


def test_an_envelope_moved_to_another_row_is_refused() -> None:
    vault = Vault((NEW,))
    with pytest.raises(VaultError, match="another row"):
        vault.open(vault.seal(b"a secret", "row-1"), "row-2")


def test_rotation_opens_the_old_and_seals_with_the_new() -> None:
    before = Vault((OLD,)).seal(b"a secret", "row")
    rotating = Vault((NEW, OLD))
    assert rotating.open(before, "row") == b"a secret"
    assert not rotating.current(before)
    after = rotating.seal(rotating.open(before, "row"), "row")
    assert rotating.current(after)
    assert Vault((NEW,)).open(after, "row") == b"a secret"


def test_a_missing_key_is_named_by_its_id_only() -> None:
    envelope = Vault((OLD,)).seal(b"a secret", "row")
    with pytest.raises(VaultError, match="not among the keys") as refused:
        Vault((NEW,)).open(envelope, "row")
    assert OLD not in str(refused.value)


def test_no_key_at_all_is_refused() -> None:
    with pytest.raises(VaultError):
        Vault(())
