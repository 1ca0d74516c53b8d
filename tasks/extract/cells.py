"""Bare figures in table cells: what they count and their unit stand in the headings above and left of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tasks.extract.fold import fold
from tasks.extract.link import Link, best_link
from tasks.extract.model import Mention
from tasks.extract.named import UNNAMED
from tasks.extract.quantity import Quantity, Scanner
from tasks.extract.triggers import TriggerIndex
from tasks.extract.windows import Window
from tasks.read.document import Block
from warehouse.catalogue import Catalogue

_BARE = re.compile(
    r"\s*(?:约|近|超过?)?[0-9０-９][0-9０-９,，.．\s]*[余多]?[万亿]?[一-龥㎡%％（）()]{0,4}(?:以上|左右)?\s*"
)
_LONGEST = 24
_NO_COUNT = re.compile("序号|编号|年份|年度$|日期|时间|电话|代码|页码|备注|文号")
_UNIT_IN_HEADER = re.compile("[（(](?:单位[：:]?)?([^（）()：:]{1,5})[）)]|单位[：:]([一-龥%]{1,4})")
_UNIT_ABOVE = re.compile("单位\\s*[：:]\\s*([^）)、，\\s]{1,4})(?:[）)\\s]|$)")
_NAMED_UNIT = re.compile("(人次|件次|家次|户次|场次|批次|件|人|次|份|条|处|个|家|户|场)数")
_SUM_ROW = re.compile(r"\s*(?:合|总|共)\s*计|\s*总数|\s*全[镇乡]|\s*全街道")
_PART_ROW = re.compile(r"\s*(?:其\s*中|小\s*计)")
_PLANNED = re.compile("目标|计划数|任务数|指标数")
_SEVERAL_YEARS = re.compile(r"20\d\d年?\s*[-—~－–至]+\s*20\d\d|[两三四五]年(?:累计|合计|总|来)|累计")
_PRIOR = re.compile("上年|去年|同期")


def bare_cells(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Cells that hold a figure alone; all other cells are read as sentences."""
    return [
        b
        for b in blocks
        if b.kind == "cell"
        and b.header_path
        and b.char_end - b.char_start <= _LONGEST
        and _BARE.fullmatch(text, b.char_start, b.char_end)
        and not _NO_COUNT.search(b.header_path.rsplit("›", 1)[-1])
    ]


def table_units(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """The unit that the line above a table gives for all of it (单位：件), by the table's number."""
    found: dict[int, str] = {}
    above: Block | None = None
    for block in blocks:
        if block.kind != "cell" or block.table is None:
            above = block
        elif above is not None:
            said = _UNIT_ABOVE.search(text, above.char_start, above.char_end)
            if said:
                found[block.table] = said[1]
            above = None
    return found


def cell_mentions(
    text: str,
    cells: Sequence[Block],
    units: Mapping[int, str],
    scanner: Scanner,
    index: TriggerIndex,
    catalogue: Catalogue,
    report_year: int,
) -> list[Mention]:
    """One mention a cell: the span is the bare cell, sentence and section come from its headings.

    `units` are those of whole tables, for cells whose headings name none.
    """
    found: list[Mention] = []
    rows: list[tuple[int | None, bool]] = []  # of each mention: its table, and whether its row is one of the parts
    summed = {cell.table for cell in cells if _SUM_ROW.match(cell.header_path or "")}
    for cell in cells:
        made = _read(text, cell, units.get(cell.table or 0), scanner, index, catalogue, report_year)
        if made is None:
            continue
        path = cell.header_path or ""
        rows.append((cell.table, (cell.table in summed and not _SUM_ROW.match(path)) or bool(_PART_ROW.match(path))))
        found.append(made)
    wholes = {(table, m.metric_id) for (table, is_part), m in zip(rows, found, strict=True) if not is_part}
    for (table, is_part), mention in zip(rows, found, strict=True):
        if is_part and mention.metric_id is not None and (table, mention.metric_id) in wholes:
            mention.flags = (*mention.flags, "part")
    return found


def _read(
    text: str,
    cell: Block,
    table_unit: str | None,
    scanner: Scanner,
    index: TriggerIndex,
    catalogue: Catalogue,
    report_year: int,
) -> Mention | None:
    raw = text[cell.char_start : cell.char_end]
    start = cell.char_start + len(raw) - len(raw.lstrip())
    end = cell.char_start + len(raw.rstrip())
    header = cell.header_path or ""
    written = fold(text[start:end]).text
    unit, inferred = _unit(header, catalogue)
    if unit is None and table_unit in catalogue.units.family_of:
        unit = table_unit
    quantity = next(scanner.scan(written), None)
    if quantity is None or quantity.unit is None:
        quantity = next(scanner.scan(written + (unit or "个")), None)
    if quantity is None:
        return None
    context = header.replace(" › ", " ")
    size = len(context)
    w = Window(0, 0, size, size, size)
    link = _link(context, w, quantity, unit is None, index)
    mention = Mention(start, end, quantity.low, quantity.high, quantity.qualifier, quantity.origin, None, None)
    mention.unit = quantity.unit if quantity.unit and quantity.end <= len(written) else unit
    mention.unit_canonical = catalogue.units.canonical(mention.unit) if mention.unit else None
    mention.sentence = f"{header}：{text[start:end]}"
    mention.section = "achievements"
    mention.status = _status(header, report_year)
    mention.rule, mention.confidence = "cell", 0.8
    flags = ["unit_inferred"] if inferred or mention.unit is None else []
    if link is not None:
        metric = catalogue.by_id[link.metric_id]
        mention.metric_id, mention.dimension = link.metric_id, link.dimension
        mention.unit_canonical, mention.rule = metric.unit, f"cell:{link.rule}"
        mention.confidence = link.confidence
    mention.flags = tuple(flags)
    return mention


def _unit(header: str, catalogue: Catalogue) -> tuple[str | None, bool]:
    """The unit that the headings name, nearest first, and whether it was only inferred from a name (立案件数)."""
    for part in reversed(header.split(" › ")):
        if part.strip() in catalogue.units.family_of:
            return part.strip(), False  # a column of units
        for match in reversed(list(_UNIT_IN_HEADER.finditer(part))):
            unit = match[1] or match[2]
            if unit in catalogue.units.family_of:
                return unit, False
        named = _NAMED_UNIT.search(part)
        if named:
            return named[1], False
        if part.endswith("率"):
            return "%", True
    return None, False


def _link(context: str, w: Window, quantity: Quantity, no_unit: bool, index: TriggerIndex) -> Link | None:
    hits = index.hits(context)
    unnamed = no_unit and quantity.unit == "个"
    return best_link(context, hits, w, index.counting(hits, UNNAMED if unnamed else quantity.family))


def _status(header: str, report_year: int) -> str:
    if _SEVERAL_YEARS.search(header):
        return "cumulative"
    if _PLANNED.search(header) or f"{report_year + 1}年" in header:
        return "planned"
    if _PRIOR.search(header) or f"{report_year - 1}年" in header:
        return "prior_period"
    return "achieved"
