"""What a submitted object must say about itself."""

from typing import Any

import pytest

from argus.errors import ArgusError, BadRequest, Unprocessable
from argus.kube.discovery import ApiKind
from argus.resources import submission

DEPLOYMENT = ApiKind("apps", "v1", "deployments", "Deployment", "deployment", True, ("get",), (), (), True)
POD = ApiKind("core", "v1", "pods", "Pod", "pod", True, ("get",), (), (), True)


def named(**metadata: Any) -> dict[str, Any]:
    return {"metadata": metadata}


def fields(error: ArgusError) -> list[str]:
    return [each.field for each in error.errors]


def test_identity_is_filled_in_from_the_path() -> None:
    filled = submission.check_identity(named(name="a"), DEPLOYMENT)
    assert (filled["apiVersion"], filled["kind"]) == ("apps/v1", "Deployment")
    assert submission.check_identity(named(name="a"), POD)["apiVersion"] == "v1"


@pytest.mark.parametrize("field, value", [("apiVersion", "apps/v1beta1"), ("kind", "Pod"), ("kind", 7)])
def test_identity_must_be_the_paths(field: str, value: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        submission.check_identity({**named(name="a"), field: value}, DEPLOYMENT)
    assert fields(caught.value) == [field]


@pytest.mark.parametrize("metadata", [None, [], "a"])
def test_metadata_must_be_an_object(metadata: Any) -> None:
    with pytest.raises(BadRequest):
        submission.check_identity({"metadata": metadata}, POD)


@pytest.mark.parametrize("metadata", [{}, {"name": ""}, {"name": 3}, {"generateName": None}])
def test_a_new_object_needs_a_name(metadata: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        submission.check_new_name({"metadata": metadata})
    submission.check_new_name(named(generateName="a-"))


def test_the_name_is_the_paths() -> None:
    assert submission.check_name(named(), "a") == named(name="a")
    with pytest.raises(BadRequest):
        submission.check_name(named(name="b"), "a")


def test_the_namespace_is_the_one_decided_on() -> None:
    assert submission.check_namespace(named(name="a"), "one") == named(name="a", namespace="one")
    assert submission.check_namespace(named(name="a"), None) == named(name="a")
    for namespace in ("one", None):
        with pytest.raises(BadRequest):
            submission.check_namespace(named(name="a", namespace="two"), namespace)


@pytest.mark.parametrize("namespace", [7, "../x", "a/b", "a\n", "UPPER"])
def test_a_namespace_in_the_body_is_one_name(namespace: Any) -> None:
    with pytest.raises(BadRequest):
        submission.body_namespace(named(namespace=namespace))


def test_bodies_without_a_namespace_say_so() -> None:
    assert submission.body_namespace({}) is None
    assert submission.body_namespace(named(namespace="")) is None
    assert submission.body_namespace(named(namespace="one")) == "one"


@pytest.mark.parametrize("version", [None, "", 7])
def test_a_replace_says_what_it_is_based_on(version: Any) -> None:
    with pytest.raises(Unprocessable) as caught:
        submission.check_version(named(resourceVersion=version))
    assert fields(caught.value) == ["metadata.resourceVersion"]
    submission.check_version(named(resourceVersion="12"))


def test_an_apply_leaves_managed_fields_out() -> None:
    assert submission.without_managed_fields(named(name="a", managedFields=[{}])) == named(name="a")


def test_depth_is_bounded() -> None:
    nested: Any = {}
    for level in range(submission.MAX_DEPTH - 1):
        nested = {"a": nested} if level % 2 else [nested]
    submission.check_depth(nested)
    with pytest.raises(BadRequest) as caught:
        submission.check_depth([nested])
    assert caught.value.code == "too-deep"
