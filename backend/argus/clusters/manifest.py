"""A service account for Argus in someone's cluster, and the command that makes a kubeconfig of it."""

from typing import Literal

from argus.clusters.schemas import ManifestOutput

Rights = Literal["view", "edit", "admin"]
CUSTOM_RESOURCES = (
    "view and edit reach custom resources only where their author added them to the ClusterRoles of these names"
)

# `view` and `edit` of Kubernetes leave out what is not in a namespace: nodes, volumes, classes, definitions of kinds.
EXTRA_READ = """\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: argus-read-cluster
rules:
  - apiGroups: [""]
    resources: [nodes, persistentvolumes, namespaces, componentstatuses]
    verbs: [get, list, watch]
  - apiGroups: [storage.k8s.io, scheduling.k8s.io, node.k8s.io, networking.k8s.io, apiextensions.k8s.io]
    resources: ["*"]
    verbs: [get, list, watch]
  - apiGroups: [apiregistration.k8s.io, admissionregistration.k8s.io, rbac.authorization.k8s.io, certificates.k8s.io]
    resources: ["*"]
    verbs: [get, list, watch]
  - apiGroups: [metrics.k8s.io]
    resources: [nodes, pods]
    verbs: [get, list]
"""
ROLES: dict[Rights, str] = {"view": "view", "edit": "edit", "admin": "cluster-admin"}
ACCOUNT = """\
apiVersion: v1
kind: Namespace
metadata:
  name: argus
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: argus
  namespace: argus
---
apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata:
  name: argus-token
  namespace: argus
  annotations:
    kubernetes.io/service-account.name: argus
"""
BINDING = """\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {role}
subjects:
  - kind: ServiceAccount
    name: argus
    namespace: argus
"""
# For any POSIX shell. What people should read goes to standard error, so that `> argus.kubeconfig` works after it.
COMMAND = """\
(
set -eu
kubectl apply -f - >&2 <<'MANIFEST'
@MANIFEST@MANIFEST
cluster() { kubectl config view --raw --minify --flatten -o jsonpath="{.clusters[0].cluster.$1}"; }
secret() { kubectl -n argus get secret argus-token -o go-template="{{with index .data \\"$1\\"}}{{.}}{{end}}"; }
tries=0
until [ -n "$(secret token)" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo 'The cluster issued no token within 30 seconds.' >&2; exit 1; }
  sleep 1
done
token=$(kubectl -n argus get secret argus-token -o go-template='{{.data.token | base64decode}}')
ca=$(cluster certificate-authority-data)
[ "$(cluster insecure-skip-tls-verify)" != true ] || ca=$(secret ca.crt)
name=$(cluster tls-server-name)
cat <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: argus
clusters:
- name: argus
  cluster:
    server: $(cluster server)
${ca:+    certificate-authority-data: $ca}
${name:+    tls-server-name: $name}
users:
- name: argus
  user:
    token: $token
contexts:
- name: argus
  context:
    cluster: argus
    user: argus
KUBECONFIG
)
"""


def onboarding(rights: Rights) -> ManifestOutput:
    """A manifest to review, and one shell command that applies it and prints a kubeconfig that Argus can use.

    The command needs kubectl alone, with a context that may create the manifest's objects.
    """
    note = f"# {CUSTOM_RESOURCES}.\n" if rights != "admin" else ""
    manifest = note + ACCOUNT + BINDING.format(name=f"argus-{rights}", role=ROLES[rights])
    if rights != "admin":
        manifest += EXTRA_READ + BINDING.format(name="argus-read-cluster", role="argus-read-cluster")
    return ManifestOutput(manifest=manifest, command=COMMAND.replace("@MANIFEST@", manifest))
