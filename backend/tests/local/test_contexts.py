"""Whether there are clusters to import decides whether `make up` starts the sandbox."""

from pathlib import Path

import pytest
from local.clusters import sandbox_wanted
from local.contexts import count

TWO = "contexts: [{name: a}, {name: b}]"


def test_contexts_are_counted_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "one").write_text(TWO)
    (tmp_path / "two").write_text("contexts: [{name: c}]")
    (tmp_path / "broken").write_text("contexts: [")
    (tmp_path / "empty").write_text("")
    files = ":".join(str(tmp_path / name) for name in ("one", "two", "broken", "empty", "missing"))
    assert count({"KUBECONFIG": files}) == 3


@pytest.mark.parametrize(
    ("sandbox", "imports", "kubeconfig", "wanted"),
    [
        ("", "", "", True),
        ("auto", "", TWO, False),
        ("AUTO", "never", TWO, True),
        ("always", "", TWO, True),
        ("never", "", "", False),
    ],
)
def test_when_the_sandbox_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: str, imports: str, kubeconfig: str, wanted: bool
) -> None:
    (tmp_path / "config").write_text(kubeconfig)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("ARGUS_SANDBOX", sandbox)
    monkeypatch.setenv("ARGUS_IMPORT", imports)
    assert sandbox_wanted() is wanted
