"""How long Argus takes to begin: to be imported, to answer at all, and to be ready for work."""

import subprocess
import sys
import time
from collections.abc import Iterator

from bench.argus_process import BACKEND
from bench.measure import Figures
from bench.progress import Step
from bench.reading import Reading
from bench.subject import Subject


def start(subject: Subject) -> Iterator[Reading]:
    """Each several times; the files are in the system's cache, as they are after an update or a crash."""
    with Step("start") as step:
        rounds = subject.rounds.cold
        importing = [_imported("argus.app") - _imported("sys") for _ in range(rounds)]
        step.at(1, 2)
        began = [subject.argus.start_seconds() for _ in range(rounds)]
        yield _reading("import argus.app", importing)
        yield _reading("from start to the first answer, /healthz", [answered for answered, _ in began])
        yield _reading("from start to ready, /readyz", [ready for _, ready in began])


def _imported(module: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=BACKEND, check=True)
    return time.perf_counter() - began


def _reading(what: str, seconds: list[float]) -> Reading:
    return Reading(section="", what=what, argus=Figures.of([each * 1000 for each in seconds]))
