"""Load and check the catalogue; a broken entry is refused with its file, entry and field."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from pydantic import ValidationError

from warehouse.catalogue.entry import Bounds, Metric
from warehouse.catalogue.units import Units, UnitsFile, build_units
from warehouse.schema import table

FOLDER = Path(__file__).parent


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message names file, entry and field, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All metrics in the order of tables, the unit families, and a fingerprint over the files they came from.

    `rates` are the metrics that have a numerator and a denominator.
    """

    metrics: tuple[Metric, ...]
    by_id: dict[str, Metric]
    order: dict[str, int]
    rates: tuple[Metric, ...]
    units: Units
    categories: dict[str, str]
    fingerprint: str

    def find(self, name: str) -> Metric | None:
        """A metric by id or Chinese name."""
        return self.by_id.get(name) or next((m for m in self.metrics if m.name_zh == name), None)

    def bounds_of(self, metric: Metric) -> Bounds | None:
        """What a value of the metric can be at all: its own bounds, else those of its unit's family."""
        return metric.bounds or self.units.bounds.get(self.units.family_of[metric.unit])

    def arrow(self) -> pa.Table:
        """The catalogue as the table `metrics`."""
        rows = [_row(m, i, self) for i, m in enumerate(self.metrics, 1)]
        rows.sort(key=lambda r: str(r["metric_id"]))
        return pa.Table.from_pylist(rows, schema=table("metrics").arrow())


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Load `<category>/<subgroup>.yaml` below `folder` (default: the shipped catalogue).

    Raises:
        CatalogueError: a file, entry or reference is wrong; nothing is loaded.
    """
    folder = folder or FOLDER
    return _load(folder, tuple((path, _bytes(path)) for path in sorted(folder.rglob("*.yaml"))))


@lru_cache(maxsize=1)
def _load(folder: Path, _: tuple[tuple[Path, bytes], ...]) -> Catalogue:
    """Kept until a byte of its files changes: to parse thirty of them takes longer than much of a small run."""
    digest = hashlib.sha256()
    categories = {c["id"]: c["heading_zh"] for c in _yaml(folder / "categories.yaml", digest)}
    units = _units(folder / "units.yaml", digest)
    metrics: list[Metric] = []
    files: dict[str, str] = {}
    for category in categories:
        for path in sorted((folder / category).glob("*.yaml")):
            for metric in _entries(path, category, digest):
                if metric.id in files:
                    raise CatalogueError(f"{_name(path)}: {metric.id}: id: also stands in {files[metric.id]}")
                files[metric.id] = _name(path)
                metrics.append(metric)
    metrics = _in_chinese(metrics, folder / "chinese", digest)
    by_id = {m.id: m for m in metrics}
    order = {m.id: i for i, m in enumerate(metrics)}
    rates = tuple(m for m in metrics if m.aggregation.numerator is not None)
    catalogue = Catalogue(tuple(metrics), by_id, order, rates, units, categories, digest.hexdigest())
    for metric in metrics:
        _check_references(metric, catalogue, files[metric.id])
    return catalogue


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{_name(path)}: cannot be read: {error.strerror}") from error


def _yaml(path: Path, digest: Any) -> Any:
    raw = _bytes(path)
    digest.update(path.name.encode() + b"\0" + raw)
    try:
        return yaml.load(raw.decode("utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{_name(path)}: is no valid YAML: {' '.join(str(error).split())}") from error


def _units(path: Path, digest: Any) -> Units:
    try:
        return build_units(UnitsFile.model_validate(_yaml(path, digest)))
    except ValidationError as error:
        raise CatalogueError(f"{_name(path)}: {_first(error)}") from error
    except ValueError as error:
        raise CatalogueError(f"{_name(path)}: {error}") from error


def _entries(path: Path, category: str, digest: Any) -> list[Metric]:
    data = _yaml(path, digest)
    if not isinstance(data, list):
        raise CatalogueError(f"{_name(path)}: must be a list of metrics")
    metrics = []
    for position, entry in enumerate(data, 1):
        label = entry.get("id", f"entry {position}") if isinstance(entry, dict) else f"entry {position}"
        try:
            metrics.append(Metric.model_validate(entry).model_copy(update={"category": category}))
        except ValidationError as error:
            raise CatalogueError(f"{_name(path)}: {label}: {_first(error)}") from error
    return metrics


def _in_chinese(metrics: list[Metric], folder: Path, digest: Any) -> list[Metric]:
    """The metrics with their Chinese texts, in which `{id}` stands for the name of another metric."""
    names = {m.id: f"“{m.name_zh}”" for m in metrics}
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for metric_id, entry in _yaml(path, digest).items():
            if metric_id not in names:
                raise CatalogueError(f"{_name(path)}: {metric_id}: no such metric in the catalogue")
            try:
                texts[metric_id] = {f"{field}_zh": str(text).format_map(names) for field, text in entry.items()}
            except (KeyError, ValueError, AttributeError) as error:
                raise CatalogueError(
                    f"{_name(path)}: {metric_id}: names no metric of the catalogue: {error}"
                ) from error
    return [m.model_copy(update=texts.get(m.id, {})) for m in metrics]


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(p) for p in first['loc']) or 'entry'}: {first['msg']}"


def _check_references(metric: Metric, catalogue: Catalogue, file: str) -> None:
    """Each metric, family and unit that an entry names must exist."""

    def refuse(field: str, what: str) -> None:
        raise CatalogueError(f"{file}: {metric.id}: {field}: {what}")

    for field, other in (
        ("aggregation.numerator", metric.aggregation.numerator),
        ("aggregation.denominator", metric.aggregation.denominator),
        ("part_of", metric.part_of),
        *((f"examples.negative.{i}.belongs_to", e.belongs_to) for i, e in enumerate(metric.examples.negative)),
    ):
        if other is not None and other not in catalogue.by_id:
            refuse(field, f"no metric {other} in the catalogue")
    families = catalogue.units.families
    for field, names in (("unit_families", metric.unit_families), ("mismatched_families", metric.mismatched_families)):
        for family in names:
            if family not in families:
                refuse(field, f"no unit family {family} in units.yaml")
    if unknown := set(metric.whole_of) - metric.dimensions.keys() or {"new"}.intersection(metric.whole_of):
        refuse("whole_of", f"no dimension that can be a part of all: {min(unknown)}")
    if len(metric.whole_of) == 1:
        refuse("whole_of", "one dimension alone is never all; name two or more")
    if catalogue.units.family_of.get(metric.unit) not in metric.unit_families:
        refuse("unit", f"{metric.unit} is no unit of {', '.join(metric.unit_families)}")
    if (metric.kind in ("rate", "coverage")) != (metric.unit == "%"):
        refuse("kind", "a rate or coverage, and only it, has unit %")
    plausible, possible = metric.plausible_per_township, catalogue.bounds_of(metric)
    if possible is not None and not possible.min <= plausible.min <= plausible.max <= possible.max:
        refuse("plausible_per_township", f"is wider than what is possible, {possible.min:g} to {possible.max:g}")


def _row(metric: Metric, order: int, catalogue: Catalogue) -> dict[str, Any]:
    bounds = catalogue.bounds_of(metric)
    return {
        "metric_id": metric.id,
        "name_zh": metric.name_zh,
        "name_en": metric.name_en,
        "category": metric.category,
        "category_zh": catalogue.categories[metric.category],
        "unit": metric.unit,
        "unit_families": list(metric.unit_families),
        "kind": metric.kind,
        "aggregation": metric.aggregation.method,
        "numerator": metric.aggregation.numerator,
        "denominator": metric.aggregation.denominator,
        "part_of": metric.part_of,
        "dimensions": list(metric.dimensions),
        "plausible_min": metric.plausible_per_township.min,
        "plausible_max": metric.plausible_per_township.max,
        "bound_min": bounds.min if bounds else None,
        "bound_max": bounds.max if bounds else None,
        "definition": metric.definition,
        "not_counted": metric.not_counted,
        "definition_zh": metric.definition_zh,
        "not_counted_zh": metric.not_counted_zh,
        "sort_order": order,
    }
