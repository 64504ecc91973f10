"""Which kind of which cluster: the key everything in `fleet`, `live` and `resources` asks by."""

import msgspec


class Gvr(msgspec.Struct, frozen=True):
    """Group, version and resource. The core group is `core` outside and empty in apiserver paths."""

    group: str
    version: str
    resource: str

    @property
    def api_prefix(self) -> str:
        return f"/api/{self.version}" if self.group == "core" else f"/apis/{self.group}/{self.version}"

    def path(self, namespace: str | None = None, name: str | None = None) -> str:
        """The apiserver's path of the collection or, with a name, of one object."""
        place = f"/namespaces/{namespace}" if namespace else ""
        return f"{self.api_prefix}{place}/{self.resource}" + (f"/{name}" if name else "")

    def __str__(self) -> str:
        """As the live socket names kinds: `pods`, `apps/v1/deployments`."""
        core = (self.group, self.version) == ("core", "v1")
        return self.resource if core else f"{self.group}/{self.version}/{self.resource}"


class ClusterKind(msgspec.Struct, frozen=True):
    """A kind in one cluster, by the cluster's id."""

    cluster: str
    gvr: Gvr
