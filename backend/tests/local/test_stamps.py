"""A step is done again only when what it was done for changed."""

from pathlib import Path

from local.stamps import Stamp, digest


def test_the_digest_follows_names_contents_and_words(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    (source / "a").write_text("1")
    seen = {digest([source])}
    (source / "a").write_text("2")
    seen.add(digest([source]))
    (source / "a").rename(source / "b")
    seen.add(digest([source]))
    seen.add(digest([source], "node 20"))
    seen.add(digest([source, tmp_path / "missing"]))
    assert len(seen) == 4
    assert digest([source]) == digest([source])


def test_the_digest_does_not_depend_on_where_the_checkout_is(tmp_path: Path) -> None:
    for clone in ("one", "two"):
        (tmp_path / clone / "src").mkdir(parents=True)
        (tmp_path / clone / "src" / "a").write_text("same")
    assert digest([tmp_path / "one" / "src"]) == digest([tmp_path / "two" / "src"])


def test_a_stamp_keeps_what_it_was_told(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "made" / "stamp")
    assert stamp.says("lock") == ""
    stamp.write(lock="abc")
    assert (stamp.says("lock"), stamp.says("other")) == ("abc", "")


def test_a_damaged_stamp_says_nothing(tmp_path: Path) -> None:
    for text in ("", "{", "[1]"):
        (tmp_path / "stamp").write_text(text)
        assert Stamp(tmp_path / "stamp").says("lock") == ""
