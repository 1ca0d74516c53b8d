"""The data dictionary page, made from the schema and the views: `python -m warehouse.dictionary` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from warehouse import schema
from warehouse.db import connect
from warehouse.models import column_words, comment_views, create_tables, create_views

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Made by `python -m warehouse.dictionary` from `warehouse/tables` and `warehouse/sql`; a test holds that it is up to
date. Every comment also stands in the database: `township describe TABLE`. Years are the year reported on; bounds are
inclusive and NULL where open; money is in 元; character offsets count code points of `report_texts.text`.
"""

_VIEWS = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
_FUNCTIONS = """
    SELECT function_name || '(' || array_to_string(parameters, ', ') || ')', function_type = 'table_macro', comment
    FROM duckdb_functions() WHERE NOT internal AND NOT starts_with(function_name, 'zh_') ORDER BY 2 DESC, 1
"""
_COLUMNS = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"


def render() -> str:
    """The whole page as Markdown: every table, then every Chinese view, with columns, types, vocabularies; the functions."""
    lines = [_HEAD, "## Tables", ""]
    for table in schema.tables().values():
        lines += _table(table)
    lines += ["## 中文视图 (Chinese views)", ""]
    lines += _views()
    return "\n".join(lines)


def write() -> None:
    """Write the page to `docs/data-dictionary.md`."""
    PAGE.write_text(render(), encoding="utf-8")


def _table(table: schema.Table) -> Iterator[str]:
    key = ", ".join(f"`{k}`" for k in table.key)
    yield f"### {table.name}\n\n{table.zh}  \n{table.en}\n\nKey and order: {key}\n"
    yield "| column | type | NULL | 中文 | English | values |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for c in table.columns:
        words = column_words(table.name, c.name)
        values = ", ".join(f"`{v}` {words[v]}" for v in c.values)
        yield f"| `{c.name}` | {c.type} | {'yes' if c.nullable else 'no'} | {_cell(c.zh)} | {_cell(c.en)} | {values} |"
    yield ""


def _views() -> Iterator[str]:
    """Names, types and comments as DuckDB has them once the views stand over empty tables."""
    with connect() as con:
        create_tables(con)
        create_views(con)
        comment_views(con)
        for name, comment in con.execute(_VIEWS).fetchall():
            yield f"### {name}\n\n{comment}\n"
            yield "| 列 | type | 说明 |"
            yield "| --- | --- | --- |"
            for column, kind, text in con.execute(_COLUMNS, [name]).fetchall():
                yield f"| {column} | {kind} | {_cell(text)} |"
            yield ""
        yield "## 函数 (Functions)\n"
        yield "`zh_<vocabulary>(code)` gives the Chinese word for a code; a table function stands after FROM.\n"
        yield "| function | table | 说明 |"
        yield "| --- | --- | --- |"
        for called, of_rows, text in con.execute(_FUNCTIONS).fetchall():
            yield f"| `{called}` | {'yes' if of_rows else 'no'} | {_cell(text)} |"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    write()
