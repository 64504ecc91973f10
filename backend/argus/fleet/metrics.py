"""What the index tells Prometheus."""

from prometheus_client import Counter, Gauge

WATCHES = Gauge("argus_watches", "Kinds that are being followed, over all clusters.")
ROWS = Gauge("argus_index_rows", "Rows held in memory, over all clusters and kinds.")
EVENTS = Counter("argus_watch_events_total", "Events received from apiservers.")
LISTS = Counter("argus_lists_total", "Whole lists read from apiservers.", ["why"])
FAILURES = Counter("argus_sync_failures_total", "Attempts to follow a kind that failed.", ["why"])
