"""The sandbox's progress, as the contract shows it."""

from pathlib import Path

from argus.clusters.schemas import SandboxCluster, SandboxStatus
from argus.sandbox.progress import read_status, status_path


def sandbox_status(home: Path) -> SandboxStatus:
    """Read from the file that `argus sandbox up` keeps; not enabled where it was never run."""
    found = read_status(home)
    clusters = [SandboxCluster(name=one.name, state=one.state, detail=one.detail) for one in found.clusters]
    return SandboxStatus(
        enabled=bool(clusters) or status_path(home).exists(),
        active=found.active,
        step=found.step,
        steps=found.steps,
        title=found.title,
        elapsed_seconds=found.elapsed_seconds,
        error=found.error,
        clusters=clusters,
    )


def limited(status: SandboxStatus, names: frozenset[str]) -> SandboxStatus:
    """What those may know who see only these clusters: no progress, because its steps and errors name the others."""
    clusters = [one for one in status.clusters if one.name in names]
    return SandboxStatus(
        enabled=bool(clusters),
        active=False,
        step=0,
        steps=0,
        title="",
        elapsed_seconds=0.0,
        error=None,
        clusters=clusters,
    )
