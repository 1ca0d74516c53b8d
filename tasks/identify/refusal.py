"""The refusals of identification, each in Chinese and English, with what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tasks.identify.hints import Hint
from tasks.identify.model import NotIdentified
from warehouse.register import Township

_SHOWN = 3  # candidates in a message; all of them stand in `candidates`
_SOURCES = {
    "title": "标题",
    "header": "页首信息",
    "signature": "落款",
    "body": "正文",
    "folder": "文件夹",
    "file_name": "文件名",
}
_PLACE_ZH = "请把文件放到“省/市/区县/乡镇/年份”这样命名的文件夹下再运行"
_ANNEX_ZH = (
    "请把它与报告放在同一个文件夹或压缩包里（其中只放这一份报告），或在文件名中写明乡镇和年度（桐坝镇2023附件1.xlsx）"
)
_ANNEX_EN = (
    "put it into the folder or archive of its report, with no other report in it, or name township and year in its file "
    "name (桐坝镇2023附件1.xlsx)"
)
_CHECK_ZH = "请核对原文，取得更正后的文件，重新放入收件夹"
_CHECK_EN = "Check the original, get a corrected file and put it into the inbox"
_DATES = {"signed": "落款日期", "published": "发布日期", "received": "收到日期"}
_PLACE_EN = "put the file below folders named province/city/district/township/year and run again"


def out_of_scope(zh: str, en: str) -> NotIdentified:
    """Not a township's law-government report; `zh` and `en` say what it is instead."""
    return NotIdentified(
        "out_of_scope",
        f"不是乡镇（街道）法治政府建设年度报告：{zh}。无需处理；如属误判，请在标题中写明乡镇、年度和“法治政府建设”",
        f"not a township's law-government report: {en}. Nothing to do; if it is one, its title must name township, "
        "year and 法治政府建设",
    )


def incomplete(zh: str, en: str) -> NotIdentified:
    """A page without the report itself."""
    return NotIdentified(
        "incomplete",
        f"没有报告正文：{zh}。请取得全文或附件，放入收件夹",
        f"the report itself is missing: {en}. Get the full text or the attachment and put it into the inbox",
    )


def township_unknown(
    name: str | None, near: Iterable[Township] = (), district_code: str | None = None
) -> NotIdentified:
    """The text names no township (`name` None), or one that the register does not have; `near` bear the same name."""
    if name is None:
        return NotIdentified(
            "township_unknown",
            f"标题、落款、正文和文件名都没有写明是哪个乡镇。{_PLACE_ZH}",
            f"neither title, signature, text nor file name say which township this is; {_PLACE_EN}",
        )
    rows = list(near)
    zh = f"；登记册中只有{_listed(rows)}" if rows else ""
    en = f"; the register only has {_listed(rows)}" if rows else ""
    return NotIdentified(
        "township_unknown",
        f"登记册中没有“{name}”{zh}。如名称无误，请在 register/ 文件夹的 CSV 中增加一行"
        "（township_code,township,township_type,district_code,district,city,province）",
        f"the register has no '{name}'{en}. If the name is right, add a line to a CSV in the home's register/ folder "
        "(township_code,township,township_type,district_code,district,city,province)",
        candidates=_candidates((row, "register") for row in rows),
        district_code=district_code,
    )


def township_ambiguous(found: Iterable[tuple[Township, str]]) -> NotIdentified:
    """Several townships remain, each with the source that named it."""
    found = list(found)
    rows = [row for row, _ in found]
    return NotIdentified(
        "township_ambiguous",
        f"可能是{len(rows)}个乡镇：{_listed(rows)}。{_PLACE_ZH}",
        f"could be {len(rows)} townships: {_listed(rows)}; {_PLACE_EN}",
        candidates=_candidates(found),
        district_code=_one({row.district_code for row in rows}),
    )


def township_contradicted(says: Iterable[tuple[str, str]], found: Iterable[tuple[Township, str]]) -> NotIdentified:
    """The text contradicts itself, or the register; `says` are (words, source), `found` the townships meant."""
    says, found = list(says), list(found)
    zh = "，".join(f"{_SOURCES[source]}写的是“{words}”" for words, source in says)
    en = ", ".join(f"{source} says '{words}'" for words, source in says)
    rows = [row for row, _ in found]
    return NotIdentified(
        "township_ambiguous",
        f"{zh}；登记册中为{_listed(rows)}，互相矛盾。{_CHECK_ZH}",
        f"{en}; the register has {_listed(rows)}: they contradict each other. {_CHECK_EN}",
        candidates=_candidates(found),
        district_code=_one({row.district_code for row in rows}),
    )


def annex_unplaced(rows: Iterable[Township], years: Iterable[int]) -> NotIdentified:
    """An attachment of figures whose report is not there; `rows` and `years` are what it names itself."""
    rows, years = list(rows), list(years)
    spoken: list[int | None] = [*years] or [None]
    meant = f"（写的是{_listed(rows)}{'、'.join(map(str, years))}）" if rows or years else ""
    return NotIdentified(
        "annex_unplaced",
        f"只有数字的附件，没有找到它所属的报告{meant}。{_ANNEX_ZH}",
        f"an attachment of figures whose report is not there; {_ANNEX_EN}",
        candidates=_reports((row, year) for row in rows for year in spoken),
        district_code=_one({row.district_code for row in rows}),
        township_code=_one({row.township_code for row in rows}),
        report_year=years[0] if len(years) == 1 else None,
    )


def annex_ambiguous(found: Iterable[tuple[Township, int]]) -> NotIdentified:
    """An attachment of figures that can belong to several reports."""
    found = list(found)
    listed = "、".join(f"{row.district}{row.township}{year}年" for row, year in found[:_SHOWN])
    more = "等" if len(found) > _SHOWN else ""
    return NotIdentified(
        "annex_ambiguous",
        f"只有数字的附件，可能属于{len(found)}份报告：{listed}{more}。{_ANNEX_ZH}",
        f"an attachment of figures that can belong to {len(found)} reports: {listed}{more}; {_ANNEX_EN}",
        candidates=_reports(found),
        district_code=_one({row.district_code for row, _ in found}),
        township_code=_one({row.township_code for row, _ in found}),
        report_year=found[0][1] if len({year for _, year in found}) == 1 else None,
    )


def _reports(found: Iterable[tuple[Township, int | None]]) -> list[dict[str, str]]:
    return [
        {"township_code": row.township_code, "township": row.township, "district": row.district}
        | ({"report_year": str(year)} if year else {})
        for row, year in found
    ]


def place_conflict(rows: Iterable[Township], source: str, hint: Hint) -> NotIdentified:
    """Text and place name different townships or districts; `rows` are what the name in the text can mean."""
    rows = list(rows)
    name, meant = rows[0].township, _listed(rows)
    return NotIdentified(
        "hint_conflict",
        f"{_SOURCES[source]}写的是“{name}”（登记册中为{meant}），{_SOURCES[hint.source]}写的是“{hint.value}”（{hint.place}）。"
        "请核对：正文无误的，把文件移到正确的文件夹或改正文件名；文件夹无误的，请更换文件",
        f"{source} says '{name}' (in the register: {meant}), {hint.source} says '{hint.value}' ({hint.place}). If the "
        "text is right, move the file to the right folder or correct its name; if the folder is, replace the file",
        candidates=[*_candidates((row, source) for row in rows), {"name": hint.value, "evidence": hint.source}],
        district_code=_one({row.district_code for row in rows}),
        township_code=_one({row.township_code for row in rows}),
    )


def year_conflict(year: int, source: str, hint: Hint) -> NotIdentified:
    """Text and place name different report years."""
    return NotIdentified(
        "hint_conflict",
        f"{_SOURCES[source]}写的是{year}年度，{_SOURCES[hint.source]}写的是{hint.value}年（{hint.place}）。请核对："
        f"正文无误的，把文件移到{year}文件夹或改正文件名；确为{hint.value}年度的，请换成该年度的报告",
        f"{source} says {year}, {hint.source} says {hint.value} ({hint.place}). If the text is right, move the file to "
        f"folder {year} or correct its name; if {hint.value} is meant, replace it by the report of that year",
        candidates=[{"year": str(year), "evidence": source}, {"year": hint.value, "evidence": hint.source}],
        report_year=year,
    )


def year_contradicted(candidates: Iterable[tuple[int, str]]) -> NotIdentified:
    """The text itself names different report years, which no folder can settle."""
    found = list(candidates)
    zh = "，".join(f"{_SOURCES[source]}写的是{year}年" for year, source in found)
    en = ", ".join(f"{source} says {year}" for year, source in found)
    return NotIdentified(
        "year_ambiguous",
        f"所述年度互相矛盾：{zh}。{_CHECK_ZH}",
        f"the report years {[year for year, _ in found]} contradict each other: {en}. {_CHECK_EN}",
        candidates=_years(found),
    )


def year_impossible(year: int, source: str, day: date, dated: str) -> NotIdentified:
    """A report year that cannot be, given the day on which the report was signed, published or came in."""
    words = _DATES.get(dated, dated)
    return NotIdentified(
        "year_ambiguous",
        f"{_SOURCES[source]}写的是{year}年度，而{words}为{day.isoformat()}，两者不符。{_CHECK_ZH}",
        f"{source} says {year}, but the report was {dated} on {day.isoformat()}, which cannot be. {_CHECK_EN}",
        candidates=[{"year": str(year), "evidence": source}, {"date": day.isoformat(), "evidence": dated}],
    )


def year_unclear(candidates: Iterable[tuple[int, str]]) -> NotIdentified:
    """No report year, or several; a date of signature alone leaves it unknown."""
    found = list(candidates)
    years = "、".join(f"{year}年（{_SOURCES[source]}）" for year, source in found)
    how = "请把文件放到以所述年度命名的文件夹（如 2023）下再运行"
    if not found:
        return NotIdentified(
            "year_unknown",
            f"没有写明所述年度。{how}",
            "no report year is stated; put the file below a folder named by the year reported on (2023) and run again",
        )
    only_signed = all(source == "signature" for _, source in found)
    return NotIdentified(
        "year_unknown" if only_signed else "year_ambiguous",
        f"所述年度不能确定：{years}。{how}",
        f"the report year could be {[year for year, _ in found]}; put the file below a folder named by the year "
        "reported on (2023) and run again",
        candidates=_years(found),
    )


def _years(found: list[tuple[int, str]]) -> list[dict[str, str]]:
    return [{"year": str(year), "evidence": source} for year, source in found]


def _one(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _listed(rows: list[Township]) -> str:
    names = [f"{row.province}{row.city or ''}{row.district}{row.township}（{row.township_code}）" for row in rows]
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def _candidates(found: Iterable[tuple[Township, str]]) -> list[dict[str, str]]:
    return [
        {
            "township_code": row.township_code,
            "township": row.township,
            "district": row.district,
            "city": row.city or "",
            "province": row.province,
            "evidence": source,
        }
        for row, source in found
    ]
