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

_SMALL = ("files_changed", "corrections_changed", "units_changed", "counted", "metrics_changed", "reports_changed")
_YEARLY = ("observations_changed", "district_years_changed", "district_metrics_changed")
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
    for prefix, side in (("old", old), ("new", new)):
        put_small(con, prefix, side)
    for name in _SMALL:
        con.execute(f"CREATE TEMP TABLE {name} AS {_sql(name)}")
    versions = changed_versions(old.inputs, new.inputs)
    unproved = rest(versions)
    said = {"rest": unproved.cause, "rest_said": unproved.said}
    con.execute(f"CREATE TEMP TABLE reports_caused AS {_REPORTS_CAUSED}", said)
    for n, year in enumerate(sorted(old.years() | new.years())):
        for prefix, side in (("old", old), ("new", new)):
            put_year(con, prefix, side, year)
        for name in _YEARLY:
            made = f"INSERT INTO {name}" if n else f"CREATE TEMP TABLE {name} AS"
            con.execute(f"{made} {_sql(name)}", said if name == "observations_changed" else None)
    con.execute("CREATE TEMP TABLE changes AS " + _CHANGES.format(**_words()), said)
    counted = con.execute("SELECT level, change, cause, count(*) FROM changes GROUP BY ALL").fetchall()
    return Compared(old.name, new.name, n_old, n_new, versions, {tuple(row[:3]): row[3] for row in counted})


def _sql(name: str) -> str:
    text = (SQL_DIR / "compare" / f"{name}.sql").read_text(encoding="utf-8")
    if name != "district_metrics_changed":
        return text
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


def _words() -> dict[str, str]:
    return {"order": "[" + ", ".join(literal(cause) for cause in vocabularies()["cause"]) + "]"}


_REPORTS_CAUSED = """
SELECT *,
    CASE WHEN has_source OR has_correction OR has_register THEN list_filter(
        [CASE WHEN has_source THEN 'source' END, CASE WHEN has_correction THEN 'correction' END,
         CASE WHEN has_register THEN 'register' END], lambda cause: cause IS NOT NULL)
    ELSE [$rest] END AS causes,
    CASE WHEN has_source OR has_correction OR has_register
        THEN concat_ws('；', source_said, correction_said, CASE WHEN has_register THEN '登记册中该乡镇的记录不同' END)
        ELSE $rest_said END AS why
FROM reports_changed
"""

_CHANGES = """
WITH reports AS (
    SELECT 'report' AS level, change, causes, why, coalesce(new_district, old_district) AS district_code, district,
        township_code, township, report_year,
        '第' || old_version || '版' || CASE WHEN old_district <> new_district THEN '，' || old_district ELSE '' END AS old,
        '第' || new_version || '版' || CASE WHEN old_district <> new_district THEN '，' || new_district ELSE '' END AS new
    FROM reports_caused
),
observations AS (
    SELECT 'observation' AS level, change, causes, why, coalesce(new_district, old_district) AS district_code, district,
        township_code, township, report_year, metric_id, coalesce(new_unit, old_unit) AS unit,
        value_text(old_low, old_high, old_qualifier) || '（' || zh_obs_status(old_status)
            || coalesce('，截至' || old_period, '') || CASE WHEN old_unit <> new_unit THEN '，' || old_unit ELSE '' END || '）' AS old,
        value_text(new_low, new_high, new_qualifier) || '（' || zh_obs_status(new_status)
            || coalesce('，截至' || new_period, '') || CASE WHEN old_unit <> new_unit THEN '，' || new_unit ELSE '' END || '）' AS new,
        old_low, old_high, new_low, new_high
    FROM observations_changed
),
district_years AS (
    SELECT 'district_year' AS level, change, causes, district_code, district, report_year,
        old_name || '，' || zh_edition(old_edition) || '，乡镇' || old_townships || '，报告' || old_reports AS old,
        new_name || '，' || zh_edition(new_edition) || '，乡镇' || new_townships || '，报告' || new_reports AS new
    FROM district_years_changed
),
district_metrics AS (
    SELECT 'district_metric' AS level, change, causes, district_code, district, report_year, metric_id,
        CASE WHEN change <> 'added' THEN
            array_to_string([f.name || ' ' || coalesce(f.old, '—') FOR f IN figures IF f.differs], '；') END AS old,
        CASE WHEN change <> 'removed' THEN
            array_to_string([f.name || ' ' || coalesce(f.new, '—') FOR f IN figures IF f.differs], '；') END AS new
    FROM district_metrics_changed
),
gathered AS (
    FROM reports UNION ALL BY NAME FROM observations
    UNION ALL BY NAME FROM district_years UNION ALL BY NAME FROM district_metrics
),
ordered AS (
    SELECT * REPLACE (CASE WHEN causes = [] THEN [$rest] ELSE list_filter({order}, lambda c: list_contains(causes, c)) END AS causes)
    FROM gathered
),
metrics AS (
    FROM new_metrics UNION ALL BY NAME (FROM old_metrics ANTI JOIN new_metrics USING (metric_id))
)
SELECT
    g.level, g.change, g.causes[1] AS cause, g.causes, coalesce(g.why, CASE WHEN g.causes = [$rest] THEN $rest_said END) AS why,
    g.district_code, g.district, g.township_code, g.township, g.report_year, g.metric_id, m.name_zh AS metric,
    coalesce(g.unit, m.unit) AS unit, nullif(g.old, '') AS old, nullif(g.new, '') AS new, g.old_low, g.old_high, g.new_low, g.new_high
FROM ordered AS g LEFT JOIN metrics AS m USING (metric_id)
ORDER BY g.level, g.report_year, g.district_code, g.township_code, m.sort_order, g.metric_id
"""
