"""What differs between two releases: reports, observations and district figures, each with its causes.

Causes are derived from the rows of both releases, in the order of proof: the documents behind the report (source), entries
of corrections, rows of the register, the entry of the metric in the catalogue; and where these prove nothing, from the
versions of catalogue, code and register that the releases name.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from tasks.compare.sides import Side, put_small, put_year
from tasks.compare.versions import changed_versions, rest
from warehouse.models import SQL_DIR, create_macros, vocabularies
from warehouse.schema import literal, quote, table

LEVELS = ("report", "observation", "district_year", "district_metric")

_SMALL = (
    "files_changed",
    "corrections_changed",
    "units_changed",
    "counted",
    "metrics_changed",
    "named",
    "reports_changed",
)
_OF_DISTRICT = ("district_code", "district", "report_year", "edition", "metric_id", "n_townships", "n_reports")
"""Columns of the district table that are its key, or the same for all metrics of a district and year."""


class NothingToCompare(Exception):
    """Two releases that cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two releases after their comparison; every change is a row of the temporary table `changes` of the connection.

    `n_old` and `n_new` are observations compared; `versions` are those of catalogue, code, register, corrections and season
    that differ; `counts` are changes by level, kind of change and first cause.
    """

    old: str
    new: str
    n_old: int
    n_new: int
    versions: dict[str, tuple[str, str]]
    counts: dict[tuple[str, str, str], int]

    def total(self, level: str, change: str | None = None) -> int:
        """Changes of a level, or those of one kind."""
        return sum(n for (of, kind, _), n in self.counts.items() if of == level and change in (None, kind))

    def causes(self, level: str) -> dict[str, int]:
        """Changes of a level by their first cause, in the order of proof."""
        found = dict.fromkeys(vocabularies()["cause"], 0)
        for (of, _, cause), n in self.counts.items():
            found[cause] += n if of == level else 0
        return {cause: n for cause, n in found.items() if n}


def compare(con: duckdb.DuckDBPyConnection, old: Side, new: Side) -> Compared:
    """Compares two releases a report year at a time; leaves every change in the temporary table `changes` of `con`.

    Columns of `changes`: level, change (added|removed|changed), cause (the first), causes (all that are proved), why (in
    Chinese), district_code, district, township_code, township, report_year, metric_id, metric, unit, old, new (as people
    write them), old_low, old_high, new_low, new_high (of observations).

    Raises:
        NothingToCompare: the two are one, or neither holds an observation.
    """
    n_old, n_new = old.n_observations(), new.n_observations()
    if old.parquet.resolve() == new.parquet.resolve():
        raise NothingToCompare(f"{old.name} and {new.name} are one release")
    if not n_old and not n_new:
        raise NothingToCompare(f"neither {old.name} nor {new.name} holds an observation")
    create_macros(con)
    sides = {"old": old, "new": new}
    put_small(con, sides)
    for name in _SMALL:
        con.execute(f"CREATE TEMP TABLE {name} AS {_sql(name)}")
    versions = changed_versions(old.inputs, new.inputs)
    unproved = rest(versions)
    said = {"rest": unproved.cause, "rest_said": unproved.said}
    con.execute(f"CREATE TEMP TABLE reports_caused AS {_sql('reports_caused')}", said)
    con.execute(_sql("changes"))
    _list(con, "report", said)
    for n, year in enumerate(sorted(old.years() | new.years())):
        for prefix, side in sides.items():
            put_year(con, prefix, side, year)
        # Only one year's observations are held beside `changes`; what districts need of them is kept in district_causes.
        con.execute(f"CREATE OR REPLACE TEMP TABLE observations_changed AS {_sql('observations_changed')}", said)
        for name in ("district_causes", "district_years_changed", "district_metrics_changed"):
            con.execute((f"INSERT INTO {name} " if n else f"CREATE TEMP TABLE {name} AS ") + _sql(name))
        _list(con, "observation", said)
    _list(con, "district_year", said)
    _list(con, "district_metric", said)
    counted = con.execute("SELECT level, change, cause, count(*) FROM changes GROUP BY ALL").fetchall()
    return Compared(old.name, new.name, n_old, n_new, versions, {tuple(row[:3]): row[3] for row in counted})


def _list(con: duckdb.DuckDBPyConnection, level: str, said: dict[str, str]) -> None:
    """Appends the rows of a level to `changes`."""
    # those of reports and observations stand in order
    proved = _in_order() if level.startswith("district") else "causes"
    rows = _sql("ordered").format(level=level, rows=_sql(f"listed/{level}"), proved=proved)
    con.execute(f"INSERT INTO changes {rows}", said)


def _in_order() -> str:
    """The causes below a district's figure in the order of proof, $rest where there are none."""
    order = "[" + ", ".join(literal(cause) for cause in vocabularies()["cause"]) + "]"
    return f"CASE WHEN causes = [] THEN [$rest] ELSE list_filter({order}, lambda c: list_contains(causes, c)) END"


def _sql(name: str) -> str:
    text = (SQL_DIR / "compare" / f"{name}.sql").read_text(encoding="utf-8")
    return _with_figures(text) if name == "district_metrics_changed" else text


def _with_figures(text: str) -> str:
    """The SELECT of district figures with every column that may differ."""
    columns = [c for c in table("district_metrics").columns if c.name not in _OF_DISTRICT]
    differs = " OR ".join(f"o.{quote(c.name)} IS DISTINCT FROM n.{quote(c.name)}" for c in columns)

    def both(name: str) -> tuple[str, str]:
        sides = (f"{side}.{quote(name)}" for side in "on")
        old, new = (side if name == "unit" else f"number_text({side})" for side in sides)
        return f"{old}::VARCHAR", f"{new}::VARCHAR"

    figures = (
        f"{{'name': {literal(c.zh)}, 'old': {both(c.name)[0]}, 'new': {both(c.name)[1]}, "
        f"'differs': o.{quote(c.name)} IS DISTINCT FROM n.{quote(c.name)}}}"
        for c in columns
    )
    return text.format(figures=f"[{', '.join(figures)}]", differs=differs)
