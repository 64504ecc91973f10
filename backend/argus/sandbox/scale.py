"""Thousands of realistic pods at once, to see how Argus does with many."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from argus.sandbox.apiserver import Apiserver
from argus.sandbox.bulk import BULK_LABEL, bulk_pod
from argus.sandbox.layout import SandboxError
from argus.sandbox.node import node

WORKERS = 8
PODS_PER_NODE = 250
ACCOUNT_SECONDS = 60.0


def scale_pods(kubeconfig: Path, pods: int, namespaces: int, kubelet: str, nodes: int | None = None) -> Iterator[int]:
    """Create `pods` pods over `namespaces` namespaces, bulk-000 and so on; yields how many exist so far.

    They go straight to nodes of their own, past the scheduler: `nodes` of them, or one for 250 pods. Those that exist
    are left alone, so a second call with a higher number adds the difference.
    """
    nodes = nodes or -(-pods // PODS_PER_NODE)
    with Apiserver(kubeconfig) as server:
        _prepare(server, nodes, namespaces, kubelet)

        def create(number: int) -> None:
            pod = bulk_pod(number, _namespace(number % namespaces), f"bulk-{number % nodes:03d}")
            server.ensure(f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods", pod)

        with ThreadPoolExecutor(WORKERS) as pool:
            for done, _ in enumerate(pool.map(create, range(pods)), start=1):
                if done % 500 == 0 or done == pods:
                    yield done


def _prepare(server: Apiserver, nodes: int, namespaces: int, kubelet: str) -> None:
    for index in range(nodes):
        server.ensure("/api/v1/nodes", _bulk_node(index, kubelet))
    for index in range(namespaces):
        metadata = {"name": _namespace(index), "labels": {BULK_LABEL: "true"}}
        server.ensure("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
    _await_accounts(server, namespaces)


def _namespace(index: int) -> str:
    return f"bulk-{index:03d}"


def _bulk_node(index: int, kubelet: str) -> dict[str, object]:
    zone, number = "abc"[index % 3], 100 + index % 150
    machine = {"name": f"bulk-{index:03d}", "role": "worker", "type": "m7.8xlarge", "cpu": 32, "memory": 128}
    address = f"10.60.{index // 250}.{index % 250 + 1}"
    place = {"zone": zone, "number": number, "address": address, "pods": PODS_PER_NODE}
    return node({**machine, **place}, "bulk-1", kubelet)


def _await_accounts(server: Apiserver, namespaces: int) -> None:
    """A pod is refused until its namespace has a default service account, which takes a moment."""
    deadline = time.monotonic() + ACCOUNT_SECONDS
    waiting = {_namespace(index) for index in range(namespaces)}
    while waiting:
        waiting -= {name for name in waiting if server.has(f"/api/v1/namespaces/{name}/serviceaccounts/default")}
        if waiting and time.monotonic() > deadline:
            raise SandboxError(f"{len(waiting)} namespaces got no service account within {ACCOUNT_SECONDS:.0f} s")
        if waiting:
            time.sleep(0.2)
