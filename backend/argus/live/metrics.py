"""What the live socket tells Prometheus."""

from prometheus_client import Counter, Gauge

CLIENTS = Gauge("argus_live_clients", "Open live sockets.")
SUBSCRIPTIONS = Gauge("argus_live_subscriptions", "Subscriptions over all live sockets.")
DELIVERED = Counter("argus_live_events_total", "Events delivered, counted once for each client.")
RESYNCS = Counter("argus_live_resyncs_total", "Times a client was told to ask again.")
DROPPED = Counter("argus_live_dropped_frames_total", "Frames dropped because a client did not keep up.")
CLOSED = Counter("argus_live_closed_total", "Sockets that Argus closed.", ["code"])
