"""Envelope encryption of secrets at rest: AES-256-GCM, key ids, associated data, rotation.

An envelope is `version (1) | key id (8) | wrap nonce (12) | wrapped data key (48) | nonce (12) | ciphertext and tag`.
Every envelope has a data key of its own, so rotation needs only to re-wrap, and no key encrypts more than one secret.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
ID, NONCE, WRAPPED = 8, 12, 48
HEADER = 1 + ID + NONCE + WRAPPED + NONCE


class VaultError(Exception):
    """An envelope that cannot be opened: another key, another row, or altered bytes."""


class UnknownKey(VaultError):
    """Sealed with a key that was not given."""


class Vault:
    """Seals with the first key and opens with any of them. Keys are text of any length, stretched by HKDF."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys:
            raise VaultError("no encryption key was given")
        derived = [_derive(key) for key in keys]
        self._current = _id(derived[0])
        self._keys = {_id(key): AESGCM(key) for key in derived}

    def seal(self, plain: bytes, associated: str) -> bytes:
        """Encrypt `plain`; it opens only with the same `associated` text (the row's id)."""
        data_key = AESGCM.generate_key(256)
        bound = associated.encode()
        head = VERSION + self._current
        wrap_nonce, nonce = os.urandom(NONCE), os.urandom(NONCE)
        wrapped = self._keys[self._current].encrypt(wrap_nonce, data_key, head + bound)
        front = head + wrap_nonce + wrapped + nonce
        return front + AESGCM(data_key).encrypt(nonce, plain, front + bound)

    def open(self, envelope: bytes, associated: str) -> bytes:
        """Decrypt. Raises VaultError, which never says more than which key is missing."""
        if len(envelope) < HEADER + 16 or envelope[:1] != VERSION:
            raise VaultError("not an envelope of this version, or cut short")
        key_id = envelope[1 : 1 + ID]
        if key_id not in self._keys:
            raise UnknownKey(f"sealed with key {key_id.hex()}, which is not among the keys in ENCRYPTION_KEY")
        bound = associated.encode()
        wrap_nonce = envelope[1 + ID : 1 + ID + NONCE]
        wrapped = envelope[1 + ID + NONCE : HEADER - NONCE]
        try:
            data_key = self._keys[key_id].decrypt(wrap_nonce, wrapped, envelope[: 1 + ID] + bound)
            return AESGCM(data_key).decrypt(
                envelope[HEADER - NONCE : HEADER], envelope[HEADER:], envelope[:HEADER] + bound
            )
        except InvalidTag:
            raise VaultError("altered, or moved here from another row") from None

    def current(self, envelope: bytes) -> bool:
        """Was it sealed with the first key?"""
        return envelope[1 : 1 + ID] == self._current


def _derive(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"argus vault").derive(key.encode())


def _id(key: bytes) -> bytes:
    return hashlib.sha256(b"argus key id" + key).digest()[:ID]
