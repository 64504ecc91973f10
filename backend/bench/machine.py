"""Where and when a report was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import msgspec

from argus import __version__

GIB = 2**30


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """`commit` ends in `+` when the checkout had changes. `load` is the load of the last minute before."""

    date: str
    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str
    argus: str
    commit: str
    kubernetes: str
    load: float

    @classmethod
    def now(cls, kubernetes: str) -> Self:
        """`kubernetes` is the version that the apiserver says."""
        return cls(
            date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            processor=_processor(),
            cores=len(os.sched_getaffinity(0)),
            memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB),
            system=f"{platform.system()} {platform.release()}",
            python=platform.python_version(),
            argus=__version__,
            commit=commit(),
            kubernetes=kubernetes,
            load=round(os.getloadavg()[0], 2),
        )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def commit() -> str:
    """Empty outside a checkout."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return done.stdout.strip()
