"""The kubeconfig of a sandbox cluster, with its certificates inside instead of paths to them."""

import base64
import os
from pathlib import Path
from typing import Any

import yaml

_INLINED = ("certificate-authority", "client-certificate", "client-key")


def write_kubeconfig(source: Path, target: Path, name: str) -> None:
    """Copy kwokctl's kubeconfig to `target` (mode 0600) with inline data and `name` for context, cluster and user."""
    document: dict[str, Any] = yaml.safe_load(source.read_text())
    cluster = _inline(document["clusters"][0]["cluster"])
    user = _inline(document["users"][0]["user"])
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [{"name": name, "cluster": cluster}],
        "users": [{"name": f"{name}-admin", "user": user}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": f"{name}-admin"}}],
    }
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        yaml.safe_dump(content, file, sort_keys=False)
    partial.rename(target)


def _inline(entry: dict[str, str]) -> dict[str, str]:
    inlined = {key: value for key, value in entry.items() if key not in _INLINED}
    for key in _INLINED:
        if key in entry:
            inlined[f"{key}-data"] = base64.b64encode(Path(entry[key]).read_bytes()).decode()
    return inlined
