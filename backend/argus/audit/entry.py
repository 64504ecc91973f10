"""What one entry of the log says and how it is hashed."""

import hashlib
from datetime import datetime
from typing import Any, Literal

import msgspec

Outcome = Literal["intent", "done", "failed", "unknown"]
START = "0" * 64
SENSITIVE = ("password", "secret", "token", "kubeconfig", "credential", "privatekey", "private_key", "stringdata")
HIDDEN = "(not recorded)"
LONGEST_TEXT = 500
DEEPEST = 6


class AuditTarget(msgspec.Struct, frozen=True):
    """What an action was about: a kind (`user`, `cluster`, `apps/v1/deployments`) and where it is."""

    kind: str
    cluster: str | None
    namespace: str | None
    name: str


class Entry(msgspec.Struct, frozen=True):
    """A link of the chain. `detail` is canonical JSON; `change` links an intent to its outcome."""

    id: int
    at: datetime
    actor_id: str | None
    actor_email: str | None
    action: str
    kind: str
    cluster: str | None
    namespace: str | None
    name: str
    detail: str
    request_id: str | None
    change: str
    outcome: str
    prev_hash: str

    def digest(self) -> str:
        """SHA-256 over the entry in canonical JSON, the hash before it included."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces; times in RFC 3339."""
    return msgspec.json.encode(value, order="sorted").decode()


def storable(detail: dict[str, Any]) -> str:
    """Details as they are kept: values under secret-looking names left out, long texts cut."""
    return canonical(_kept(detail, DEEPEST))


def clipped(text: str | None, length: int) -> str | None:
    """Text that any database takes: without NUL and not longer than its column."""
    return None if text is None else text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:length]


def _kept(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return clipped(value, LONGEST_TEXT)
    if isinstance(value, dict):
        if depth == 0:
            return "…"
        return {str(key): HIDDEN if _secret(str(key), item) else _kept(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ["…"] if depth == 0 else [_kept(item, depth - 1) for item in items]
    return value if value is None or isinstance(value, bool | int | float) else clipped(str(value), LONGEST_TEXT)


def _secret(key: str, value: Any) -> bool:
    """A yes, a no or a count under such a name tells nothing; anything else might be the secret itself."""
    if value is None or isinstance(value, bool | int):
        return False
    name = key.lower().replace("-", "")
    return any(word in name for word in SENSITIVE)
