"""Where tables are declared: each room's models, so that migrations see all of them."""

from importlib import import_module
from importlib.util import find_spec

ROOMS = ("identity", "access", "audit", "clusters")


def import_models() -> None:
    for room in ROOMS:
        name = f"argus.{room}.models"
        if find_spec(name):
            import_module(name)
