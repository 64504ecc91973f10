"""The TLS context for one apiserver, from PEM in memory."""

import os
import ssl
import tempfile

from argus.kube.credentials import Credentials


def context(credentials: Credentials) -> ssl.SSLContext:
    """TLS 1.2 or newer. Trusts `ca` alone where it is given, else the system's authorities. Blocks for some ms.

    Like kubectl, it takes any certificate of the bundle as an anchor, also one that is not self-signed.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if credentials.insecure:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    elif credentials.ca:
        made.load_verify_locations(cadata=credentials.ca)
    else:
        made.load_default_certs()
    if credentials.certificate and credentials.key:
        _load_pair(made, credentials.certificate, credentials.key)
    return made


def _load_pair(made: ssl.SSLContext, certificate: str, key: str) -> None:
    """OpenSSL's Python binding takes a key from files only: they live, mode 0600, for the length of one call."""
    with tempfile.TemporaryDirectory(prefix="argus-") as folder:
        path = os.path.join(folder, "pair.pem")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{certificate}\n{key}\n")
        made.load_cert_chain(path, password=_no_password)


def _no_password() -> str:
    """Instead of OpenSSL's prompt on the terminal."""
    raise ValueError("the client key is encrypted")
