"""SQLite's files hold password hashes and sealed credentials: no other user of the machine may read them."""

import os
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077


def make_private(database: str | None) -> None:
    """Make the file with mode 0600 before SQLite makes it as the umask says, and take rights of others away.

    SQLite gives its journals the rights of the database; those of an earlier start are seen to here. What cannot be
    done is left to SQLite, which says why.
    """
    if not database or database == ":memory:":
        return
    # Never opened where it is there already: closing it would drop the locks that this process holds on it.
    with suppress(OSError):
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    for path in (Path(database), Path(f"{database}-wal"), Path(f"{database}-shm")):
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & OTHERS:
                path.chmod(mode & 0o700)
