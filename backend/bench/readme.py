"""Puts the tables of a run into README.md, between its two markers."""

from pathlib import Path

from bench.machine import changes, commit
from bench.run import Plan, Run

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


def refusal(plan: Plan, pending: list[str], now: tuple[str, str]) -> str:
    """Why a run is not for README.md, empty where it is. `now` are the checkout's commit and changes."""
    if plan.quick or not plan.whole:
        return "only a full run of all sections is"
    if pending:
        return f"these sections lack: {', '.join(pending)}"
    if plan.changes:
        return "it measured what is not committed"
    return "" if now == (plan.commit, "") else "the checkout has changed meanwhile"


def write_readme(run: Run, path: Path = README) -> str:
    """Returns what to say about it."""
    why = refusal(run.plan, run.pending, (commit(), changes()))
    if why:
        return f"not for {path.name}: {why}"
    path.write_text(replaced(path.read_text(), run.report().brief()))
    return f"{path.name} shows it"
