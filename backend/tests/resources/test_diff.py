"""Diffs by line of the YAML."""

import time
from typing import Any

from argus.resources.diff import canonical, difference


def thing(**fields: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, **fields}


def text(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    marks = {"same": " ", "added": "+", "removed": "-"}
    return [marks[line.op] + line.text for line in difference(before, after)]


def test_a_changed_value_is_a_line_removed_and_a_line_added_in_context() -> None:
    lines = text(thing(data={"a": "1", "b": "2"}), thing(data={"a": "1", "b": "3"}))
    assert lines == [
        " apiVersion: v1",
        " data:",
        "   a: '1'",
        "-  b: '2'",
        "+  b: '3'",
        " kind: ConfigMap",
        " metadata:",
        "   name: a",
    ]


def test_nothing_differs_between_equals() -> None:
    assert difference(thing(), thing()) == []


def test_every_line_of_a_new_object_is_added() -> None:
    lines = difference(None, thing())
    assert [line.text for line in lines] == canonical(thing())
    assert {line.op for line in lines} == {"added"}


def test_the_bookkeeping_of_the_apiserver_is_left_out() -> None:
    before = thing(metadata={"name": "a", "resourceVersion": "1", "generation": 1, "managedFields": [{"manager": "x"}]})
    after = thing(metadata={"name": "a", "resourceVersion": "2", "generation": 2, "managedFields": []})
    assert difference(before, after) == []


def test_distant_changes_are_hunks_with_three_lines_of_context() -> None:
    data = {f"key{number:02}": "same" for number in range(40)}
    lines = text(thing(data=data), thing(data={**data, "key05": "new", "key30": "new"}))
    assert lines == [
        "   key02: same",
        "   key03: same",
        "   key04: same",
        "-  key05: same",
        "+  key05: new",
        "   key06: same",
        "   key07: same",
        "   key08: same",
        " @@ -30 +30 @@",
        "   key27: same",
        "   key28: same",
        "   key29: same",
        "-  key30: same",
        "+  key30: new",
        "   key31: same",
        "   key32: same",
        "   key33: same",
    ]


def test_near_changes_share_a_hunk() -> None:
    data = {f"key{number}": "same" for number in range(9)}
    lines = text(thing(data=data), thing(data={**data, "key1": "new", "key7": "new"}))
    assert not any("@@" in line for line in lines)
    assert [line for line in lines if line[0] != " "] == [
        "-  key1: same",
        "+  key1: new",
        "-  key7: same",
        "+  key7: new",
    ]


def test_a_script_is_shown_by_line() -> None:
    lines = text(thing(data={"run": "one\ntwo\n"}), thing(data={"run": "one\nthree\n"}))
    assert "-    two" in lines
    assert "+    three" in lines


def test_yaml_aliases_never_appear() -> None:
    shared = {"app": "web"}
    lines = canonical({"metadata": {"labels": shared}, "spec": {"selector": shared}})
    assert not any("&" in line or "*" in line for line in lines)


def test_a_rewritten_object_of_a_megabyte_takes_no_quadratic_time() -> None:
    before = thing(data={f"key{number}": f"old {number}" for number in range(20_000)})
    after = thing(data={f"key{number}": f"new {number}" for number in range(20_000)})
    started = time.monotonic()
    lines = difference(before, after)
    assert sum(line.op == "added" for line in lines) == 20_000
    assert time.monotonic() - started < 30
