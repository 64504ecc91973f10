"""An index follows a real cluster."""

import random
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from argus.access.roles import Scope
from argus.errors import NotFound, UpstreamRefused
from argus.fleet.event import Batch, Notice
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.query import ListQuery
from argus.fleet.schemas import ResourcePage
from argus.fleet.sync import POLL_SECONDS
from tests.fleet.fleet_house import CONFIG_MAPS, EVERYTHING, FleetHouse, eventually, house, lists_of

PODS = Gvr("core", "v1", "pods")
NODES = Gvr("core", "v1", "nodes")
CRDS = Gvr("apiextensions.k8s.io", "v1", "customresourcedefinitions")
WIDGETS = Gvr("example.com", "v1", "widgets")


def widget_crd(*columns: Mapping[str, object]) -> dict[str, object]:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    version = {
        "name": "v1",
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": schema},
        "additionalPrinterColumns": list(columns),
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
            "versions": [version],
        },
    }


async def test_it_shows_what_kubectl_shows(fleet_house: FleetHouse) -> None:
    await fleet_house.config_map("red", "shown", key="value")
    await fleet_house.fleet.index(fleet_house.kind())
    page = await eventually(lambda: fleet_house.page(namespace="red", q="shown"), lambda page: page.total == 1)
    assert [column.name for column in page.columns] == ["Name", "Data", "Age"]
    row = page.rows[0]
    assert (row.namespace, row.name, row.cells[1]) == ("red", "shown", 1)
    assert row.cells[2] == row.created_at
    assert row.resource_version
    assert page.partial == []
    assert int(page.resource_version) >= int(row.resource_version)


async def test_changes_arrive(fleet_house: FleetHouse) -> None:
    await fleet_house.config_map("red", "changing", key="value")
    await eventually(lambda: fleet_house.names(q="changing"), lambda names: names == ["changing"])
    await fleet_house.patch(CONFIG_MAPS, "red", "changing", {"data": {"more": "1"}})
    await eventually(lambda: fleet_house.page(q="changing"), lambda page: page.rows[0].cells[1] == 2)
    await fleet_house.remove(CONFIG_MAPS, "red", "changing")
    await eventually(lambda: fleet_house.names(q="changing"), lambda names: names == [])


async def test_a_narrow_scope_sees_and_counts_only_its_own(fleet_house: FleetHouse) -> None:
    for namespace in ("red", "blue"):
        await fleet_house.config_map(namespace, f"mine-{namespace}")
    await eventually(lambda: fleet_house.names(q="mine-"), lambda names: len(names) == 2)
    page = await fleet_house.page(scope=Scope(False, frozenset({"blue"})), q="mine-")
    assert ([row.name for row in page.rows], page.total) == (["mine-blue"], 1)
    nothing = await fleet_house.page(scope=Scope(False, frozenset()))
    assert (nothing.rows, nothing.partial) == ([], [])


async def test_a_listener_hears_each_change_once(fleet_house: FleetHouse) -> None:
    heard: list[str] = []

    def hear(batch: Batch) -> None:
        if not isinstance(batch, Notice):
            heard.extend(f"{event.type} {event.row.name}" for event in batch if event.row.name.startswith("told"))

    subscription = fleet_house.fleet.subscribe(fleet_house.kind(), hear)
    await fleet_house.fleet.index(fleet_house.kind())
    await fleet_house.config_map("red", "told-1")
    await fleet_house.remove(CONFIG_MAPS, "red", "told-1")

    async def count() -> int:
        return len(heard)

    await eventually(count, lambda number: number == 2)
    assert heard == ["ADDED told-1", "DELETED told-1"]
    subscription.close()


async def test_an_unknown_kind_is_absent_and_an_unknown_cluster_not_found(fleet_house: FleetHouse) -> None:
    nothing = Gvr("example.com", "v1", "nothings")
    page = await fleet_house.page(nothing)
    assert [(part.name, part.state) for part in page.partial] == [("east", "absent")]
    with pytest.raises(UpstreamRefused) as refusal:
        await fleet_house.fleet.index(fleet_house.kind(nothing))
    assert (refusal.value.status, refusal.value.code) == (404, "kind-not-found")
    assert refusal.value.detail == f"Cluster east does not serve {nothing}."
    with pytest.raises(NotFound):
        await fleet_house.fleet.index(ClusterKind("nobody", CONFIG_MAPS))


async def test_a_new_kind_is_seen_and_its_columns_follow(fleet_house: FleetHouse) -> None:
    kinds = await fleet_house.fleet.kinds(fleet_house.cluster)
    assert not any(kind.resource == "widgets" for kind in kinds)
    await fleet_house.fleet.index(fleet_house.kind(CRDS))
    size = {"name": "Size", "type": "integer", "jsonPath": ".spec.size"}
    started = {"name": "Started", "type": "date", "jsonPath": ".spec.started"}
    await fleet_house.make(CRDS, widget_crd(size, started))

    async def known() -> bool:
        return any(kind.resource == "widgets" for kind in await fleet_house.fleet.kinds(fleet_house.cluster))

    await eventually(known, bool)
    spec = {"size": 3, "started": "2020-01-01T00:00:00Z", "phase": "Failed"}
    thing = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "one"}, "spec": spec}
    await fleet_house.make(WIDGETS, thing, "red")
    page = await eventually(lambda: fleet_house.page(WIDGETS), lambda page: page.total == 1)
    assert [(column.name, column.type) for column in page.columns] == [
        ("Name", "string"),
        ("Size", "integer"),
        ("Started", "date"),
    ]
    assert page.rows[0].cells[1] == 3
    assert str(page.rows[0].cells[2]).startswith(("2019", "2020"))
    phase = {"name": "Phase", "type": "string", "jsonPath": ".spec.phase"}
    await fleet_house.patch(CRDS, None, "widgets.example.com", {"spec": widget_crd(phase)["spec"]})

    await eventually(lambda: fleet_house.page(WIDGETS, filters=["health=Failed"]), lambda page: page.total == 1)
    await fleet_house.remove(CRDS, None, "widgets.example.com")

    def is_absent(page: ResourcePage) -> bool:
        return [part.state for part in page.partial] == ["absent"]

    gone = await eventually(lambda: fleet_house.page(WIDGETS), is_absent)
    assert gone.rows == []


async def test_a_kind_without_watch_is_polled(fleet_house: FleetHouse) -> None:
    """Component statuses can be listed but not watched."""
    statuses = Gvr("core", "v1", "componentstatuses")
    index = await fleet_house.fleet.index(fleet_house.kind(statuses))
    sync = fleet_house.sync(statuses)
    before = await lists_of(sync, "poll")
    await eventually(lambda: lists_of(sync, "poll"), lambda count: count > before)
    assert sync.state == "polled"
    assert 0 < sync.pulse.lag() < POLL_SECONDS + 5
    assert len(index.rows) > 0
    assert index.problem is None


async def test_kinds_that_are_searched_are_there_at_once(fleet_house: FleetHouse) -> None:
    await fleet_house.fleet.ensure_searched([fleet_house.cluster], 15)
    found = {index.kind.gvr.resource for index in fleet_house.fleet.indexes()}
    assert {"namespaces", "nodes", "pods", "deployments", "configmaps", "roles"} <= found
    nodes = await fleet_house.page(NODES, filters=["health=ok"])
    assert nodes.total == 2


async def test_several_clusters_make_one_page_and_one_that_is_gone_holds_up_none(fleet_house: FleetHouse) -> None:
    await fleet_house.config_map("red", "fleet-wide")
    await eventually(lambda: fleet_house.names(q="fleet-wide"), lambda names: names)
    kinds = [fleet_house.kind(), ClusterKind("gone", CONFIG_MAPS)]
    scopes = {kind.cluster: EVERYTHING for kind in kinds}
    page = await fleet_house.fleet.page(kinds, scopes, ListQuery.parse(q="fleet-wide"))
    assert page.total == 1
    assert [(part.cluster, part.state) for part in page.partial] == [("gone", "unavailable")]
    assert page.resource_version == ""


async def test_labels_leave_the_rows_alone_and_new_credentials_have_them_listed_again(
    east: str, tmp_path: Path
) -> None:
    async with house(tmp_path, east) as own:
        await own.fleet.index(own.kind())
        sync, path = own.sync(), f"/api/clusters/{own.cluster}"
        assert (await own.stack.admin.put(path, json={"labels": {"tier": "gold"}})).status_code == 200
        assert sync.pulse.lists["changed"] == 0
        assert (await own.stack.admin.put(path, json={"kubeconfig": east})).status_code == 200
        assert await eventually(lambda: lists_of(sync, "changed"), lambda lists: lists > 0) == 1


async def test_random_writes_converge(fleet_house: FleetHouse) -> None:
    """Whatever happens, the index is in the end what a list of the apiserver says."""
    dice, written = random.Random(3), set[str]()
    for number in range(60):
        name = f"dice-{dice.randint(0, 9)}"
        if dice.random() < 0.4 and name in written:
            written.discard(name)
            await fleet_house.remove(CONFIG_MAPS, "blue", name)
        else:
            written.add(name)
            await fleet_house.config_map("blue", name, turn=str(number))
    answer = await fleet_house.kube.request("GET", CONFIG_MAPS.path("blue"))
    expected = sorted(name for name in _names(answer.body) if name.startswith("dice-"))
    await eventually(lambda: fleet_house.names(namespace="blue", q="dice-"), lambda names: names == expected)


def _names(body: bytes) -> list[str]:
    return [item["metadata"]["name"] for item in msgspec.json.decode(body)["items"]]
