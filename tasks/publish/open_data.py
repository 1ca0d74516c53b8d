"""Open data of a release: a wide panel, its description, licence and citation, for whoever takes the figures elsewhere.

The panel has a row for each township and year of `coverage` and three columns for each metric: `<metric>__low`,
`<metric>__high` (inclusive, empty where open or not stated) and `<metric>__qualifier` (empty: not stated).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from tasks.publish.lake_sql import relation
from tasks.publish.pointer import NOT_COMPARED
from tasks.publish.release_tables import TableFiles
from warehouse.db import connect
from warehouse.fingerprint import ROOT
from warehouse.schema import table

FOLDER = "open"
PANEL = "panel"
_DISTRICTS_AT_ONCE = 100
_BOM = "\ufeff".encode()
_KEYS = ("district_code", "district", "township_code", "township", "report_year", "status")
_ROWS = """
    SELECT district_code, district, township_code, township, report_year, status FROM coverage
    WHERE report_year = $year AND list_contains($districts, district_code) ORDER BY township_code"""
_VALUES = """
    SELECT o.township_code, o.metric_id, o.value_low, o.value_high, o.qualifier
    FROM observations AS o JOIN coverage AS c USING (township_code, report_year)
    WHERE o.report_year = $year AND list_contains($districts, c.district_code)"""


def write_open_data(made: Mapping[str, TableFiles], folder: Path, release: str, *, memory_limit: str) -> None:
    """Writes `folder/open`: panel.parquet, panel.csv, datapackage.json, LICENSE.txt and CITATION.cff.

    `made` are the tables of the release, whose CSV `folder/csv/乡镇沿革.csv` holds (it is the crosswalk of both codes).

    Raises:
        OSError: the folder cannot be written.
    """
    target = folder / FOLDER
    target.mkdir()
    with connect(memory_limit=memory_limit, threads=1) as con:
        for name in ("coverage", "metrics"):
            relation(con, name, made[name].files, table(name).arrow())
        metrics = con.execute("SELECT metric_id, name_zh, unit FROM metrics ORDER BY sort_order, metric_id").fetchall()
        schema = _schema(metrics)
        with (
            pq.ParquetWriter(target / f"{PANEL}.parquet", schema, compression="zstd") as parquet,
            (target / f"{PANEL}.csv").open("wb") as text,
        ):
            text.write(_BOM)
            csv.write_csv(schema.empty_table(), text, csv.WriteOptions(quoting_style="needed"))
            for year, districts in _parts(con):
                observations = made["observations"].of_year(year)
                relation(con, "observations", observations, table("observations").arrow())
                rows = _panel(con, {"year": year, "districts": districts}, [metric for metric, _, _ in metrics], schema)
                parquet.write_table(rows)
                csv.write_csv(rows, text, csv.WriteOptions(include_header=False, quoting_style="needed"))
    shutil.copyfile(folder / "csv" / "乡镇沿革.csv", target / "crosswalk.csv")
    shutil.copyfile(ROOT / "LICENSE", target / "LICENSE.txt")
    content = content_hash(made)
    package = _package(release, content, schema, target)
    (target / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (target / "CITATION.cff").write_text(
        "cff-version: 1.2.0\nmessage: Cite the release that the figures were taken from.\ntype: dataset\n"
        'title: "乡镇法治政府建设年度报告数据 (township)"\nauthors:\n  - name: township contributors\n'
        f'version: "{release}"\nlicense: MIT\nidentifiers:\n  - type: other\n    value: "sha256:{content}"\n'
        "    description: SHA-256 over the hashes of the tables of the release, see docs/site.md\n",
        "utf-8",
    )


def content_hash(made: Mapping[str, TableFiles]) -> str:
    """One hash of what a release says: of lines `<table> <sha256>`, by name, but for the tables that tell of its run."""
    told = sorted(made.keys() - NOT_COMPARED)
    return hashlib.sha256("".join(f"{name} {made[name].sha256}\n" for name in told).encode()).hexdigest()


def _parts(con: duckdb.DuckDBPyConnection) -> list[tuple[int, list[str]]]:
    sql = "SELECT report_year, list(DISTINCT district_code ORDER BY district_code) FROM coverage GROUP BY 1 ORDER BY 1"
    return [
        (year, districts[at : at + _DISTRICTS_AT_ONCE])
        for year, districts in con.execute(sql).fetchall()
        for at in range(0, len(districts), _DISTRICTS_AT_ONCE)
    ]


def _schema(metrics: list[tuple[str, str, str]]) -> pa.Schema:
    coverage = table("coverage").arrow()
    fields = [coverage.field(name) for name in _KEYS]
    for metric, name, unit in metrics:
        fields += [
            pa.field(f"{metric}__low", pa.float64(), metadata={"comment": f"{name}，下限（{unit}） | lower bound"}),
            pa.field(f"{metric}__high", pa.float64(), metadata={"comment": f"{name}，上限（{unit}） | upper bound"}),
            pa.field(f"{metric}__qualifier", pa.string(), metadata={"comment": f"{name}，确切程度 | how sharp it is"}),
        ]
    return pa.schema(fields)


def _panel(con: duckdb.DuckDBPyConnection, wanted: dict[str, Any], metrics: list[str], schema: pa.Schema) -> pa.Table:
    """The rows of some districts of a year."""
    keys = con.execute(_ROWS, wanted).to_arrow_table()
    row_of = {code: n for n, code in enumerate(keys["township_code"].to_pylist())}
    column_of = {metric: n for n, metric in enumerate(metrics)}
    bounds = np.full((2, len(metrics), keys.num_rows), np.nan)
    words: list[list[str | None]] = [[None] * keys.num_rows for _ in metrics]
    for township, metric, low, high, qualifier in con.execute(_VALUES, wanted).fetchall():
        row, column = row_of[township], column_of[metric]
        bounds[:, column, row] = [np.nan if bound is None else bound for bound in (low, high)]
        words[column][row] = qualifier
    columns: list[Any] = [keys[name] for name in _KEYS]
    for n in range(len(metrics)):
        columns += [pa.array(bounds[0, n], from_pandas=True), pa.array(bounds[1, n], from_pandas=True)]
        columns.append(pa.array(words[n], pa.string()))
    return pa.table(columns, names=schema.names).cast(schema)


def _package(release: str, content: str, schema: pa.Schema, folder: Path) -> dict[str, Any]:
    """The description of the files as a Data Package (Frictionless Data, version 1)."""
    crosswalk = csv.read_csv(folder / "crosswalk.csv").column_names
    whole = {"report_year": "integer"}
    fields = [
        {
            "name": field.name,
            "type": "number" if field.type == pa.float64() else whole.get(field.name, "string"),
            "description": (field.metadata or {}).get(b"comment", b"").decode(),
        }
        for field in schema
    ]
    crosswalk_fields = [{"name": name, "type": "string"} for name in crosswalk]
    return {
        "profile": "tabular-data-package",
        "name": "township",
        "title": "乡镇法治政府建设年度报告数据",
        "description": "Every number that townships stated in their yearly law-government reports; empty means not stated.",
        "version": release,
        "id": f"sha256:{content}",
        "licenses": [{"name": "MIT", "path": "LICENSE.txt", "title": "MIT License"}],
        "resources": [
            _resource(folder, PANEL, fields, ["township_code", "report_year"]),
            _resource(folder, "crosswalk", crosswalk_fields, None),
        ],
    }


def _resource(folder: Path, name: str, fields: list[dict[str, str]], key: list[str] | None) -> dict[str, Any]:
    data = (folder / f"{name}.csv").read_bytes()
    schema: dict[str, Any] = {"fields": fields} | ({"primaryKey": key} if key else {})
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }
