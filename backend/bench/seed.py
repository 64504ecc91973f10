"""How the clusters of a set get their objects: some through an apiserver, all others as copies of these."""

import itertools
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from argus.sandbox.apiserver import Apiserver
from argus.sandbox.cluster import Shape, delete_cluster, start_cluster, stop_cluster
from argus.sandbox.component import start_component
from argus.sandbox.layout import ClusterPaths, SandboxError, cluster_paths
from argus.sandbox.platform import kubelet_address
from argus.sandbox.scale import scale_pods
from bench import copies, plane
from bench.client import Client, direct_client
from bench.etcd import Etcd, Stored, etcd_url
from bench.progress import Step, say
from bench.sets import CLAIMS, NAMESPACES, PODS, Set

# Another number makes every set anew.
RECIPE = 2
BASE = "set-base"
TEMPLATES, PODS_A_NODE = 1_000, 5
SERVICES = ("ledger", "search", "mailer", "profile")


class Made(msgspec.Struct, frozen=True):
    """Kept beside a finished cluster: how it was made, and how long that took."""

    recipe: int
    pods: int
    claims: int
    seconds: float


class _Metadata(msgspec.Struct):
    uid: str


class _Item(msgspec.Struct):
    metadata: _Metadata


class _Items(msgspec.Struct):
    items: list[_Item]


def made(home: Path, wanted: Set, templates: int = TEMPLATES) -> list[ClusterPaths]:
    """The clusters of the set, at rest; those that are not there yet are made and looked through.

    All their pods are copies of as many `templates`.
    """
    clusters = [cluster_paths(home, name) for name in wanted.names]
    missing = [paths for paths in clusters if not _is_made(paths, wanted.pods, wanted.claims)]
    if missing:
        base = _base(home, templates)
        with Step(f"making {len(missing)} of {len(clusters)} clusters of {wanted.pods:,} pods") as step:
            for done, paths in enumerate(missing, start=1):
                _make(home, base, paths.name, wanted)
                step.at(done, len(missing))
    return clusters


def seconds_to_make(home: Path, wanted: Set) -> float:
    """How long the clusters of the set that there are took when they were made, without the base."""
    there = [paths for name in wanted.names if _mark(paths := cluster_paths(home, name)).exists()]
    return sum(_told(paths).seconds for paths in there)


def _mark(paths: ClusterPaths) -> Path:
    return paths.root / "made.json"


def _told(paths: ClusterPaths) -> Made:
    return msgspec.json.decode(_mark(paths).read_bytes(), type=Made)


def _is_made(paths: ClusterPaths, pods: int, claims: int) -> bool:
    if not _mark(paths).exists():
        return False
    told = _told(paths)
    return (told.recipe, told.pods, told.claims) == (RECIPE, pods, claims)


def _finish(paths: ClusterPaths, pods: int, claims: int, began: float) -> None:
    done = Made(RECIPE, pods, claims, round(time.monotonic() - began, 1))
    _mark(paths).write_bytes(msgspec.json.encode(done))


def _base(home: Path, templates: int) -> ClusterPaths:
    """A stopped cluster with namespaces, nodes, and the pods and claims that all others are copies of."""
    paths = cluster_paths(home, BASE)
    if _is_made(paths, templates, NAMESPACES):
        return paths
    began = time.monotonic()
    with Step("the cluster that the others are copied from") as step:
        delete_cluster(home, BASE)
        try:
            kubeconfig = start_cluster(home, BASE, Shape(unlimited=True), report=lambda title: say(f"    {title}"))
            nodes = templates // PODS_A_NODE
            for done in scale_pods(kubeconfig, templates, NAMESPACES, kubelet_address(paths), nodes=nodes):
                step.at(done, templates)
            _await_running(kubeconfig)
        finally:
            stop_cluster(home, BASE)
        plane.strip(paths)
        with plane.running([paths]):
            _add_claims(paths.kubeconfig)
    _finish(paths, templates, NAMESPACES, began)
    return paths


def _await_running(kubeconfig: Path) -> None:
    """Copies of pods that do not run yet would never run."""
    deadline = time.monotonic() + plane.READY_SECONDS
    with direct_client(kubeconfig) as client:
        while _count(client, f"{PODS}?fieldSelector=status.phase!=Running"):
            if time.monotonic() > deadline:
                raise SandboxError(f"the pods of {BASE} were not all running after {plane.READY_SECONDS:.0f} s")
            time.sleep(0.5)


def _count(client: Client, path: str) -> int:
    return len(msgspec.json.decode(client.read(path), type=_Items).items)


def _add_claims(kubeconfig: Path) -> None:
    """One bound claim a namespace; without controllers they stay as they are put."""
    with Apiserver(kubeconfig) as server:
        for number in range(NAMESPACES):
            path = f"/api/v1/namespaces/bulk-{number:03d}/persistentvolumeclaims"
            name = f"data-{SERVICES[number % len(SERVICES)]}-{number:05d}"
            spec = {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "10Gi"}},
                "storageClassName": "standard",
                "volumeName": f"pvc-{number:05d}",
            }
            head = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
            server.ensure(path, {**head, "metadata": {"name": name}, "spec": spec})
            status, claim = server.call("GET", f"{path}/{name}")
            bound = {"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "10Gi"}}
            status, answer = server.call("PUT", f"{path}/{name}/status", {**claim, "status": bound})
            if status != 200:
                raise SandboxError(f"the cluster refused the status of a claim: {answer.get('message', status)}")


def _make(home: Path, base: ClusterPaths, name: str, wanted: Set) -> None:
    began = time.monotonic()
    paths = plane.copy(home, base, name)
    try:
        start_component(paths, plane.ETCD)
        plane.await_etcd(paths)
        with Etcd(etcd_url(paths)) as etcd:
            for prefix, make, count in (
                (copies.POD_PREFIX, copies.pods, wanted.pods),
                (copies.CLAIM_PREFIX, copies.claims, wanted.claims),
            ):
                templates = list(etcd.under(prefix))
                etcd.delete(prefix)
                _put(etcd, make(templates, count, name, time.time()))
    finally:
        plane.stop(paths)
    with plane.running([paths]), direct_client(paths.kubeconfig) as client:
        _check(client, name, PODS, wanted.pods)
        _check(client, name, CLAIMS, wanted.claims)
    _finish(paths, wanted.pods, wanted.claims, began)


def _put(etcd: Etcd, things: Iterable[Stored]) -> None:
    while batch := list(itertools.islice(things, Etcd.MOST_AT_ONCE)):
        etcd.put_all(batch)


def _check(client: Client, name: str, path: str, wanted: int) -> None:
    """The apiserver must read all of them as objects of their own."""
    items = msgspec.json.decode(client.read(path), type=_Items).items
    uids = {item.metadata.uid for item in items}
    if len(items) != wanted or len(uids) != wanted:
        raise SandboxError(f"{name} has {len(items)} objects with {len(uids)} uids under {path}, not {wanted}")
