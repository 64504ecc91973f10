"""What the live socket tells Prometheus as it happens. What there is at the moment: `collector`."""

from prometheus_client import Counter, Histogram

from argus.live.protocol import GOING_AWAY, INTERNAL_ERROR, REVOKED, TOO_SLOW, TRY_LATER

OPENED = Counter("argus_live_opened_total", "Live sockets that were opened.")
CLOSED = Counter("argus_live_closed_total", "Sockets that Argus closed.", ["code"])
for code in (GOING_AWAY, INTERNAL_ERROR, REVOKED, TOO_SLOW, TRY_LATER):
    # There from the start, so that the first one is seen as an increase.
    CLOSED.labels(str(code))
OFFERED = Counter("argus_live_events_total", "Events handed to sockets, counted once for each client.")
DROPPED = Counter("argus_live_dropped_frames_total", "Frames dropped because a client did not keep up.")
RESYNCS = Counter("argus_live_resyncs_total", "Times a client was told to ask again.", ["why"])
BEHIND = RESYNCS.labels("behind")
GRANTS = RESYNCS.labels("grants")
CHANGED = RESYNCS.labels("changed")
DELAY = Histogram(
    "argus_live_delay_seconds",
    "How long the oldest event of a flush has waited, from the watch until it was handed to every socket.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1.0, 2.5),
)
