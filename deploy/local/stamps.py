"""Remembers what a step was done for, so that it is done again only when that changes."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """A hash of the files' names and contents, folders walked, and of `words`. Missing paths count as empty."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        for file in _files(path):
            total.update(f"\0{file.relative_to(path.parent)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in sorted(path.rglob("*")) if file.is_file())
    elif path.is_file():
        yield path


class Stamp:
    """What a step was last done for, kept in a file inside the thing that it made."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def says(self, name: str) -> str:
        """The hash kept under `name`; empty when there is none."""
        return self._read().get(name, "")

    def write(self, **values: str) -> None:
        """Keep exactly these hashes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(values, indent=1) + "\n")

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
