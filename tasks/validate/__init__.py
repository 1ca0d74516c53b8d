"""Validate: quality checks on the rows of a release, and the gate.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
