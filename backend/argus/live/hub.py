"""Who hears what: clients, their subscriptions, the tick, and the check that they still may."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress

import structlog

from argus.access.roles import Scope
from argus.clusters.service import Clusters
from argus.errors import ArgusError, BadRequest, NotFound, UpstreamError
from argus.fleet.kind import ClusterKind
from argus.fleet.service import Fleet
from argus.identity.service import Identity
from argus.live import metrics
from argus.live.client import MOST_SUBSCRIPTIONS, Client, Key
from argus.live.collector import LiveCollector
from argus.live.feed import Feed, Topic
from argus.live.object_topic import ObjectTopic
from argus.live.protocol import ALL_CLUSTERS, GOING_AWAY, Want, broken, notice, read
from argus.live.reach import forbidden, granted, reach
from argus.live.session import watch_clients
from argus.live.tick import Ticker
from argus.live.topic import RowTopic
from argus.settings import Settings

log = structlog.get_logger("argus.live")
CLOSING_SECONDS = 3.0


class Hub:
    """One per process. Topics are shared by all clients that see the same of the same kind."""

    def __init__(self, settings: Settings, identity: Identity, clusters: Clusters, fleet: Fleet) -> None:
        self.origins = settings.origins
        self.clients: set[Client] = set()
        self._identity = identity
        self._clusters = clusters
        self._fleet = fleet
        self._feeds: dict[ClusterKind, Feed] = {}
        self._topics: dict[Key, Topic] = {}
        self.collector = LiveCollector(self.clients, self._topics)
        self._ticker = Ticker()
        self._emptied = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._stopped = False
        self._settling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._clusters.on_change(self._cluster_changed)
        watching = watch_clients(self.clients, self.regrant, self._identity.still_valid)
        self._watching = asyncio.create_task(watching, name="live clients")

    async def stop(self) -> None:
        """Close every socket with 1001 and wait a little for them to go; once is enough."""
        watching, self._watching = self._watching, None
        if watching is None:
            return
        self._stopped = True
        for task in (watching, *self._settling):
            task.cancel()
        for client in self.clients:
            client.end(GOING_AWAY)
        if self.clients:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._emptied.wait(), CLOSING_SECONDS)

    def join(self, client: Client) -> None:
        self.clients.add(client)
        self._emptied.clear()
        metrics.OPENED.inc()
        if self._stopped:
            client.end(GOING_AWAY)

    def part(self, client: Client) -> None:
        for want in list(client.wants):
            self._unsubscribe(client, want)
        self.clients.discard(client)
        if not self.clients:
            self._emptied.set()

    def hear(self, client: Client, text: str | bytes) -> None:
        """Do what a client's message says; answers, errors too, go to its queue."""
        try:
            action, want = read(text)
        except BadRequest as error:
            client.tell(broken(error.code, error.detail))
            return
        if action == "unsubscribe":
            self._unsubscribe(client, want)
            return
        try:
            self._subscribe(client, want)
        except ArgusError as error:
            self._refuse(client, want, want.cluster, error)

    def regrant(self, client: Client) -> None:
        """Fit every subscription to the client's present grants; a cluster that was removed stays away."""
        there = {ref.id for ref in self._clusters.refs()}
        for want, keys in list(client.wants.items()):
            for cluster in there.intersection(self._clusters_of(want)):
                key, visible = keys.get(cluster), self._reach(client, want, cluster)
                if visible is None:
                    if key is not None:
                        self._leave(client, want, cluster)
                        self._refuse(client, want, cluster, forbidden(want))
                elif key != _key(want, cluster, visible):
                    if key is not None:
                        self._leave(client, want, cluster)
                    self._enter(client, want, cluster, visible)
                    metrics.GRANTS.inc()
                    self._resync(client, want, cluster, "What you may see has changed.")

    def _subscribe(self, client: Client, want: Want) -> None:
        if want in client.wants:
            self._unsubscribe(client, want)
        if len(client.wants) >= MOST_SUBSCRIPTIONS:
            raise BadRequest(f"A socket may have {MOST_SUBSCRIPTIONS} subscriptions.", code="too-many-subscriptions")
        reaches = {cluster: self._reach(client, want, cluster) for cluster in self._clusters_of(want)}
        if want.cluster != ALL_CLUSTERS:
            if reaches[want.cluster] is None:
                raise forbidden(want)
            self._clusters.ref(want.cluster)
        client.wants[want] = {}
        for cluster, visible in reaches.items():
            if visible is not None:
                self._enter(client, want, cluster, visible)
                self._make_sure(client, want, cluster)

    def _unsubscribe(self, client: Client, want: Want) -> None:
        keys = client.wants.get(want)
        if keys is not None:
            for cluster in list(keys):
                self._leave(client, want, cluster)
            del client.wants[want]

    def _clusters_of(self, want: Want) -> list[str]:
        return [ref.id for ref in self._clusters.refs()] if want.cluster == ALL_CLUSTERS else [want.cluster]

    def _reach(self, client: Client, want: Want, cluster: str) -> Scope | None:
        return reach(client.principal, want, cluster, self._fleet.namespaced(ClusterKind(cluster, want.gvr)))

    def _enter(self, client: Client, want: Want, cluster: str, visible: Scope) -> None:
        key = _key(want, cluster, visible)
        kind, topic = key[0], self._topics.get(key)
        feed = self._feeds.get(kind)
        if feed is None:
            feed = self._feeds[kind] = Feed(self._fleet, kind, self._ticker.mark, self._synced, self._reset, self._lost)
        if topic is None:
            topic = self._topics[key] = self._new_topic(key, want, visible)
            feed.topics.append(topic)
        topic.clients.add(client)
        client.wants[want][cluster] = key
        if feed.resource_version is not None:
            client.tell(notice("SYNCED", want, cluster, {"resourceVersion": feed.resource_version}))
            if feed.problem is not None:
                self._refuse(client, want, cluster, feed.problem)
            return
        client.waiting.add((want, cluster))
        self._start(self._settle(client, want, kind))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        """Do it meanwhile, and no longer than the hub is there."""
        task = asyncio.create_task(work)
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    def _new_topic(self, key: Key, want: Want, visible: Scope) -> Topic:
        kind = key[0]
        if want.name is None:
            return RowTopic(key, kind, visible)
        connect = self._clusters.connection
        return ObjectTopic(key, kind, want.namespace, want.name, connect, self._ticker.mark, self._reset)

    def _leave(self, client: Client, want: Want, cluster: str) -> None:
        key = client.wants[want].pop(cluster)
        client.waiting.discard((want, cluster))
        if any(key in keys.values() for keys in client.wants.values()):
            return
        topic = self._topics[key]
        topic.clients.discard(client)
        if topic.clients:
            return
        if isinstance(topic, ObjectTopic):
            topic.stop()
        del self._topics[key]
        feed = self._feeds[topic.kind]
        feed.topics.remove(topic)
        if not feed.topics:
            feed.close()
            del self._feeds[topic.kind]

    def _make_sure(self, client: Client, want: Want, cluster: str) -> None:
        """Ask the cluster meanwhile whether the kind lives in namespaces, where that decides and is not known."""
        narrow = not granted(client.principal, want, cluster).everything
        if narrow and self._fleet.namespaced(ClusterKind(cluster, want.gvr)) is None:
            self._start(self._find_out(client, cluster))

    async def _find_out(self, client: Client, cluster: str) -> None:
        """Who turns out to see nothing is told so."""
        with suppress(ArgusError):
            await self._fleet.kinds(cluster)
            self.regrant(client)

    async def _settle(self, client: Client, want: Want, kind: ClusterKind) -> None:
        """Say why there is no SYNCED yet; it still comes once the cluster answers."""
        index = await self._fleet.settled(kind)
        if (want, kind.cluster) in client.waiting and index.problem is not None:
            self._refuse(client, want, kind.cluster, index.problem)

    def _synced(self, feed: Feed) -> None:
        for client, want, cluster in self._subscribers(feed.topics):
            client.waiting.discard((want, cluster))
            client.tell(notice("SYNCED", want, cluster, {"resourceVersion": feed.resource_version}))

    def _lost(self, feed: Feed, problem: UpstreamError) -> None:
        for client, want, cluster in self._subscribers(feed.topics):
            self._refuse(client, want, cluster, problem)

    def _reset(self, topic: Topic, reason: str) -> None:
        for client, want, cluster in self._subscribers([topic]):
            metrics.CHANGED.inc()
            self._resync(client, want, cluster, reason)

    def _subscribers(self, topics: list[Topic]) -> list[tuple[Client, Want, str]]:
        asked = {topic.key for topic in topics}
        return [
            (client, want, cluster)
            for client in {client for topic in topics for client in topic.clients}
            for want, keys in client.wants.items()
            for cluster, key in keys.items()
            if key in asked
        ]

    def _resync(self, client: Client, want: Want, cluster: str, reason: str) -> None:
        client.tell(notice("RESYNC", want, cluster, {"reason": reason}))

    def _refuse(self, client: Client, want: Want, cluster: str, error: ArgusError) -> None:
        client.tell(notice("ERROR", want, cluster, {"code": error.code, "detail": error.detail}))

    def _cluster_changed(self, cluster: str, change: str) -> None:
        """A subscription to all clusters follows those that come; a cluster that went is told as not found."""
        for client in list(self.clients):
            for want, keys in list(client.wants.items()):
                if change == "removed" and cluster in keys:
                    self._leave(client, want, cluster)
                    self._refuse(client, want, cluster, NotFound("The cluster was removed."))
                elif change == "added" and want.cluster == ALL_CLUSTERS and cluster not in keys:
                    visible = self._reach(client, want, cluster)
                    if visible is not None:
                        self._enter(client, want, cluster, visible)
                        self._make_sure(client, want, cluster)


def _key(want: Want, cluster: str, visible: Scope) -> Key:
    return ClusterKind(cluster, want.gvr), visible if want.name is None else (want.namespace, want.name)
