"""What goes wrong between Argus and an apiserver, as errors that people can act on.

`reason` of the problem is one word for programs: Timeout, Certificate, Tls, Refused, Dns, Address, Redirect, Protocol,
Replaced, Plugin, Vault or, where the apiserver itself spoke, its Status reason (`NotFound`, `Invalid`, …).
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import Iterator, Mapping

import aiohttp
import msgspec

from argus.errors import FieldError, UpstreamError, UpstreamRefused, UpstreamTimeout, UpstreamUnreachable
from argus.kube.address import AddressDenied

# What decoding bytes of a cluster raises; text that is not UTF-8 has an error of its own.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)
ERRNO_REASONS = {
    errno.ECONNREFUSED: "the connection was refused; nothing listens on that port",
    errno.EHOSTUNREACH: "no route to the host",
    errno.ENETUNREACH: "no route to its network",
    errno.ECONNRESET: "the connection was reset",
    errno.EPIPE: "the connection was reset",
}
# OpenSSL's X509_V_ERR_* codes that have a remedy of their own.
UNTRUSTED = "its certificate is not signed by the CA that is trusted for it"
CERTIFICATE_REASONS = {
    7: UNTRUSTED,
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is self-signed and not the trusted one",
    19: UNTRUSTED,
    20: UNTRUSTED,
    21: UNTRUSTED,
    62: "its certificate is for another host name; set tls-server-name",
    64: "its certificate is for another address; set tls-server-name",
}


class _Cause(msgspec.Struct):
    field: str = ""
    message: str = ""


class _Details(msgspec.Struct):
    causes: list[_Cause] | None = None


class _Status(msgspec.Struct, tag_field="kind", tag="Status"):
    message: str = ""
    reason: str | None = None
    details: _Details | None = None


def refusal(cluster: str, status: int, headers: Mapping[str, str], body: bytes) -> UpstreamError:
    """The error for an answer that is not a success. Bodies that are no Kubernetes Status are never quoted.

    A 401 becomes a 502 with code `upstream-unauthorized`: the caller is signed in to Argus, it is Argus' credentials
    for the cluster that were refused, and a 401 would send browsers to the login page.
    """
    if status < 400:
        message = f"Cluster {cluster} answered with a redirect ({status}); use the address that it points to as server."
        return UpstreamUnreachable(message, cluster=cluster, reason="Redirect")
    said = _read(body)
    if status == 401:
        message = f"Cluster {cluster} does not accept the credentials Argus has for it; give it a new kubeconfig."
        return UpstreamRefused(
            message, status=502, cluster=cluster, reason="Unauthorized", code="upstream-unauthorized"
        )
    causes = (said.details.causes or []) if said and said.details else []
    kept = {name: value for name, value in headers.items() if name.lower() == "retry-after" and value.isdigit()}
    return UpstreamRefused(
        (said.message if said else "") or f"Cluster {cluster} answered {status}{_unsaid(status)}.",
        status=status,
        cluster=cluster,
        reason=said.reason if said else None,
        errors=[FieldError(cause.field, cause.message) for cause in causes],
        headers=kept,
    )


def _unsaid(status: int) -> str:
    """What follows the status of a refusal without words; an apiserver has none for paths that it does not know."""
    return ": it serves nothing at that path" if status == 404 else " without saying why"


def _read(body: bytes) -> _Status | None:
    try:
        return msgspec.json.decode(body, type=_Status)
    except UNREADABLE:
        return None


def translate(cluster: str, error: BaseException, timeout: float | None = None) -> UpstreamError:
    """The error for a failed connection or a broken answer, naming the cluster."""
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, AddressDenied):
            return _unreachable(cluster, "Address", f"{link}; Argus does not connect there")
    if any(isinstance(link, (asyncio.TimeoutError, TimeoutError)) for link in chain):
        within = f" within {timeout:g} s" if timeout else " in time"
        return UpstreamTimeout(f"Cluster {cluster} did not answer{within}.", cluster=cluster, reason="Timeout")
    for link in chain:
        found = _explain(link)
        if found:
            return _unreachable(cluster, *found)
    if any(isinstance(link, (ConnectionError, aiohttp.ClientConnectionError)) for link in chain):
        return _unreachable(cluster, "Refused", "the connection broke")
    return _unreachable(cluster, "Protocol", "it did not answer as an apiserver does")


def not_kubernetes(cluster: str) -> UpstreamUnreachable:
    """For an answer that came but is not what the Kubernetes API sends."""
    return _unreachable(cluster, "Protocol", "what answers at that address is not a Kubernetes apiserver")


def replaced(cluster: str) -> UpstreamUnreachable:
    """For a connection that was closed because its cluster was removed or given new credentials."""
    return _unreachable(cluster, "Replaced", "it was removed or given new credentials meanwhile; try again")


def _unreachable(cluster: str, reason: str, sentence: str) -> UpstreamUnreachable:
    return UpstreamUnreachable(f"Cluster {cluster} cannot be reached: {sentence}.", cluster=cluster, reason=reason)


def _explain(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Certificate", CERTIFICATE_REASONS.get(error.verify_code, error.verify_message)
    if isinstance(error, ssl.SSLError):
        said = (error.reason or "handshake failed").lower().replace("_", " ")
        return "Tls", f"no TLS connection could be made ({said})"
    if isinstance(error, socket.gaierror):
        return "Dns", "its host name does not resolve"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "Refused", "it closed the connection without an answer"
    if isinstance(error, OSError) and error.errno in ERRNO_REASONS:
        return "Refused", ERRNO_REASONS[error.errno]
    if isinstance(error, OSError) and "Multiple exceptions" in str(error):
        return "Refused", "none of its addresses accepts connections"
    if isinstance(error, (aiohttp.ClientPayloadError, aiohttp.ClientConnectionResetError)):
        return "Protocol", "it broke its answer off"
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what aiohttp wrapped in it, and what it came from; the innermost first, for it knows most."""
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        link = todo.pop()
        if link is None or link in seen:
            continue
        seen.append(link)
        todo += [link.__cause__, link.__context__, getattr(link, "os_error", None)]
        todo.append(getattr(link, "certificate_error", None))
    return reversed(seen)
