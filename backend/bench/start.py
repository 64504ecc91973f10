"""How long Argus takes to begin: to be imported, to answer at all, and to be ready for work."""

import subprocess
import sys
import time
from collections.abc import Iterator

from bench.argus_process import BACKEND
from bench.measure import Figures, interleave
from bench.progress import Step
from bench.reading import Reading
from bench.subject import Subject


def start(subject: Subject) -> Iterator[Reading]:
    """Each in turn, after one time that brings the files into the system's cache, where an update leaves them too."""
    answered: list[float] = []

    def ready() -> float:
        first, whole = subject.argus.start_seconds()
        answered.append(first)
        return whole

    tasks = {"python": lambda: _imported("sys"), "argus": lambda: _imported("argus.app"), "ready": ready}
    with Step("start") as step:
        interleave(tasks, 1)
        answered.clear()
        rounds = subject.rounds.cold
        series = interleave(tasks, rounds, lambda done: step.at(done, rounds))
    imported = [mine - python for mine, python in zip(series["argus"], series["python"], strict=True)]
    yield _reading("import argus.app, in a Python that has started", imported)
    yield _reading("from start to the first answer, /healthz", answered)
    yield _reading("from start to ready, /readyz", series["ready"])


def _imported(module: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=BACKEND, check=True)
    return time.perf_counter() - began


def _reading(what: str, seconds: list[float]) -> Reading:
    return Reading(section="", what=what, argus=Figures.of([each * 1000 for each in seconds]))
