"""The alert rules under deploy/, as Prometheus reads them."""

from pathlib import Path

import msgspec
import yaml

FOLDER = Path(__file__).resolve().parents[3] / "deploy" / "observability"


class Rule(msgspec.Struct, rename={"wait": "for"}, forbid_unknown_fields=True):
    """`wait` is how long the expression has to hold before the alert fires."""

    alert: str
    expr: str
    labels: dict[str, str]
    annotations: dict[str, str]
    wait: str = "0s"


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    rules: list[Rule]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    groups: list[_Group]


def rules() -> dict[str, Rule]:
    """By name. Raises msgspec.ValidationError where a field is not one of Prometheus'."""
    file = msgspec.convert(yaml.safe_load((FOLDER / "alerts.yaml").read_text()), _File)
    return {rule.alert: rule for group in file.groups for rule in group.rules}
