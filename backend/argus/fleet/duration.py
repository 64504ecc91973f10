"""The short durations that kubectl shows (`33s`, `2m5s`, `3d4h`), and times as the contract writes them."""

import re
from datetime import UTC, datetime

_UNITS = {"y": 31_536_000, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WHOLE = re.compile(r"(?:\d+[ydhms])+")
_PART = re.compile(r"(\d+)([ydhms])")


def parse_duration(text: str) -> int | None:
    """Seconds, or None when the text is no such duration."""
    if not _WHOLE.fullmatch(text):
        return None
    return sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(text))


def parse_moment(text: str) -> float | None:
    """Seconds since the epoch of an RFC 3339 time, or None when the text is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.timestamp()


def precision(text: str) -> int:
    """Seconds by which what a duration stands for may be longer: kubectl leaves out the smaller units."""
    return _UNITS[text[-1]]


def rfc3339(seconds: float) -> str:
    """A time since the epoch as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
