"""The two shapes every contract struct has: what goes out and what comes in."""

import msgspec


class Output(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Sent to clients. Fields have no defaults, so that the contract says they are always there."""


class Input(msgspec.Struct, rename="camel", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Received from clients. Unknown fields are refused."""
