"""The folders of a home, by name. Paths only: nothing here reads or decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder as the contract lays it out; `root` is absolute.

    `run` names the run that works in it, so that what is left of a killed one never writes among the scratch of the next.
    """

    root: Path
    run: str = ""

    @property
    def raw(self) -> Path:
        """Every document as it came, content-addressed, with its sidecar."""
        return self.root / "raw"

    @property
    def quarantine(self) -> Path:
        """One JSON file for each document that could not be used."""
        return self.root / "quarantine"

    @property
    def lake(self) -> Path:
        """Derived rows in Parquet, and `manifest.json`, which names the live files."""
        return self.root / "lake"

    @property
    def releases(self) -> Path:
        """Immutable releases, one folder each."""
        return self.root / "releases"

    @property
    def current(self) -> Path:
        """Symlink to the newest good release's database."""
        return self.root / "current.duckdb"

    @property
    def tags(self) -> Path:
        """Tags of releases, decided by people."""
        return self.root / "tags.json"

    @property
    def rollback(self) -> Path:
        """Which release was rolled back, and to which; gone once a newer one is published."""
        return self.root / "rollback.json"

    @property
    def register(self) -> Path:
        """Overlays of the register (CSV), decided by people."""
        return self.root / "register"

    @property
    def corrections(self) -> Path:
        """Corrections (YAML), decided by people."""
        return self.root / "corrections"

    @property
    def forms(self) -> Path:
        """Layouts of the district's own forms (YAML), decided by people."""
        return self.root / "forms"

    @property
    def sources(self) -> Path:
        """Web columns to collect (YAML), decided by people."""
        return self.root / "sources"

    @property
    def collected(self) -> Path:
        """What is known of each source between runs, one JSON file each."""
        return self.root / "collected"

    @property
    def settings_file(self) -> Path:
        """Settings of the home (TOML), decided by people."""
        return self.root / "settings.toml"

    @property
    def runs(self) -> Path:
        """One JSON summary a run."""
        return self.root / "runs"

    @property
    def scratch(self) -> Path:
        """Scratch of all runs; emptied when a run starts."""
        return self.root / ".staging"

    @property
    def staging(self) -> Path:
        """Scratch of the run in progress."""
        return self.scratch / self.run

    @property
    def collect_lock(self) -> Path:
        """Lock that one collecting run holds, beside a run of the main job."""
        return self.root / ".collect.lock"

    @property
    def lock(self) -> Path:
        """Lock that one run holds."""
        return self.root / ".lock"
