"""What the audit log tells Prometheus."""

from prometheus_client import Counter, Gauge

CHANGES = Counter("argus_audit_changes_total", "Changes sent to clusters, by what is known of them.", ["outcome"])
UNWRITTEN = Counter("argus_audit_unwritten_total", "Entries that could not be written.", ["entry"])
RECORD = UNWRITTEN.labels("record")
INTENT = UNWRITTEN.labels("intent")
OUTCOME = UNWRITTEN.labels("outcome")
LEFT = Gauge("argus_audit_changes_left_open", "Changes without outcome that were found at the start.")
BY_OUTCOME = {outcome: CHANGES.labels(outcome) for outcome in ("done", "failed", "unknown")}
