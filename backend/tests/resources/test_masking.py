"""Values of Secrets stay out of whatever is shown or kept."""

import json
from typing import Any

from argus.errors import FieldError, UpstreamConflict, UpstreamRefused
from argus.fleet.kind import Gvr
from argus.resources.diff import difference
from argus.resources.masking import LAST_APPLIED, MASK, masked, masked_pair, scrubbed

SECRETS = Gvr("core", "v1", "secrets")
MAPS = Gvr("core", "v1", "configmaps")


def secret(value: Any, **metadata: Any) -> dict[str, Any]:
    return {"kind": "Secret", "metadata": {"name": "a", **metadata}, "data": {"password": value}}


def test_keys_stay_and_values_go() -> None:
    shown = masked(SECRETS, {**secret("aHVudGVyMg=="), "stringData": {"token": "hunter2"}})
    assert shown["data"] == {"password": MASK}
    assert shown["stringData"] == {"token": MASK}


def test_what_kubectl_applied_last_is_hidden_too() -> None:
    shown = masked(SECRETS, secret("x", annotations={LAST_APPLIED: json.dumps(secret("hunter2")), "team": "a"}))
    assert shown["metadata"]["annotations"] == {LAST_APPLIED: MASK, "team": "a"}


def test_the_original_is_not_touched() -> None:
    original = secret("hunter2", annotations={LAST_APPLIED: "hunter2"})
    masked(SECRETS, original)
    assert original == secret("hunter2", annotations={LAST_APPLIED: "hunter2"})


def test_other_kinds_and_odd_secrets_are_left_or_hidden_whole() -> None:
    assert masked(MAPS, secret("x")) == secret("x")
    assert masked(SECRETS, {"metadata": None, "data": "hunter2"}) == {"metadata": None, "data": MASK}


def test_a_diff_shows_that_a_value_changed_and_not_to_what() -> None:
    before, after = secret("old-value"), secret("new-value")
    lines = [line.text for line in difference(*masked_pair(SECRETS, before, after)) if line.op != "same"]
    assert len(lines) == 2
    assert not any("value" in line for line in lines)


def test_an_unchanged_secret_has_no_diff() -> None:
    assert difference(*masked_pair(SECRETS, secret("x"), secret("x"))) == []
    assert masked_pair(SECRETS, None, secret("x"))[0] is None


def test_refusals_do_not_quote_values() -> None:
    submitted = {**secret("hunter2"), "stringData": {"a": 'multi\n"line"', "b": 12345, "c": ["nested7"], "d": "ab"}}
    error = UpstreamRefused(
        'bad: hunter2, "multi\\n\\"line\\"", 12345, ab about',
        status=422,
        errors=[FieldError("data.password", "is hunter2 or nested7")],
    )
    clean = scrubbed(SECRETS, submitted, error)
    assert clean.detail == f'bad: {MASK}, "{MASK}", {MASK}, {MASK} about'
    assert clean.errors == [FieldError("data.password", f"is {MASK} or {MASK}")]
    assert "hunter2" not in str(clean)


def test_refusals_about_other_kinds_are_left() -> None:
    error = UpstreamRefused("hunter2", status=422)
    assert scrubbed(MAPS, secret("hunter2"), error).detail == "hunter2"


def test_conflicts_carry_masked_versions() -> None:
    error = UpstreamConflict("changed", current=secret("hunter1"), submitted=secret("hunter2"))
    clean = scrubbed(SECRETS, secret("hunter2"), error)
    assert "hunter" not in str(clean.problem("/", "id"))
