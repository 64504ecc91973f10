"""The whole table: role, scope, area, verb. Written out from the promise, not from the code."""

from itertools import product

import pytest

from argus.access.roles import Area, Grant, Principal, Role, Target, Verb, decide, scope, sees

READ: tuple[Verb, ...] = ("get", "list", "watch")
WRITE: tuple[Verb, ...] = ("create", "update", "patch", "delete")
VERBS: tuple[Verb, ...] = READ + WRITE
ROLES: tuple[Role, ...] = ("admin", "viewer")


def who(*grants: Grant) -> Principal:
    return Principal("u", "dev@example.com", "Dev", "s", grants)


def pods(cluster: str = "c1", namespace: str | None = "shop") -> Target:
    return Target("resources", cluster, "core", "pods", namespace)


def secrets(cluster: str = "c1", namespace: str | None = "shop") -> Target:
    return Target("resources", cluster, "core", "secrets", namespace)


def allowed(grant: Grant, target: Target) -> set[Verb]:
    return {verb for verb in VERBS if decide(who(grant), verb, target).allowed}


ALL, SOME, NONE = set(VERBS), set(READ), set[Verb]()
EVERYWHERE, CLUSTER, NAMESPACE = (None, None), ("c1", None), ("c1", "shop")

# scope of the grant → target → what an admin may, what a viewer may
TABLE = [
    (EVERYWHERE, Target("clusters"), ALL, SOME),
    (EVERYWHERE, Target("clusters", "c1"), ALL, SOME),
    (EVERYWHERE, Target("fleet"), ALL, SOME),
    (EVERYWHERE, Target("sandbox"), ALL, SOME),
    (EVERYWHERE, pods(), ALL, SOME),
    (EVERYWHERE, pods(namespace=None), ALL, SOME),
    (EVERYWHERE, secrets(), ALL, NONE),
    (EVERYWHERE, secrets(namespace=None), ALL, NONE),
    (CLUSTER, Target("clusters"), SOME, SOME),
    (CLUSTER, Target("clusters", "c1"), ALL, SOME),
    (CLUSTER, Target("clusters", "c2"), NONE, NONE),
    (CLUSTER, Target("fleet"), SOME, SOME),
    (CLUSTER, Target("sandbox"), SOME, SOME),
    (CLUSTER, pods(), ALL, SOME),
    (CLUSTER, pods(namespace=None), ALL, SOME),
    (CLUSTER, pods("c2"), NONE, NONE),
    (CLUSTER, secrets(), ALL, NONE),
    (CLUSTER, secrets("c2"), NONE, NONE),
    (NAMESPACE, Target("clusters"), SOME, SOME),
    (NAMESPACE, Target("clusters", "c1"), SOME, SOME),
    (NAMESPACE, Target("clusters", "c2"), NONE, NONE),
    (NAMESPACE, Target("fleet"), SOME, SOME),
    (NAMESPACE, Target("sandbox"), SOME, SOME),
    (NAMESPACE, pods(), ALL, SOME),
    (NAMESPACE, pods(namespace="other"), NONE, NONE),
    (NAMESPACE, pods(namespace=None), NONE, NONE),
    (NAMESPACE, pods("c2"), NONE, NONE),
    (NAMESPACE, secrets(), ALL, NONE),
    (NAMESPACE, secrets(namespace="other"), NONE, NONE),
]


@pytest.mark.parametrize(("place", "target", "admin", "viewer"), TABLE)
def test_the_table(place: tuple[str | None, str | None], target: Target, admin: set[Verb], viewer: set[Verb]) -> None:
    assert allowed(Grant("admin", *place), target) == admin
    assert allowed(Grant("viewer", *place), target) == viewer


@pytest.mark.parametrize("area", ["clusters", "resources", "fleet", "sandbox"])
def test_without_grants_nothing_is_allowed(area: Area) -> None:
    for verb, cluster in product(VERBS, (None, "c1")):
        assert not decide(who(), verb, Target(area, cluster)).allowed


@pytest.mark.parametrize("verb", VERBS)
def test_everyone_has_their_own_session(verb: Verb) -> None:
    assert decide(who(), verb, Target("session")).allowed
    assert decide(who(Grant("viewer", "c1", "shop")), verb, Target("session")).allowed


def test_grants_add_up_but_do_not_mix() -> None:
    both = who(Grant("viewer"), Grant("admin", "c1", "shop"))
    assert decide(both, "delete", pods()).allowed
    assert decide(both, "get", pods("c2", "other")).allowed
    assert not decide(both, "delete", pods("c2", "shop")).allowed
    assert not decide(both, "get", secrets("c1", "other")).allowed


def test_a_refusal_says_who_lacks_what() -> None:
    reason = decide(who(Grant("viewer")), "delete", pods()).reason
    assert reason == "dev@example.com may not delete pods in namespace shop; an admin of Argus can grant it."
    assert "clusters" in decide(who(), "create", Target("clusters")).reason


@pytest.mark.parametrize(
    ("grants", "cluster", "everything", "namespaces"),
    [
        ((), "c1", False, set()),
        ((Grant("viewer"),), "c1", True, set()),
        ((Grant("viewer", "c1"),), "c1", True, set()),
        ((Grant("viewer", "c1"),), "c2", False, set()),
        ((Grant("viewer", "c1", "a"), Grant("admin", "c1", "b"), Grant("viewer", "c2", "c")), "c1", False, {"a", "b"}),
        ((Grant("viewer", "c1", "a"), Grant("viewer", "c1")), "c1", True, set()),
    ],
)
def test_the_scope_of_a_list(grants: tuple[Grant, ...], cluster: str, everything: bool, namespaces: set[str]) -> None:
    found = scope(who(*grants), "list", cluster, "core", "pods")
    assert (found.everything, set(found.namespaces)) == (everything, namespaces)
    assert found.nothing == (not everything and not namespaces)
    assert found.admits("a") == (everything or "a" in namespaces)


@pytest.mark.parametrize("role", ROLES)
def test_secrets_are_in_no_viewers_scope(role: Role) -> None:
    for place in ((None, None), ("c1", None), ("c1", "shop")):
        found = scope(who(Grant(role, *place)), "list", "c1", "core", "secrets")
        assert found.nothing == (role == "viewer")


def test_a_scope_agrees_with_the_decision() -> None:
    """What a list shows is what a single question would have allowed."""
    grants = [Grant(role, *place) for role in ROLES for place in ((None, None), ("c1", None), ("c1", "shop"))]
    for first, second, verb, resource in product(grants, grants, VERBS, ("pods", "secrets")):
        asker = who(first, second)
        found = scope(asker, verb, "c1", "core", resource)
        for namespace in ("shop", "other"):
            target = Target("resources", "c1", "core", resource, namespace)
            assert found.admits(namespace) == decide(asker, verb, target).allowed


def test_a_cluster_is_seen_by_those_with_any_grant_on_it() -> None:
    assert sees(who(Grant("viewer")), "c1")
    assert sees(who(Grant("viewer", "c1", "shop")), "c1")
    assert not sees(who(Grant("admin", "c1")), "c2")
    assert not sees(who(), "c1")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target("clusters", "c1", "core", "secrets"), "may not get secrets;"),
        (Target("clusters", "c1", "core", "secrets", "shop"), "may not get secrets in namespace shop;"),
        (Target("resources", "c1", "core", "namespaces", "shop"), "may not get namespace shop;"),
        (Target("resources", "c1", "core", "namespaces"), "may not get namespaces;"),
        (Target("resources", "c1", None, None, "shop"), "may not get this in namespace shop;"),
        (Target("clusters", "c1"), "may not get clusters;"),
    ],
)
def test_a_refusal_names_what_was_asked_for(target: Target, said: str) -> None:
    assert said in decide(who(), "get", target).reason
