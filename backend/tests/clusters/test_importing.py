"""Contexts from the operator's own disk, and the sandbox's clusters."""

import os
import sys
from pathlib import Path

import pytest

from argus.access.roles import Grant, Principal
from argus.clusters.importing import free_name
from argus.clusters.schemas import SandboxStatus
from argus.sandbox.progress import Progress
from tests.clusters.conftest import ADMIN, Opened, Registry
from tests.clusters.test_probes import eventually
from tests.kube.authority import Authority
from tests.kube.kubeconfigs import kubeconfig


@pytest.mark.parametrize(
    ("context", "taken", "name"),
    [
        ("prod", set(), "prod"),
        ("Prod Cluster!", set(), "prod-cluster"),
        ("arn:aws:eks:eu-west-1:1234:cluster/shop", set(), "shop"),
        ("gke_project_zone_name", set(), "gke-project-zone-name"),
        ("///", set(), "cluster"),
        ("prod", {"prod", "prod-2"}, "prod-3"),
        ("x" * 80, set(), "x" * 63),
        ("x" * 80, {"x" * 63}, "x" * 61 + "-2"),
    ],
)
def test_names_are_made_valid_and_free(context: str, taken: set[str], name: str) -> None:
    assert free_name(context, taken) == name


async def imported(registry: Registry, count: int) -> None:
    async def there() -> bool:
        return len(await registry.names()) == count

    await eventually(there)


async def test_every_usable_context_is_imported_once(opened: Opened, tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "ca.crt").write_bytes(authority.ca)
    contexts = [
        {"name": "prod", "context": {"cluster": "prod-cluster", "user": "prod-user"}},
        {"name": "PROD", "context": {"cluster": "prod-cluster", "user": "prod-user"}},
        {"name": "broken", "context": {"cluster": "prod-cluster", "user": "gone"}},
    ]
    first, second = tmp_path / "one", tmp_path / "two"
    first.write_text(kubeconfig(cluster={"certificate-authority": "ca.crt"}, contexts=contexts))
    second.write_text("[")
    paths = os.pathsep.join([str(first), str(second), str(tmp_path / "missing")])
    registry = await opened(KUBECONFIG=paths, ARGUS_IMPORT="auto")
    await imported(registry, 2)
    assert await registry.names() == ["prod", "prod-2"]
    status = await registry.service.imports()
    assert status.path == paths
    found = {one.context: one for one in status.candidates}
    assert found["prod"].imported
    assert found["prod"].problem is None
    assert "'gone'" in str(found["broken"].problem)
    assert "not YAML" in str(found[""].problem)
    again = await opened(KUBECONFIG=paths, ARGUS_IMPORT="auto")
    await again.service._importer.at_start()
    assert await again.names() == ["prod", "prod-2"]
    entries = await registry.audited()
    assert {entry.action for entry in entries} == {"cluster.add"}
    assert {entry.actor_email for entry in entries} == {None}


async def test_new_credentials_on_disk_are_taken_over(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text(kubeconfig())
    registry = await opened(KUBECONFIG=str(path), ARGUS_IMPORT="auto")
    await imported(registry, 1)
    path.write_text(kubeconfig("https://10.0.0.2:6443"))
    await registry.service._importer.at_start()
    [cluster] = registry.service._registry.all()
    assert cluster.server == "https://10.0.0.2:6443"
    assert cluster.source == "imported"


async def test_what_was_removed_by_hand_stays_away(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text(kubeconfig())
    registry = await opened(KUBECONFIG=str(path), ARGUS_IMPORT="auto")
    await imported(registry, 1)
    await registry.remove(registry.service.refs()[0].id)
    importer = registry.service._importer
    await importer.at_start()
    assert await registry.names() == []
    [candidate] = (await registry.service.imports()).candidates
    assert "removed by hand" in str(candidate.problem)
    candidates, _problem = importer.candidates()
    assert [cluster.name for cluster in await importer.take("imported", candidates, again=True)] == ["prod"]
    assert await registry.names() == ["prod"]


async def test_never_means_never(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text(kubeconfig())
    registry = await opened(KUBECONFIG=str(path))
    await registry.service._importer.at_start()
    assert await registry.names() == []
    [candidate] = (await registry.service.imports()).candidates
    assert "ARGUS_IMPORT is never" in str(candidate.problem)


async def test_exec_plugins_of_the_operators_own_kubeconfig(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "config"
    command = {"apiVersion": "client.authentication.k8s.io/v1", "command": sys.executable}
    path.write_text(kubeconfig(user={"exec": command}))
    registry = await opened(KUBECONFIG=str(path))
    [candidate] = registry.service._importer.candidates()[0]
    assert "ARGUS_EXEC_PLUGINS" in str(candidate.problem)
    allowing = await opened(KUBECONFIG=str(path), ARGUS_EXEC_PLUGINS=sys.executable)
    [candidate] = allowing.service._importer.candidates()[0]
    assert candidate.problem is None


async def test_sandbox_clusters_come_and_go(opened: Opened, tmp_path: Path) -> None:
    root = tmp_path / "home" / "sandbox"
    registry = await opened(ARGUS_SANDBOX="auto")
    assert not registry.service.sandbox(ADMIN).enabled
    folder = root / "sandbox-east"
    folder.mkdir(parents=True)
    contexts = [{"name": "sandbox-east", "context": {"cluster": "prod-cluster", "user": "prod-user"}}]
    (folder / "kubeconfig").write_text(kubeconfig("https://127.0.0.1:7001", contexts=contexts, current="sandbox-east"))
    await imported(registry, 1)
    [cluster] = registry.service._registry.all()
    assert (cluster.name, cluster.source) == ("sandbox-east", "sandbox")
    (folder / "kubeconfig").write_text(kubeconfig("https://127.0.0.1:7002", contexts=contexts))

    async def moved() -> bool:
        return registry.service._registry.all()[0].server == "https://127.0.0.1:7002"

    await eventually(moved)
    (folder / "kubeconfig").unlink()
    await imported(registry, 0)
    (folder / "kubeconfig").write_text(kubeconfig("https://127.0.0.1:7003", contexts=contexts))
    await imported(registry, 1)
    await registry.remove(registry.service.refs()[0].id)
    await registry.service._importer._look_at_sandbox()
    assert await registry.names() == []


async def test_the_sandboxs_progress_is_shown(registry: Registry, tmp_path: Path) -> None:
    progress = Progress(tmp_path / "home", ["sandbox-east"], 4, echo=False)
    progress.begin("building kube-apiserver")
    shown = registry.service.sandbox(ADMIN)
    assert (shown.enabled, shown.active, shown.step, shown.steps) == (True, True, 1, 4)
    assert shown.title == "building kube-apiserver"
    assert [(one.name, one.state) for one in shown.clusters] == [("sandbox-east", "building")]


async def test_the_sandbox_shows_only_clusters_that_a_grant_reaches(opened: Opened, tmp_path: Path) -> None:
    root = tmp_path / "home" / "sandbox"
    registry = await opened(ARGUS_SANDBOX="auto")
    names = ["sandbox-east", "sandbox-west"]
    progress = Progress(tmp_path / "home", names, 4, echo=False)
    for number, name in enumerate(names):
        context = {"name": name, "context": {"cluster": "prod-cluster", "user": "prod-user"}}
        (root / name).mkdir()
        text = kubeconfig(f"https://127.0.0.1:700{number}", contexts=[context], current=name)
        (root / name / "kubeconfig").write_text(text)
    await imported(registry, 2)
    progress.begin("Starting sandbox-west")
    progress.cluster("sandbox-west", "failed", "nothing listens on port 7001")
    east = next(one.id for one in registry.service.refs() if one.name == "sandbox-east")

    def shown(*grants: Grant) -> SandboxStatus:
        return registry.service.sandbox(Principal("u2", "narrow@example.com", "Narrow", "s2", grants))

    assert len(shown(Grant("viewer")).clusters) == 2
    for grant in (Grant("viewer", east), Grant("admin", east, "shop")):
        assert [one.name for one in shown(grant).clusters] == ["sandbox-east"]
        assert "west" not in str(shown(grant))
        assert "7001" not in str(shown(grant))
    assert shown(Grant("admin", "another")).clusters == []
    assert not shown(Grant("admin", "another")).enabled
