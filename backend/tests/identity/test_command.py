"""`argus user` as an operator types it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from argus.cli import main
from tests.kube.kubeconfigs import kubeconfig

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ARGUS_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        return main(list(arguments))

    return run


def test_a_user_is_added_with_a_made_up_password(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("user", "add", "dev@example.com", "--role", "viewer") == 0
    assert "dev@example.com: the password is " in capsys.readouterr().out
    assert run("user", "list") == 0
    assert capsys.readouterr().out == "dev@example.com  dev@example.com  viewer\n"


@pytest.fixture
def prod(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The id of a cluster that is named `prod`."""
    (tmp_path / "config").write_text(kubeconfig())
    assert run("cluster", "import", "--kubeconfig", str(tmp_path / "config")) == 0
    assert run("cluster", "list") == 0
    return capsys.readouterr().out.split()[-1]


def test_a_grant_names_its_cluster_by_name_or_id(run: Run, prod: str, capsys: pytest.CaptureFixture[str]) -> None:
    for email, cluster in (("a@example.com", "prod"), ("b@example.com", prod)):
        assert run("user", "add", email, "--role", "viewer", "--cluster", cluster, "--namespace", "shop") == 0
    capsys.readouterr()
    assert run("user", "list") == 0
    assert [line.split("  ")[2] for line in capsys.readouterr().out.splitlines()] == [f"viewer in {prod}/shop"] * 2


def test_a_grant_on_a_cluster_that_is_not_there_is_refused(
    run: Run, prod: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("user", "add", "dev@example.com", "--role", "viewer", "--cluster", "nonsuch") == 1
    assert capsys.readouterr().err == "argus: There is no cluster nonsuch; known are prod.\n"
    assert run("user", "list") == 0
    assert capsys.readouterr().out == ""


def test_a_given_password_is_not_shown(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("user", "add", "dev@example.com", "--role", "admin", "--name", "Dev", "--password-stdin")
    assert run(*given, stdin="a long enough password\n") == 0
    assert capsys.readouterr().out == "dev@example.com: done\n"
    run("user", "list")
    assert capsys.readouterr().out == "dev@example.com  Dev  admin\n"


def test_a_refusal_is_one_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("user", "add", "dev@example.com", "--role", "viewer", "--namespace", "shop") == 1
    assert capsys.readouterr().err == (
        "argus: The grant cannot be used. cluster: a namespace needs the cluster it is in.\n"
    )
    assert run("user", "reset-password", "nobody@example.com") == 1
    assert capsys.readouterr().err == "argus: There is no user nobody@example.com.\n"


def test_a_password_is_reset(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("user", "add", "dev@example.com", "--role", "viewer")
    capsys.readouterr()
    assert run("user", "reset-password", "dev@example.com") == 0
    assert capsys.readouterr().out.startswith("dev@example.com: the password is ")
    assert run("user", "reset-password", "dev@example.com", "--password-stdin", stdin="short\n") == 1


def test_a_role_that_is_none_is_refused(run: Run) -> None:
    with pytest.raises(SystemExit):
        run("user", "add", "dev@example.com", "--role", "owner")
