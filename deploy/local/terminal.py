"""What the launcher says, and how it gives up."""

import sys
import time


class Stop(Exception):
    """The command cannot go on. The message is one line: what is wrong and what to do."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print one line for the person to act on."""
    sys.stdout.flush()
    print(f"argus: {text}", file=sys.stderr, flush=True)


class Step:
    """One named piece of work, announced before and timed after: `with Step("installing …"):`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> "Step":
        self.began = time.monotonic()
        say(f"==> {self.name}")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            say(f"    done in {time.monotonic() - self.began:.1f} s")
