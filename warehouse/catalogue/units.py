"""Unit families: which units are interchangeable, and by which factor."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from warehouse.catalogue.entry import Bounds


class UnitsFile(BaseModel):
    """`units.yaml` as it stands: families in order, factors by family where they are not 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    families: dict[str, tuple[str, ...]]
    factors: dict[str, dict[str, float]] = {}
    bounds: dict[str, Bounds] = {}
    neighbours: dict[str, tuple[str, ...]] = {}
    not_before: dict[str, tuple[str, ...]] = {}
    shorter_before: dict[str, tuple[str, ...]] = {}
    enumerated: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """Look-ups over the unit families; units are written with half-width brackets and signs, as after folding."""

    families: dict[str, tuple[str, ...]]
    family_of: dict[str, str]
    factor_of: dict[str, float]
    bounds: dict[str, Bounds]
    neighbours: dict[str, tuple[str, ...]]
    not_before: dict[str, tuple[str, ...]]
    shorter_before: dict[str, tuple[str, ...]]
    enumerated: tuple[str, ...]
    bodies: tuple[str, ...]

    def canonical(self, unit: str) -> str:
        """The first unit of the unit's family; the unit itself where it stands in none."""
        family = self.family_of.get(unit)
        return self.families[family][0] if family else unit


def build_units(data: UnitsFile) -> Units:
    """Look-ups from the file.

    Raises:
        ValueError: a unit stands in two families, or a factor names an unknown family or unit.
    """
    family_of: dict[str, str] = {}
    for family, units in data.families.items():
        for unit in units:
            if unit in family_of:
                raise ValueError(f"unit {unit} stands in two families, {family_of[unit]} and {family}")
            family_of[unit] = family
    factor_of = dict.fromkeys(family_of, 1.0)
    for family, factors in data.factors.items():
        for unit, factor in factors.items():
            if family_of.get(unit) != family:
                raise ValueError(f"factor for {unit}: it is no unit of family {family}")
            factor_of[unit] = factor
    for family in data.bounds:
        if family not in data.families:
            raise ValueError(f"bounds: no family {family}")
    for family, others in data.neighbours.items():
        for name in (family, *others):
            if name not in data.families:
                raise ValueError(f"neighbours: no family {name}")
    for field, words in (("not_before", data.not_before), ("shorter_before", data.shorter_before)):
        for unit in words:
            if unit not in family_of:
                raise ValueError(f"{field}: {unit} stands in no family")
    return Units(
        data.families,
        family_of,
        factor_of,
        data.bounds,
        data.neighbours,
        data.not_before,
        data.shorter_before,
        data.enumerated,
        data.bodies,
    )
