"""Chromium with the dashboard, in a process of its own: the driver is frontend/bench/browser.mjs."""

import os
import shutil
import subprocess
from typing import Self, TypeVar

import msgspec

from bench.argus_process import ArgusError
from bench.dashboard import FRONTEND

STOP_SECONDS = 30.0
# Of the rows of a list: pods come and go while it is loaded, and leave it a little short.
WHOLE = 0.99
Answer = TypeVar("Answer")


class Shipped(msgspec.Struct, frozen=True):
    """Answers of one kind, and the bytes of their bodies as they came: compressed."""

    requests: int
    bytes: int


class Visit(msgspec.Struct, frozen=True):
    """Milliseconds to the first paint of anything and of rows; what was loaded for it, by kind."""

    paint: float
    rows: float
    shipped: dict[str, Shipped]


class Frames(msgspec.Struct, frozen=True):
    """`expected` of a screen with 60 Hz, those that the page drew, and the longest time between two, in ms."""

    expected: int
    drawn: int
    worst: float

    @property
    def dropped(self) -> float:
        """Percent."""
        return 100 * max(0, self.expected - self.drawn) / max(1, self.expected)


class Tasks(msgspec.Struct, frozen=True, rename="camel"):
    """The longest of the page's thread in processor time and by the clock, in ms; how many lasted above 50 ms.

    `busy` is the part of the time for which the thread had a processor.
    """

    longest: float
    longest_by_clock: float
    long: int
    busy: float


class Scrolled(Tasks, frozen=True):
    frames: Frames


class Loading(Tasks, frozen=True):
    """`rows` are those that the page has after so many `seconds`, `total` those that there are."""

    rows: int
    total: int
    seconds: float

    @property
    def whole(self) -> bool:
        return self.rows >= self.total * WHOLE


class Chromium:
    """A context manager. Pages have names; each is in a browser context of its own, signed in."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self._start = {
            "url": url,
            "credentials": {"email": email, "password": password},
            "executable": os.environ.get("ARGUS_CHROMIUM") or shutil.which("chromium") or "",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.version = ""

    def __enter__(self) -> Self:
        command = [shutil.which("node") or "node", "bench/browser.mjs"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=FRONTEND, stdin=pipe, stdout=pipe)
        self.version = self._ask(self._start, str)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_exception: object) -> None:
        assert self._process is not None
        if kind is not None:
            # In the midst of an order it would not see that its input has ended.
            self._process.terminate()
        try:
            self._process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def visit(self, path: str) -> Visit:
        """With nothing in the browser's cache."""
        return self._ask({"order": "visit", "path": path}, Visit)

    def open(self, page: str, path: str) -> None:
        """Open a list as `page`, up to its first rows."""
        self._ask({"order": "open", "page": page, "path": path}, object)

    def close(self, page: str) -> None:
        self._ask({"order": "close", "page": page}, object)

    def look(self, page: str, seconds: float) -> Tasks:
        """Its tasks while nobody touches it. Only one page may be open for this, and for the next two."""
        return self._ask({"order": "look", "page": page, "seconds": seconds}, Tasks)

    def scroll(self, page: str) -> Scrolled:
        """Its tasks and frames while somebody scrolls down and up."""
        return self._ask({"order": "scroll", "page": page}, Scrolled)

    def load(self, page: str, seconds: float) -> Loading:
        """Its tasks while somebody holds it at its end until all rows are there; then it is at its top again."""
        return self._ask({"order": "load", "page": page, "seconds": seconds, "part": WHOLE}, Loading)

    def heap(self, page: str) -> float:
        """What its scripts hold once all rubbish is collected, in MB."""
        return self._ask({"order": "heap", "page": page}, float) / 1e6

    def heard(self, page: str) -> int:
        """How many changes its socket has received since it was opened."""
        return self._ask({"order": "heard", "page": page}, int)

    def _ask(self, order: object, answer: type[Answer]) -> Answer:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(order) + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise ArgusError(f"the browser could not be measured (exit code {process.wait()})")
        return msgspec.json.decode(line, type=answer)
