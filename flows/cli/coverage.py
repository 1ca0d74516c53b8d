"""`township coverage`: who reported, who did not, and whom to remind, from the current release."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows.cli.console import DEFAULT_HOME, HomeOption, a_date, out, table
from flows.cli.find import ReleaseOption
from flows.cli.output import written
from flows.cli.query import release
from flows.cli.rows import WRITERS, Format, Shown
from flows.errors import BadInput

if TYPE_CHECKING:
    import duckdb

NEAR = 31
"""Days before the deadline from which townships without a report are named: the March in which it falls."""


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township coverage 大足区 2023 --as-of 2024-04-01")(coverage)


def coverage(
    district: Annotated[
        str | None,
        typer.Argument(metavar="DISTRICT", help="Name or code; without it, a line for each district and year."),
    ] = None,
    year: Annotated[
        int | None,
        typer.Argument(metavar="YEAR", help="Year reported on; without it, a line for each year of the district."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Date that decides which deadlines have passed, as 2024-04-01 (the release's).",
        ),
    ] = None,
    format: Annotated[Shown, typer.Option("--format", help="How the rows are written.")] = Shown.table,
    of: ReleaseOption = None,
) -> None:
    """Show who reported, when, and whom to remind, for a district and year or for all."""
    day = a_date(as_of)
    with release(home, of) as connection:
        day = day or _day_of(connection)
        params = {"as_of": day, "near": NEAR, "code": _code(connection, home, district), "year": year}
        connection.execute(f"CREATE TEMP TABLE township_years AS {_TOWNSHIPS}", params)
        (n_rows,) = connection.execute("SELECT count(*) FROM township_years").fetchall()[0]
        if not n_rows:
            raise BadInput(_nothing(connection, home, params, district))
        query = _SHOWN if params["code"] and year else _OVERVIEW
        if format is not Shown.table:
            with written(None) as target:
                WRITERS[Format(format)](connection.execute(query), target)
        elif query is _SHOWN:
            _show_district(connection, params)
        else:
            _show_overview(connection, day)


_TOWNSHIPS = """
WITH dated AS (
    SELECT *, CASE WHEN report_year >= 2019 THEN make_date(report_year + 1, 3, 31) END AS deadline FROM coverage
    WHERE district_code = coalesce($code, district_code) AND report_year = coalesce($year, report_year)
),
files AS (
    SELECT township_code, report_year, string_agg(source_uri || '：' || detail_zh, '；' ORDER BY source_uri) AS what
    FROM quarantine GROUP BY ALL
)
SELECT
    d.* REPLACE (
        CASE WHEN status NOT IN ('pending', 'missing') THEN status WHEN $as_of > deadline THEN 'missing' ELSE 'pending' END
            AS status
    ),
    $as_of - deadline AS days_passed,
    CASE
        WHEN status = 'quarantined' THEN '处理文件：' || f.what
        WHEN status NOT IN ('pending', 'missing') THEN NULL
        WHEN days_passed > 0 THEN '催报：期限已过' || days_passed || '天'
        WHEN days_passed > -$near THEN '提醒：离期限还有' || -days_passed || '天'  -- NULL where there is no deadline
    END AS todo
FROM dated AS d
LEFT JOIN files AS f USING (township_code, report_year)
"""

_SHOWN = """
SELECT
    district_code AS 区县代码, district AS 区县, report_year AS 年度, township_code AS 乡镇代码, township AS 乡镇,
    zh_coverage(status) AS 报送状态, published_on AS 发布日期, zh_date_basis(date_basis) AS 日期依据,
    days_after_deadline AS 超期天数, n_mentions AS 数量条数, n_observations AS 指标数, todo AS 提醒
FROM township_years ORDER BY district_code, report_year, township_code
"""

_OVERVIEW = """
SELECT
    t.district_code AS 区县代码, max(t.district) AS 区县, t.report_year AS 年度, any_value(e.edition) AS 版次,
    count(*) AS 乡镇数, count(*) FILTER (status IN ('published', 'late')) AS 已报送,
    count(*) FILTER (status = 'late') AS 其中逾期, count(*) FILTER (status = 'pending') AS 未到期限,
    count(*) FILTER (status = 'missing') AS 未见报告, count(*) FILTER (status = 'quarantined') AS 文件不能使用,
    any_value(deadline) AS 期限
FROM township_years AS t
LEFT JOIN (SELECT DISTINCT district_code, report_year, zh_edition(edition) AS edition FROM district_metrics) AS e
    USING (district_code, report_year)
GROUP BY t.district_code, t.report_year ORDER BY t.district_code, t.report_year
"""

_UNPLACED = """
SELECT source_uri, detail_zh FROM quarantine
WHERE district_code = $code AND township_code IS NULL AND coalesce(report_year, $year) = $year ORDER BY source_uri
"""

_STYLES = {"published": "green", "late": "yellow", "pending": "", "missing": "bold red", "quarantined": "red"}


def _day_of(connection: duckdb.DuckDBPyConnection) -> date:
    """The day that the release stands for, which its name ends with."""
    (name,) = connection.execute("SELECT value FROM release WHERE item = 'release'").fetchall()[0]
    return date.fromisoformat(name[-10:])


def _code(connection: duckdb.DuckDBPyConnection, home: Path, wanted: str | None) -> str | None:
    """Code of the district of that name or code; where several bear the name, the only one in the release."""
    from flows.districts import only
    from flows.job import read_knowledge
    from warehouse.home import Home

    if wanted is None:
        return None
    found = read_knowledge(Home(home))[1].find_district(wanted)
    covered = {code for (code,) in connection.execute("SELECT DISTINCT district_code FROM coverage").fetchall()}
    found = tuple(d for d in found if d.district_code in covered) or found
    unknown = f"coverage: no district {wanted} in the register; give its six-digit code or its name"
    return only(found, f"coverage: district {wanted}", unknown).district_code


def _nothing(connection: duckdb.DuckDBPyConnection, home: Path, params: dict[str, Any], district: str | None) -> str:
    """Why there is nothing to show, and what to do."""
    code, year = params["code"], params["year"]
    what = f"coverage: nothing of {district or 'any district'}" + (f" for {year}" if year else "")
    years = connection.execute(
        "SELECT DISTINCT report_year FROM coverage WHERE district_code = coalesce($code, district_code) ORDER BY 1",
        {"code": code},
    ).fetchall()
    if years:
        return f"{what} in the release; years on hand: {', '.join(str(y) for (y,) in years)}"
    if code and code in _configured(home):
        return f"{what} in the release, though it is configured; make one that has it with: township run --home {home}"
    return (
        f"{what} in the release: no report of it came. To have it listed all the same, put its code into districts in "
        f"{home / 'settings.toml'}, then run township run --home {home}"
    )


def _configured(home: Path) -> set[str]:
    """Codes of the districts in the home's settings, also of those that share a name."""
    from flows.job import read_knowledge
    from flows.settings import load_settings
    from warehouse.home import Home

    place = Home(home)
    _, register = read_knowledge(place)
    return {d.district_code for name in load_settings(place).districts for d in register.find_district(name)}


def _show_district(connection: duckdb.DuckDBPyConnection, params: dict[str, Any]) -> None:
    from warehouse.models import vocabularies

    words, bases = vocabularies()["coverage"], vocabularies()["date_basis"]
    fields = "district, township, status, published_on, date_basis, days_after_deadline, days_passed, n_mentions, n_observations, todo"
    rows = connection.execute(f"SELECT {fields} FROM township_years ORDER BY township_code").fetchall()
    unplaced = connection.execute(_UNPLACED, {"code": params["code"], "year": params["year"]}).fetchall()
    shown = table("乡镇", "报送状态", "发布日期", "日期依据", "与期限相比", "数量", "指标", right={"数量", "指标"})
    for _, township, status, published, basis, late, passed, mentions, observations, _ in rows:
        shown.add_row(
            township,
            Text(words[status], _STYLES[status]),
            str(published or ""),
            bases.get(basis, ""),
            _compared(late, passed if status in ("missing", "pending") else None),
            str(mentions) if status in ("published", "late") else "",
            str(observations) if status in ("published", "late") else "",
        )
    console = out()
    console.print(shown)
    counts = Counter(row[2] for row in rows)
    year, passed = params["year"], rows[0][6]
    until = "当年没有规定期限" if passed is None else f"期限 {year + 1}-03-31"
    reported = counts["published"] + counts["late"]
    parts = [f"{words[s]} {counts[s]}" for s in ("late", "pending", "missing", "quarantined") if counts[s]]
    parts[:1] = [f"其中{parts[0]}"] if counts["late"] else parts[:1]
    head = f"{rows[0][0]} {year}年：已报送 {reported}/{len(rows)}"
    console.print(f"\n{'，'.join([head, *parts])}。截至 {params['as_of']}，{until}。")
    reminders = [(row[1], row[9]) for row in rows if row[9]]
    if reminders:
        console.print("\n需要提醒：")
    for todo in dict.fromkeys(todo for _, todo in reminders):  # one line for all of whom the same is to be said
        console.print(f"  {'、'.join(name for name, same in reminders if same == todo)}　{todo}")
    if unplaced:
        console.print("\n未能认定乡镇的文件：")
    for uri, detail in unplaced:
        console.print(f"  {uri}　{detail}")


def _compared(late: int | None, passed: int | None) -> str:
    """When a report came, or what is left of the time for it, as against the deadline."""
    if passed is not None:
        return f"已过{passed}天" if passed > 0 else f"还有{-passed}天" if passed else "今天到期"
    if late is None:
        return ""
    return f"晚{late}天" if late > 0 else f"早{-late}天" if late else "当天"


def _show_overview(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    rows = connection.execute(_OVERVIEW)
    names = [re.sub("文件", "", column[0]) for column in rows.description][1:]
    shown = table(*names, right={*names[3:-1]})
    for row in rows.fetchall():
        shown.add_row(*("" if value is None else str(value) for value in row[1:]))
    out().print(shown)
    out().print(
        f"\n截至 {day}。未见报告：期限已过仍没有；不能使用：来了文件，但都不能用。township coverage 区县 年度 列出乡镇。"
    )
