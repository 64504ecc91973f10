"""The dashboard asks only for what Argus exports, and Grafana can import it as it is."""

import json
from typing import Any

import yaml

from tests.observability.conftest import Observed
from tests.observability.queries import read
from tests.observability.rules import FOLDER

BOARD: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text())
ROWS = ["Overview", "Requests", "Clusters and watches", "Live", "Audit and sign-in", "Process"]
WIDTH = 24


def panels() -> list[dict[str, Any]]:
    return [panel for panel in BOARD["panels"] if panel["type"] != "row"]


async def test_everything_it_asks_for_is_exported(observed: Observed) -> None:
    scrape = await observed.scrape()
    asked = [(panel["title"], target["expr"]) for panel in panels() for target in panel["targets"]]
    asked += [(one["name"], one["expr"]) for one in BOARD["annotations"]["list"]]
    missing = {text: list(read(text).faults(scrape)) for _, text in asked if list(read(text).faults(scrape))}
    assert missing == {}
    assert len(asked) > 40


async def test_every_metric_has_a_place_on_it(observed: Observed) -> None:
    asked = {one.name for panel in panels() for target in panel["targets"] for one in read(target["expr"]).selectors}
    shown = {str(name).removesuffix("_bucket") for name in asked}
    exported = {name for name in (await observed.scrape()).names if name.startswith("argus_")}
    assert {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in exported} <= shown


def test_it_can_be_imported_anywhere() -> None:
    source = {"type": "prometheus", "uid": "${datasource}"}
    variables = {variable["name"]: variable for variable in BOARD["templating"]["list"]}
    assert list(variables) == ["datasource", "instance", "cluster"]
    assert (variables["datasource"]["type"], variables["datasource"]["query"]) == ("datasource", "prometheus")
    for holder in (*panels(), variables["instance"], variables["cluster"], *BOARD["annotations"]["list"]):
        assert holder["datasource"] == source
    assert all(target["datasource"] == source for panel in panels() for target in panel["targets"])
    assert "id" not in BOARD
    assert BOARD["schemaVersion"] >= 36


def test_panels_have_their_rows_and_do_not_overlap() -> None:
    assert [panel["title"] for panel in BOARD["panels"] if panel["type"] == "row"] == ROWS
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not taken & cells, panel["title"]
        assert place["x"] + place["w"] <= WIDTH
        taken |= cells


def test_every_query_follows_the_variables() -> None:
    for panel in panels():
        for target in panel["targets"]:
            assert "$instance" in target["expr"], panel["title"]
            if "cluster=" in target["expr"]:
                assert '=~"$cluster"' in target["expr"]


def test_the_scrape_example_finds_the_rules_and_names_the_job() -> None:
    example = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
    assert all((FOLDER / name).is_file() for name in example["rule_files"])
    (job,) = example["scrape_configs"]
    assert job["job_name"] == "argus"
    assert "metrics_path" not in job
