"""Builds the site of a release on its own: python -m bench.site.build RELEASE SITE SCRATCH [EARLIER]."""

from __future__ import annotations

import sys
from pathlib import Path

from tasks.publish.notes import Notes
from tasks.publish.release_tables import TableFiles
from tasks.publish.site import About, build_site
from warehouse.processes import OWN_MEMORY
from warehouse.schema import tables

WORKERS, MEMORY = 2, OWN_MEMORY


def made_of(release: Path) -> dict[str, TableFiles]:
    """The tables of a release, from its folder `parquet`."""
    parquet = release / "parquet"
    return {
        name: TableFiles(
            (*sorted(parquet.glob(f"{name}.parquet")), *sorted(parquet.glob(f"{name}/*/*.parquet"))), 0, ""
        )
        for name in tables()
    }


def build(release: Path, site: Path, scratch: Path, earlier: Path | None) -> None:
    """Makes the folder `site`, with as many processes and as much memory as a run takes."""
    site.mkdir(parents=True)
    about = About(release.name, "", Notes("", "", {}))
    build_site(
        made_of(release), site, about, earlier=earlier, workers=WORKERS, memory_limit=MEMORY, scratch=scratch / "site"
    )


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    build(given[0], given[1], given[2], given[3] if len(given) > 3 else None)
