"""Runs the SQL of `warehouse/sql`: models (tables of a release), Chinese views, and checks.

A model is one SELECT in `models/<table>.sql`; a view one SELECT in `views/<name>.sql`; a check one SELECT in
`checks/<claim>.sql` that returns the rows for which the claim is false; those in `checks/by_report/` compare rows of one
report only, so that they can be tried some reports at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from warehouse import schema

SQL_DIR = Path(__file__).parent / "sql"
_KEPT = 5
_HEAD = re.compile(r"\A(?:-- ?.*\n)+")
_VIEW_COLUMN = re.compile(r"\bAS (\w+),?\s+-- (.+)$", re.MULTILINE)

Params = Mapping[str, pa.Table | date]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A claim, the number of rows for which it is false, and the first of them as text."""

    claim: str
    n_failing: int
    first_rows: tuple[str, ...]

    def __add__(self, other: CheckResult) -> CheckResult:
        """The same claim about the rows of both."""
        first_rows = (self.first_rows + other.first_rows)[:_KEPT]
        return CheckResult(self.claim, self.n_failing + other.n_failing, first_rows)


def run_model(con: duckdb.DuckDBPyConnection, name: str, params: Params) -> pa.Table:
    """The rows of table `name` in exactly its schema, ordered by its key.

    `con` holds the tables the model reads; `params` holds the rest: tables by name, and values for `$name` (the head of
    each model says which). Same inputs give the same rows in the same order, whatever the number of threads.

    Raises:
        pyarrow.ArrowInvalid (a ValueError): NULL in a column that may not be, which the message names; so a district
            year without an edition is refused.
        duckdb.Error: a table or parameter that the model reads is missing.
    """
    table = schema.table(name)
    tables = {k: v for k, v in params.items() if isinstance(v, pa.Table)}
    values = {k: v for k, v in params.items() if k not in tables}
    columns = ", ".join(schema.quote(c) for c in table.names)
    key = ", ".join(schema.quote(c) for c in table.key)
    create_macros(con)
    for parameter, rows in tables.items():
        con.register(parameter, rows)
    try:
        sql = f"SELECT {columns} FROM ({_text(f'models/{name}.sql')}) ORDER BY {key}"
        return con.execute(sql, values).to_arrow_table().cast(table.arrow())
    finally:
        for parameter in tables:
            con.unregister(parameter)


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Define the functions that models and views use, and one `zh_<vocabulary>(code)` for each vocabulary."""
    con.execute(_macros())


def functions_sql() -> str:
    """Statements that create every function of a release, also those over its tables: evidence and lineage."""
    return "\n".join([_macros(), _text("evidence.sql"), _text("lineage.sql")])


def _macros() -> str:
    statements = [_text("macros.sql")]
    for name, words in vocabularies().items():
        cases = " ".join(f"WHEN {schema.literal(k)} THEN {schema.literal(v)}" for k, v in words.items())
        statements.append(f"CREATE OR REPLACE MACRO zh_{name}(code) AS CASE code {cases} ELSE code END;")
    return "\n".join(statements)


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create the Chinese views, `evidence(township_code, year, metric_id)`, `lineage(…)`, and the table macros of
    `questions.sql`.

    `con` holds all tables of a release, also empty ones.

    Raises:
        duckdb.Error: a table is missing.
    """
    views = [f"CREATE OR REPLACE VIEW {schema.quote(name)} AS {view_sql(name)}" for name in view_names()]
    _at_once(con, [functions_sql(), *views, _text("questions.sql")])


def comment_views(con: duckdb.DuckDBPyConnection) -> None:
    """Give the Chinese views, their columns, and the functions the comments that stand in their files."""
    comments = []
    for name in view_names():
        sql = view_sql(name)
        comments.append(f"COMMENT ON VIEW {schema.quote(name)} IS {schema.literal(_head(sql))}")
        for column, comment in _VIEW_COLUMN.findall(sql):
            comments.append(
                f"COMMENT ON COLUMN {schema.quote(name)}.{schema.quote(column)} IS {schema.literal(comment)}"
            )
    comments.append(_text("function_comments.sql"))
    for name in vocabularies():
        words = f"{name} 代码的中文 | Chinese words for the codes of {name}"
        comments.append(f"COMMENT ON MACRO zh_{name} IS {schema.literal(words)}")
    _at_once(con, comments)


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of the schema, empty, with its comments."""
    _at_once(con, [statement for table in schema.tables().values() for statement in table.ddl()])


def _at_once(con: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Runs statements in one transaction: each of its own would reach the disk on its own."""
    con.begin()
    for statement in statements:
        con.execute(statement)
    con.commit()


def run_checks(con: duckdb.DuckDBPyConnection, slices: Iterable[Mapping[str, str]] = ({},)) -> list[CheckResult]:
    """Every claim about the tables in `con`, in order of its name; a release is sound when all `n_failing` are 0.

    Claims: the files in `sql/checks`, and from the schema, for each table, that its key is unique and its vocabularies
    hold. Those in `by_report` are tried slice by slice, which bounds the memory that they take: a slice gives, by table, a
    condition on its rows; reports lie in one slice whole. At most five failing rows a claim are kept.

    Raises:
        duckdb.Error: a table is missing.
    """
    claims = _claims("checks")
    for table in schema.tables().values():
        claims |= _schema_claims(table)
    results = [_check(con, claim, sql) for claim, sql in claims.items()]
    by_report = {claim: CheckResult(claim, 0, ()) for claim in _claims("checks/by_report")}
    for conditions in slices:
        with _limited(con, conditions):
            for claim, sql in _claims("checks/by_report").items():
                by_report[claim] += _check(con, claim, sql)
    return sorted([*results, *by_report.values()], key=lambda result: result.claim)


def view_names() -> list[str]:
    """Names of the Chinese views."""
    return sorted(p.stem for p in (SQL_DIR / "views").glob("*.sql"))


def view_sql(name: str) -> str:
    """The SELECT of a Chinese view."""
    return _text(f"views/{name}.sql")


def vocabularies() -> dict[str, dict[str, str]]:
    """Chinese words for the codes in the tables, by vocabulary and code (`sql/vocabularies.yaml`)."""
    return {name: entry["words"] for name, entry in _vocabularies().items()}


def column_words(table: str, column: str) -> dict[str, str]:
    """Chinese words for the codes of one column; empty where it has no vocabulary."""
    found: Iterator[dict[str, str]] = (
        entry["words"] for entry in _vocabularies().values() if f"{table}.{column}" in entry["columns"]
    )
    return next(found, {})


@lru_cache(maxsize=1)
def _vocabularies() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(_text("vocabularies.yaml"), Loader=yaml.CSafeLoader)
    return loaded


def _text(name: str) -> str:
    return (SQL_DIR / name).read_text(encoding="utf-8")


def _head(sql: str) -> str:
    """The comment a SQL file begins with, as one line."""
    match = _HEAD.match(sql)
    return "".join(line.removeprefix("--").strip() for line in match[0].splitlines()) if match else ""


def _claims(folder: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (SQL_DIR / folder).glob("*.sql")}


@contextmanager
def _limited(con: duckdb.DuckDBPyConnection, conditions: Mapping[str, str]) -> Iterator[None]:
    """Inside the block each table in `conditions` has only the rows that fulfil its condition."""
    for name, condition in conditions.items():
        whole = f"{con.execute('SELECT current_database()').fetchall()[0][0]}.main.{schema.quote(name)}"
        con.execute(f"CREATE TEMP VIEW {schema.quote(name)} AS FROM {whole} WHERE {condition}")
    try:
        yield
    finally:
        for name in conditions:
            con.execute(f"DROP VIEW temp.{schema.quote(name)}")


def _check(con: duckdb.DuckDBPyConnection, claim: str, sql: str) -> CheckResult:
    counted = con.execute(f"SELECT count(*) FROM ({sql})").fetchone()
    n_failing = int(counted[0]) if counted else 0
    rows = con.execute(f"FROM ({sql}) LIMIT {_KEPT}").fetchall() if n_failing else []
    return CheckResult(claim, n_failing, tuple(str(row) for row in rows))


def _schema_claims(table: schema.Table) -> dict[str, str]:
    name = schema.quote(table.name)
    key = ", ".join(schema.quote(k) for k in table.key)
    claims = {f"key_of_{table.name}_is_unique": f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1"}
    for column in table.columns:
        if column.values:
            field, known = schema.quote(column.name), ", ".join(schema.literal(v) for v in column.values)
            claims[f"{table.name}_{column.name}_is_in_its_vocabulary"] = (
                f"SELECT {key}, {field} FROM {name} WHERE {field} NOT IN ({known})"
            )
    return claims
