"""A kubeconfig's YAML as structs, bounded before anything is built from it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from argus.errors import FieldError, TooLarge, Unprocessable

T = TypeVar("T")
MAX_BYTES = 1024 * 1024
TOO_LARGE = FieldError(
    "kubeconfig", "larger than 1 MiB; send only the context you need: kubectl config view --raw --minify --flatten"
)
MAX_DEPTH = 24
MAX_NODES = 50_000


class KubeconfigRefused(Unprocessable):
    """A kubeconfig that cannot be used. Its one FieldError names the field and the remedy."""

    title, code = "The kubeconfig cannot be used", "kubeconfig-refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(field, message)])


class _Entry(msgspec.Struct, frozen=True, rename="kebab"):
    """Fields that are not declared are not used by Argus, and ignored."""


class ClusterEntry(_Entry, frozen=True):
    server: str | None = None
    certificate_authority: str | None = None
    certificate_authority_data: str | None = None
    insecure_skip_tls_verify: bool = False
    tls_server_name: str | None = None
    proxy_url: str | None = None


class ExecVariable(msgspec.Struct, frozen=True):
    name: str
    value: str


class ExecEntry(msgspec.Struct, frozen=True, rename="camel"):
    command: str
    api_version: str
    args: list[str] | None = None
    env: list[ExecVariable] | None = None


class UserEntry(_Entry, frozen=True):
    client_certificate: str | None = None
    client_certificate_data: str | None = None
    client_key: str | None = None
    client_key_data: str | None = None
    token: str | None = None
    token_file: str | None = msgspec.field(name="tokenFile", default=None)
    username: str | None = None
    password: str | None = None
    auth_provider: Any = None
    exec: ExecEntry | None = None
    impersonate: str | None = msgspec.field(name="as", default=None)
    impersonate_uid: str | None = msgspec.field(name="as-uid", default=None)
    impersonate_groups: list[str] | None = msgspec.field(name="as-groups", default=None)
    impersonate_extra: Any = msgspec.field(name="as-user-extra", default=None)


class ContextEntry(_Entry, frozen=True):
    cluster: str = ""
    user: str = ""
    namespace: str | None = None


class NamedCluster(msgspec.Struct, frozen=True):
    name: str
    cluster: ClusterEntry | None = None


class NamedUser(msgspec.Struct, frozen=True):
    name: str
    user: UserEntry | None = None


class NamedContext(msgspec.Struct, frozen=True):
    name: str
    context: ContextEntry | None = None


class Document(_Entry, frozen=True):
    """One kubeconfig as written."""

    clusters: list[NamedCluster] | None = None
    users: list[NamedUser] | None = None
    contexts: list[NamedContext] | None = None
    current_context: str | None = None


class Kubeconfig(msgspec.Struct, frozen=True):
    """Entries by name, in the order they were written. `folders` says which folder relative paths of a cluster or a
    user start from; empty for text that came over the network."""

    contexts: dict[str, ContextEntry]
    clusters: dict[str, ClusterEntry]
    users: dict[str, UserEntry]
    current: str | None
    folders: dict[tuple[str, str], Path] = {}


def parse(text: str, folder: Path | None = None) -> Kubeconfig:
    """Read a kubeconfig. Raises TooLarge past 1 MiB and KubeconfigRefused naming the field that is wrong."""
    document = _typed(_load(text))
    contexts = _by_name((entry.name, entry.context or ContextEntry()) for entry in document.contexts or ())
    clusters = _by_name((entry.name, entry.cluster or ClusterEntry()) for entry in document.clusters or ())
    users = _by_name((entry.name, entry.user or UserEntry()) for entry in document.users or ())
    places = [("cluster", name) for name in clusters] + [("user", name) for name in users]
    folders = dict.fromkeys(places, folder) if folder else {}
    return Kubeconfig(contexts, clusters, users, document.current_context or None, folders)


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The first entry of a name wins."""
    found: dict[str, T] = {}
    for name, entry in pairs:
        found.setdefault(name, entry)
    return found


def merge(kubeconfigs: list[Kubeconfig]) -> Kubeconfig:
    """Several files as kubectl sees them: the first that sets a name wins."""
    whole = Kubeconfig({}, {}, {}, None, {})
    for one in kubeconfigs:
        whole = Kubeconfig(
            {**one.contexts, **whole.contexts},
            {**one.clusters, **whole.clusters},
            {**one.users, **whole.users},
            whole.current or one.current,
            {**one.folders, **whole.folders},
        )
    return whole


def _load(text: str) -> Mapping[str, Any]:
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise TooLarge(f"The kubeconfig is {TOO_LARGE.message}", errors=[TOO_LARGE])
    try:
        _bound(text)
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise KubeconfigRefused("kubeconfig", f"not YAML{_place(error)}; paste the file as it is") from None
    if not isinstance(loaded, dict):
        raise KubeconfigRefused("kubeconfig", "not a kubeconfig: its top level must be a mapping with `clusters`")
    return loaded


def _bound(text: str) -> None:
    """Refuse what could grow while it is built, from the event stream, which costs no more than the text."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise KubeconfigRefused("kubeconfig", "has YAML aliases (*name); write the values out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            what = f"more than {MAX_DEPTH} levels deep" if depth > MAX_DEPTH else f"of more than {MAX_NODES} values"
            raise KubeconfigRefused("kubeconfig", f"is YAML {what}; a kubeconfig is not")


def _typed(loaded: Mapping[str, Any]) -> Document:
    try:
        return msgspec.convert(loaded, Document)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        field = path.strip("`").removeprefix("$.")
        raise KubeconfigRefused(f"kubeconfig.{field}" if field else "kubeconfig", _plain(message)) from None


def _plain(message: str) -> str:
    return f"{message[:1].lower()}{message[1:]}; see that the file is a kubeconfig and not altered"


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
