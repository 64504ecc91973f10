"""What it takes to reach one apiserver, all of it in memory and inline."""

import msgspec


class ExecPlugin(msgspec.Struct, frozen=True, omit_defaults=True):
    """A command that prints a token, as `users[].user.exec` of a kubeconfig describes it."""

    command: str
    api_version: str
    args: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"ExecPlugin({self.command!r})"


class Credentials(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One context of a kubeconfig, vetted. `server` is an https URL without a trailing slash.

    `ca`, `certificate` and `key` are PEM; no `ca` means the system's authorities.
    """

    server: str
    context: str
    namespace: str | None = None
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    token: str | None = None
    username: str | None = None
    password: str | None = None
    insecure: bool = False
    tls_server_name: str | None = None
    plugin: ExecPlugin | None = None

    def __repr__(self) -> str:
        """Without secrets, so that no log or traceback ever holds one."""
        return f"Credentials(server={self.server!r}, context={self.context!r})"


def encode(credentials: Credentials) -> bytes:
    return msgspec.json.encode(credentials)


def decode(data: bytes) -> Credentials:
    return msgspec.json.decode(data, type=Credentials)
