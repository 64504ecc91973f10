"""What was measured, as Markdown for people and JSON for programs."""

from collections.abc import Sequence

import msgspec

from bench.machine import Circumstances
from bench.measure import Figures
from bench.reading import Bound, Reading

HEAD = """| measured | Argus p50 | p99 | directly p50 | Argus ÷ directly | best ÷ best | CPU of Argus | budget | kept |
|---|---:|---:|---:|---:|---:|---:|---|---|"""
OF = {"median": "p50", "p99": "p99"}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `seconds` is how long it took, the cluster's start included; `load_after` is of its last minute."""

    circumstances: Circumstances
    pods: int
    seconds: float
    load_after: float
    readings: Sequence[Reading]

    def json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2)

    def markdown(self) -> str:
        """The circumstances in a sentence, then the table."""
        rows = "\n".join(_row(reading) for reading in self.readings)
        return f"{self._preface()}\n\n{HEAD}\n{rows}\n"

    def _preface(self) -> str:
        where = self.circumstances
        commit = f" at `{where.commit}`" if where.commit else ""
        return (
            f"{where.date[:10]}, {self.pods:,} pods: Argus {where.argus}{commit}, Python {where.python}, SQLite, "
            f"kube-apiserver {where.kubernetes}, {where.cores} cores of {where.processor}, {where.memory_gib} GiB, "
            f"{where.system}. Client, Argus and cluster shared this machine with whatever else ran on it: the load "
            f"was {where.load} before and {self.load_after} at the end. Both sides were asked in turn, and a ratio is "
            "the median over those rounds, with the lowest and the highest behind it; the best times of both sides say "
            "what is left of it where other work disturbed least."
        )


def _row(reading: Reading) -> str:
    direct = reading.direct
    fields = (
        f"{reading.section}: {reading.what}{_sizes(reading)}",
        _number(reading.argus.median, reading.unit),
        _number(reading.argus.p99, reading.unit) if reading.argus.count > 1 else "",
        _number(direct.median, reading.unit) if direct else "",
        _ratio(reading.ratio) if reading.ratio else "",
        f"{reading.argus.low / direct.low:.2f}" if direct else "",
        "" if reading.cpu_ms is None else _number(reading.cpu_ms, "ms"),
        ", ".join(_bound(bound, reading) for bound in reading.budgets),
        _verdict(reading),
    )
    return f"| {' | '.join(fields)} |"


def _sizes(reading: Reading) -> str:
    if reading.body_bytes is None:
        return ""
    ours, theirs = (_size(count) for count in reading.body_bytes)
    return f" ({ours})" if ours == theirs else f" ({ours}; directly {theirs})"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"


def _ratio(ratio: Figures) -> str:
    return f"{ratio.median:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"


def _bound(bound: Bound, reading: Reading) -> str:
    if bound.of == "ratio":
        return f"≤ {bound.at_most:g} times"
    of = OF[bound.of] if reading.argus.count > 1 else ""
    return f"{of} ≤ {bound.at_most:g} {reading.unit}".strip()


def _verdict(reading: Reading) -> str:
    if not reading.budgets:
        return ""
    return "no" if reading.missed() else "yes"
