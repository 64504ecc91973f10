"""Sequences of requests that build on each other, as both roles, chosen by a generator; every answer is held against
the contract."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import requests
import schemathesis
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule
from schemathesis.core.result import Ok

from tests.contract.checks import CHECKS, glance
from tests.contract.operations import contract
from tests.resources.surface import Object, Surface, config_map, deployment
from tests.stack import ADMIN, PASSWORD, VIEWER

ROLES = st.sampled_from(["admin", "viewer"])
KINDS: dict[str, tuple[tuple[str, str, str], Callable[[str, str], Object]]] = {
    "configmap": (("core", "v1", "configmaps"), config_map),
    "deployment": (("apps", "v1", "deployments"), deployment),
}
NAMESPACES = st.sampled_from(["team-a", "team-b", "nowhere"])
NAMES = st.sampled_from(["one", "two", "settings"])
FLAGS = st.sampled_from([{}, {"dryRun": "true"}])
Thing = dict[str, str]
Answer = schemathesis.Response


class Asker:
    """Asks operations by their id. `asked` is how often each was so far, `pod` one in `team-a` that has a log.

    `refreshed` is how often a session went on with a new token.
    """

    def __init__(self, surface: Surface, kubeconfig: str, pod: str) -> None:
        schema = schemathesis.openapi.from_dict(contract(surface.stack.settings))
        found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
        self._operations = {each.definition.raw["operationId"]: each for each in found}
        self._url = surface.stack.url
        self._session = requests.Session()
        self.tokens = {
            "admin": surface.admin.headers["Authorization"],
            "viewer": surface.viewer.headers["Authorization"],
        }
        self.cluster, self.kubeconfig, self.pod = surface.cluster, kubeconfig, pod
        self.asked: Counter[str] = Counter()
        self.refreshed = 0

    @property
    def unasked(self) -> set[str]:
        return self._operations.keys() - self.asked.keys()

    def ask(self, operation: str, token: str, path: Thing, query: Thing | None = None, body: object = None) -> Answer:
        given: dict[str, Any] = {} if body is None else {"body": body, "media_type": "application/json"}
        case = self._operations[operation].Case(path_parameters=path, query=query or {}, **given)
        headers = {"Authorization": token} if token else {}
        answer = case.call(base_url=self._url, session=self._session, headers=headers, timeout=30)
        self._session.cookies.clear()
        case.validate_response(answer, checks=CHECKS)
        self.asked[operation] += 1
        return answer

    def glance(self, operation: str, token: str, path: Thing, query: Thing) -> int:
        """Ask for what has no end, or is not in the contract; the status."""
        case = self._operations[operation].Case(path_parameters=path, query=query)
        self.asked[operation] += 1
        return glance(case, self._session, self._url, token)


class Sequences(RuleBasedStateMachine):
    """`asker` is set by the test. What a run makes it removes at its end."""

    asker: Asker
    clusters: Bundle[str] = Bundle("clusters")
    things: Bundle[Thing] = Bundle("things")
    sessions: Bundle[Thing] = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self._added: set[str] = set()
        self._made: list[Thing] = []

    def call(self, operation: str, role: str, path: Thing, query: Thing | None = None, body: object = None) -> Answer:
        return self.asker.ask(operation, self.asker.tokens[role], path, query, body)

    @rule(target=clusters)
    def the_cluster(self) -> str:
        return self.asker.cluster

    @rule(target=clusters, role=ROLES, name=st.sampled_from(["first", "second"]))
    def add_cluster(self, role: str, name: str) -> Any:
        body = {"name": name, "kubeconfig": self.asker.kubeconfig, "labels": {"made": "here"}}
        answer = self.call("createCluster", role, {}, body=body)
        assert answer.status_code in ((201, 409) if role == "admin" else (403,))
        if answer.status_code != 201:
            return multiple()
        self._added.add(answer.json()["id"])
        return answer.json()["id"]

    @rule(cluster=clusters, role=ROLES, name=st.sampled_from(["third", "first", "A B"]))
    def rename_cluster(self, cluster: str, role: str, name: str) -> None:
        if cluster != self.asker.cluster:
            self.call("updateCluster", role, {"cluster_id": cluster}, body={"name": name})

    @rule(cluster=consumes(clusters), role=ROLES)
    def remove_cluster(self, cluster: str, role: str) -> None:
        if cluster != self.asker.cluster:
            self.call("deleteCluster", role, {"cluster_id": cluster})

    @rule(cluster=clusters, role=ROLES, operation=st.sampled_from(["getCluster", "testCluster", "listNamespaces"]))
    def look_at_cluster(self, cluster: str, role: str, operation: str) -> None:
        answer = self.call(operation, role, {"cluster_id": cluster})
        assert answer.status_code == 200 or cluster not in (self.asker.cluster, *self._added)

    @rule(cluster=clusters, role=ROLES, operation=st.sampled_from(["listNodes", "listApiResources"]))
    def look_into_cluster(self, cluster: str, role: str, operation: str) -> None:
        self.call(operation, role, {"cluster_id": cluster})

    @rule(
        target=things,
        cluster=clusters,
        kind=st.sampled_from(sorted(KINDS)),
        name=NAMES,
        namespace=NAMESPACES,
        role=ROLES,
        flags=FLAGS,
    )
    def create(self, cluster: str, kind: str, name: str, namespace: str, role: str, flags: Thing) -> Any:
        (group, version, resource), make = KINDS[kind]
        place = {"cluster_id": cluster, "group": group, "version": version, "resource": resource}
        answer = self.call("createResource", role, place, flags, make(name, namespace))
        if role == "viewer":
            assert answer.status_code == 403
        thing = {**place, "name": name, "namespace": namespace, "kind": kind}
        if answer.status_code == 201 and not flags:
            self._made.append(thing)
        return thing

    @rule(
        thing=things,
        role=ROLES,
        operation=st.sampled_from(["getResource", "listResourceEvents", "listRelatedResources"]),
    )
    def read(self, thing: Thing, role: str, operation: str) -> None:
        self.call(operation, role, *_where(thing))

    @rule(thing=things, role=ROLES, flags=FLAGS, stale=st.booleans())
    def replace(self, thing: Thing, role: str, flags: Thing, stale: bool) -> None:
        path, query = _where(thing)
        there = self.call("getResource", role, path, query)
        if there.status_code == 200:
            body = there.json()
            body["metadata"]["labels"] = {"replaced": role}
            if stale:
                body["metadata"]["resourceVersion"] = "1"
            self.call("replaceResource", role, path, {**query, **flags}, body)

    @rule(thing=things, role=ROLES, flags=st.sampled_from([{}, {"dryRun": "true"}, {"force": "true"}]))
    def apply(self, thing: Thing, role: str, flags: Thing) -> None:
        path, query = _where(thing)
        body = KINDS[thing["kind"]][1](thing["name"], thing["namespace"])
        if self.call("applyResource", role, path, {**query, **flags}, body).status_code == 200 and not flags.get(
            "dryRun"
        ):
            self._made.append(thing)

    @rule(thing=things, role=ROLES, flags=FLAGS)
    def delete(self, thing: Thing, role: str, flags: Thing) -> None:
        path, query = _where(thing)
        if thing["name"] != "settings":
            self.call("deleteResource", role, path, {**query, **flags})

    @rule(thing=things, role=ROLES, sort=st.sampled_from(["name", "-age", "nothing"]), limit=st.integers(0, 3))
    def page(self, thing: Thing, role: str, sort: str, limit: int) -> None:
        path = {field: thing[field] for field in ("cluster_id", "group", "version", "resource")}
        query = {"sort": sort, "limit": str(limit)}
        answer = self.call("listResources", role, path, query)
        if answer.status_code == 200 and answer.json()["cursor"]:
            self.call("listResources", role, path, {**query, "cursor": answer.json()["cursor"]})

    @rule(role=ROLES, operation=st.sampled_from(["getFleetOverview", "listClusters", "getMe", "getSandbox"]))
    def look_around(self, role: str, operation: str) -> None:
        assert self.call(operation, role, {}).status_code == 200

    @rule(role=ROLES, view=st.sampled_from(["raw", "table"]), kind=st.sampled_from(sorted(KINDS)))
    def page_of_all(self, role: str, view: str, kind: str) -> None:
        """Over all clusters, and as the apiserver itself has it."""
        path = dict(zip(("group", "version", "resource"), KINDS[kind][0], strict=True))
        assert self.call("listFleetResources", role, path).status_code == 200
        self.asker.glance(
            "listResources", self.asker.tokens[role], {"cluster_id": self.asker.cluster, **path}, {"view": view}
        )

    @rule(
        role=ROLES, name=st.sampled_from(["", "nothing"]), more=st.sampled_from([{}, {"tail": "3"}, {"follow": "true"}])
    )
    def read_log(self, role: str, name: str, more: Thing) -> None:
        path = {"cluster_id": self.asker.cluster, "namespace": "team-a", "name": name or self.asker.pod}
        if "follow" in more:
            status = self.asker.glance("getPodLogs", self.asker.tokens[role], path, more)
        else:
            status = self.call("getPodLogs", role, path, more).status_code
        assert status == (404 if name else 200)

    @rule(role=ROLES, operation=st.sampled_from(["testKubeconfig", "readContexts"]))
    def look_at_kubeconfig(self, role: str, operation: str) -> None:
        body = {"kubeconfig": self.asker.kubeconfig}
        given = {"name": "tried", **body} if operation == "testKubeconfig" else body
        assert self.call(operation, role, {}, body=given).status_code == (200 if role == "admin" else 403)

    @rule(role=ROLES, operation=st.sampled_from(["listImports", "getOnboardingManifest"]))
    def prepare(self, role: str, operation: str) -> None:
        self.call(operation, role, {})

    @rule(role=ROLES, q=st.sampled_from(["one", "settings", "no such thing"]))
    def search(self, role: str, q: str) -> None:
        assert self.call("searchFleet", role, {}, {"q": q}).status_code == 200

    @rule(target=sessions, email=st.sampled_from([ADMIN, VIEWER]))
    def sign_in(self, email: str) -> Any:
        answer = self.asker.ask("login", "", {}, body={"email": email, "password": PASSWORD})
        assert answer.status_code == 200
        return answer.json()

    @rule(target=sessions, session=sessions)
    def refresh(self, session: Thing) -> Any:
        """With a token that may have been used before, which ends the session."""
        answer = self.asker.ask("refresh", "", {}, body={"refresh_token": session["refresh_token"]})
        if answer.status_code != 200:
            return multiple()
        self.asker.refreshed += 1
        return answer.json()

    @rule(session=consumes(sessions))
    def sign_out(self, session: Thing) -> None:
        token = f"Bearer {session['access_token']}"
        self.asker.ask("logout", token, {}, body={"refresh_token": session["refresh_token"]})
        assert self.asker.ask("getMe", token, {}).status_code == 401

    @rule(session=sessions)
    def who_am_i(self, session: Thing) -> None:
        self.asker.ask("getMe", f"Bearer {session['access_token']}", {})

    def teardown(self) -> None:
        for thing in self._made:
            if thing["name"] != "settings":
                path, query = _where({**thing, "cluster_id": self.asker.cluster})
                self.call("deleteResource", "admin", path, query)
        for cluster in self._added:
            self.call("deleteCluster", "admin", {"cluster_id": cluster})


def _where(thing: Thing) -> tuple[Thing, Thing]:
    """The path of an object and its query."""
    fields = ("cluster_id", "group", "version", "resource", "name")
    return {field: thing[field] for field in fields}, {"namespace": thing["namespace"]}
