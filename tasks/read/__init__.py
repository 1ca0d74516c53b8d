"""Bytes → text with blocks: one format a file, one seam for all.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
