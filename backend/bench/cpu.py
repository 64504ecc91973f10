"""Processor time of other processes and of the machine, read from /proc."""

import os
from pathlib import Path


def cpu_ms(pid: int) -> float:
    """Processor time so far of all threads of a process that live, in milliseconds, as the scheduler counts it."""
    tasks = (Path("/proc") / str(pid) / "task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def idle_ms() -> float:
    """The time for which the machine's processors had nothing to do so far, of all of them together, in ms."""
    fields = Path("/proc/stat").read_text().partition("\n")[0].split()
    idle, waiting = int(fields[4]), int(fields[5])
    return (idle + waiting) * 1000 / os.sysconf("SC_CLK_TCK")
