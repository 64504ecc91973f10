"""Label selectors mean what they mean to Kubernetes."""

import pytest

from argus.errors import BadRequest
from argus.fleet.selector import parse_selector

WEB = {"app": "web", "tier": "front", "example.com/team": "a"}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("app=web", True),
        ("app == web", True),
        ("app!=web", False),
        ("missing!=x", True),
        ("app in (web, api)", True),
        ("app in (api)", False),
        ("app notin (api)", True),
        ("missing notin (x)", True),
        ("app", True),
        ("!app", False),
        ("! missing", True),
        ("missing=", False),
        ("example.com/team=a,tier in (front,back),!missing", True),
        ("app=web,tier=back", False),
        ("app in (web,),tier", True),
    ],
)
def test_selectors(text: str, matches: bool) -> None:
    assert parse_selector(text)(WEB) is matches


@pytest.mark.parametrize("text", ["app==,", "a b", "app in web", "app in (web", "=x", "app=a/b", "app>3", ","])
def test_what_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_selector(text)
    assert refusal.value.errors[0].field == "labelSelector"
    assert "kubectl" in refusal.value.errors[0].message
