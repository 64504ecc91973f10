"""Argus: one API for every Kubernetes cluster a team runs."""

__version__ = "0.1.0"
