"""Where and when a report was measured."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import msgspec

from argus import __version__

GIB = 2**30
FOLDER = Path(__file__).parent
LOOKS = 3


class Moment(msgspec.Struct, frozen=True):
    """How the machine was: its load of the minute before, and its `pace`."""

    date: str
    load: float
    pace: float

    @classmethod
    def now(cls) -> Self:
        return cls(_date(), round(os.getloadavg()[0], 2), pace())


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """`commit` ends in `+` when the checkout had changes. `node` and `chromium` are empty where there is none."""

    date: str
    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str
    argus: str
    commit: str
    kubernetes: str
    etcd: str
    node: str
    chromium: str

    @classmethod
    def now(cls, kubernetes: str, etcd: str) -> Self:
        """`kubernetes` and `etcd` are the versions that these say themselves."""
        return cls(
            date=_date(),
            processor=_processor(),
            cores=len(os.sched_getaffinity(0)),
            memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB),
            system=f"{platform.system()} {platform.release()}",
            python=platform.python_version(),
            argus=__version__,
            commit=commit(),
            kubernetes=kubernetes,
            etcd=etcd,
            node=_said("node", "--version"),
            chromium=_said(os.environ.get("ARGUS_CHROMIUM") or "chromium", "--version"),
        )


def _date() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def pace() -> float:
    """Milliseconds for a fixed piece of work, the least of a few: whose processors are shared has slow days."""
    return round(min(_work() for _ in range(LOOKS)), 1)


def _work() -> float:
    """What Argus' own work is made of: objects that are made, read, sorted and hashed."""
    began = time.perf_counter()
    rows = [{"name": f"pod-{number * 7919 % 20_000}", "restarts": number % 7} for number in range(20_000)]
    text = json.dumps(sorted(json.loads(json.dumps(rows)), key=lambda row: row["name"]))
    hashlib.sha256(text.encode()).hexdigest()
    return (time.perf_counter() - began) * 1000


def _said(*command: str) -> str:
    """The version that a program tells, without its name."""
    if shutil.which(command[0]) is None:
        return ""
    words = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return next((word.removeprefix("v") for word in words if word.removeprefix("v")[:1].isdecimal()), "")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def commit() -> str:
    """The checkout's, with a `+` where files differ from it; empty outside a checkout."""
    return _git("describe", "--always", "--dirty=+", "--exclude=*").decode().strip()


def changes() -> str:
    """A hash of all in which the checkout differs from its commit, new files among it; empty where nothing does."""
    root = _git("rev-parse", "--show-toplevel").decode().strip()
    total = hashlib.sha256()
    difference = _git("diff", "HEAD", "--binary")
    total.update(difference)
    added = _git("ls-files", "--others", "--exclude-standard", "-z", "--full-name", root).split(b"\0")[:-1]
    for name in sorted(added):
        total.update(b"\0" + name + b"\0" + (Path(root) / name.decode()).read_bytes())
    return total.hexdigest() if difference or added else ""


def _git(*command: str) -> bytes:
    return subprocess.run(["git", *command], cwd=FOLDER, capture_output=True, check=False).stdout
