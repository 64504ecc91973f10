"""Reading kubeconfigs: YAML and its limits."""

from pathlib import Path

import pytest

from argus.errors import TooLarge
from argus.kube.document import KubeconfigRefused, merge, parse
from tests.kube.kubeconfigs import kubeconfig


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("key: [unclosed", "kubeconfig", "not YAML"),
        ("a: 1\n---\nb: 2\n", "kubeconfig", "not YAML"),
        ("!!python/object/apply:os.system ['true']", "kubeconfig", "not YAML"),
        ("\x00", "kubeconfig", "not YAML"),
        ("just text", "kubeconfig", "mapping"),
        ("- a\n- b\n", "kubeconfig", "mapping"),
        ("", "kubeconfig", "mapping"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "kubeconfig", "aliases"),
        ("[" * 100_000, "kubeconfig", "levels deep"),
        ("a: " + "{b: " * 50 + "1" + "}" * 50, "kubeconfig", "levels deep"),
        ("a: [" + "1," * 60_000 + "1]", "kubeconfig", "values"),
        ("clusters: 7", "kubeconfig.clusters", "expected"),
        ("clusters:\n- name: [x]\n", "kubeconfig.clusters", "expected"),
        ("contexts:\n- context: {}\n", "kubeconfig.contexts", "missing"),
    ],
)
def test_text_that_is_no_kubeconfig_is_refused(text: str, field: str, words: str) -> None:
    with pytest.raises(KubeconfigRefused, match=words) as caught:
        parse(text)
    assert caught.value.status == 422
    assert caught.value.errors[0].field.startswith(field)


def test_a_mebibyte_is_the_limit() -> None:
    padding = "#" + "x" * (1024 * 1024)
    with pytest.raises(TooLarge, match="1 MiB") as caught:
        parse(kubeconfig() + padding)
    assert caught.value.errors[0].field == "kubeconfig"
    parse(kubeconfig() + "#" + "x" * 1000)


def test_bytes_count_and_not_letters() -> None:
    with pytest.raises(TooLarge):
        parse(kubeconfig() + "#" + "é" * (600 * 1024))


def test_entries_keep_their_order_and_the_first_of_a_name_wins() -> None:
    pairs = (("b", "1"), ("a", "2"), ("b", "3"))
    contexts = [{"name": name, "context": {"cluster": cluster}} for name, cluster in pairs]
    parsed = parse(kubeconfig(contexts=contexts))
    assert list(parsed.contexts) == ["b", "a"]
    assert parsed.contexts["b"].cluster == "1"


def test_files_merge_as_kubectl_merges_them(tmp_path: Path) -> None:
    first = parse(kubeconfig("https://one:1"), tmp_path / "one")
    other = [{"name": "dev", "context": {"cluster": "prod-cluster", "user": "prod-user"}}]
    second = parse(kubeconfig("https://two:2", contexts=other, current="dev"), tmp_path / "two")
    whole = merge([first, second])
    assert list(whole.contexts) == ["dev", "prod"] or list(whole.contexts) == ["prod", "dev"]
    assert whole.clusters["prod-cluster"].server == "https://one:1"
    assert whole.current == "prod"
    assert whole.folders["cluster", "prod-cluster"] == tmp_path / "one"
