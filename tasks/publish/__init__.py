"""Publish: rows into the lake, the lake into a release.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
