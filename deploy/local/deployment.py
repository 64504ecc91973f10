"""Checks what cannot be run everywhere: workflows, Dockerfiles and the compose file. Run by the virtual environment."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from local.build import NPM_BUILD
from local.install import NPM_CI
from local.places import DEPLOY, ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
COMPOSE = ROOT / "docker-compose.yml"
SAME_AS_MAKE = {"python3 -m local install backend", " ".join(NPM_CI), " ".join(NPM_BUILD)}
COMPOSE_SECRETS = ("DATABASE_URL", "JWT_SECRET", "ENCRYPTION_KEY")


def workflow_faults(path: Path) -> Iterator[str]:
    """What GitHub would refuse, or what would run with more rights or less certainty than it should."""
    said = _mapping(path)
    # YAML 1.1 reads a bare `on` as true.
    if "on" not in said and True not in said:
        yield "says not when it runs"
    if "permissions" not in said:
        yield "gives its token every permission; name those it needs"
    for name, job in (said.get("jobs") or {"": {}}).items():
        yield from (f"job {name}: {fault}" for fault in _job_faults(job))


def _job_faults(job: dict[str, Any]) -> Iterator[str]:
    for key in ("runs-on", "timeout-minutes", "steps"):
        if key not in job:
            yield f"has no {key}"
    for step in job.get("steps", []):
        if ("uses" in step) == ("run" in step):
            yield f"a step needs either uses or run: {step}"
        if "uses" in step and not re.fullmatch(r"[\w./-]+@(v\d+(\.\d+)*|[0-9a-f]{40})", step["uses"]):
            yield f"{step['uses']} names no version"
        for script in re.findall(r"\.ci/\w+", step.get("run", "")):
            if not os.access(ROOT / script, os.X_OK):
                yield f"{script} is not there or cannot be executed"


def dockerfile_faults(path: Path) -> Iterator[str]:
    """Several stages of named versions, an unprivileged user, sources that exist, and only commands of make."""
    text = re.sub(r"\\\n\s*", " ", path.read_text())
    steps = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    stages = [value for word, value in steps if word == "FROM"]
    if len(stages) < 2:
        yield "has one stage; what builds must not be shipped"
    for stage in stages:
        if not re.match(r"[\w./-]+:\d[\w.-]*", stage):
            yield f"{stage} names no version"
    users = [value for word, value in steps if word == "USER"]
    if not users or not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", users[-1]):
        yield "runs as root or as a user without a number"
    for word, value in steps:
        if word == "RUN" and value not in SAME_AS_MAKE:
            yield f"runs what make does not run: {value}"
        if word == "COPY" and "--from=" not in value:
            yield from (
                f"copies {name}, which is not there" for name in value.split()[:-1] if not (ROOT / name).exists()
            )


def compose_faults(path: Path) -> Iterator[str]:
    """It parses, its Dockerfiles are there, and no secret has a default."""
    services = _mapping(path).get("services") or {}
    if set(services) != {"database", "backend", "frontend"}:
        yield f"has the services {', '.join(services)}"
    for name, service in services.items():
        built = (service.get("build") or {}).get("dockerfile")
        if built and not (ROOT / built).is_file():
            yield f"{name} is built from {built}, which is not there"
    for secret in COMPOSE_SECRETS:
        if f"${{{secret}:?" not in path.read_text():
            yield f"{secret} must be asked for: ${{{secret}:?…}}"
    yield from _compose_itself(path)


def _compose_itself(path: Path) -> Iterator[str]:
    """What Docker says about the file, where Docker and its compose plugin are installed."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        return
    given = {**os.environ, **dict.fromkeys(COMPOSE_SECRETS, "checked")}
    command = [docker, "compose", "--file", str(path), "config", "--quiet"]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        yield done.stderr.strip()


def _mapping(path: Path) -> dict[Any, Any]:
    said = yaml.safe_load(path.read_text())
    return said if isinstance(said, dict) else {}


def faults() -> Iterator[str]:
    """Every fault, with the file it is in."""
    for path in sorted(WORKFLOWS.glob("*.yml")):
        yield from (f"{path.name}: {fault}" for fault in workflow_faults(path))
    for path in sorted((DEPLOY / "docker").glob("*.Dockerfile")):
        yield from (f"{path.name}: {fault}" for fault in dockerfile_faults(path))
    yield from (f"{COMPOSE.name}: {fault}" for fault in compose_faults(COMPOSE))


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "nothing to complain about")
    sys.exit(1 if found else 0)
