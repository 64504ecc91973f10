"""Small requests: how many a second over 32 connections, and how long each takes.

Argus keeps to one core and the load to the other, so that a second of Argus's processor time is what is divided.
Sign-in, grants and audit are on, as always. Where the apiserver has to answer too, it takes its share of both cores.
"""

import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import yaml

from argus.sandbox.apiserver import Apiserver
from argus.sandbox.component import component_pid
from bench.argus_process import BACKEND
from bench.client import AskError
from bench.load import NUMBER, VERSION, Ask, Load, Loaded
from bench.measure import Figures, ratios
from bench.people import NARROW, add, add_narrow
from bench.plane import APISERVER, api_port
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.subject import Subject

CONNECTIONS = 32
SMALL_BUDGET = (Bound("per_second", at_least=4000.0, budget="get"),)
# It needs no authentication, which the budget means.
TOLD_BUDGET = (Bound("per_second", at_least=4000.0, told=True),)
# Above, the client is what is measured.
BUSIEST = 85.0
SIGN_IN_SECONDS = 10.0
NAMESPACE = "bulk-007"
SETTINGS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"


class Case(msgspec.Struct, frozen=True):
    """What is asked, of Argus and, where it can be, of the apiserver: one `Ask` for each connection.

    Made anew for each round, because a change has to tell the version of what it replaces. Answers that take long need
    rounds of `seconds` at least, and fewer of these.
    """

    what: str
    argus: Callable[[], list[Ask]]
    direct: Callable[[], list[Ask]] | None = None
    budgets: tuple[Bound, ...] = ()
    seconds: float = 0.0


def requests(subject: Subject) -> Iterator[Reading]:
    """Each kind of request for itself, in rounds; where there is an apiserver to compare with, in turn with it."""
    cores = sorted(os.sched_getaffinity(0))
    _make_config_maps(subject)
    cases = _cases(subject)
    subject.argus.pin({cores[0]})
    try:
        with Step("requests a second") as step, _certificates(subject.clusters[0].kubeconfig) as pair:
            for done, case in enumerate(cases, start=1):
                yield _measured(subject, case, [cores[-1]], pair)
                step.at(done, len(cases))
    finally:
        subject.argus.pin(None)


def _cases(subject: Subject) -> list[Case]:
    cluster = f"/api/clusters/{subject.argus.cluster}"
    path = f"{cluster}/resources/core/v1/configmaps/bench-%d?namespace={NAMESPACE}"
    labels = msgspec.json.encode({"labels": {"round": NUMBER.decode()}}).decode()

    add_narrow(subject.argus)
    narrow = subject.argus.sign_in(NARROW, subject.argus.password)

    def everyone(method: str, path: str, body: str = "", token: str = "") -> Callable[[], list[Ask]]:
        return lambda: [_argus(subject, method, path, body, token=token)] * CONNECTIONS

    return [
        Case("GET /healthz", everyone("GET", "/healthz"), budgets=TOLD_BUDGET),
        Case("GET /api/auth/me", everyone("GET", "/api/auth/me"), budgets=SMALL_BUDGET),
        Case("GET a cluster", everyone("GET", cluster), budgets=SMALL_BUDGET),
        Case(
            "GET a cluster, by somebody who sees 30 of its 100 namespaces",
            everyone("GET", cluster, token=narrow),
            budgets=SMALL_BUDGET,
        ),
        Case(
            "GET a config map, from its apiserver",
            lambda: [_argus(subject, "GET", path % number) for number in range(CONNECTIONS)],
            lambda: [_direct("GET", f"{SETTINGS}/bench-{number}") for number in range(CONNECTIONS)],
        ),
        Case(
            "PUT a config map, into its apiserver",
            lambda: [_argus(subject, "PUT", path % at, *change) for at, change in enumerate(_changes(subject))],
            lambda: [_direct("PUT", f"{SETTINGS}/bench-{at}", *change) for at, change in enumerate(_changes(subject))],
        ),
        Case("PUT a cluster's labels", everyone("PUT", cluster, labels)),
        Case("POST a sign-in, argon2id of 46 MiB", lambda: _sign_ins(subject), seconds=SIGN_IN_SECONDS),
    ]


def _argus(subject: Subject, method: str, path: str, body: str = "", version: str = "", token: str = "") -> Ask:
    bearer = f"Authorization: Bearer {token or subject.argus.token()}"
    return Ask(f"{method} {path} HTTP/1.1\r\nHost: argus\r\n{bearer}\r\n{_type(body)}", body, version)


def _direct(method: str, path: str, body: str = "", version: str = "") -> Ask:
    head = f"{method} {path} HTTP/1.1\r\nHost: apiserver\r\nAccept: application/json\r\n{_type(body)}"
    return Ask(head, body, version)


def _type(body: str) -> str:
    return "Content-Type: application/json\r\n" if body else ""


def _sign_ins(subject: Subject) -> list[Ask]:
    """One person for each connection, because attempts are counted by account until they succeed."""
    emails = [f"person-{number}@example.com" for number in range(CONNECTIONS)]
    add(subject.argus, emails, [(None, None)])
    bodies = [msgspec.json.encode({"email": email, "password": subject.argus.password}).decode() for email in emails]
    return [Ask(f"POST /api/auth/login HTTP/1.1\r\nHost: argus\r\n{_type(body)}", body) for body in bodies]


def _make_config_maps(subject: Subject) -> None:
    with Apiserver(subject.clusters[0].kubeconfig) as server:
        for number in range(CONNECTIONS):
            server.ensure(SETTINGS, _config_map(f"bench-{number}"))


def _changes(subject: Subject) -> list[tuple[str, str]]:
    """For each connection the config map that it puts, with another content each time, and the version there is."""
    changes = []
    with Apiserver(subject.clusters[0].kubeconfig) as server:
        for number in range(CONNECTIONS):
            thing = _config_map(f"bench-{number}")
            found = server.call("GET", f"{SETTINGS}/bench-{number}")[1]
            thing["metadata"]["resourceVersion"] = VERSION.decode()
            changes.append((msgspec.json.encode(thing).decode(), str(found["metadata"]["resourceVersion"])))
    return changes


def _config_map(name: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": NAMESPACE}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"round": NUMBER.decode()}}


@contextmanager
def _certificates(kubeconfig: Path) -> Iterator[tuple[str, str]]:
    """Files with the authority's certificate, and with the client's and its key."""
    document = yaml.safe_load(kubeconfig.read_text())
    cluster, user = document["clusters"][0]["cluster"], document["users"][0]["user"]
    with TemporaryDirectory() as folder:
        authority, pair = Path(folder) / "authority.pem", Path(folder) / "pair.pem"
        authority.write_bytes(b64decode(cluster["certificate-authority-data"]))
        pair.touch(0o600)
        pair.write_bytes(b64decode(user["client-certificate-data"]) + b"\n" + b64decode(user["client-key-data"]))
        yield str(authority), str(pair)


def _measured(subject: Subject, case: Case, cores: list[int], certificates: tuple[str, str]) -> Reading:
    port, pid = api_port(subject.clusters[0]), subject.argus.pid
    apiserver = component_pid(subject.clusters[0], APISERVER) or 0
    seconds = max(subject.rounds.seconds, case.seconds)
    mine: list[Loaded] = []
    theirs: list[Loaded] = []
    for _ in range((subject.rounds.load + 1) // 2 if case.seconds else subject.rounds.load):
        mine.append(_run(case.what, Load(subject.argus.port, case.argus(), seconds, pid, apiserver, cores=cores)))
        if case.direct:
            load = Load(port, case.direct(), seconds, pid, apiserver, cores=cores, certificates=certificates)
            theirs.append(_run(case.what, load))
    return _reading(case, mine, theirs)


def _reading(case: Case, mine: list[Loaded], theirs: list[Loaded]) -> Reading:
    busy = max(each.client_cpu_ms / each.seconds / 10 for each in mine)
    more: dict[str, float | str] = {"client busy, %": f"{busy:.0f}"}
    if theirs:
        for how, rounds in (("through Argus", mine), ("directly", theirs)):
            more[f"CPU of apiserver, {how}, ms"] = median(each.apiserver_cpu_ms / each.answers for each in rounds)
    slow = [median(each.times) for each in mine], [median(each.times) for each in theirs]
    return Reading(
        section="",
        what=case.what,
        argus=_times(mine),
        direct=_times(theirs) if theirs else None,
        ratio=ratios(*slow) if theirs else None,
        budgets=tuple(msgspec.structs.replace(bound, told=bound.told or busy > BUSIEST) for bound in case.budgets),
        body_bytes=(mine[-1].body_bytes, theirs[-1].body_bytes if theirs else 0),
        cpu_ms=sum(each.server_cpu_ms for each in mine) / sum(each.answers for each in mine),
        per_second=_rates(mine),
        direct_per_second=_rates(theirs) if theirs else None,
        more=more,
    )


def _run(what: str, load: Load) -> Loaded:
    """Raises AskError unless every answer was a success."""
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, cwd=BACKEND, input=msgspec.json.encode(load), capture_output=True, check=False)
    if done.returncode != 0:
        raise AskError(f"{what}: {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
    loaded = msgspec.json.decode(done.stdout, type=Loaded)
    if not loaded.times or any(not status.startswith("2") for status in loaded.statuses):
        raise AskError(f"{what} was answered with {loaded.statuses}: {loaded.body}")
    return loaded


def _times(rounds: Sequence[Loaded]) -> Figures:
    return Figures.of([each for loaded in rounds for each in loaded.times])


def _rates(rounds: Sequence[Loaded]) -> Figures:
    return Figures.of([loaded.answers / loaded.seconds for loaded in rounds])
