"""Watches pods at the apiserver itself, in a process of its own, and notes when each event arrived.

`python -m bench.observer --kubeconfig FILE --version RV`; ends once standard input has ended and nothing more comes,
then prints one line of JSON: each change as `Seen`.
"""

import argparse
import sys
import threading
import time
from pathlib import Path

import msgspec

from bench.client import AskError, direct_client
from bench.heard import Seen
from bench.sets import PODS

QUIET_SECONDS = 0.5
# As Argus asks, so that what the apiserver takes to make a table of a change is not told as Argus's delay.
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"


class _Metadata(msgspec.Struct, rename="camel"):
    uid: str = ""
    resource_version: str = ""


class _Object(msgspec.Struct):
    metadata: _Metadata


class _Row(msgspec.Struct):
    object: _Object


class _Table(msgspec.Struct):
    rows: list[_Row]


class _Event(msgspec.Struct):
    object: _Table


_decode = msgspec.json.Decoder(_Event).decode


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.observer")
    parser.add_argument("--kubeconfig", type=Path, required=True)
    parser.add_argument("--version", required=True)
    given = parser.parse_args()
    seen: list[Seen] = []
    thread = threading.Thread(target=_follow, args=(given.kubeconfig, given.version, seen), daemon=True)
    thread.start()
    print("watching", flush=True)
    sys.stdin.read()
    known = -1
    while known < (known := len(seen)):
        time.sleep(QUIET_SECONDS)
    if not thread.is_alive():
        sys.exit(1)
    sys.stdout.write(msgspec.json.encode(seen[:known]).decode() + "\n")


def _follow(kubeconfig: Path, version: str, seen: list[Seen]) -> None:
    """A busy apiserver ends the watch of who does not keep up: go on where it ended."""
    while True:
        with direct_client(kubeconfig) as client:
            for line in client.lines(f"{PODS}?watch=true&includeObject=Metadata&resourceVersion={version}", TABLE):
                at = time.monotonic()
                for row in _rows(line):
                    metadata = row.object.metadata
                    version = metadata.resource_version
                    seen.append(Seen(metadata.uid, version, at))


def _rows(line: bytes) -> list[_Row]:
    """Raises AskError where it is no event of a pod."""
    try:
        return _decode(line).object.rows
    except msgspec.DecodeError as error:
        raise AskError(f"the watch of pods broke off: {line[:300]!r}") from error


if __name__ == "__main__":
    main()
