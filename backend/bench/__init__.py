"""`make bench`: Argus measured beside the apiserver asked directly, in one run on one machine.

    python -m bench                     # everything; readings and report are kept below ARGUS_HOME/bench/runs
    python -m bench --resume            # go on with the last run where it was stopped
    python -m bench --quick             # at 10,000 pods only, in fewer rounds
    python -m bench --only 'warm-*'     # some sections; `--list` names them
    python -m bench --no-readme         # leave README.md as it is; only a full run of a clean checkout changes it

Argus is a process of its own, as an operator runs it: sign-in, grants and audit on, SQLite, logging to a file. The
clusters are etcd and kube-apiserver alone, made once and kept (`seed.py`), one set of them up at a time. Both sides are
asked in turn by the same client over a kept connection, and ratios are taken pair by pair, because a machine's speed
drifts.

A section that fails is noted in the report, and the others go on. To add one: write a function
`Subject → Iterable[Reading]` and name it in `sections.py`, beside others of its set; a budget of DESIGN.md §8 is a
`Bound` with the name that `budgets.py` gives it.
"""
