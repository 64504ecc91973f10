"""A small disk that can be filled to its last byte."""

import errno
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MIB = 16
PIECE = bytes(4096)


@dataclass(frozen=True)
class Disk:
    """`own` says that `folder` is a file system of its own; where one may not mount any, its files may not grow."""

    folder: Path
    own: bool

    @contextmanager
    def full(self, pid: int) -> Iterator[None]:
        """Nothing more fits on it until the end of the block; `pid` is the process that is to notice."""
        if self.own:
            filler = self.folder / "filler"
            fill(filler)
            yield
            filler.unlink()
        else:
            before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            yield
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mounted at `folder` by whoever may; gone at the end."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={MIB}m", "argus-test", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            # Lazily, for a process that was just killed may still hold a file.
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path: Path) -> None:
    """Make this file as long as it can be."""
    try:
        with path.open("wb", buffering=0) as file:
            while True:
                file.write(PIECE)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
