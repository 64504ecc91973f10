"""Who owns the fields that a server-side apply would take over."""

import re

from argus.errors import FieldError, UpstreamRefused
from argus.resources.schemas import FieldOwner

CODE = "field-conflict"
# The apiserver says it in one sentence per field; there is no structured form.
CONFLICT = re.compile(r'conflict with "(?P<manager>(?:[^"\\]|\\.)*)"')


def owners(error: UpstreamRefused) -> list[FieldOwner]:
    """The owners that a refused apply names; empty when it was refused for another reason."""
    found: list[FieldOwner] = []
    for cause in error.errors:
        if match := CONFLICT.search(cause.message):
            found.append(FieldOwner(manager=match["manager"], field=cause.field))
    return found


def refusal(error: UpstreamRefused, found: list[FieldOwner]) -> UpstreamRefused:
    """The same refusal as one that says what to do about it."""
    managers = ", ".join(sorted({owner.manager for owner in found}))
    return UpstreamRefused(
        f"{len(found)} of the fields are owned by {managers}. Leave them out, or pass force=true to take them over.",
        status=409,
        code=CODE,
        cluster=error.cluster,
        reason=error.reason,
        errors=[FieldError(owner.field, f"owned by {owner.manager}") for owner in found],
    )
