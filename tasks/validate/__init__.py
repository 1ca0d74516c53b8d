"""Validate: quality checks on the rows of a release, and the gate."""

from tasks.validate.corrections import Limits, unmatched_corrections
from tasks.validate.gate import Verdict, causes, verdict
from tasks.validate.run import Outcome, run_year

__all__ = ["Limits", "Outcome", "Verdict", "causes", "run_year", "unmatched_corrections", "verdict"]
