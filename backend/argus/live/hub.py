"""Who hears what: clients, their subscriptions, the tick, and the check that they still may."""

import asyncio
from contextlib import suppress
from typing import Any

import structlog

from argus.access.roles import Scope, Verb, scope
from argus.clusters.service import Clusters
from argus.errors import ArgusError, BadRequest, Forbidden, NotFound
from argus.fleet.kind import ClusterKind
from argus.fleet.service import Fleet
from argus.identity.service import Identity
from argus.live import metrics
from argus.live.client import MOST_SUBSCRIPTIONS, Client, Topic
from argus.live.feed import Feed
from argus.live.object_topic import ObjectTopic
from argus.live.protocol import ALL_CLUSTERS, GOING_AWAY, Want, broken, notice, read
from argus.live.session import watch_sessions
from argus.live.tick import Ticker
from argus.live.topic import NAMESPACES, Key, RowTopic
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
        self._ticker = Ticker()
        self._emptied = asyncio.Event()
        self._sessions: asyncio.Task[None] | None = None
        self._settling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._clusters.on_change(self._cluster_changed)
        self._sessions = asyncio.create_task(watch_sessions(self, self._identity), name="live sessions")

    async def stop(self) -> None:
        """Close every socket with 1001 and wait a little for them to go."""
        if self._sessions:
            self._sessions.cancel()
        for task in self._settling:
            task.cancel()
        for client in self.clients:
            client.end(GOING_AWAY)
        if self.clients:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._emptied.wait(), CLOSING_SECONDS)

    def join(self, client: Client) -> None:
        self.clients.add(client)
        self._emptied.clear()
        metrics.CLIENTS.inc()

    def part(self, client: Client) -> None:
        for want in list(client.wants):
            self._unsubscribe(client, want)
        self.clients.discard(client)
        metrics.CLIENTS.dec()
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
        """Fit every subscription to the client's present grants."""
        for want, topics in list(client.wants.items()):
            for cluster in self._clusters_of(want):
                topic, reach = topics.get(cluster), self._reach(client, want, cluster)
                if reach is None:
                    if topic is not None:
                        self._leave(client, want, cluster)
                        self._refuse(client, want, cluster, _forbidden(want))
                elif topic is None or (isinstance(topic, RowTopic) and topic.scope != reach):
                    if topic is not None:
                        self._leave(client, want, cluster)
                    self._enter(client, want, cluster, reach)
                    self._resync(client, want, cluster, "What you may see has changed.")

    def _subscribe(self, client: Client, want: Want) -> None:
        if want in client.wants:
            self._unsubscribe(client, want)
        if len(client.wants) >= MOST_SUBSCRIPTIONS:
            raise BadRequest(f"A socket may have {MOST_SUBSCRIPTIONS} subscriptions.", code="too-many-subscriptions")
        reaches = {cluster: self._reach(client, want, cluster) for cluster in self._clusters_of(want)}
        if want.cluster != ALL_CLUSTERS:
            if reaches[want.cluster] is None:
                raise _forbidden(want)
            self._clusters.ref(want.cluster)
        client.wants[want] = {}
        metrics.SUBSCRIPTIONS.inc()
        for cluster, reach in reaches.items():
            if reach is not None:
                self._enter(client, want, cluster, reach)

    def _unsubscribe(self, client: Client, want: Want) -> None:
        topics = client.wants.get(want)
        if topics is not None:
            for cluster in list(topics):
                self._leave(client, want, cluster)
            del client.wants[want]
            metrics.SUBSCRIPTIONS.dec()

    def _clusters_of(self, want: Want) -> list[str]:
        return [ref.id for ref in self._clusters.refs()] if want.cluster == ALL_CLUSTERS else [want.cluster]

    def _reach(self, client: Client, want: Want, cluster: str) -> Scope | None:
        """What of the wanted rows the client may see in this cluster, None when that is nothing."""
        verb: Verb = "get" if want.name else "watch"
        visible = scope(client.principal, verb, cluster, want.gvr.group, want.gvr.resource)
        if want.namespace is not None:
            return Scope(False, frozenset({want.namespace})) if visible.admits(want.namespace) else None
        if want.name and not visible.admits(want.name if want.gvr == NAMESPACES else ""):
            return None
        return None if visible.nothing else visible

    def _enter(self, client: Client, want: Want, cluster: str, reach: Scope) -> None:
        kind = ClusterKind(cluster, want.gvr)
        key: Key = (kind, reach if want.name is None else (want.namespace, want.name))
        topic = self._topics.get(key)
        feed = self._feeds.get(kind)
        if feed is None:
            feed = self._feeds[kind] = Feed(self._fleet, kind, self._ticker.mark, self._synced, self._reset)
        if topic is None:
            topic = self._topics[key] = self._new_topic(key, want, reach)
            feed.topics.append(topic)
        topic.clients.add(client)
        client.wants[want][cluster] = topic
        if feed.resource_version is not None:
            client.tell(notice("SYNCED", want, cluster, {"resourceVersion": feed.resource_version}))
            return
        client.waiting.add((want, cluster))
        task = asyncio.create_task(self._settle(client, want, kind))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    def _new_topic(self, key: Key, want: Want, reach: Scope) -> Topic:
        kind = key[0]
        if want.name is None:
            return RowTopic(key, kind, reach)
        connect = self._clusters.connection
        return ObjectTopic(key, kind, want.namespace, want.name, connect, self._ticker.mark, self._reset)

    def _leave(self, client: Client, want: Want, cluster: str) -> None:
        topic = client.wants[want].pop(cluster)
        client.waiting.discard((want, cluster))
        if any(topic in topics.values() for topics in client.wants.values()):
            return
        topic.clients.discard(client)
        if topic.clients:
            return
        if isinstance(topic, ObjectTopic):
            topic.stop()
        del self._topics[topic.key]
        feed = self._feeds[topic.kind]
        feed.topics.remove(topic)
        if not feed.topics:
            feed.close()
            del self._feeds[topic.kind]

    async def _settle(self, client: Client, want: Want, kind: ClusterKind) -> None:
        """Say why there is no SYNCED yet; it still comes once the cluster answers."""
        index = await self._fleet.settled(kind)
        if (want, kind.cluster) in client.waiting and index.problem is not None:
            self._refuse(client, want, kind.cluster, index.problem)

    def _synced(self, feed: Feed) -> None:
        for client, want, cluster in self._subscribers(feed.topics):
            client.waiting.discard((want, cluster))
            client.tell(notice("SYNCED", want, cluster, {"resourceVersion": feed.resource_version}))

    def _reset(self, topic: Topic, reason: str) -> None:
        for client, want, cluster in self._subscribers([topic]):
            self._resync(client, want, cluster, reason)

    def _subscribers(self, topics: list[Topic]) -> list[tuple[Client, Want, str]]:
        clients = {client for topic in topics for client in topic.clients}
        return [
            (client, want, cluster)
            for client in clients
            for want, entered in client.wants.items()
            for cluster, topic in entered.items()
            if topic in topics
        ]

    def _resync(self, client: Client, want: Want, cluster: str, reason: str) -> None:
        metrics.RESYNCS.inc()
        client.tell(notice("RESYNC", want, cluster, {"reason": reason}))

    def _refuse(self, client: Client, want: Want, cluster: str, error: ArgusError) -> None:
        body: dict[str, Any] = {"code": error.code, "detail": error.detail}
        client.tell(notice("ERROR", want, cluster, body))

    def _cluster_changed(self, cluster: str, change: str) -> None:
        """A subscription to all clusters follows those that come; a cluster that went is told as not found."""
        for client in list(self.clients):
            for want, topics in list(client.wants.items()):
                if change == "removed" and cluster in topics:
                    self._leave(client, want, cluster)
                    self._refuse(client, want, cluster, NotFound("The cluster was removed."))
                elif change == "added" and want.cluster == ALL_CLUSTERS and cluster not in topics:
                    reach = self._reach(client, want, cluster)
                    if reach is not None:
                        self._enter(client, want, cluster, reach)


def _forbidden(want: Want) -> Forbidden:
    return Forbidden(f"You may not watch {want.gvr} there; an admin of Argus can grant it.")
