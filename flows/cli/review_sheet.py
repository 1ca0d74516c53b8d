"""The list of items as a workbook: one row each, with columns to fill in and lists to choose from."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import xlsxwriter
from rich.cells import cell_len

from flows.cli.review_answers import KINDS
from flows.cli.review_items import Item
from warehouse.corrections import value_text

SHEET = "复核"
DECISION, ANSWER, WHY, SOURCE, WHO, ITEM = "决定", "新值", "理由", "来源", "人", "项目标识"
_COLUMNS = {
    "序号": 6,
    "类别": 16,
    "乡镇": 14,
    "年度": 7,
    "指标": 22,
    "现值": 12,
    "单位": 7,
    "原文": 64,
    "位置": 30,
    "说明": 36,
    DECISION: 9,
    ANSWER: 16,
    WHY: 24,
    SOURCE: 18,
    WHO: 10,
    ITEM: 18,
}
_LINE, _HIGHEST = 15, 400  # points
_TO_FILL = (DECISION, ANSWER, WHY, SOURCE, WHO)
_NOTES = (
    ("决定", "在“决定”栏的下拉列表中选一项；留空即不作决定，下次仍会列出。"),
    ("认可", "已与原文核对，数字无误；不再列出。"),
    ("更正", "“新值”填正确的数：120，约120，≥120（至少），≤120（至多），100–120；原文仍保留在证据中。"),
    ("补录", "报告没有的数；“新值”填数，“来源”必填（如电话、函件）。"),
    ("剔除", "句中的数不属于该指标；有几处时“新值”填原文编号，如 2 或 1,2。"),
    ("归属", "“新值”填乡镇和年度，如 雍溪镇 2023；该文件即按此入库。"),
    ("排除", "该文件不属于本库。"),
    ("忽略", "不需处理；不再列出。"),
    ("理由、人", "作了决定的行必填；“人”可用 --who 统一给出。不要改动其他栏，行的次序和筛选不受影响。"),
)


def workbook(items: Sequence[Item]) -> bytes:
    """The bytes of the workbook; text of documents is written as text, never as a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        header = book.add_format({"bold": True, "valign": "vcenter", "bg_color": "#DCE6F1", "border": 1})
        to_fill = book.add_format({"bold": True, "valign": "vcenter", "bg_color": "#FFF2CC", "border": 1})
        text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"})
        filled = book.add_format(
            {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9", "bg_color": "#FFFBEB"}
        )
        sheet = book.add_worksheet(SHEET)
        for column, (name, width) in enumerate(_COLUMNS.items()):
            sheet.set_column(column, column, width, None, {"hidden": name == ITEM})
            sheet.write_string(0, column, name, to_fill if name in _TO_FILL else header)
        names = list(_COLUMNS)
        for row, item in enumerate(items, 1):
            cells = _cells(item) | {"序号": str(row)}
            sheet.set_row(row, min(_LINE * max(_lines(cells.get(n, ""), w) for n, w in _COLUMNS.items()), _HIGHEST))
            for column, name in enumerate(names):
                sheet.write_string(row, column, cells.get(name, ""), filled if name in _TO_FILL else text)
            choices = [KINDS[kind] for kind in item.kinds]
            at = names.index(DECISION)
            sheet.data_validation(row, at, row, at, {"validate": "list", "source": choices, "ignore_blank": True})
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(items), 1), len(names) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 12)
        notes.set_column(1, 1, 100)
        for row, (name, words) in enumerate(_NOTES):
            notes.write_string(row, 0, name, header)
            notes.write_string(row, 1, words, text)
    return buffer.getvalue()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column of this width, where a Chinese character takes two places."""
    return sum(max(1, math.ceil(cell_len(line) / (width - 2))) for line in text.split("\n"))


def _cells(item: Item) -> dict[str, str]:
    number = item.number
    counted = number.counted if number else ()
    rest = [s for s in item.sentences if s not in counted]
    marked = [*((f"{n}. ", s) for n, s in enumerate(counted, 1)), *(("· ", s) for s in rest)]
    return {
        "类别": item.label,
        "乡镇": number.place.township if number else "",
        "年度": str(item.year or ""),
        "指标": number.metric[1] if number else "",
        "现值": value_text(number.value) if number and number.value else "",
        "单位": number.metric[2] if number else "",
        "原文": "\n".join(f"{mark}{s.plain()}" for mark, s in marked) or ("" if number else item.title),
        "位置": "\n".join(f"{mark}{s.place().removeprefix('文件：')}" for mark, s in marked)
        or (item.file[1] if item.file else ""),
        "说明": item.said,
        ITEM: item.item,
    }
