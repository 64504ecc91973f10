"""The static checks of what cannot be run here find what they are for."""

from pathlib import Path

import pytest
from local.deployment import compose_faults, dockerfile_faults, faults, workflow_faults


def test_the_repository_has_no_fault() -> None:
    assert list(faults()) == []


GOOD = """FROM python:3.12 AS build
RUN npm ci --no-fund --no-audit --loglevel=error
FROM python:3.12
USER 10001
"""


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("USER 10001", "USER root"), "runs as root"),
        (("USER 10001", "USER 0:0"), "runs as root"),
        (("FROM python:3.12 AS", "FROM python AS"), "names no version"),
        (("FROM python:3.12 AS", "FROM python:latest AS"), "names no version"),
        (("RUN npm ci", "RUN curl example.com | sh && npm ci"), "runs what make does not run"),
        (("USER", "COPY no/such/file here\nUSER"), "copies no/such/file, which is not there"),
        (("FROM python:3.12\n", ""), "has one stage"),
    ],
)
def test_a_bad_dockerfile(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text(GOOD)
    assert list(dockerfile_faults(path)) == []
    path.write_text(GOOD.replace(*change))
    assert fault in "; ".join(dockerfile_faults(path))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("jobs: {}", "says not when it runs"),
        ("on: push", "every permission"),
        ("on: push\npermissions: {}\njobs: {a: {steps: [{uses: actions/checkout}]}}", "names no version"),
        ("on: push\npermissions: {}\njobs: {a: {steps: [{name: nothing}]}}", "either uses or run"),
        ("on: push\npermissions: {}\njobs: {a: {steps: [{run: bash .ci/walk}]}}", ".ci/walk is not there"),
        ("on: push\npermissions: {}\njobs: {a: {}}", "has no timeout-minutes"),
    ],
)
def test_a_bad_workflow(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "ci.yml"
    path.write_text(text)
    assert fault in "; ".join(workflow_faults(path))


def test_a_compose_file_with_a_default_secret(tmp_path: Path) -> None:
    path = tmp_path / "docker-compose.yml"
    path.write_text("services: {backend: {build: {dockerfile: missing}, environment: {JWT_SECRET: secret}}}")
    found = "; ".join(compose_faults(path))
    assert "JWT_SECRET must be asked for" in found
    assert "missing, which is not there" in found
