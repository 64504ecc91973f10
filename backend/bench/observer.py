"""Watches pods at the apiserver itself, in a process of its own, and notes when each event arrived.

`python -m bench.observer --kubeconfig FILE --version RV`; ends with the end of standard input, then prints one line of
JSON: the arrival of each resourceVersion in seconds of the system's monotonic clock.
"""

import argparse
import sys
import threading
import time
from pathlib import Path

import msgspec

from bench.client import direct_client
from bench.sets import PODS

NO_OBJECTS = "application/json;as=Table;v=v1;g=meta.k8s.io"


class _Metadata(msgspec.Struct, rename="camel"):
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
    arrivals: dict[str, float] = {}
    ended = threading.Event()

    def follow() -> None:
        path = f"{PODS}?watch=true&includeObject=None&resourceVersion={given.version}"
        with direct_client(given.kubeconfig) as client:
            for line in client.lines(path, NO_OBJECTS):
                if ended.is_set():
                    return
                arrivals.setdefault(_decode(line).object.metadata.resource_version, time.monotonic())

    threading.Thread(target=follow, daemon=True).start()
    print("watching", flush=True)
    sys.stdin.read()
    ended.set()
    sys.stdout.write(msgspec.json.encode(arrivals).decode() + "\n")


if __name__ == "__main__":
    main()
