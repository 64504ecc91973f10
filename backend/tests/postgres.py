"""A private PostgreSQL for tests: its own folder and port, gone when the tests are."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import asyncpg


class Postgres:
    """A running server; `fresh()` gives the URL of a new, empty database."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.binaries = binaries
        self.port = _free_port()
        self._numbers = count(1)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(self.folder / "log"), "-o", options, "-w")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The server hangs: all its processes stand still, and no connection is closed."""
        main = int((self.data / "postmaster.pid").read_text().split()[0])
        # The first one first, so that it makes no more of them.
        os.kill(main, signal.SIGSTOP)
        stopped = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
        try:
            for pid in stopped[1:]:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in reversed(stopped):
                os.kill(pid, signal.SIGCONT)

    async def fresh(self) -> str:
        name = f"argus_{next(self._numbers)}"
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user="argus", database="postgres")
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return f"postgresql+asyncpg://argus@127.0.0.1:{self.port}/{name}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def initialise(self) -> None:
        self._run("initdb", "-D", str(self.data), "-U", "argus", "-A", "trust", "-E", "UTF8", "--no-sync")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        user = "postgres" if os.getuid() == 0 else None
        with (self.folder / "commands.log").open("a") as output:
            subprocess.run(command, check=True, user=user, stdout=output, stderr=output, cwd=self.folder)


@contextmanager
def start_postgres() -> Iterator[Postgres]:
    """Servers refuse to run as root, so root runs it as Debian's `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="argus-postgres-"))
    server = Postgres(folder, _binaries())
    if os.getuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    server.initialise()
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise RuntimeError("no PostgreSQL server was found; install Debian's `postgresql` or put initdb on PATH")
    return versions[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
