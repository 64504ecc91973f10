"""Kubeconfigs for tests, as YAML."""

import base64
from typing import Any

import yaml


def inline(data: bytes) -> str:
    return base64.b64encode(data).decode()


def kubeconfig(
    server: str | None = "https://10.0.0.1:6443",
    *,
    ca: bytes | None = None,
    cluster: dict[str, Any] | None = None,
    user: dict[str, Any] | None = None,
    current: str = "prod",
    **top: Any,
) -> str:
    """One context named `prod`, with a token unless `user` says otherwise. `top` replaces whole top-level fields."""
    entry: dict[str, Any] = {"server": server, **(cluster or {})}
    if ca is not None:
        entry["certificate-authority-data"] = inline(ca)
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "prod-cluster", "cluster": entry}],
        "users": [{"name": "prod-user", "user": {"token": "abc"} if user is None else user}],
        "contexts": [{"name": "prod", "context": {"cluster": "prod-cluster", "user": "prod-user"}}],
        "current-context": current,
        **top,
    }
    return yaml.safe_dump(document)
