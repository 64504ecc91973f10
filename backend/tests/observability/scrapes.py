"""What Prometheus would keep of an Argus: scrapes, each at its time."""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

Labels = tuple[tuple[str, str], ...]
# With a label more than a rule may count on, as discovery in Kubernetes adds them.
TARGET = {"instance": "argus:8080", "job": "argus", "pod": "argus-0"}


@dataclass(frozen=True)
class Sample:
    name: str
    labels: Labels
    value: float


@dataclass(frozen=True)
class Scrape:
    """`at` in seconds."""

    at: float
    samples: tuple[Sample, ...]

    @property
    def names(self) -> set[str]:
        return {sample.name for sample in self.samples}

    def value(self, name: str, **labels: str) -> float:
        """Of exactly these labels, beside the target's. Raises StopIteration where there is no such series."""
        wanted = labelled(labels | TARGET)
        return next(sample.value for sample in self.samples if (sample.name, sample.labels) == (name, wanted))

    def changed(self, at: float, change: Callable[[Sample], float]) -> "Scrape":
        """The same series at another time, each with the value that `change` gives it."""
        return Scrape(at, tuple(Sample(one.name, one.labels, change(one)) for one in self.samples))

    def with_series(self, name: str, value: float, **labels: str) -> "Scrape":
        """One more series of this target."""
        return Scrape(self.at, (*self.samples, Sample(name, labelled(labels | TARGET), value)))


def labelled(labels: dict[str, str]) -> Labels:
    return tuple(sorted(labels.items()))


def scraped(text: str, at: float) -> Scrape:
    """An answer of `/metrics` with what Prometheus adds: the target's labels, and that it is up."""
    samples = [Sample("up", labelled(TARGET), 1.0)]
    for family in text_string_to_metric_families(text):
        samples += [Sample(one.name, labelled(one.labels | TARGET), one.value) for one in family.samples]
    return Scrape(at, tuple(samples))


def down(at: float) -> Scrape:
    """A target that did not answer."""
    return Scrape(at, (Sample("up", labelled(TARGET), 0.0),))
