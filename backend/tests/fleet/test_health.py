"""One good and one bad of each rule, through the columns as the apiserver names them."""

import pytest

from argus.fleet.columns import describe
from argus.fleet.health import classifier
from argus.fleet.kind import Gvr
from argus.fleet.table import ColumnDefinition


def verdict(kind: str, **cells: object) -> str:
    group, resource = kind.split("/")
    gvr = Gvr(group, "v1", resource)
    columns = describe(gvr, [ColumnDefinition(name.replace("_", " ").title()) for name in cells])
    health = classifier(gvr, columns)(tuple(cells.values()))  # type: ignore[arg-type]
    return f"{health.level} {health.reason}".strip()


@pytest.mark.parametrize(
    ("ready", "status", "expected"),
    [
        ("1/1", "Running", "ok Running"),
        ("0/1", "Running", "warn NotReady"),
        ("0/1", "Completed", "idle Completed"),
        ("0/1", "Pending", "warn Pending"),
        ("0/1", "ContainerCreating", "info ContainerCreating"),
        ("0/1", "Init:0/2", "info Init:0/2"),
        ("0/1", "Init:CrashLoopBackOff", "bad Init:CrashLoopBackOff"),
        ("0/1", "CrashLoopBackOff", "bad CrashLoopBackOff"),
        ("0/1", "ImagePullBackOff", "bad ImagePullBackOff"),
        ("0/1", "OOMKilled", "bad OOMKilled"),
        ("0/1", "Evicted", "bad Evicted"),
        ("1/1", "Terminating", "info Terminating"),
        ("0/1", None, "warn Unknown"),
    ],
)
def test_pods(ready: str, status: str | None, expected: str) -> None:
    assert verdict("core/pods", ready=ready, status=status) == expected


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("apps/deployments", {"ready": "3/3"}, "ok 3/3 ready"),
        ("apps/deployments", {"ready": "1/3"}, "warn 1/3 ready"),
        ("apps/deployments", {"ready": "0/3"}, "bad 0/3 ready"),
        ("apps/statefulsets", {"ready": "0/0"}, "idle ScaledToZero"),
        ("apps/daemonsets", {"desired": 4, "ready": 2}, "warn 2/4 ready"),
        ("apps/replicasets", {"desired": 0, "ready": 0}, "idle ScaledToZero"),
        ("apps/deployments", {"ready": "?"}, "info Unknown"),
        ("batch/jobs", {"status": "Complete"}, "ok Complete"),
        ("batch/jobs", {"status": "Failed"}, "bad Failed"),
        ("batch/jobs", {"status": "Suspended"}, "idle Suspended"),
        ("batch/jobs", {"status": "Running"}, "info Running"),
        ("batch/cronjobs", {"suspend": True}, "idle Suspended"),
        ("batch/cronjobs", {"suspend": False}, "ok Scheduled"),
        ("core/nodes", {"status": "Ready"}, "ok Ready"),
        ("core/nodes", {"status": "Ready,SchedulingDisabled"}, "warn SchedulingDisabled"),
        ("core/nodes", {"status": "NotReady"}, "bad NotReady"),
        ("core/nodes", {"status": None}, "bad Unknown"),
        ("core/persistentvolumeclaims", {"status": "Bound"}, "ok Bound"),
        ("core/persistentvolumeclaims", {"status": "Pending"}, "warn Pending"),
        ("core/persistentvolumes", {"status": "Released"}, "warn Released"),
        ("core/persistentvolumes", {"status": "Failed"}, "bad Failed"),
        ("core/events", {"type": "Normal", "reason": "Pulled"}, "info Pulled"),
        ("core/events", {"type": "Warning", "reason": "BackOff"}, "warn BackOff"),
        ("core/namespaces", {"status": "Active"}, "ok Active"),
        ("core/namespaces", {"status": "Terminating"}, "info Terminating"),
        ("core/configmaps", {"data": 3}, "ok"),
    ],
)
def test_kinds(kind: str, cells: dict[str, object], expected: str) -> None:
    assert verdict(kind, **cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"ready": "True"}, "ok Ready"),
        ({"ready": "False", "status": "Issuing"}, "bad NotReady"),
        ({"available": "False (MissingEndpoints)"}, "bad NotAvailable"),
        ({"phase": "Failed"}, "bad Failed"),
        ({"state": "Progressing"}, "warn Progressing"),
        ({"status": "Paused"}, "idle Paused"),
        ({"status": "Whatever"}, "info Whatever"),
        ({"ready": "1/2"}, "warn 1/2 ready"),
        ({"status": None}, "ok"),
        ({"health": "Degraded", "sync": "Synced"}, "bad Degraded"),
    ],
)
def test_kinds_nobody_told_us_of(cells: dict[str, object], expected: str) -> None:
    assert verdict("example.com/widgets", **cells) == expected
