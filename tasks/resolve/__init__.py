"""Mentions of one report to observations: choose the whole, merge what agrees, mark what contradicts.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
