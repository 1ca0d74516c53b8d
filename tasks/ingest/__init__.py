"""Ingest: bytes into the raw store.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
