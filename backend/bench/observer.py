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

from bench.client import direct_client
from bench.heard import Seen
from bench.sets import PODS

QUIET_SECONDS = 0.5
METADATA = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"


class _Metadata(msgspec.Struct, rename="camel"):
    uid: str = ""
    resource_version: str = ""


class _Object(msgspec.Struct):
    metadata: _Metadata


class _Event(msgspec.Struct):
    object: _Object


_decode = msgspec.json.Decoder(_Event).decode


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.observer")
    parser.add_argument("--kubeconfig", type=Path, required=True)
    parser.add_argument("--version", required=True)
    given = parser.parse_args()
    seen: list[Seen] = []
    ended = threading.Event()

    def follow() -> None:
        path = f"{PODS}?watch=true&resourceVersion={given.version}"
        with direct_client(given.kubeconfig) as client:
            for line in client.lines(path, METADATA):
                if ended.is_set():
                    return
                metadata = _decode(line).object.metadata
                seen.append(Seen(metadata.uid, metadata.resource_version, time.monotonic()))

    threading.Thread(target=follow, daemon=True).start()
    print("watching", flush=True)
    sys.stdin.read()
    known = -1
    while known < (known := len(seen)):
        time.sleep(QUIET_SECONDS)
    ended.set()
    sys.stdout.write(msgspec.json.encode(seen).decode() + "\n")


if __name__ == "__main__":
    main()
