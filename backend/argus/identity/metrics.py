"""What signing in tells Prometheus; never whose."""

from prometheus_client import Counter

SIGN_INS = Counter("argus_sign_ins_total", "Attempts to sign in by password.", ["result"])
SUCCEEDED = SIGN_INS.labels("ok")
FAILED = SIGN_INS.labels("failed")
THROTTLED = SIGN_INS.labels("throttled")
REUSED = Counter("argus_refresh_tokens_reused_total", "Sessions ended because a refresh token was used twice.")
