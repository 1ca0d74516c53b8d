"""Compare: what differs between two releases, down to single observations, and why.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
