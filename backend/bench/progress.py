"""What a person sees while the benchmark runs."""

import time


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


class Step:
    """One named piece of work, announced before and timed after: `with Step("cold first page"):`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._began = 0.0
        self._told = 0.0

    def __enter__(self) -> "Step":
        self._began = self._told = time.monotonic()
        say(f"==> {self._name}")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            say(f"    done in {time.monotonic() - self._began:.1f} s")

    def at(self, done: int, of: int) -> None:
        """Say how far it is, every few seconds."""
        now = time.monotonic()
        if now - self._told > 3.0 or (done == of and now - self._began > 3.0):
            self._told = now
            say(f"    [{done}/{of}] {now - self._began:.0f} s")
