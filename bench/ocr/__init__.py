"""Scans: reports as they were printed, put on paper and under a scanner, and what recognition makes of them."""
