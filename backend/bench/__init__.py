"""`make bench`: Argus measured beside the apiserver asked directly, in one run on one machine.

    python -m bench                 # every section at 10,000 pods; writes a report below ARGUS_HOME/bench/reports
    python -m bench --quick         # fewer rounds
    python -m bench --only warm     # one section
    python -m bench --readme        # also put the table into README.md

Argus is a process of its own, as an operator runs it: sign-in, grants and audit on, SQLite, logging to a file. The
cluster is a sandbox of its own that is filled once and kept, so that the next run begins at once. Both sides are asked
in turn by the same client over a kept connection, and ratios are taken pair by pair, because a machine's speed drifts.

To add a section: write a function `Subject → Iterable[Reading]` and name it in `__main__.SECTIONS`.
"""
