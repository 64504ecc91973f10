"""From what a user gives to credentials that have proved to work, or a refusal that names the field."""

from argus.clusters.connections import Connections
from argus.clusters.probe import Finding, probe
from argus.errors import FieldError, Unprocessable, UpstreamError
from argus.kube.address import AddressPolicy
from argus.kube.credentials import Credentials
from argus.kube.document import parse
from argus.kube.kubeconfig import choose, resolve

# Reasons whose details may end in a remedy: one that is the best there is, one that does not fit a new kubeconfig.
OWN_REMEDY, OTHER_REMEDY = "Certificate", "Unauthorized"
# Where in the kubeconfig the fault lies, by the reason that `kube.failure` gives.
FIELDS = {
    "Certificate": "kubeconfig.certificate-authority-data",
    "Unauthorized": "kubeconfig.users",
    "Plugin": "kubeconfig.exec",
}
REMEDIES = {
    "Certificate": "give the CA that signed the apiserver's certificate",
    "Unauthorized": "make a new kubeconfig, for instance with `argus cluster manifest`",
    "Timeout": "see that the address is right and reachable from Argus",
    "Refused": "see that the address and port are right",
    "Dns": "see that the name is right and known where Argus runs",
    "Protocol": "give the apiserver's own address",
    "Tls": "see that the port speaks TLS",
}


def vet(text: str, context: str | None, insecure: bool, policy: AddressPolicy) -> Credentials:
    """Read an uploaded kubeconfig. Nothing is sent. Raises KubeconfigRefused or TooLarge."""
    kubeconfig = parse(text)
    return resolve(kubeconfig, choose(kubeconfig, context), policy, insecure=insecure)


async def try_out(connections: Connections, credentials: Credentials, name: str) -> Finding:
    """Probe with credentials that are stored nowhere."""
    try:
        api = await connections.try_out(credentials, name)
    except UpstreamError as error:
        return Finding(phase="unreachable", reason=error.detail, error=error)
    try:
        return await probe(api)
    finally:
        await api.close()


async def prove(connections: Connections, credentials: Credentials, name: str) -> Finding:
    """Probe, and raise Unprocessable naming the field where the cluster cannot be used."""
    finding = await try_out(connections, credentials, name)
    if finding.error is None:
        return finding
    raise refused(finding.error)


def refused(error: UpstreamError) -> Unprocessable:
    """What an upstream error says about the kubeconfig that led to it."""
    reason = error.reason or "Timeout"
    field = FIELDS.get(reason, "kubeconfig.users" if error.status == 403 else "kubeconfig.server")
    detail, message = _told(error.detail.rstrip("."), reason)
    return Unprocessable(f"{detail}.", code="cluster-unusable", errors=[FieldError(field, message)])


def _told(detail: str, reason: str) -> tuple[str, str]:
    """What went wrong, and the same with one remedy: the detail's own, unless that is one for stored clusters."""
    remedy, (fault, _, more) = REMEDIES.get(reason), detail.partition("; ")
    if reason == OTHER_REMEDY:
        detail = fault
    elif remedy is None or (more and reason == OWN_REMEDY):
        return detail, detail
    return detail, f"{detail}; {remedy}"
