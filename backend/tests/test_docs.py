"""README.md says what is true."""

import re
from pathlib import Path

from argus.settings import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def section(title: str) -> str:
    """The text under a heading, up to the next one of the same level."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", section("Settings"), re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES.values())


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", README)) <= targets


def test_links_into_the_repository_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_benchmark_has_its_place() -> None:
    assert README.index("<!-- bench:start -->") < README.index("<!-- bench:end -->")
