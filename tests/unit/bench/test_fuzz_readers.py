"""Mutated documents of every format, the short form of `make fuzz`: a text or a reason, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz.readers import fuzz
from bench.fuzz.trial import attempt, count, mutant, readers

EACH = 250


@pytest.mark.parametrize("reader", readers())
def test_mutants_are_read_or_refused(reader: str, tmp_path: Path) -> None:
    tally = attempt(reader, range(count(reader, EACH)), tmp_path)

    assert tally.findings == {}
    assert tally.outcomes.total() == count(reader, EACH)
    assert tally.outcomes["read"] > 0


def test_a_mutant_is_made_by_its_number_alone() -> None:
    first = [mutant(reader, 7) for reader in readers()]
    assert [mutant(reader, 7) for reader in reversed(readers())] == first[::-1]
    assert mutant("rtf", 7) != mutant("rtf", 8)


def test_a_mutant_that_ends_the_process_is_a_finding_and_the_others_are_tried() -> None:
    tally = fuzz("rtf", 4, seconds=0.001)  # less than any takes

    (found,) = tally.findings
    assert "the process ended" in found
    assert tally.n_findings.total() + tally.outcomes.total() == 4
    assert tally.n_findings[found] >= 3
