"""How long to wait before trying again: exponential, with full jitter so that a fleet does not return in step."""

import random

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 15.0


class Backoff:
    """Between 0 and a bound that doubles with each failure, up to `longest`."""

    def __init__(self, first: float = FIRST_SECONDS, longest: float = LONGEST_SECONDS) -> None:
        self._first = first
        self._longest = longest
        self.failures = 0

    def next(self) -> float:
        bound = min(self._longest, self._first * 2 ** min(self.failures, 16))
        self.failures += 1
        return random.uniform(0, bound)

    def reset(self) -> None:
        self.failures = 0
