"""A batch of documents: what a worker is asked to do, and what it answers. Both travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tasks.ingest.model import Arrival
from warehouse.corrections import Corrections


@dataclass(frozen=True, slots=True)
class BatchSpec:
    """Documents to process and the folder their rows go to.

    `overlay` is the home's folder of register overlays, `fingerprint` stands for all that a result depends on besides
    the documents. `years` and `districts` (six-digit codes) limit what is kept; empty means all. `corrections` are what
    people decided about documents and reports.
    """

    parts: Path
    overlay: Path
    fingerprint: str
    documents: tuple[Arrival, ...]
    years: frozenset[int] = frozenset()
    districts: frozenset[str] = frozenset()
    corrections: Corrections = Corrections()  # noqa: RUF009 - never changed

    def keeps(self, year: int | None, district: str | None) -> bool:
        """Whether a document of this year and district is asked for; what is unknown is kept."""
        return (not self.years or year is None or year in self.years) and (
            not self.districts or district is None or district in self.districts
        )


@dataclass(frozen=True, slots=True)
class Together:
    """Files of one township and year: reports, and annexes that belong to them."""

    documents: tuple[Arrival, ...]
    annexes: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class GatherSpec:
    """Groups of files to put together, the folders that hold their rows, and the folder the rows of the reports go to.

    `corrections` are what people decided about reports.
    `fresh` says that the process has done nothing else: what it has no memory for then, it never has.
    """

    parts: Path
    sources: tuple[Path, ...]
    groups: tuple[Together, ...]
    corrections: Corrections = Corrections()  # noqa: RUF009 - never changed
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: ids whose rows stand in `parts`, how many of them are quarantined, by reason.

    `n_outside` documents lie outside the limits; nothing is written of them.
    """

    parts: Path
    processed: tuple[str, ...]
    quarantined: dict[str, int]
    n_outside: int
