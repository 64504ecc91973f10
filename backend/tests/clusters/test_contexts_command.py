"""`argus cluster contexts` says which contexts of this machine can be used, and why the others cannot."""

from pathlib import Path

import pytest

from argus.cli import main

KUBECONFIG = """
contexts:
- {name: laptop, context: {cluster: good, user: token}}
- {name: cloud, context: {cluster: good, user: plugin}}
clusters:
- {name: good, cluster: {server: "https://10.1.2.3:6443"}}
users:
- {name: token, user: {token: abc}}
- {name: plugin, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: gke-gcloud-auth-plugin}}}
"""


def test_each_context_has_a_line_with_what_became_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config").write_text(KUBECONFIG)
    monkeypatch.setenv("ARGUS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ARGUS_IMPORT", "auto")
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["cluster", "contexts"]) == 0
    laptop, cloud = capsys.readouterr().out.splitlines()
    assert laptop == "laptop\thttps://10.1.2.3:6443\tnot imported"
    assert cloud.startswith("cloud\thttps://10.1.2.3:6443\t")
    assert "exec" in cloud
