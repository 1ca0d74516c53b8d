"""Bare figures in table cells: what they count and their unit stand in the headings above and left of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

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
_PLACE_ROW = re.compile(
    "(?!各|全|行政|自然|中心|合计|总计)[一-龥]{1,6}(?:村|社区|嘎查|村委会|居委会|小区|片区)(?:（[^）]*）)?(?: ›|$)"
)
_DATED_ROW = re.compile(r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}日?(?: ›|$)")  # one event of a log
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

    `units` are those of whole tables, for cells whose headings name none. Several rows below a heading that names the
    metric are parts, beside a sum as well as without one: a place, a kind or an event each.
    """
    summed = {cell.table for cell in cells if _SUM_ROW.match(cell.header_path or "")}
    found = []
    for cell in cells:
        made = _read(text, cell, units.get(cell.table or 0), scanner, index, catalogue, report_year)
        if made is not None:
            found.append(made)
    wholes = {(f.table, f.mention.metric_id) for f in found if not f.is_part(summed)}
    columns: defaultdict[tuple[int | None, str, str, str], list[_Found]] = defaultdict(list)
    for f in found:
        m = f.mention
        if m.metric_id is None:
            continue
        if _DATED_ROW.match(f.path) or (f.is_part(summed) and (f.table, m.metric_id) in wholes):
            m.flags = (*m.flags, "part")
        elif f.table is not None:
            columns[f.table, f.heading, m.metric_id, m.status].append(f)
    for (_, heading, metric_id, _), column in columns.items():
        first = column[0]
        link = _link(heading, first.quantity, first.no_unit, index) if len(column) > 1 else None
        if link is not None and link.metric_id == metric_id:
            for f in column:
                f.mention.flags = (*f.mention.flags, "part")
    return [f.mention for f in found]


class _Found(NamedTuple):
    """A mention with its cell's table and headings, and what it was linked by."""

    mention: Mention
    table: int | None
    path: str
    quantity: Quantity
    no_unit: bool

    @property
    def heading(self) -> str:
        """The heading next to the cell, which is that of its column."""
        return self.path.rpartition(" › ")[2]

    def is_part(self, summed: Collection[int | None]) -> bool:
        """Whether its row is one of those that a sum row adds up, or begins with 其中."""
        is_sum = _SUM_ROW.match(self.path) is not None
        return (self.table in summed and not is_sum) or _PART_ROW.match(self.path) is not None


def _read(
    text: str,
    cell: Block,
    table_unit: str | None,
    scanner: Scanner,
    index: TriggerIndex,
    catalogue: Catalogue,
    report_year: int,
) -> _Found | None:
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
    link = _link(header.replace(" › ", " "), quantity, unit is None, index)
    mention = Mention(start, end, quantity.low, quantity.high, quantity.qualifier, quantity.origin, None, None)
    mention.unit = quantity.unit if quantity.unit and quantity.end <= len(written) else unit
    mention.unit_canonical = catalogue.units.canonical(mention.unit) if mention.unit else None
    mention.sentence = f"{header}：{text[start:end]}"
    mention.section = "achievements"
    mention.status = _status(header, report_year)
    mention.scope = "sub_area" if _PLACE_ROW.match(header) else "township"
    mention.rule, mention.confidence = "cell", 0.8
    flags = ["unit_inferred"] if inferred or mention.unit is None else []
    if link is not None:
        metric = catalogue.by_id[link.metric_id]
        mention.metric_id, mention.dimension = link.metric_id, link.dimension
        mention.unit_canonical, mention.rule = metric.unit, f"cell:{link.rule}"
        mention.confidence = link.confidence
    mention.flags = tuple(flags)
    return _Found(mention, cell.table, header, quantity, unit is None)


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


def _link(context: str, quantity: Quantity, no_unit: bool, index: TriggerIndex) -> Link | None:
    size = len(context)
    w = Window(0, 0, size, size, size)
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
