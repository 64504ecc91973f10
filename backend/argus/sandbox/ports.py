"""Free loopback ports for a new cluster."""

import random
import socket

# Below the range from which Linux takes ports for outgoing connections, so that a stopped cluster finds its own again.
_RANGE = range(20_000, 30_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """`count` different free ports, picked at random so that clusters started at once do not meet."""
    found: list[int] = []
    for port in random.SystemRandom().sample(_RANGE, len(_RANGE)):
        if is_free(port):
            found.append(port)
        if len(found) == count:
            break
    return found


def private_loopback() -> str:
    """A loopback address nobody can guess, where the system has more than one of them, else 127.0.0.1.

    kwok's kubelet answers `exec` without asking who calls, so a web page open on the same machine could reach it
    at a well-known address.
    """
    pick = random.SystemRandom().randint
    address = f"127.{pick(1, 254)}.{pick(0, 255)}.{pick(1, 254)}"
    return address if is_free(0, address) else "127.0.0.1"
