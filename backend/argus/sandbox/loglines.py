"""What the simulated containers say, one endless iterator for each kind of program."""

import itertools
import json
import random
from collections.abc import Callable, Iterator

CRASH = (
    "starting refund-worker 3.2.1",
    "reading configuration from /etc/refund/config.yaml",
    "connecting to ledger.payments.svc:5432",
    "ERROR connect ECONNREFUSED ledger.payments.svc:5432 (attempt 1 of 3)",
    "ERROR connect ECONNREFUSED ledger.payments.svc:5432 (attempt 2 of 3)",
    "ERROR connect ECONNREFUSED ledger.payments.svc:5432 (attempt 3 of 3)",
    "ERROR giving up: no connection to the ledger, exiting with status 1",
)

_PATHS = ("/", "/products", "/products/8841", "/cart", "/checkout", "/assets/app.js", "/healthz", "/search?q=lamp")
_STATUSES = (200, 200, 200, 200, 200, 200, 201, 204, 301, 304, 404, 429, 500, 502)
_AGENTS = ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1)", "kube-probe/1.36")
_QUEUES = ("orders", "mail", "thumbnails", "exports", "refunds")
_TABLES = ("orders", "order_items", "customers", "inventory", "sessions")


def _access(chance: random.Random, _number: int) -> str:
    address = f"10.42.{chance.randint(0, 7)}.{chance.randint(2, 250)}"
    status, size = chance.choice(_STATUSES), chance.randint(120, 48_000)
    agent = chance.choice(_AGENTS)
    return f'{address} "GET {chance.choice(_PATHS)} HTTP/1.1" {status} {size} "{agent}" {_ms(chance)}ms'


def _api(chance: random.Random, number: int) -> str:
    status = chance.choice(_STATUSES)
    level = "error" if status >= 500 else "warn" if status == 429 else "info"
    entry = {
        "level": level,
        "msg": "upstream failed" if level == "error" else "request",
        "method": chance.choice(("GET", "GET", "GET", "POST", "PUT")),
        "path": chance.choice(_PATHS),
        "status": status,
        "duration_ms": _ms(chance),
        "trace_id": f"{chance.getrandbits(64):016x}",
        "seq": number,
    }
    return json.dumps(entry, separators=(",", ":"))


def _worker(chance: random.Random, number: int) -> str:
    queue, job = chance.choice(_QUEUES), f"job-{number:06d}"
    if chance.random() < 0.06:
        return f"level=warn msg=retrying queue={queue} job={job} attempt={chance.randint(2, 4)} backoff=2s"
    return f"level=info msg=done queue={queue} job={job} took={_ms(chance)}ms pending={chance.randint(0, 40)}"


def _database(chance: random.Random, number: int) -> str:
    if number % 9 == 0:
        return f"LOG:  checkpoint complete: wrote {chance.randint(12, 900)} buffers; sync={chance.random():.3f} s"
    if chance.random() < 0.05:
        return f'ERROR:  duplicate key value violates unique constraint "{chance.choice(_TABLES)}_pkey"'
    return f"LOG:  duration: {_ms(chance)} ms  statement: SELECT * FROM {chance.choice(_TABLES)} WHERE id = $1"


def _cache(chance: random.Random, number: int) -> str:
    changed = chance.randint(10, 400)
    return f"1:M * {changed} changes in 60 seconds. Saving... DB saved on disk, {number} keys expired"


def _system(chance: random.Random, number: int) -> str:
    what = chance.choice(("Synced endpoints", "Updated rules", "Refreshed leases", "Scraped targets", "Shipped logs"))
    return f'I{1100 + number % 30:04d} 1 loop.go:{chance.randint(40, 400)}] "{what}" count={chance.randint(1, 220)}'


def _job(chance: random.Random, number: int) -> str:
    return f"[{number:05d}] exported {chance.randint(100, 5_000)} rows in {_ms(chance)} ms"


def _ms(chance: random.Random) -> int:
    return int(chance.lognormvariate(3.2, 0.9)) + 1


def _endless(say: Callable[[random.Random, int], str]) -> Iterator[str]:
    chance = random.Random()
    return (say(chance, number) for number in itertools.count(1))


WRITERS: dict[str, Iterator[str]] = {
    "access": _endless(_access),
    "api": _endless(_api),
    "worker": _endless(_worker),
    "database": _endless(_database),
    "cache": _endless(_cache),
    "system": _endless(_system),
    "job": _endless(_job),
}
"""Kinds of programs that keep talking, by the name of their log file."""

CONTAINERS: dict[str, tuple[str, ...]] = {
    "access": ("nginx", "storefront", "gateway", "ingress"),
    "worker": ("worker", "mailer", "consumer", "scheduler"),
    "database": ("postgres", "mysql", "clickhouse"),
    "cache": ("redis", "memcached"),
    "system": ("kube-proxy", "coredns", "cni", "agent", "exporter", "log-shipper", "operator", "prometheus", "proxy"),
    "job": ("export", "backup", "report", "migrate", "cleanup"),
    "crash": ("refund-worker", "tile-renderer"),
}
"""Which containers say what; every other container talks like `api`."""
