"""Collect: reports from the web columns that publish them, politely and within limits."""

from tasks.collect.sources import Source, load_sources

__all__ = ["Source", "load_sources"]
