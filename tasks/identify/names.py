"""Names of townships in running text: only those that stand by themselves, never the tail of an unknown name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tasks.identify.dates import YEAR
from warehouse.register import Register, Township, short

_BOUNDARY = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[省市区县旗州盟]|[区县市旗]委|政府|中共|共产党|(?:{YEAR})\s*年度?|"
    r"关于|报送|印发|公布|发布|公开|现将|年来|以来|围绕|按照|根据|我们|在)$"
)
_HAN_YEAR_LENGTH = 8  # characters that the boundary pattern needs to see
_ABOVE = "县区市旗"
_LONGEST_PLACE = 12
_PLACE_END = re.compile(r"[省市区县旗州盟]")
_OFFICE = re.compile(r"(?:人民政府|政府|委)$")  # 青澜区人民政府东湾街道办事处, 中共青澜区委东湾街道工作委员会
_UNKNOWN_ABOVE = re.compile(r"[\u4e00-\u9fff]{2}[县区市旗州盟省]$")
_NOT_A_DISTRICT = re.compile(
    r"(?:开发|高新|管理|示范|园|实验|试验|度假|风景|景|保护|片|林|矿|库|社|辖|工业|集聚|经开|自贸|合作|旅游|街|新|"
    r"[我全本各该原])区$|[我全本各该原][市县旗]$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A register name at `start` in a text, with the townships that bear it and fit what stands before it.

    `rows` is empty where the text puts the name under a district that has no such township, or under one of another
    province, whose townships are then `elsewhere`. `placed` says that the words before the name narrowed it down.
    """

    text: str
    start: int
    rows: tuple[Township, ...]
    placed: bool
    above: str
    elsewhere: tuple[Township, ...] = ()


def township_names(text: str, register: Register) -> list[Name]:
    """All names of the register in a text, in order; a longer name hides the shorter one that it begins or ends with."""
    names = []
    done = 0
    for match in _ends(register.name_ends).finditer(text):
        end = match.end()
        for start in range(max(done, end - register.longest_name), end - 1):
            name = _entry(text[start:end], match["street"], register)
            if name and _stands_alone(text, start, end - start, register):
                end = next((e for e in (end + 3, end + 2, end + 1) if text[start:e] in register.by_name), end)
                name = name if end == match.end() else text[start:end]
                before = text[max(0, start - 24) : start]
                rows, placed = _under(before, register.by_name[name], register)
                fit = _of_province(before, rows, register) if placed else rows
                names.append(Name(name, start, fit, placed, before, () if fit else rows))
                done = end
                break
    return names


def places_named(text: str, register: Register) -> Iterator[str]:
    """Provinces, cities and districts in a text: 重庆市大足区 gives both; a short form counts only at its end."""
    done = 0
    for match in _PLACE_END.finditer(text):
        end = match.end()
        name = next((text[i:end] for i in range(done, end - 1) if text[i:end] in register.places), None)
        if name:
            done = end
            yield name
    if text[done:] in register.places:
        yield text[done:]


@lru_cache(maxsize=4)
def _ends(characters: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<street>街)(?!街?道)|[{re.escape(characters)}]")


def _entry(written: str, street: str | None, register: Register) -> str | None:
    """The register's name for what is written; 云门街 stands for 云门街道."""
    name = written + "道" if street else written
    return name if name in register.by_name else None


def _stands_alone(text: str, start: int, length: int, register: Register) -> bool:
    """Whether a name begins here; after 大足 or 大足区 it does, in 澜江口镇 the 江口镇 does not."""
    before = text[max(0, start - _HAN_YEAR_LENGTH) : start]
    if _BOUNDARY.search(before):
        return True
    return length > 2 and any(before[-size:] in register.places for size in (2, 3, 4))


def _under(before: str, rows: tuple[Township, ...], register: Register) -> tuple[tuple[Township, ...], bool]:
    """The rows that fit the place written directly before the name, and whether one is written."""
    before = _OFFICE.sub("", before)
    written = [_written(before, _forms(*register.above[row.district_code])) for row in rows]
    longest = max(written, default=0)  # 会宁县 ends with 宁县, which is another one
    if longest:
        return tuple(row for row, length in zip(rows, written, strict=True) if length == longest), True
    county = before[-1:] in "县市旗" and before[-2:] in register.places  # 宁县, where it has no such township
    if county or (_UNKNOWN_ABOVE.search(before) and not _NOT_A_DISTRICT.search(before)):
        return (), True
    return rows, False


def _written(before: str, forms: tuple[str, ...]) -> int:
    """Length of the longest of these forms that the text ends with, 0 where it ends with none."""
    return max(len(form) for form in forms if before.endswith(form)) if before.endswith(forms) else 0


def _of_province(before: str, rows: tuple[Township, ...], register: Register) -> tuple[Township, ...]:
    """The rows whose province is that of the place written before their district: none for 四川省大足区."""
    before = _OFFICE.sub("", before)
    kept = []
    for row in rows:
        forms = _forms(*register.above[row.district_code])
        below = max((form for form in forms if before.endswith(form)), key=len, default="")
        rest = before.removesuffix(below)
        above = next(
            (rest[i:] for i in range(max(0, len(rest) - _LONGEST_PLACE), len(rest)) if _place(rest[i:], register)), ""
        )
        if not above or any(code[:2] == row.district_code[:2] for code in register.places[above]):
            kept.append(row)
    return tuple(kept)


def _place(word: str, register: Register) -> bool:
    """Whether a word is the full name of a place, or any name of a province; other short forms may be mere words."""
    return word in register.provinces or (bool(_PLACE_END.match(word[-1:])) and word in register.places)


@lru_cache(maxsize=4096)
def _forms(*names: str) -> tuple[str, ...]:
    """Full and short forms of the places above a township; a county that became a district keeps its stem."""
    forms = []
    for name in names:
        stem = short(name)
        forms += [name, stem, *(stem + kind for kind in _ABOVE)] if stem else [name]
    return tuple(forms)
