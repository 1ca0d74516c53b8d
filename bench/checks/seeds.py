"""Thirty kinds of wrong data, as real changes of the documents: what clerks mistype, copy, lose and mix up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.checks.world import LAST, NOW, Place, World

Change = Callable[[str, World, Place], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of wrong data: `put` changes one report or several, and says where; `checks` are those meant to find it."""

    name: str
    checks: frozenset[str]
    put: Callable[[World], list[Place]]


def one(change: Change) -> Callable[[World], list[Place]]:
    """Changes the first report as it was made that the change can be made in; it gives None where it cannot."""

    def put(world: World) -> list[Place]:
        for place in world.free():
            text = change(world.texts[place, NOW], world, place)
            if text is not None:
                world.texts[place, NOW] = text
                world.taken.add(place)
                return [place]
        raise LookupError("no report has the sentence that is to be changed")

    return put


def word(pattern: str, replace: Callable[[re.Match[str]], str]) -> Change:
    """A change of one place in the text."""

    def change(text: str, _world: World, _place: Place) -> str | None:
        changed, n = re.subn(pattern, replace, text, count=1)
        return changed if n else None

    return change


def cut(pattern: str) -> Change:
    """Leaves out what the pattern finds, line ends included."""
    return lambda text, _world, _place: (
        re.sub(pattern, "", text, count=1, flags=re.DOTALL) if re.search(pattern, text, re.DOTALL) else None
    )


def times(match: re.Match[str], factor: float) -> str:
    """The number between the first and the last group, multiplied."""
    value = float(match[2]) * factor
    return f"{match[1]}{round(value, 2):g}{match[3]}" if value < 1e5 else f"{match[1]}{value:.0f}{match[3]}"


def _turned(number: str) -> str:
    """The number with its last two digits the other way round; one more where they are the same."""
    return number[:-2] + number[-1] + number[-2] if number[-1] != number[-2] else str(int(number) + 1)


def _wrong_rate(text: str, _world: World, _place: Place) -> str | None:
    if "成功率" in text:
        return None
    changed, n = re.subn(r"(受理各类纠纷\d+件，成功化解\d+件)", r"\g<1>，调解成功率99.6%", text)
    return changed if n else None


def _repeated_otherwise(text: str, _world: World, _place: Place) -> str | None:
    said = re.search(r"排查矛盾纠纷(\d{2,})件", text)
    return text.replace("二、党政", f"综上，全年共排查矛盾纠纷{_turned(said[1])}件。\n二、党政", 1) if said else None


def _misquoted(text: str, world: World, place: Place) -> str | None:
    before = re.search(r"受理信访事项(\d{2,})件", world.texts[place, LAST])
    now = re.search(r"受理信访事项\d+件", text)
    return text.replace(now[0], f"{now[0]}，去年为{int(before[1]) + 30}件", 1) if before and now else None


def _redated(_text: str, world: World, place: Place) -> str:
    old = world.texts[place, LAST]
    return old.replace(str(NOW), str(NOW + 1)).replace(str(LAST), str(NOW))


def _new_title_only(_text: str, world: World, place: Place) -> str:
    title, opening, body = _redated("", world, place).split("\n", 2)
    return "\n".join([title, opening, re.sub(r"(（[一二三四五]）)", rf"\g<1>{LAST}年，", body)])


def _pair(change: Callable[[str, Place, Place], str]) -> Callable[[World], list[Place]]:
    """Puts a changed copy of its neighbour's report in the place of a report; both are concerned."""

    def put(world: World) -> list[Place]:
        for place in world.free():
            for other in world.of_district(place.district):
                if other != place and other not in world.taken and other.kind == place.kind:
                    world.texts[place, NOW] = change(world.texts[other, NOW], place, other)
                    world.taken |= {place, other}
                    return [place, other]
        raise LookupError("no two reports of a district are left")

    return put


def _copied(text: str, place: Place, other: Place) -> str:
    return text.replace(other.name, place.name)


def _name_left_in(text: str, place: Place, other: Place) -> str:
    """The name was changed at the top and at the bottom, and stayed in each section."""
    return re.sub(r"(（[一二三四五]）[^。]+。)", rf"\g<1>{other.name}结合实际抓好落实。", _copied(text, place, other))


def _unlisted(world: World) -> list[Place]:
    place = next(world.free())
    world.unlisted.add(place)
    world.taken.add(place)
    return [place]


def _without_numbers(text: str, _world: World, _place: Place) -> str:
    title, *lines, issuer, signed, end = text.split("\n")
    body = [
        "".join(s for s in re.split("(?<=。)", line) if not re.search(r"\d|未", s.replace(str(NOW), "")))
        for line in lines
    ]
    return "\n".join([title, *body, issuer, signed, end])


def _in_district(
    number: int, put: Callable[[World, Place, int], bool], at_least: int
) -> Callable[[World], list[Place]]:
    """Changes every report of a district, which then belongs to this kind; `put` says whether it changed one."""

    def change(world: World) -> list[Place]:
        code = sorted({place.district for place, _ in world.texts})[number]
        places = world.of_district(code)
        changed = [place for i, place in enumerate(places) if put(world, place, i)]
        if len(changed) < at_least:
            raise LookupError("too few reports of the district can be changed")
        world.taken |= set(places)
        return changed

    return change


def _template(world: World, place: Place, i: int) -> bool:
    if i >= 5:
        return False
    copied = "依托法治文化阵地开展惠民演出18场，吸引群众12650余人次。"
    world.texts[place, NOW] = world.texts[place, NOW].replace("二、党政", f"{copied}\n二、党政", 1)
    return True


_WORDINGS = ("全年服务群众法律咨询{}人次。", "为群众解答法律咨询{}人次，", "窗口和热线共解答群众法律咨询{}人次；")


def _figure_of_the_district(world: World, place: Place, i: int) -> bool:
    text = re.sub(r"解答群众法律咨询\d+人次，[^。]*。", "", world.texts[place, NOW])
    said = _WORDINGS[i % len(_WORDINGS)].format(4386)
    world.texts[place, NOW] = text.replace("二、党政", f"{said}群众满意。\n二、党政", 1)
    return True


def _lost_metric(world: World, place: Place, _i: int) -> bool:
    text = re.sub(r"受理信访事项\d+件，[^。]*。", "", world.texts[place, NOW])
    changed, world.texts[place, NOW] = text != world.texts[place, NOW], text
    return changed


def _kept(text: str, world: World, place: Place) -> str | None:
    before = re.search(r"便民服务中心办理各类事项\d{3,}[1-9]余件", world.texts[place, LAST])
    return (
        re.sub(r"便民服务中心办理各类事项\d+余件", before[0], text)
        if before and "便民服务中心办理各类事项" in text
        else None
    )


def _kind(name: str, put: Callable[[World], list[Place]], checks: Sequence[str]) -> Kind:
    return Kind(name, frozenset(checks), put)


JUMPS = ("values_do_not_jump_tenfold", "values_lie_near_their_districts", "values_are_plausible")
UNITS = ("money_and_areas_are_in_the_unit_of_the_district", "values_do_not_jump_tenfold", "values_are_plausible")
PARTS = ("parts_are_not_above_their_total", "parts_of_a_sentence_are_not_above_their_total")
SHORT = ("reports_state_as_much_as_their_district", "townships_state_as_much_as_before", "reports_state_achievements")
LAST_YEAR = ("values_are_not_last_years_again",)
OTHERS = ("reports_do_not_repeat_another_townships",)
REQUIRED = ("reports_have_the_required_parts",)

PUBLISHED_KINDS = [  # put into one fresh home, whose release is published with warnings
    _kind("a digit too many", one(word(r"(开展行政检查)(\d+)(次)", lambda m: times(m, 10))), JUMPS),
    _kind("a digit lost", one(word(r"(拆除违法建筑)(\d{4,})(平方米)", lambda m: times(m, 0.1))), JUMPS),
    _kind("万元 for 元", one(word(r"(罚款)(\d{4,})(元)", lambda m: f"{m[1]}{m[2]}万元")), UNITS),
    _kind("元 for 万元", one(word(r"(罚款)(\d{5,})(元)", lambda m: f"{m[1]}{int(m[2]) / 10000:.1f}元")), UNITS),
    _kind(
        "人 for 人次",
        one(word(r"(解答群众法律咨询\d+人)次", lambda m: m[1])),
        ["figures_are_in_the_unit_of_their_metric"],
    ),
    _kind(
        "part and total swapped",
        one(word(r"违法案件(\d+)件，其中简易程序(\d+)件", lambda m: f"违法案件{m[2]}件，其中简易程序{m[1]}件")),
        PARTS,
    ),
    _kind(
        "more settled than received",
        one(word(r"受理各类纠纷(\d+)件，成功化解(\d+)件", lambda m: f"受理各类纠纷{m[2]}件，成功化解{m[1]}件")),
        PARTS,
    ),
    _kind(
        "parts above their total together",
        one(word(r"违法案件(\d+)件，其中简易程序(\d+)件", lambda m: f"{m[0]}、普通程序{int(m[1]) // 2}件")),
        ["parts_add_up_to_no_more_than_their_total"],
    ),
    _kind(
        "a rate against its counts",
        one(_wrong_rate),
        ["rate_mismatch", "stated_rates_fit_their_counts"],
    ),
    _kind("digits turned round in a repetition", one(_repeated_otherwise), ["conflict"]),
    _kind("last year misquoted", one(_misquoted), ["last_year_is_told_as_it_was"]),
    _kind("last year's report with a new date", one(_redated), LAST_YEAR),
    _kind("last year's report under a new title", one(_new_title_only), ["texts_speak_of_their_own_year"]),
    _kind("a neighbour's report with another name", _pair(_copied), OTHERS),
    _kind("a neighbour's name left in", _pair(_name_left_in), ["texts_speak_of_their_own_township"]),
    _kind("a sentence that several copied", _in_district(-3, _template, 4), ["sentences_are_not_shared_by_many"]),
    _kind(
        "the district's figure in every report",
        _in_district(-2, _figure_of_the_district, 6),
        ["values_are_not_shared_by_many"],
    ),
    _kind(
        "a metric that a whole district drops",
        _in_district(-1, _lost_metric, 4),
        ["metrics_do_not_vanish_from_a_district"],
    ),
    _kind("no section on achievements", one(cut(r"一、推进法治政府建设.*?(?=二、党政)")), SHORT),
    _kind("no section on problems", one(cut(r"三、存在的不足.*?(?=四、)")), REQUIRED),
    _kind("no signature, no date", one(cut(r"\n[^\n]*\n[^\n]*年\d+月\d+日\n$")), ["reports_are_dated"]),
    _kind("cut off in the middle", one(cut(r"（二）.*")), SHORT),
    _kind("no numbers at all", one(_without_numbers), SHORT),
    _kind(
        "nine months for a year",
        one(word(rf"^([^\n]*){NOW}年度", lambda m: f"{m[1]}{NOW}年1—9月")),
        ["reports_cover_the_whole_year"],
    ),
    _kind(
        "signed before the year was over",
        one(word(rf"{NOW + 1}年(\d+月\d+日)\n$", lambda m: f"{NOW}年3月6日\n")),
        ["reports_are_dated_after_their_year"],
    ),
    _kind("one number kept from last year", one(_kept), LAST_YEAR),
]


LATER_KINDS = [  # put into a home that has published the good reports
    _kind("a report that is gone with its township's entry", _unlisted, ["reports_are_still_there"]),
    _kind(
        "a new version with other numbers",
        one(word(r"(排查矛盾纠纷)(\d+)(件)", lambda m: f"{m[1]}{int(m[2]) + 17}{m[3]}")),
        ["versions_state_the_same"],
    ),
]

REFUSED_KINDS = [  # put into homes of their own: the gate has to refuse the release
    _kind(
        "a decimal point lost", one(word(r"(合格率\d+)\.(\d)%", lambda m: f"{m[1]}{m[2]}%")), ["values_are_possible"]
    ),
    _kind(
        "a number run together with another",
        one(word(r"(受教育群众达\d+)(余人次)", lambda m: f"{m[1]}20230115{m[2]}")),
        ["values_are_possible"],
    ),
]
