"""The sheet 乡镇明细: a row for each metric that somebody stated, a column for each township."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from tasks.publish.excel.rows import FIRST_ROW, Column, Value
from tasks.publish.excel.sheets import BLANK, EVIDENCE, TOWNSHIPS, Row, Sheet, figure_of, how, interval
from tasks.publish.tables_csv import DistrictYear

Key = tuple[str, str]
"""A township's and a metric's id."""

_ON_A_PAGE = 14
"""Columns of townships that one page of A4 shows in a size that can be read."""

_REPORTED = ("已发布", "逾期发布")
_OF_A_VALUE = ["乡镇代码", "指标代码", "下限", "上限", "确切程度", "取得方式", "截止日期", "来源句"]
_NOTE_LIMIT = 1000
_HEAD = {"类别": 22, "指标": 22, "单位": 5}


def by_township(data: DistrictYear) -> Sheet:
    """Every value, a link to its sentences at each, and the sentences as its note."""
    stated = [row for row in data.metrics.to_pylist() if row["有数乡镇"]]
    values = {_key(row): row for row in data.values.select(_OF_A_VALUE).to_pylist()}
    decided, doubtful = _remarks(data)
    first_rows: dict[Key, int] = {}
    for n, key in enumerate(
        zip(*(data.evidence[c].to_pylist() for c in ("乡镇代码", "指标代码")), strict=True), FIRST_ROW
    ):
        first_rows.setdefault(key, n)
    townships = data.coverage.select(["乡镇代码", "乡镇", "报送状态"]).to_pylist()
    columns = [
        Column(name, width, [row[name] for row in stated], "small" if name == "类别" else "wrapped")
        for name, width in _HEAD.items()
    ]
    columns += [
        Column("有数乡镇合计", 12, [interval(row, "合计") for row in stated]),
        Column("有数乡镇", 7, [f"{row['有数乡镇']}/{row['乡镇总数']}" for row in stated], "centred"),
    ]
    links: dict[str, str] = {}
    notes: dict[tuple[int, int], str] = {}
    for township in townships:
        figures: list[Value] = []
        letter = xl_col_to_name(len(columns))
        for n, metric in enumerate(stated):
            key = township["乡镇代码"], metric["指标代码"]
            value = values.get(key)
            figures.append(figure_of(value, key in doubtful) if value else None)
            if value:
                links[f"{letter}{FIRST_ROW + n}"] = f"'{EVIDENCE}'!A{first_rows[key]}"
                notes[FIRST_ROW - 1 + n, len(columns)] = _note(value, decided.get(key, ""))
        status = "" if township["报送状态"] in _REPORTED else f"\n{township['报送状态']}"
        columns.append(Column(f"{township['乡镇']}{status}", 10, figures))
    return Sheet(
        TOWNSHIPS,
        f"{BLANK}≥ 至少，≤ 至多；点数字看原句。橙：原文矛盾；黄：存疑；蓝：更正或补录；斜体：推算。",
        columns,
        frozen=len(_HEAD),
        pages_wide=-(-len(townships) // _ON_A_PAGE) or 1,
        links=links,
        notes=notes,
    )


def _key(row: Row) -> Key:
    return row["乡镇代码"], row["指标代码"]


def _remarks(data: DistrictYear) -> tuple[dict[Key, str], set[Key]]:
    """Decisions on values in words, and the values that checks have doubts about."""
    decided: dict[Key, str] = {}
    doubtful: set[Key] = set()
    for row in data.remarks.to_pylist():
        if row["种类"] == "更正":
            said = (f"{row['事项']}：{row['说明']}", row["依据"], f"{row['决定人']} {row['日期']}")
            decided[_key(row)] = "；".join(part for part in said if part)
        elif row["种类"] == "存疑":
            doubtful.add(_key(row))
    return decided, doubtful


def _note(value: Row, decision: str) -> str:
    said = how(value)
    lines = (decision, "" if said == "原文陈述" or (decision and value["截止日期"] is None) else said, value["来源句"])
    return "\n".join(line for line in lines if line)[:_NOTE_LIMIT] or said
