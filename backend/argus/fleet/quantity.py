"""Kubernetes quantities (`500m`, `10Gi`, `1e3`) as numbers, for sorting and comparing."""

import re

_FORM = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?")
_SUFFIXES = {
    "n": 1e-9,
    "u": 1e-6,
    "m": 1e-3,
    **{letter: 1000.0**power for power, letter in enumerate("kMGTPE", start=1)},
    **{f"{letter}i": 1024.0**power for power, letter in enumerate("KMGTPE", start=1)},
}


def parse_quantity(text: str) -> float | None:
    """The number a quantity stands for, or None when it is none."""
    found = _FORM.fullmatch(text)
    if not found:
        return None
    number, suffix = found.groups()
    return float(number) * _SUFFIXES.get(suffix or "", 1.0)
