"""Every operation under generated requests: no failures, and no answers that the contract does not know."""

import asyncio
from collections import Counter
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from tests.conftest import Size
from tests.contract.checks import CHECKS, glance
from tests.contract.operations import ADMINS, ENDS_THE_SESSION, EVERYONE, PUBLIC, VIEWERS_OF_CLUSTERS, contract
from tests.resources.surface import Surface

Case = schemathesis.Case[Any]
# Not logout, which would end the session of the others, and of deleteCluster only clusters that are not there.
OPERATIONS = sorted(EVERYONE | VIEWERS_OF_CLUSTERS | ADMINS | (PUBLIC - ENDS_THE_SESSION))
SHORT, LONG = 15, 200
# How many requests there are in all.
SHORT_TOTAL, TOTAL = 600, 10_000
RICH = "listResources"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
KINDS = [
    ("core", "v1", "configmaps"),
    ("core", "v1", "pods"),
    ("core", "v1", "namespaces"),
    ("apps", "v1", "deployments"),
    ("rbac.authorization.k8s.io", "v1", "clusterroles"),
    ("authentication.k8s.io", "v1", "tokenreviews"),
    ("example.com", "v1", "things"),
]
NAMES = ["settings", "contract", "nothing"]
NAMESPACES = ["team-a", "contract"]
# With these the body is the apiserver's own, of which the contract says nothing, or has no end.
UNTOLD = frozenset({"view", "follow"})


def grounded(draw: st.DataObject, case: Case, surface: Surface, pod: str) -> None:
    """Lead most requests to things that are there: past the first check there is more to get wrong."""
    path, query = case.path_parameters, case.query
    if not draw.draw(st.integers(0, 4)):
        return
    if "cluster_id" in path and case.operation.definition.raw["operationId"] != "deleteCluster":
        path["cluster_id"] = surface.cluster
    if "resource" in path:
        path.update(zip(("group", "version", "resource"), draw.draw(st.sampled_from(KINDS)), strict=True))
    if "name" in path:
        path["name"] = draw.draw(st.sampled_from([*NAMES, pod] if case.path.endswith("/logs") else NAMES))
    if "namespace" in path:
        path["namespace"] = draw.draw(st.sampled_from(NAMESPACES))
    if "{name}" in case.path and "namespace" not in path and draw.draw(st.booleans()):
        query["namespace"] = draw.draw(st.sampled_from(NAMESPACES))
    if isinstance(case.body, dict) and "resource" in path and draw.draw(st.booleans()):
        case.body.setdefault("metadata", {"name": path.get("name", "contract"), "namespace": query.get("namespace")})


def try_out(surface: Surface, pod: str, operation_id: str, token: str, examples: int) -> int:
    """How many requests there were. Blocks; they are answered by the event loop of the test that waits for this."""
    schema = schemathesis.openapi.from_dict(contract(surface.stack.settings))
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    operation = next(each for each in found if each.definition.raw["operationId"] == operation_id)
    strategies = [operation.as_strategy(generation_mode=mode) for mode in MODES]
    session = requests.Session()
    tried = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(strategies), draw=st.data())
    def run(case: Case, draw: Any) -> None:
        nonlocal tried
        tried += 1
        grounded(draw, case, surface, pod)
        if case.query.keys() & UNTOLD:
            glance(case, session, surface.stack.url, token)
            return
        headers = {"Authorization": token}
        response = case.call(base_url=surface.stack.url, session=session, headers=headers, timeout=30)
        assert response.status_code != 401 or operation_id in PUBLIC, response.text
        case.validate_response(response, checks=CHECKS)

    run()
    return tried


@pytest.fixture(scope="module")
def tried() -> Counter[str]:
    """How many requests there were so far, by operation."""
    return Counter()


# Hypothesis blames its strategies when the global random state changes; it is the server, in another thread.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.parametrize("operation_id", OPERATIONS)
@pytest.mark.parametrize("role", ["admin", "viewer"])
async def test_answers_are_those_of_the_contract(
    surface: Surface, pod: str, operation_id: str, role: str, tried: Counter[str], size: Size
) -> None:
    client = {"admin": surface.admin, "viewer": surface.viewer}[role]
    token, examples = client.headers["Authorization"], size(SHORT, LONG)
    tried[operation_id] += await asyncio.to_thread(try_out, surface, pod, operation_id, token, examples)


@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
async def test_they_are_many(surface: Surface, pod: str, tried: Counter[str], size: Size) -> None:
    """Operations without parameters have few different requests; what is missing is asked of one that has many."""
    total, token = size(SHORT_TOTAL, TOTAL), surface.viewer.headers["Authorization"]
    if (missing := total - tried.total()) > 0:
        tried[RICH] += await asyncio.to_thread(try_out, surface, pod, RICH, token, missing)
    print(f"{tried.total():,} requests")
    assert tried.total() >= total
