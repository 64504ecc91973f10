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
