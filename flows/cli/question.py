"""SQL that a user typed, held to one SELECT and to limits of time and memory."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.cli.output import drop_unfinished
from flows.errors import BadInput

if TYPE_CHECKING:
    import duckdb

TABLE_FUNCTIONS = frozenset(
    [
        "duckdb_columns",
        "duckdb_constraints",
        "duckdb_functions",
        "duckdb_keywords",
        "duckdb_schemas",
        "duckdb_settings",
        "duckdb_tables",
        "duckdb_types",
        "duckdb_views",
        "generate_series",
        "histogram",
        "histogram_values",
        "json_each",
        "json_tree",
        "pg_timezone_names",
        "pragma_database_size",
        "pragma_show",
        "pragma_storage_info",
        "pragma_table_info",
        "pragma_version",
        "query_table",
        "range",
        "repeat",
        "repeat_row",
        "summary",
        "unnest",
    ]
)
"""Functions that may stand after FROM. The release's own macros may too. Others read files, start logs
and profiles, or run SQL that no check has seen."""

_EXPLAIN = re.compile(r"\s*explain\s+(\(.*?\)\s*)?(analyze\s+)?", re.IGNORECASE | re.DOTALL)
_IS_A_MACRO = """
SELECT 1 FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal AND lower(function_name) = ?
"""
_PATIENCE = 3.0
_SPARE_MB = 768
_MB = 1024 * 1024


def check_question(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Refuses what is not one statement that asks (DESCRIBE, SHOW, FROM and VALUES count as SELECT).

    Raises:
        BadInput: it asks nothing, or calls a function that does more than to answer.
        duckdb.Error: it cannot be parsed.
    """
    statements = connection.extract_statements(query)
    typed = [s.type.name for s in statements if s.query or s.type.name != "CREATE"]  # a PIVOT adds a CREATE of its own
    if len(typed) != 1:
        raise BadInput(f"sql: {len(typed) or 'no'} statements; give one SELECT")
    if typed[0] not in ("SELECT", "EXPLAIN"):
        raise BadInput(f"sql: {typed[0]} asks nothing; give one SELECT, the release is read-only")
    asked = _EXPLAIN.sub("", query, count=1) if typed[0] == "EXPLAIN" else query
    for name in _functions_after_from(connection, asked) - TABLE_FUNCTIONS:
        if not connection.execute(_IS_A_MACRO, [name]).fetchall():
            raise BadInput(f"sql: {name} is not for questions; township describe lists tables and columns")


def _functions_after_from(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """Names of the table functions that a SELECT calls, in any depth.

    Raises:
        BadInput: it is no SELECT.
    """
    (row,) = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchall()
    tree = json.loads(row[0])
    if not tree["error"]:
        return set(_table_functions(tree))
    if any(s.type.name not in ("SELECT", "CREATE") for s in connection.extract_statements(query)):
        raise BadInput("sql: EXPLAIN explains a SELECT; the release is read-only")
    # PIVOT is a statement of its own, which DuckDB does not take apart: any word may be a function
    words = set(re.findall(r"\w+", query.lower()))
    rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'table'")
    return words & {name for (name,) in rows.fetchall()}


def _table_functions(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["function"]["function_name"].lower()] if node.get("type") == "TABLE_FUNCTION" else []
        return own + [name for value in node.values() for name in _table_functions(value)]
    return [name for value in node for name in _table_functions(value)] if isinstance(node, list) else []


def limit_memory(megabytes: int) -> None:
    """Lets this process take so much more memory, and some to start with: rows on their way out are not DuckDB's."""
    now = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (now + (2 * megabytes + _SPARE_MB) * _MB, hard))


def answer_within(connection: duckdb.DuckDBPyConnection, work: Callable[[], None], seconds: float) -> None:
    """Does `work`, which asks `connection` and writes the rows, in a thread, for so many seconds at most.

    DuckDB, waited for in the main thread, may miss a Ctrl-C. What does not heed an interrupt ends with the process.

    Raises:
        BadInput: the time was up; the query was stopped.
    """
    done: Future[None] = Future()

    def run() -> None:
        try:
            work()
            done.set_result(None)
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    stopped = f"sql: stopped the query after {seconds:g} s; narrow it, or allow it more time with --timeout SECONDS"
    try:
        done.result(timeout=seconds)
    except TimeoutError:
        if done.done():
            raise  # its own
        _interrupt(connection, done, stopped)
        raise BadInput(stopped) from None
    except KeyboardInterrupt:
        _interrupt(connection, done, "stopped by the user; the current release is unchanged", code=130)
        raise


def _interrupt(connection: duckdb.DuckDBPyConnection, done: Future[None], message: str, code: int = 2) -> None:
    connection.interrupt()
    try:
        done.exception(timeout=_PATIENCE)
    except TimeoutError:  # one call of a function that looks at nothing else; nothing of it may be closed
        drop_unfinished()
        print(f"township: {message}", file=sys.stderr, flush=True)  # noqa: T201
        os._exit(code)
