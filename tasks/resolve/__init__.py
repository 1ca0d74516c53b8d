"""Mentions of one report to observations: choose the whole, merge what agrees, mark what contradicts."""

from tasks.resolve.decided import REJECTED, mark_rejected
from tasks.resolve.model import Finding, Observation
from tasks.resolve.resolve import resolve

__all__ = ["REJECTED", "Finding", "Observation", "mark_rejected", "resolve"]
