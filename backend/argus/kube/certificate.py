"""Checks of the certificates in a kubeconfig that need no network."""

import base64
import binascii
import warnings
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.utils import CryptographyDeprecationWarning

from argus.kube.document import KubeconfigRefused

CA_FIELD = "kubeconfig.certificate-authority-data"
CERTIFICATE_FIELD = "kubeconfig.client-certificate-data"
KEY_FIELD = "kubeconfig.client-key-data"


def decoded(field: str, data: str) -> bytes:
    """The bytes of a `…-data` field. Raises KubeconfigRefused."""
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise KubeconfigRefused(field, "not base64; take it from `kubectl config view --raw --flatten`") from None


def authority(pem: bytes) -> str:
    """A CA bundle as PEM. Raises KubeconfigRefused when it holds no certificate that is valid today."""
    certificates = _load(CA_FIELD, pem)
    now = datetime.now(UTC)
    if all(certificate.not_valid_after_utc < now for certificate in certificates):
        when = max(certificate.not_valid_after_utc for certificate in certificates)
        raise KubeconfigRefused(CA_FIELD, f"expired on {when:%Y-%m-%d}; get the cluster's present CA certificate")
    return _pem(certificates)


def client_pair(certificate_pem: bytes, key_pem: bytes) -> tuple[str, str]:
    """A client certificate (with its chain) and its key as PEM. Raises KubeconfigRefused on any fault."""
    chain = _load(CERTIFICATE_FIELD, certificate_pem)
    leaf, now = chain[0], datetime.now(UTC)
    if leaf.not_valid_after_utc < now:
        when = f"{leaf.not_valid_after_utc:%Y-%m-%d %H:%M} UTC"
        raise KubeconfigRefused(CERTIFICATE_FIELD, f"expired on {when}; ask the cluster's admin for a new kubeconfig")
    if leaf.not_valid_before_utc > now:
        when = f"{leaf.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        raise KubeconfigRefused(CERTIFICATE_FIELD, f"not valid before {when}; check this machine's clock")
    try:
        key = load_pem_private_key(key_pem, password=None)
    except TypeError:
        raise KubeconfigRefused(KEY_FIELD, "encrypted with a passphrase; give the key without one") from None
    except Exception as error:
        raise KubeconfigRefused(KEY_FIELD, "not a private key in PEM form") from error
    if _spki(key.public_key()) != _spki(leaf.public_key()):
        raise KubeconfigRefused(KEY_FIELD, "does not belong to client-certificate-data; take both from one user entry")
    return _pem(chain), key_pem.decode("ascii", errors="replace")


def _load(field: str, pem: bytes) -> list[x509.Certificate]:
    try:
        with warnings.catch_warnings():
            # kwokctl's CAs have serial number 0, which TLS libraries accept.
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise KubeconfigRefused(field, "not a certificate in PEM form (-----BEGIN CERTIFICATE-----)") from None


def _pem(certificates: list[x509.Certificate]) -> str:
    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in certificates)


def _spki(key: CertificatePublicKeyTypes | PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
