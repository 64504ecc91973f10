"""Puts the table of a run into README.md, between its two markers."""

from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"
START = "<!-- bench:start -->"
END = "<!-- bench:end -->"


def replaced(text: str, table: str) -> str:
    """`text` with `table` between the markers in place of what was there. Raises ValueError where a marker lacks."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"the text has no place for the table: {START} and then {END}")
    return f"{before}{START}\n{table.strip()}\n{END}{after}"


def write_readme(table: str, path: Path = README) -> None:
    path.write_text(replaced(path.read_text(), table))
