"""`argus cluster` and `argus keys`, as an operator types them."""

from pathlib import Path

import pytest
import yaml

from argus.cli import main
from tests.kube.kubeconfigs import kubeconfig

OLD, NEW = "an old key of more than thirty-two characters", "a new key of more than thirty-two characters"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config"
    contexts = [
        {"name": name, "context": {"cluster": "prod-cluster", "user": user}}
        for name, user in (("prod", "prod-user"), ("dev", "prod-user"), ("bad", "gone"))
    ]
    path.write_text(kubeconfig(contexts=contexts))
    for name, value in {
        "ARGUS_HOME": str(tmp_path / "home"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'argus.db'}",
        "KUBECONFIG": str(path),
        "ENCRYPTION_KEY": OLD,
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_the_manifest_and_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", "manifest"]) == 0
    documents = list(yaml.safe_load_all(capsys.readouterr().out))
    assert documents[0]["kind"] == "Namespace"
    assert main(["cluster", "manifest"]) == 0
    assert "reach custom resources only where" in capsys.readouterr().out.splitlines()[0]
    assert main(["cluster", "manifest", "--rights", "admin", "--command"]) == 0
    assert "name: cluster-admin" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["cluster", "manifest", "--rights", "root"])
    assert "--rights" in capsys.readouterr().err


def test_import_and_list(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", "import", "--context", "prod"]) == 0
    assert capsys.readouterr().out == "imported prod as prod\n"
    assert main(["cluster", "import", "--context", "prod"]) == 0
    assert capsys.readouterr().out == "nothing new to import\n"
    assert main(["cluster", "import"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "imported dev as dev\n"
    assert "bad: users: " in printed.err
    assert main(["cluster", "import", "--context", "nope"]) == 1
    assert "nope: no such context" in capsys.readouterr().err
    (home / "broken").write_text("[")
    assert main(["cluster", "import", "--kubeconfig", str(home / "broken")]) == 1
    assert "not YAML" in capsys.readouterr().err
    assert main(["cluster", "list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:3] for line in listed] == [
        ["dev", "https://10.0.0.1:6443", "imported"],
        ["prod", "https://10.0.0.1:6443", "imported"],
    ]


def test_a_kubeconfig_that_is_not_there_is_named(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["cluster", "import", "--kubeconfig", str(home / "nowhere")]) == 1
    assert f"there is no file {home / 'nowhere'};" in capsys.readouterr().err
    monkeypatch.setenv("KUBECONFIG", f"{home / 'one'}:{home / 'two'}")
    assert main(["cluster", "import"]) == 1
    assert f"there is no file {home / 'one'} and no file {home / 'two'};" in capsys.readouterr().err
    monkeypatch.setenv("KUBECONFIG", f"{home / 'one'}:{home / 'config'}")
    assert main(["cluster", "import", "--context", "prod"]) == 0


def test_verification_is_turned_off_by_a_flag_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "config").write_text(kubeconfig(cluster={"insecure-skip-tls-verify": True}))
    assert main(["cluster", "import"]) == 1
    assert "run `argus cluster import --insecure-skip-tls-verify`" in capsys.readouterr().err
    assert main(["cluster", "import", "--insecure-skip-tls-verify"]) == 0
    assert capsys.readouterr().out.startswith("imported ")
    assert main(["audit", "tail"]) == 0
    assert '"insecureSkipTlsVerify":true' in capsys.readouterr().out
    assert main(["cluster", "contexts"]) == 0
    assert capsys.readouterr().out.endswith("imported\n")


def test_the_flag_leaves_verification_on_where_the_kubeconfig_does(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cluster", "import", "--context", "prod", "--insecure-skip-tls-verify"]) == 0
    assert main(["audit", "tail"]) == 0
    assert '"insecureSkipTlsVerify":false' in capsys.readouterr().out


def test_keys_are_rotated(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    main(["cluster", "import", "--context", "prod", "--context", "dev"])
    monkeypatch.setenv("ENCRYPTION_KEY", f"{NEW},{OLD}")
    capsys.readouterr()
    assert main(["keys", "rotate", "--batch", "1"]) == 0
    assert capsys.readouterr().out.startswith("2 of 2 secrets")
    monkeypatch.setenv("ENCRYPTION_KEY", NEW)
    assert main(["keys", "rotate"]) == 0
    assert capsys.readouterr().out.startswith("0 of 2 secrets")
    monkeypatch.setenv("ENCRYPTION_KEY", OLD)
    assert main(["keys", "rotate"]) == 2
    assert "not among the keys" in capsys.readouterr().err
    assert main(["cluster", "import"]) == 2
    assert "ENCRYPTION_KEY" in capsys.readouterr().err
