"""What a person names on the command line, in a release: a township, a metric, the report of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.errors import BadInput, some

if TYPE_CHECKING:
    import duckdb

    from warehouse.register import Register, Township


def find_township(connection: duckdb.DuckDBPyConnection, register: Register, command: str, wanted: str) -> Township:
    """The township of that code or name; where a name is not unique, the only one that has a report.

    Raises:
        BadInput: there is none, or several; the message of `command` lists them.
    """
    found = register.find_townships(wanted)
    reporting = {code for (code,) in connection.execute("SELECT DISTINCT township_code FROM reports").fetchall()}
    found = tuple(t for t in found if t.township_code in reporting) or found
    if not found:
        raise BadInput(f"{command}: no township {wanted} in the register; give its code or its name as registered")
    if len(found) > 1:
        listed = some([f"{t.township_code} {full_name(t)}" for t in found], "; ")
        raise BadInput(
            f"{command}: {wanted} is ambiguous, give a code or the 区县 before it, as {found[0].district}{wanted}: {listed}"
        )
    return found[0]


def full_name(t: Township) -> str:
    """A township's name with all that stands above it."""
    return f"{t.province}{t.city or ''}{t.district}{t.township}"


def find_metric(connection: duckdb.DuckDBPyConnection, command: str, wanted: str) -> tuple[str, str, str]:
    """Id, Chinese name and unit of the metric of that id or name.

    Raises:
        BadInput: there is none; the message of `command` names the ones that are most like it.
    """
    rows = connection.execute(_METRICS, [wanted]).fetchall()
    if len(rows) != 1:
        near = rows or connection.execute(_SIMILAR_METRICS, [wanted]).fetchall()
        listed = ", ".join(row[0] for row in near)
        raise BadInput(f"{command}: {'no' if not rows else 'more than one'} metric {wanted}; did you mean: {listed}")
    return rows[0]


def find_report(connection: duckdb.DuckDBPyConnection, command: str, place: Township, year: int) -> str:
    """The id of the current report of a township and year.

    Raises:
        BadInput: there is none; the message of `command` lists the years on hand.
    """
    row = one(connection, _REPORT, [place.township_code, year])
    if row is None:
        years = ", ".join(str(y) for (y,) in connection.execute(_YEARS, [place.township_code]).fetchall())
        raise BadInput(f"{command}: no report of {full_name(place)} for {year}; years on hand: {years or 'none'}")
    return str(row[0])


def one(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> Any:
    """The first row of an answer, None where it has none."""
    return connection.execute(query, values).fetchone()


_METRICS = "SELECT metric_id, name_zh, unit FROM metrics WHERE $1 IN (metric_id, name_zh) ORDER BY 1"

_SIMILAR_METRICS = """
SELECT metric_id || ' ' || name_zh FROM metrics
ORDER BY greatest(jaro_winkler_similarity($1, metric_id), jaro_winkler_similarity($1, name_zh)) DESC LIMIT 3
"""

_REPORT = "SELECT report_id FROM reports WHERE township_code = $1 AND report_year = $2 AND is_current"

_YEARS = "SELECT DISTINCT report_year FROM reports WHERE township_code = $1 ORDER BY 1"
