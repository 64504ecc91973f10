"""Turning one context of a kubeconfig into credentials, or refusing it with the field and the remedy."""

import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from argus.errors import ArgusError
from argus.kube import certificate
from argus.kube.address import AddressDenied, AddressPolicy
from argus.kube.credentials import Credentials, ExecPlugin
from argus.kube.document import MAX_BYTES, ClusterEntry, Kubeconfig, KubeconfigRefused, UserEntry

INLINE = "names a file; inline it with `kubectl config view --raw --minify --flatten`"
LONGEST_NAME, LONGEST_URL = 1024, 2048
NOT_TEXT = re.compile(r"[\x00-\x20\x7f]")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")
# A last label that is a number makes a host an IPv4 address to most resolvers, however it is written.
NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")


class Trust(msgspec.Struct, frozen=True):
    """What a kubeconfig may make Argus do: read files beside it, and run the commands in `plugins`."""

    files: bool = False
    plugins: frozenset[str] = frozenset()


UPLOADED = Trust()


class ContextSummary(msgspec.Struct, frozen=True):
    """One context; `problem` says why it cannot be used."""

    name: str
    cluster: str
    user: str
    namespace: str | None
    server: str
    current: bool
    problem: str | None


def choose(kubeconfig: Kubeconfig, wanted: str | None) -> str:
    """The context to use: the one asked for, else the current one, else the only one."""
    names = list(kubeconfig.contexts)
    if not names:
        raise KubeconfigRefused("kubeconfig.contexts", "has no contexts; add one with `kubectl config set-context`")
    listed = ", ".join(names[:20])
    if wanted is not None:
        if wanted not in kubeconfig.contexts:
            raise KubeconfigRefused("context", f"{wanted[:100]!r} is not in the kubeconfig; choose one of: {listed}")
        return wanted
    if kubeconfig.current in kubeconfig.contexts:
        return str(kubeconfig.current)
    if len(names) == 1:
        return names[0]
    raise KubeconfigRefused("context", f"choose one of: {listed}")


def summaries(kubeconfig: Kubeconfig, policy: AddressPolicy, trust: Trust = UPLOADED) -> list[ContextSummary]:
    """Every context, with its first problem. One that skips TLS verification counts as usable: it can be chosen."""
    choose(kubeconfig, next(iter(kubeconfig.contexts), None))
    return [_summary(kubeconfig, name, policy, trust) for name in kubeconfig.contexts]


def _summary(kubeconfig: Kubeconfig, name: str, policy: AddressPolicy, trust: Trust) -> ContextSummary:
    entry = kubeconfig.contexts[name]
    cluster = kubeconfig.clusters.get(entry.cluster, ClusterEntry())
    try:
        resolve(kubeconfig, name, policy, trust, insecure=cluster.insecure_skip_tls_verify)
        problem = None
    except ArgusError as error:
        problem = "; ".join(f"{fault.field.removeprefix('kubeconfig.')}: {fault.message}" for fault in error.errors)
    server = cluster.server if cluster.server and "@" not in cluster.server else ""
    return ContextSummary(name, entry.cluster, entry.user, entry.namespace, server, name == kubeconfig.current, problem)


def resolve(
    kubeconfig: Kubeconfig, context: str, policy: AddressPolicy, trust: Trust = UPLOADED, *, insecure: bool = False
) -> Credentials:
    """The credentials of one context. Raises KubeconfigRefused on the first thing that cannot be used.

    `insecure` is the user's explicit choice not to verify the apiserver's certificate; without it a kubeconfig that
    asks for that is refused.
    """
    entry = kubeconfig.contexts[context]
    if len(context) > LONGEST_NAME or not context.isprintable():
        raise KubeconfigRefused("context", f"is no name, or longer than {LONGEST_NAME} characters; rename it")
    if entry.cluster not in kubeconfig.clusters:
        message = f"context {context!r} names the cluster {entry.cluster!r}, which is not in the kubeconfig; add it"
        raise KubeconfigRefused("kubeconfig.clusters", message)
    if entry.user not in kubeconfig.users:
        message = f"context {context!r} names the user {entry.user!r}, which is not in the kubeconfig; add it"
        raise KubeconfigRefused("kubeconfig.users", message)
    reader = _Reader(trust, kubeconfig.folders.get(("cluster", entry.cluster)))
    credentials = _cluster(kubeconfig.clusters[entry.cluster], context, policy, reader, insecure)
    credentials = msgspec.structs.replace(credentials, namespace=entry.namespace)
    reader = _Reader(trust, kubeconfig.folders.get(("user", entry.user)))
    return _user(credentials, kubeconfig.users[entry.user], reader, trust)


class _Reader:
    """Gets the bytes of a field that may be inline or, where the kubeconfig is trusted, in a file."""

    def __init__(self, trust: Trust, folder: Path | None) -> None:
        self._trust = trust
        self._folder = folder

    @property
    def local(self) -> bool:
        """Is the kubeconfig one of the operator's own, on this machine's disk?"""
        return self._trust.files

    def pem(self, field: str, inline: str | None, path: str | None) -> bytes | None:
        if inline:
            return certificate.decoded(f"kubeconfig.{field}-data", inline)
        return self.file(field, path) if path else None

    def file(self, field: str, path: str) -> bytes:
        if not self._trust.files or self._folder is None:
            raise KubeconfigRefused(f"kubeconfig.{field}", INLINE)
        try:
            with (self._folder / Path(path).expanduser()).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "unreadable"
            raise KubeconfigRefused(f"kubeconfig.{field}", f"{path} cannot be read: {reason}") from None
        if len(data) > MAX_BYTES:
            raise KubeconfigRefused(f"kubeconfig.{field}", f"{path} is larger than 1 MiB")
        return data


def _cluster(entry: ClusterEntry, context: str, policy: AddressPolicy, reader: _Reader, insecure: bool) -> Credentials:
    if entry.proxy_url:
        raise KubeconfigRefused("kubeconfig.proxy-url", "Argus uses no proxies; give a server that it reaches directly")
    if entry.insecure_skip_tls_verify and not insecure:
        remedy = (
            "run `argus cluster import --insecure-skip-tls-verify`"
            if reader.local
            else "set insecureSkipTlsVerify as well"
        )
        message = f"turns TLS verification off; {remedy}, or give certificate-authority-data"
        raise KubeconfigRefused("kubeconfig.insecure-skip-tls-verify", message)
    ca = (
        None
        if insecure
        else reader.pem("certificate-authority", entry.certificate_authority_data, entry.certificate_authority)
    )
    name = entry.tls_server_name
    if name and not HOST.fullmatch(name):
        raise KubeconfigRefused("kubeconfig.tls-server-name", "not a host name")
    return Credentials(
        server=_server(entry.server, policy),
        context=context,
        ca=certificate.authority(ca) if ca is not None else None,
        insecure=insecure,
        tls_server_name=name or None,
    )


def _server(url: str | None, policy: AddressPolicy) -> str:
    def refused(message: str) -> KubeconfigRefused:
        return KubeconfigRefused("kubeconfig.server", message)

    if not url or len(url) > LONGEST_URL or NOT_TEXT.search(url) or "\\" in url:
        raise refused("not a URL; give https://host:port")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise refused("not a URL; give https://host:port") from None
    if parts.scheme != "https":
        raise refused("must begin with https://; credentials are not sent unencrypted")
    if "@" in parts.netloc:
        raise refused("must not hold a user or password; put credentials under `users`")
    if not host or not HOST.fullmatch(host) or ".." in host:
        raise refused("has no usable host; give https://host:port")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise refused("must not have a query or a fragment; give https://host:port")
    if ".." in parts.path.split("/"):
        raise refused("must not have a path that climbs; write it out")
    if NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]) and not _is_address(host):
        raise refused("has no usable host; write its address as four numbers")
    try:
        policy.check_literal(host)
    except AddressDenied as error:
        raise refused(f"{error}; Argus does not connect there") from None
    return urlunsplit(("https", parts.netloc, parts.path.rstrip("/"), "", ""))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _user(credentials: Credentials, entry: UserEntry, reader: _Reader, trust: Trust) -> Credentials:
    _refuse_indirect(entry)
    pem = reader.pem("client-certificate", entry.client_certificate_data, entry.client_certificate)
    key = reader.pem("client-key", entry.client_key_data, entry.client_key)
    if (pem is None) != (key is None):
        missing = "client-key-data" if key is None else "client-certificate-data"
        raise KubeconfigRefused(f"kubeconfig.{missing}", "missing; a client certificate and its key go together")
    pair = certificate.client_pair(pem, key) if pem is not None and key is not None else (None, None)
    token = entry.token or (reader.file("tokenFile", entry.token_file).decode("latin-1") if entry.token_file else "")
    token = token.strip()
    if NOT_TEXT.search(token) or not token.isascii():
        raise KubeconfigRefused("kubeconfig.token", "has spaces or control characters; copy it again")
    plugin = _plugin(entry, trust)
    if not (pem or token or plugin or (entry.username and entry.password)):
        message = "has no credentials; give a token or a client certificate"
        raise KubeconfigRefused("kubeconfig.users", f"the user of context {credentials.context!r} {message}")
    return msgspec.structs.replace(
        credentials,
        certificate=pair[0],
        key=pair[1],
        token=token or None,
        username=entry.username,
        password=entry.password,
        plugin=plugin,
    )


def _refuse_indirect(entry: UserEntry) -> None:
    if entry.auth_provider:
        message = "auth-provider plugins are not used by Argus; create a service account with `argus cluster manifest`"
        raise KubeconfigRefused("kubeconfig.auth-provider", message)
    if entry.impersonate or entry.impersonate_uid or entry.impersonate_groups or entry.impersonate_extra:
        raise KubeconfigRefused("kubeconfig.as", "impersonation is not taken from a kubeconfig; remove the as fields")


def _plugin(entry: UserEntry, trust: Trust) -> ExecPlugin | None:
    if entry.exec is None:
        return None
    command = entry.exec.command
    if not trust.files:
        message = "runs a command, which an uploaded kubeconfig may not; create a service account with"
        raise KubeconfigRefused("kubeconfig.exec", f"{message} `argus cluster manifest` and use its kubeconfig")
    if command not in trust.plugins:
        message = f"runs {command!r}, which is not in ARGUS_EXEC_PLUGINS; add it there, or create a service account"
        raise KubeconfigRefused("kubeconfig.exec", f"{message} with `argus cluster manifest`")
    variables = tuple((variable.name, variable.value) for variable in entry.exec.env or ())
    return ExecPlugin(command, entry.exec.api_version, tuple(entry.exec.args or ()), variables)
