"""Changes of objects: create, replace, apply, delete. Each is audited before it reaches the apiserver."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import msgspec

from argus.access.roles import Principal
from argus.audit.service import Audit, AuditTarget
from argus.clusters.service import Clusters
from argus.errors import UpstreamConflict, UpstreamRefused
from argus.fleet.kind import ClusterKind
from argus.kube.connect import ApiServer
from argus.resources import ownership
from argus.resources.decoding import decoded_object
from argus.resources.diff import difference
from argus.resources.masking import masked, masked_pair, scrubbed
from argus.resources.schemas import ChangeResult, DeleteInput, FieldOwner

Object = dict[str, Any]
Method = Literal["POST", "PUT", "PATCH"]
MANAGER = "argus"
JSON = "application/json"
APPLY = "application/apply-patch+yaml"
UNFIT = ("failed to create typed patch object", "failed to convert new object")


class Spot(msgspec.Struct, frozen=True):
    """One object or, with an empty name, one collection of a cluster, already found to be in the caller's reach."""

    kind: ClusterKind
    namespace: str | None
    name: str

    @property
    def path(self) -> str:
        return self.kind.gvr.path(self.namespace, self.name or None)

    def target(self) -> AuditTarget:
        return AuditTarget(str(self.kind.gvr), self.kind.cluster, self.namespace, self.name)


class Changes:
    """Writes to apiservers. With `dry_run` nothing is stored there, so nothing is audited here either."""

    def __init__(self, clusters: Clusters, audit: Audit) -> None:
        self._clusters = clusters
        self._audit = audit

    async def create(self, actor: Principal, spot: Spot, thing: Object, dry_run: bool) -> ChangeResult:
        name = thing["metadata"].get("name") or thing["metadata"].get("generateName")
        named = msgspec.structs.replace(spot, name=str(name)).target()
        after = await self._write(actor, "create", spot, named, "POST", thing, dry_run)
        return self._result(spot, None, after, dry_run)

    async def replace(self, actor: Principal, spot: Spot, thing: Object, dry_run: bool) -> ChangeResult:
        before = await self.read(spot)
        async with self._explaining(spot, thing):
            after = await self._write(actor, "update", spot, spot.target(), "PUT", thing, dry_run)
        return self._result(spot, before, after, dry_run)

    async def apply(self, actor: Principal, spot: Spot, thing: Object, dry_run: bool, force: bool) -> ChangeResult:
        """Tried without force first, even where force was asked: only so does the apiserver name the other owners."""
        before = await self.read(spot, missing_is_new=True)
        taken: list[FieldOwner] = []
        async with self._explaining(spot, thing):
            try:
                after = await self._write(actor, "patch", spot, spot.target(), "PATCH", thing, dry_run)
            except UpstreamRefused as error:
                owners = ownership.owners(error)
                # What was created here and not applied is held by the same manager under another operation.
                taken = [owner for owner in owners if owner.manager != MANAGER]
                if not owners:
                    raise
                if taken and not (force or dry_run):
                    raise ownership.refusal(error, taken) from None
                after = await self._write(actor, "patch", spot, spot.target(), "PATCH", thing, dry_run, force=True)
        return self._result(spot, before, after, dry_run, taken)

    async def delete(self, actor: Principal, spot: Spot, options: DeleteInput, dry_run: bool) -> bytes:
        """The apiserver's answer: the object as it stood, or a Status."""
        body = _delete_options(options, dry_run)
        api = await self._clusters.connection(spot.kind.cluster)
        if dry_run:
            return (await api.request("DELETE", spot.path, body=body, content_type=JSON)).body
        detail = msgspec.to_builtins(options)
        async with self._audit.change(actor, "delete", spot.target(), detail):
            return (await api.request("DELETE", spot.path, body=body, content_type=JSON)).body

    async def read(self, spot: Spot, missing_is_new: bool = False) -> Object | None:
        """The object as it is now; None where there is none and that is all right."""
        api = await self._clusters.connection(spot.kind.cluster)
        try:
            return decoded_object(api, (await api.request("GET", spot.path)).body)
        except UpstreamRefused as error:
            if missing_is_new and error.status == 404:
                return None
            raise

    async def _write(
        self,
        actor: Principal,
        action: str,
        spot: Spot,
        target: AuditTarget,
        method: Method,
        thing: Object,
        dry_run: bool,
        *,
        force: bool = False,
    ) -> Object:
        query = {"fieldManager": MANAGER, "fieldValidation": "Strict"}
        if force:
            query["force"] = "true"
        api = await self._clusters.connection(spot.kind.cluster)
        body, content_type = msgspec.json.encode(thing), APPLY if method == "PATCH" else JSON
        if dry_run:
            return await self._send(api, method, spot, thing, body, content_type, {**query, "dryRun": "All"})
        detail = {"resourceVersion": thing["metadata"].get("resourceVersion"), "force": force, "bytes": len(body)}
        async with self._audit.change(actor, action, target, detail) as change:
            after = await self._send(api, method, spot, thing, body, content_type, query)
            if not thing["metadata"].get("name"):
                change.note(name=(after.get("metadata") or {}).get("name"))
            return after

    async def _send(
        self,
        api: ApiServer,
        method: Method,
        spot: Spot,
        thing: Object,
        body: bytes,
        content_type: str,
        query: dict[str, str],
    ) -> Object:
        try:
            answer = await api.request(method, spot.path, query=query, body=body, content_type=content_type)
        except UpstreamRefused as error:
            raise scrubbed(spot.kind.gvr, thing, _of_the_sender(error)) from None
        return decoded_object(api, answer.body)

    @asynccontextmanager
    async def _explaining(self, spot: Spot, thing: Object) -> AsyncIterator[None]:
        """Turns the refusal of a write that lost a race into one that carries both versions."""
        try:
            yield
        except UpstreamRefused as error:
            if error.status == 409 and error.code != ownership.CODE:
                raise await self._raced(spot, thing, error) from None
            raise

    async def _raced(self, spot: Spot, thing: Object, error: UpstreamRefused) -> UpstreamRefused:
        """The refusal with both versions; the plain one where the object is gone by now."""
        current = await self.read(spot, missing_is_new=True)
        if current is None:
            return error
        return UpstreamConflict(
            error.detail,
            current=masked(spot.kind.gvr, current),
            submitted=masked(spot.kind.gvr, thing),
            cluster=error.cluster,
            reason=error.reason,
            errors=error.errors,
        )

    @staticmethod
    def _result(
        spot: Spot, before: Object | None, after: Object, dry_run: bool, conflicts: list[FieldOwner] | None = None
    ) -> ChangeResult:
        lines = difference(*masked_pair(spot.kind.gvr, before, after))
        return ChangeResult(object=after, dry_run=dry_run, diff=lines, conflicts=conflicts or [])


def _of_the_sender(error: UpstreamRefused) -> UpstreamRefused:
    """Server-side apply calls what it cannot fit to the kind's schema an error of its own; it is one of the object."""
    if error.status == 500 and error.detail.startswith(UNFIT):
        error.status = 422
    return error


def _delete_options(options: DeleteInput, dry_run: bool) -> bytes:
    preconditions = {"uid": options.uid, "resourceVersion": options.resource_version}
    body = {
        "kind": "DeleteOptions",
        "apiVersion": "v1",
        "propagationPolicy": options.propagation_policy,
        "gracePeriodSeconds": options.grace_period_seconds,
        "preconditions": {key: value for key, value in preconditions.items() if value} or None,
        "dryRun": ["All"] if dry_run else None,
    }
    return msgspec.json.encode({key: value for key, value in body.items() if value is not None})
