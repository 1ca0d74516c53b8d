"""The sheets of a workbook as titles, columns, links and notes; how they are written is the workbook's matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.publish.excel.figures import Figure
from tasks.publish.excel.rows import Column, Marked, Value
from tasks.publish.tables_csv import DistrictYear

Row = Mapping[str, Any]
SUMMARY, TOWNSHIPS, EVIDENCE, REPORTING = "汇总", "乡镇明细", "原文依据", "报送情况"
METRICS, REMARKS, GUIDE = "指标说明", "更正与存疑", "说明"
BLANK = "空白：报告没有提及，不等于零。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `legend` follows the title, `frozen` columns stay in view, `printed` ones go on paper (None: all).

    `links` lead from cells to places in the workbook, `notes` stand at cells (row and column, from 0).
    """

    name: str
    legend: str
    columns: Sequence[Column]
    frozen: int = 1
    printed: int | None = None
    pages_wide: int = 1
    links: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)


def interval(row: Row, name: str, *, signed: bool = False) -> Figure | None:
    """A figure of the district table from its two bounds; a low of 0 below a positive high is unknown, as in 合计."""
    low, high = row[f"{name}下限"], row[f"{name}上限"]
    if low is None and high is None:
        return None
    about = row["确数乡镇"] < row["有数乡镇"]
    if not signed and low == 0 and (high or 0) > 0:
        low = None
    return Figure(low, high, about=about, signed=signed)


def summary(data: DistrictYear) -> Sheet:
    """Every metric of the district: totals, medians, rates, how many townships they cover, and what that means."""
    rows = data.metrics.to_pylist()

    def figures(name: str, signed: bool = False) -> list[Value]:
        return [interval(row, name, signed=signed) for row in rows]

    def changes() -> list[Value]:
        shown = (interval(row, "增减", signed=True) for row in rows)
        return [figure.text if figure and figure.is_range else figure for figure in shown]

    bounds = [f"{name}{end}" for name in ("合计", "中位数", "增减") for end in ("下限", "上限")]
    return Sheet(
        SUMMARY,
        f"{rows[0]['乡镇总数']}个乡镇中有{rows[0]['报告数']}个有报告。{BLANK}有数乡镇少于乡镇总数时，都不是全{data.district}的数。",
        [
            Column("类别", 22, [row["类别"] for row in rows], "small"),
            *_texts(rows, {"指标": 22, "单位": 5}),
            Column("合计", 13, figures("合计")),
            Column("中位数", 11, figures("中位数")),
            *_texts(rows, {"加权比率": 8}),
            Column("有数乡镇", 7, [f"{row['有数乡镇']}/{row['乡镇总数']}" for row in rows], "centred"),
            *_texts(rows, {"最小值": 10, "最大值": 11}),
            Column("可比乡镇比上年增减", 13, changes()),
            Column("可比乡镇", 6, [row["可比乡镇"] or None for row in rows], "centred"),
            Column("说明", 33, [row["说明"] for row in rows], "small"),
            *_texts(rows, dict.fromkeys(bounds, 12)),
        ],
        frozen=3,
        printed=12,
    )


def sentences(data: DistrictYear) -> Sheet:
    """Every number with its sentences, one a row, and where they stand."""
    rows = data.evidence.to_pylist()
    return Sheet(
        EVIDENCE,
        "每个数字的原文字样、所在句、文件和位置。",
        [
            *_texts(rows, {"乡镇": 10, "指标": 20}),
            Column("数值", 11, [figure_of(row) for row in rows]),
            *_texts(rows, {"单位": 5, "原文字样": 13}),
            Column("来源句", 48, [row["来源句"] and Marked(row["来源句"], row["原文字样"] or "") for row in rows]),
            *_texts(rows, {"章节": 9}),
            *(
                Column(name, width, [row[name] for row in rows], "small")
                for name, width in (("文件", 22), ("位置", 13))
            ),
            Column("取得方式", 10, [how(row) for row in rows]),
        ],
        frozen=2,
    )


def reporting(data: DistrictYear) -> Sheet:
    """Who reported, and when."""
    rows = data.coverage.to_pylist()
    widths = {"乡镇": 16, "报送状态": 14, "发布日期": 13, "日期依据": 13, "超期天数": 11, "数量条数": 11, "指标数": 11}
    return Sheet(REPORTING, "期限为次年3月31日；超期天数为负数的是提前。", _texts(rows, widths))


def metric_notes(data: DistrictYear) -> Sheet:
    """What each metric means."""
    rows = data.catalogue.to_pylist()
    widths = {"指标": 22, "单位": 5, "性质": 9, "汇总方法": 9, "分子": 13, "分母": 13}
    texts = (("定义", 46), ("不计入", 40))
    columns = [*_texts(rows, widths), *(Column(n, width, [row[n] for row in rows], "small") for n, width in texts)]
    return Sheet(METRICS, "什么计入、什么不计入。", columns)


def remarks(data: DistrictYear) -> Sheet:
    """What people decided, what checks found, and files that could not be used."""
    rows = data.remarks.to_pylist()
    widths = {
        "种类": 9,
        "事项": 8,
        "乡镇": 10,
        "指标": 18,
        "原为": 12,
        "改为": 10,
        "说明": 40,
        "依据": 36,
        "决定人": 8,
        "日期": 11,
    }
    return Sheet(
        REMARKS,
        "更正由人作出并签名；存疑为核查发现，请对照原文。" if rows else "没有更正，也没有存疑。",
        _texts(rows, widths),
    )


def guide(data: DistrictYear) -> Sheet:
    """How to read the figures, in words."""
    first = data.metrics.slice(0, 1).to_pylist()[0]
    lines = {
        "区县": f"{data.district}（{data.district_code}）",
        "年度": f"{data.report_year}（报告所述年度，不是发布年份）",
        "版次": data.edition,
        "报告": f"{first['乡镇总数']}个乡镇中有{first['报告数']}个有报告",
        "空白": "报告没有提及，或没有上限（下限）。空白不等于零；明确写“未发生”“无”的才是0。",
        "数值写法": "120：确数；约1,500：约数；≥120：至少（如“120余”“超过120”）；≤400：至多（如“近400”“不足400”）；3–5：之间。",
        "单元格": "格内是数，可以计算；“≥、≤、约、–5”由数字格式显示，自行求和会丢掉它们，求和请看“合计”。区间的格内是下限。",
        "颜色": "橙：原文矛盾；黄：有存疑；蓝：更正或补录；斜体：推算。依据见批注、“原文依据”和“更正与存疑”。",
        "合计": "有数乡镇的合计，是区间：下限相加（没有下限按0计），上限相加（有一个没有上限即无上限）。约数按所写数字相加，前面加“约”。",
        "有数乡镇": "少于乡镇总数时，合计、中位数、最小值、最大值都不是全区县的数。比率和不宜相加的指标没有合计。",
        "加权比率": "分子合计除以分母合计，百分数，只计两个数都是确数或约数的乡镇；没有时看中位数。",
        "增减": "只比较本年和上年都有这一指标的乡镇；比率为百分点。",
        "金额": "单位为元，万元、亿元已换算。",
        "来源": "“乡镇明细”的数字可以点击，到“原文依据”中的原句；批注也是原句。",
    }
    return Sheet(GUIDE, "怎样读这些数。", [Column("项目", 12, list(lines)), Column("说明", 110, list(lines.values()))])


def figure_of(row: Row, doubtful: bool = False) -> Figure:
    """The figure of a township's value, marked by how it came about."""
    mark = _MARKS.get(row["取得方式"]) or ("doubtful" if doubtful else "")
    return Figure(row["下限"], row["上限"], about=row["确切程度"] == "约数", mark=mark)


def how(row: Row) -> str:
    """How a value came about, and the day it ends with where that is not the year's last."""
    until = row["截止日期"]
    return str(row["取得方式"]) + (f"；截至{until:%Y-%m-%d}" if until else "")


_MARKS = {"原文矛盾": "conflict", "更正": "corrected", "补录": "corrected", "推算": "computed"}


def _texts(rows: Sequence[Row], widths: Mapping[str, float]) -> list[Column]:
    """Columns as the rows have them."""
    return [Column(name, width, [row[name] for row in rows]) for name, width in widths.items()]
