"""`python3 -m local COMMAND`, run from deploy/. Its own syntax stays old, so that an old Python gets one clear line."""

import sys

OLDEST = (3, 11)
NEEDED = (
    "argus: Python {}.{} or newer is needed, this one is {}.{}; install it, or name another: PYTHON=python3.12 make up"
)

if tuple(sys.version_info[:2]) < OLDEST:
    sys.exit(NEEDED.format(*(OLDEST + tuple(sys.version_info[:2]))))

from local.commands import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
