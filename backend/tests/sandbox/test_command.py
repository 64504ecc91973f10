"""`argus sandbox` as a person types it."""

import argparse
from pathlib import Path

import pytest

from argus.sandbox.cluster import cluster_state
from argus.sandbox.command import register
from argus.sandbox.layout import cluster_names, cluster_paths


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    arguments = parser.parse_args(["sandbox", *words])
    status: int = arguments.run(arguments)
    return status


@pytest.fixture(autouse=True)
def home(sandbox_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARGUS_HOME", str(sandbox_home))
    return sandbox_home


def test_a_cluster_comes_grows_and_goes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("up", "brief", "--bare") == 0
    assert "[1/1] Starting brief … " in capsys.readouterr().out

    assert run("scale", "--cluster", "brief", "--pods", "30", "--namespaces", "3") == 0
    assert "[30/30] pods in brief" in capsys.readouterr().out

    assert run("status") == 0
    assert "brief                running" in capsys.readouterr().out

    assert run("down", "brief") == 0
    assert cluster_state(home, "brief")[0] == "stopped"

    assert run("down", "brief", "--delete") == 0
    assert "brief" not in cluster_names(home)
    assert not cluster_paths(home, "brief").root.exists()


@pytest.mark.parametrize(
    "words, said",
    [
        (("up", "Not_A_Name"), "is not a name for a cluster"),
        (("down", "missing"), "there is no cluster 'missing' here"),
        (("seed", "missing"), "missing is not running"),
        (("scale", "--pods", "5", "--cluster", "missing"), "start it with `argus sandbox up missing`"),
    ],
)
def test_mistakes_are_one_clear_line(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 1

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_counts_below_one_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("scale", "--pods", "0")

    assert "must be 1 or more" in capsys.readouterr().err
