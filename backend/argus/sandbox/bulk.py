"""A pod like those of a busy company, for clusters with thousands of them."""

from typing import Any

BULK_LABEL = "sandbox.argus.dev/bulk"
_SERVICES = ("checkout", "ledger", "catalogue", "search", "mailer", "profile", "gateway", "inventory")
_TEAMS = ("storefront", "payments", "data", "discovery", "platform")


def bulk_pod(number: int, namespace: str, node: str) -> dict[str, Any]:
    """A pod of about 5 KB as the apiserver stores it: labels, environment, volumes, probes."""
    service, team = _SERVICES[number % len(_SERVICES)], _TEAMS[number % len(_TEAMS)]
    digest = f"{number * 2654435761 % 2**32:08x}"
    labels = {
        "app.kubernetes.io/name": service,
        "app.kubernetes.io/version": f"{1 + number % 5}.{number % 12}.0",
        "app.kubernetes.io/part-of": team,
        "pod-template-hash": digest,
        "team": team,
        BULK_LABEL: "true",
    }
    annotations = {"sandbox.argus.dev/cpu": f"{10 + number % 90}m", "checksum/config": digest * 8}
    spec = {
        "nodeName": node,
        "automountServiceAccountToken": False,
        "containers": [_container(service, number)],
        "volumes": [
            {"name": "config", "configMap": {"name": f"{service}-config", "optional": True}},
            {"name": "cache", "emptyDir": {"sizeLimit": "1Gi"}},
            {"name": "credentials", "secret": {"secretName": f"{service}-credentials", "optional": True}},
        ],
        "terminationGracePeriodSeconds": 30,
        "tolerations": [{"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute"}],
    }
    name = f"{service}-{digest}-{number:05d}"
    metadata = {"name": name, "namespace": namespace, "labels": labels, "annotations": annotations}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def _container(service: str, number: int) -> dict[str, Any]:
    settings = {"LOG_LEVEL": "info", "SHARD": str(number % 64), "UPSTREAM": f"http://{service}.internal:8080"}
    probe = {"httpGet": {"path": "/healthz", "port": "http"}, "periodSeconds": 10, "failureThreshold": 3}
    pod_ip = {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}
    return {
        "name": service,
        "image": f"registry.example/{service}:{1 + number % 5}.{number % 12}.0",
        "args": ["--listen=:8080", "--metrics=:9090", f"--shard={number % 64}"],
        "env": [*({"name": name, "value": value} for name, value in settings.items()), pod_ip],
        "ports": [{"name": "http", "containerPort": 8080}, {"name": "metrics", "containerPort": 9090}],
        "resources": {"requests": {"cpu": "1m", "memory": "1Mi"}, "limits": {"memory": "256Mi"}},
        "readinessProbe": probe,
        "livenessProbe": probe,
        "volumeMounts": [
            {"name": "config", "mountPath": "/etc/service", "readOnly": True},
            {"name": "cache", "mountPath": "/var/cache/service"},
            {"name": "credentials", "mountPath": "/var/run/credentials", "readOnly": True},
        ],
        "securityContext": {"runAsNonRoot": True, "allowPrivilegeEscalation": False},
    }
