"""What a cluster looks like from outside. A kubeconfig goes in and never comes out."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from argus.schema import Input, Output, text_form

Phase = Literal["pending", "connected", "degraded", "unreachable", "unauthorized"]
NAME_WORDS = "lower-case letters, digits, dots and dashes, with a letter or a digit at both ends"
LABEL_WORDS = "letters, digits, dots, dashes and underscores, with a letter or a digit at both ends"
LABEL = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
PREFIX = "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?"
ClusterName = Annotated[str, text_form("[a-z0-9]([-a-z0-9.]*[a-z0-9])?", NAME_WORDS, 63)]
LabelKey = Annotated[str, text_form(PREFIX + LABEL, f"{LABEL_WORDS}; a domain and a slash may come before", 63)]
LabelValue = Annotated[str, text_form(f"({LABEL})?", f"{LABEL_WORDS}, or nothing", 63)]
Labels = Annotated[dict[LabelKey, LabelValue], msgspec.Meta(max_length=32)]


class ClusterInput(Input, frozen=True):
    """`kubeconfig` is YAML text of at most 1 MiB; `context` is needed where it has several and no current one."""

    name: ClusterName
    kubeconfig: str
    labels: Labels = msgspec.field(default_factory=dict)
    context: str | None = None
    insecure_skip_tls_verify: bool = False


class ClusterUpdate(Input, frozen=True):
    """Fields left out stay as they are."""

    name: ClusterName | None = None
    labels: Labels | None = None
    kubeconfig: str | None = None
    context: str | None = None
    insecure_skip_tls_verify: bool = False


class KubeconfigInput(Input, frozen=True):
    kubeconfig: str


class ContextOutput(Output, frozen=True):
    """One context of a kubeconfig; `problem` says why it cannot be used, null when it can."""

    name: str
    cluster: str
    user: str
    namespace: str | None
    server: str
    current: bool
    problem: str | None


class ContextList(Output, frozen=True):
    contexts: list[ContextOutput]


class ClusterStatus(Output, frozen=True):
    """`reason` is a sentence for people; empty while connected. `since` is when the phase began."""

    phase: Phase
    reason: str
    since: datetime


class ClusterOutput(Output, frozen=True):
    """`latency_ms` is the last probe's round trip; null until one succeeded. `server` is the apiserver's URL."""

    id: str
    name: str
    labels: dict[str, str]
    server: str
    context: str
    source: Literal["uploaded", "imported", "sandbox"]
    insecure_skip_tls_verify: bool
    status: ClusterStatus
    version: str | None
    node_count: int | None
    latency_ms: float | None
    created_at: datetime
    updated_at: datetime


class ClusterList(Output, frozen=True):
    items: list[ClusterOutput]


class ProbeOutput(Output, frozen=True):
    """One test of the connection, nothing stored."""

    status: ClusterStatus
    version: str | None
    node_count: int | None
    latency_ms: float | None


class ManifestOutput(Output, frozen=True):
    """How to make a kubeconfig for a cluster that signs in with an exec plugin."""

    manifest: str
    command: str


class SandboxCluster(Output, frozen=True):
    name: str
    state: Literal["absent", "building", "starting", "running", "stopped", "failed"]
    detail: str


class SandboxStatus(Output, frozen=True):
    """The sandbox's build: `step` of `steps`, `elapsed_seconds` since it began, `active` while it goes on."""

    enabled: bool
    active: bool
    step: int
    steps: int
    title: str
    elapsed_seconds: float
    error: str | None
    clusters: list[SandboxCluster]


class ImportCandidate(Output, frozen=True):
    """A context of the operator's own kubeconfig. `problem` says why it was not imported."""

    context: str
    server: str
    imported: bool
    problem: str | None


class ImportStatus(Output, frozen=True):
    path: str
    candidates: list[ImportCandidate]
