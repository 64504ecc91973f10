"""Changes pods at random moments, so many a second: `python -m bench.changes --etcd URL --rate 200 --pods KEY`.

Most changes give a pod another address of the same length, in its stored form, so the apiserver sees a real write that
costs it nothing but the event; one in twenty takes a pod away, or brings one back under the same name with another uid.
A line of standard input is another rate from then on, or `stop`: it makes no more and prints how many there were. With
the end of standard input all pods are brought back at once: whoever looks at changes of that rate has looked by then.
"""

import argparse
import random
import re
import sys
import threading
import time
from uuid import uuid4

from bench.etcd import Etcd, Stored

WRITERS = 8
ONE_IN = 20
STOP = "stop\n"
ADDRESS = re.compile(rb"10\.42\.\d+\.\d+")
DIGIT = re.compile(rb"\d")
UID = re.compile(rb"\*\$[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def moved(pod: Stored) -> Stored:
    """The pod with other digits in the last two parts of its address."""
    found = ADDRESS.search(pod.value)
    if found is None:
        return pod
    old = found.group()
    new = old[:6] + DIGIT.sub(lambda _digit: random.choice((b"1", b"2")), old[6:])
    return Stored(pod.key, pod.value.replace(old, new))


def reborn(pod: Stored) -> Stored:
    """Another pod of the same name."""
    return Stored(pod.key, UID.sub(b"*$" + str(uuid4()).encode(), pod.value, count=1))


class Writers:
    """Threads that write in turn; `made` is how many changes were acknowledged."""

    def __init__(self, url: str, pods: list[Stored], rate: float) -> None:
        self.made = 0
        self._gone: list[Stored] = []
        self._url, self._pods = url, pods
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._rate = rate
        self._next = time.monotonic()
        self._threads = [threading.Thread(target=self._write, args=(at,)) for at in range(WRITERS)]

    def pace(self, rate: float) -> None:
        with self._lock:
            self._rate = rate

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def bring_back(self) -> None:
        """All pods that are gone, under new uids, once the writers have ended."""
        with Etcd(self._url) as etcd:
            for first in range(0, len(self._gone), Etcd.MOST_AT_ONCE):
                etcd.put_all([reborn(pod) for pod in self._gone[first : first + Etcd.MOST_AT_ONCE]])

    def _write(self, share: int) -> None:
        """Each writer has pods of its own, so that no two write the same at once."""
        pods, gone = self._pods[share::WRITERS], set[int]()
        with Etcd(self._url) as etcd:
            while not self._ended.wait(self._turn()):
                at = random.randrange(len(pods))
                self._change(etcd, pods, gone, at)
                with self._lock:
                    self.made += 1
        with self._lock:
            self._gone.extend(pods[at] for at in gone)

    def _change(self, etcd: Etcd, pods: list[Stored], gone: set[int], at: int) -> None:
        if at in gone:
            gone.discard(at)
            pods[at] = reborn(pods[at])
            etcd.put(*pods[at])
        elif random.randrange(ONE_IN) == 0:
            gone.add(at)
            etcd.delete(pods[at].key)
        else:
            pods[at] = moved(pods[at])
            etcd.put(*pods[at])

    def _turn(self) -> float:
        """Seconds until this writer's next change; late ones are made up for.

        As chance has it: changes in step with the batch window would measure nothing but that.
        """
        with self._lock:
            now = time.monotonic()
            self._next = max(self._next + random.expovariate(self._rate), now - 1.0)
            return max(0.0, self._next - now)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.changes")
    parser.add_argument("--etcd", required=True)
    parser.add_argument("--rate", type=float, required=True, help="changes per second")
    parser.add_argument("--pods", required=True, help="what the keys begin with of those that change")
    given = parser.parse_args()
    with Etcd(given.etcd) as etcd:
        pods = list(etcd.under(given.pods.encode()))
    writers = Writers(given.etcd, pods, given.rate)
    writers.start()
    print("writing", flush=True)
    for line in sys.stdin:
        if line == STOP:
            writers.end()
            print(writers.made, flush=True)
        else:
            writers.pace(float(line))
    writers.end()
    writers.bring_back()


if __name__ == "__main__":
    main()
