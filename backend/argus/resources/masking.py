"""Keeps the values of Secrets out of diffs, errors and the audit log."""

import re
from typing import Any

import msgspec

from argus.errors import FieldError, UpstreamConflict, UpstreamRefused
from argus.fleet.kind import Gvr

SECRETS = Gvr("core", "v1", "secrets")
VALUES = ("data", "stringData")
# kubectl keeps the whole applied object in here, values included.
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
MASK = "•••"
SHORTEST = 4

Object = dict[str, Any]


def is_secret(gvr: Gvr) -> bool:
    return (gvr.group, gvr.resource) == (SECRETS.group, SECRETS.resource)


def masked(gvr: Gvr, thing: Object) -> Object:
    """A Secret with its values hidden and its keys kept; any other object as it is."""
    if not is_secret(gvr):
        return thing
    shown = dict(thing)
    for field in VALUES:
        if field in shown:
            values = shown[field]
            shown[field] = dict.fromkeys(values, MASK) if isinstance(values, dict) else MASK
    metadata = shown.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(annotations, dict) and LAST_APPLIED in annotations:
        shown["metadata"] = {**shown["metadata"], "annotations": {**annotations, LAST_APPLIED: MASK}}
    return shown


def masked_pair(gvr: Gvr, before: Object | None, after: Object) -> tuple[Object | None, Object]:
    """Both sides for a diff. A changed value must still show as changed, so the two sides get different masks."""
    if before is None or not is_secret(gvr):
        return before, masked(gvr, after)
    old, new = masked(gvr, before), masked(gvr, after)
    for field in VALUES:
        was, now = before.get(field), after.get(field)
        if isinstance(was, dict) and isinstance(now, dict):
            changed = {key: f"{MASK} (changed)" for key, value in now.items() if key in was and was[key] != value}
            new[field] = {**new[field], **changed}
    return old, new


def scrubbed(gvr: Gvr, submitted: Object, error: UpstreamRefused) -> UpstreamRefused:
    """The apiserver's refusal without the values that it quotes."""
    if not is_secret(gvr):
        return error
    values = sorted(_values(submitted), key=len, reverse=True)
    error.detail = _without(error.detail, values)
    error.errors = [FieldError(each.field, _without(each.message, values)) for each in error.errors]
    error.args = (error.detail,)
    if isinstance(error, UpstreamConflict):
        error.current, error.submitted = masked(gvr, error.current), masked(gvr, error.submitted)
    return error


def _values(thing: Object) -> set[str]:
    found: set[str] = set()
    waiting = [thing.get(field) for field in VALUES]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif value not in (None, ""):
            found.add(str(value))
    return found


def _without(text: str, values: list[str]) -> str:
    """Longest first, also in the escaped form that quoted text has; short values only where they stand alone."""
    for value in values:
        for form in (value, msgspec.json.encode(value).decode()[1:-1]):
            edge = r"\b" if len(form) < SHORTEST and form.isalnum() else ""
            text = re.sub(f"{edge}{re.escape(form)}{edge}", MASK, text)
    return text
