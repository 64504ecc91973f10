"""Onboarding by a service account: the command is run as people run it, and its kubeconfig used."""

import asyncio
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from argus.clusters.manifest import Rights, onboarding
from argus.errors import UpstreamRefused
from argus.sandbox.binaries import ensure_binaries
from tests.clusters.conftest import Registry

Run = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def shell(east: str, tmp_path: Path) -> Run:
    """A POSIX shell with kubectl and the admin's kubeconfig."""
    (tmp_path / "admin").write_text(east)
    kubectl = ensure_binaries(os.environ, lambda _title: None).tool("kubectl")
    path = os.pathsep.join([str(kubectl.parent), os.defpath])
    environment = {"PATH": path, "KUBECONFIG": str(tmp_path / "admin"), "HOME": str(tmp_path)}

    def run(command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(["sh"], input=command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize(
    ("rights", "may_write", "may_grant"), [("view", False, False), ("edit", True, False), ("admin", True, True)]
)
async def test_the_command_prints_a_kubeconfig_with_the_rights_that_were_chosen(
    registry: Registry, shell: Run, rights: Rights, may_write: bool, may_grant: bool
) -> None:
    done = await asyncio.to_thread(shell, onboarding(rights).command)
    assert done.returncode == 0, done.stderr
    added = await registry.add(f"by-{rights}", done.stdout)
    assert (added.status.phase, added.node_count) == ("connected", 2)
    api = await registry.service.connection(added.id)
    assert (await api.request("GET", "/api/v1/pods")).status == 200
    assert (await api.request("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions")).status == 200
    writes = {"/api/v1/namespaces/default/configmaps": may_write, "/api/v1/namespaces": may_grant}
    for path, allowed in writes.items():
        kind = "ConfigMap" if path.endswith("configmaps") else "Namespace"
        body = f'{{"apiVersion":"v1","kind":"{kind}","metadata":{{"generateName":"by-{rights}-"}}}}'.encode()
        if allowed:
            assert (await api.request("POST", path, query={"dryRun": "All"}, body=body)).status == 201
        else:
            with pytest.raises(UpstreamRefused) as caught:
                await api.request("POST", path, query={"dryRun": "All"}, body=body)
            assert caught.value.status == 403
    undone = await asyncio.to_thread(shell, f"kubectl delete clusterrolebinding argus-{rights}")
    assert undone.returncode == 0


async def test_without_a_cluster_the_command_fails_and_prints_nothing(shell: Run) -> None:
    done = await asyncio.to_thread(shell, "KUBECONFIG=/dev/null\nexport KUBECONFIG\n" + onboarding("view").command)
    assert done.returncode != 0
    assert done.stdout == ""


def test_view_cannot_read_secrets_nor_write() -> None:
    documents = list(yaml.safe_load_all(onboarding("view").manifest))
    assert {document["kind"] for document in documents} == {
        "Namespace",
        "ServiceAccount",
        "Secret",
        "ClusterRoleBinding",
        "ClusterRole",
    }
    [role] = [document for document in documents if document["kind"] == "ClusterRole"]
    assert {verb for rule in role["rules"] for verb in rule["verbs"]} == {"get", "list", "watch"}
    assert not any("secrets" in rule["resources"] for rule in role["rules"])
