"""Benchmarks: figures of speed and memory, printed, never asserted."""
