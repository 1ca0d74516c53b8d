"""Whose report it is: names, what stands around them, and names that must not be guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.identify.identify import identify
from tasks.identify.model import Identity, NotIdentified
from tasks.read.document import Document
from warehouse.register import Register

Identify = Callable[..., Identity]
Refuse = Callable[..., NotIdentified]
REAL = Path(__file__).parents[4] / "shared" / "reports" / "大足区_雍溪镇_2023.txt"
REPORT = "2023年法治政府建设情况报告"


@pytest.mark.parametrize(
    ("head", "code", "district_by"),
    [
        (f"重庆市大足区雍溪镇{REPORT}", "500111115", "title"),
        (f"大足雍溪镇{REPORT}", "500111115", "title"),
        (f"大足县雍溪镇{REPORT}", "500111115", "title"),
        (f"雍溪镇{REPORT}", "500111115", "register"),
        (f"中共雍溪镇委员会 雍溪镇人民政府关于{REPORT}", "500111115", "register"),
        (f"大足工业园区雍溪镇{REPORT}", "500111115", "register"),
        (f"广东省东莞市石碣镇{REPORT}", "441900101", "title"),
        (f"江永县千家峒瑶族乡{REPORT}", "431125202", "title"),
        (f"江永县千家峒乡{REPORT}", "431125202", "title"),
        (f"青澜区东湾街道办事处{REPORT}", "990101004", "title"),
        (f"青澜区人民政府东湾街道办事处关于{REPORT}", "990101004", "title"),
        (f"中共青澜区委东湾街道工作委员会关于{REPORT}", "990101004", "title"),
        (f"东湾街{REPORT}", "990101004", "register"),
        (f"云澜市城关镇{REPORT}", "990101002", "title"),
        (f"城关镇{REPORT}\n2023年，在青澜区委的领导下，全镇推进法治。", "990101002", "body"),
        (f"法治政府建设报告\n2023年，云门镇推进法治。", "990101001", "register"),  # noqa: F541
        (f"松石瑶族乡{REPORT}", "990101003", "register"),
    ],
)
def test_named_township(known: Identify, head: str, code: str, district_by: str) -> None:
    identity = known(head)
    assert (identity.township_code, identity.evidence["district"]) == (code, district_by)


def test_fields_come_from_the_register(known: Identify) -> None:
    identity = known(f"大足区雍溪镇{REPORT}")
    assert (identity.nbs_code, identity.township_type, identity.city, identity.province) == (
        "500111113",
        "镇",
        None,
        "重庆市",
    )


@pytest.mark.parametrize(
    ("tail", "meta"),
    [("青澜区城关镇人民政府\n2024年1月30日", {}), ("", {"header.发布机构": "青澜区城关镇人民政府"})],
)
def test_signature_or_header_gives_the_district(known: Identify, tail: str, meta: dict[str, str]) -> None:
    identity = known(f"城关镇{REPORT}", tail, meta=meta)
    assert (identity.township_code, identity.evidence["township"]) == ("990101002", "title")
    assert identity.evidence["district"] == ("signature" if tail else "header")


def test_a_shared_name_is_ambiguous(refused: Refuse) -> None:
    refusal = refused(f"城关镇{REPORT}")
    assert (refusal.reason, refusal.report_year, refusal.township_code) == ("township_ambiguous", 2023, None)
    assert len(refusal.candidates) > 50
    assert {"township_code": "990101002", "district": "青澜区"}.items() <= refusal.candidates[-1].items()
    assert "文件夹" in refusal.zh


@pytest.mark.parametrize(
    ("head", "name", "district_code"),
    [
        (f"青澜区无名镇{REPORT}", "青澜区无名镇", "990101"),
        (f"青澜区澜江口镇人民政府关于{REPORT}", "青澜区澜江口镇", "990101"),  # 江口镇 is in the register
        (f"碧澜区雍溪镇{REPORT}", "碧澜区雍溪镇", None),  # 雍溪镇 is, but not there
        (f"万州区雍溪镇{REPORT}", "万州区雍溪镇", "500101"),
    ],
)
def test_unknown_townships(refused: Refuse, head: str, name: str, district_code: str | None) -> None:
    refusal = refused(head)
    assert (refusal.reason, refusal.district_code) == ("township_unknown", district_code)
    assert f"“{name}”" in refusal.zh
    assert "register/" in refusal.en


def test_nothing_names_a_township(refused: Refuse) -> None:
    assert refused("2023年度法治政府建设报告").reason == "township_unknown"


@pytest.mark.parametrize("tail", ["青澜区城关镇人民政府\n2024年1月30日", "中共青澜区城关镇委员会"])
def test_title_against_signature(refused: Refuse, tail: str) -> None:
    refusal = refused(f"青澜区云门镇{REPORT}", tail)
    assert (refusal.reason, refusal.district_code) == ("township_ambiguous", "990101")
    assert [(c["township"], c["evidence"]) for c in refusal.candidates] == [
        ("云门镇", "title"),
        ("城关镇", "signature"),
    ]


def test_the_same_name_in_another_district(refused: Refuse) -> None:
    refusal = refused(f"青澜区城关镇{REPORT}", "武清区城关镇人民政府\n2024年1月30日", "青澜区/2023/x.txt")
    assert refusal.reason == "township_ambiguous"
    assert next((c["district"], c["evidence"]) for c in refusal.candidates) == ("青澜区", "title")
    assert "青澜区城关镇" in refusal.zh and "武清区城关镇" in refusal.zh and "文件夹" not in refusal.zh


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (f"四川省大足区雍溪镇{REPORT}", ""),
        (f"四川大足雍溪镇{REPORT}", ""),
        (f"成都市大足区雍溪镇{REPORT}", ""),
        (f"雍溪镇{REPORT}", "四川省大足区雍溪镇人民政府\n2024年1月30日"),
        ("2023年，四川省大足区雍溪镇推进法治政府建设。", ""),
    ],
)
def test_the_wrong_province(refused: Refuse, head: str, tail: str) -> None:
    refusal = refused(head, tail, "重庆市/大足区/2023/x.txt")
    assert (refusal.reason, refusal.district_code) == ("township_ambiguous", "500111")
    assert [c["province"] for c in refusal.candidates] == ["重庆市"]


def test_an_opening_that_names_two_townships(refused: Refuse, known: Identify) -> None:
    head = "2023年，青澜区云门镇、青澜区东湾街道推进法治政府建设。"
    refusal = refused(head, "", "青澜区/2023/x.txt")
    assert (refusal.reason, refusal.district_code) == ("township_ambiguous", "990101")
    assert [c["township"] for c in refusal.candidates] == ["云门镇", "东湾街道"]
    assert known(head, "", "青澜区/东湾街道/2023/x.txt").township == "东湾街道"


def test_title_against_header_block(refused: Refuse) -> None:
    refusal = refused(f"青澜区云门镇{REPORT}", meta={"header.发布机构": "青澜区城关镇人民政府"})
    assert refusal.reason == "township_ambiguous"


def test_publisher_above_the_township_is_no_conflict(known: Identify) -> None:
    identity = known(f"青澜区云门镇{REPORT}", meta={"header.发布机构": "青澜区人民政府办公室"})
    assert identity.township == "云门镇"


def test_other_names_in_the_body_decide_nothing(known: Identify) -> None:
    body = f"一、举措\n学习借鉴雍溪镇经验，雍溪镇、城关镇派员交流。{'我街道认真落实。' * 20}\n"
    assert known(f"青澜区云门镇{REPORT}", body=body).township_code == "990101001"


def test_a_text_that_keeps_naming_one_township(known: Identify) -> None:
    body = "一、举措\n" + "法治政府建设稳步推进，云门镇认真落实。" * 5
    identity = known("2023年法治政府建设报告", body=body)
    assert (identity.township, identity.evidence["township"]) == ("云门镇", "body")


@pytest.mark.parametrize(
    ("head", "district"),
    [
        ("石船镇2023年", "渝北区"),  # the bureau's list of 2023 has it there
        ("石船镇2024年", "渝北区"),  # which ended in 2025
        ("石船镇2025年", "两江新区"),
        ("重庆市渝北区石船镇2023年", "渝北区"),
        ("重庆市两江新区石船镇2023年", "两江新区"),  # what the report says of itself stands before the years
        ("重庆市渝北区石船镇2025年", "渝北区"),
    ],
)
def test_a_unit_that_moved_is_the_one_of_the_report_year(known: Identify, head: str, district: str) -> None:
    identity = known(f"{head}法治政府建设情况报告")
    assert (identity.district, identity.province) == (district, "重庆市")
    assert (identity.nbs_code is not None) == (district == "渝北区")


@pytest.mark.parametrize(
    ("head", "place", "code", "says"),
    [
        ("重庆市大足县雍溪镇2010年", "a.txt", "500111115", ("雍溪镇", "大足县")),
        ("雍溪镇2010年", "大足县/2010/a.txt", "500111115", ("雍溪镇", "大足县")),
        ("雍溪镇2010年", "大足区/a.txt", "500111115", ("雍溪镇", "大足县")),
        ("雍溪镇2011年", "a.txt", "500111115", ("雍溪镇", "大足区")),
        ("开县铁桥镇2015年", "a.txt", "500154107", ("铁桥镇", "开县")),
        ("开县铁桥镇2019年", "a.txt", "500154107", ("铁桥镇", "开州区")),
        ("北碚区水土镇2017年", "a.txt", "500157005", ("水土镇", "北碚区")),
        ("北碚区水土镇2017年", "两江新区/水土街道/a.txt", "500157005", ("水土镇", "北碚区")),
        (
            "北碚区水土街道2017年",
            "a.txt",
            "500157005",
            ("水土街道", "北碚区"),
        ),  # as it calls itself, before its list does
        ("水土街道2025年", "a.txt", "500157005", ("水土街道", "两江新区")),
        ("杭州市下城区石桥街道2019年", "a.txt", "330105019", ("石桥街道", "下城区")),
    ],
)
def test_one_code_and_the_names_of_the_report_year(
    known: Identify, head: str, place: str, code: str, says: tuple[str, str]
) -> None:
    identity = known(f"{head}法治政府建设情况报告", "", place)
    assert (identity.township_code, (identity.township, identity.district)) == (code, says)


def test_title_and_signature_may_have_the_old_name_and_the_new_one(known: Identify) -> None:
    identity = known("北碚区水土镇2017年法治政府建设情况报告", "北碚区水土街道办事处\n2018年1月30日")
    assert (identity.township_code, identity.township) == ("500157005", "水土镇")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_former_name_is_found_in_its_years(known: Identify, register: Register, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for rows in register.former.values() for row in rows]))
    year = data.draw(st.integers(row.valid_from or 2012, row.valid_to or 2026))
    place = register.district_in(row.district_code, year)
    city = place.city if place.city != place.district else ""
    head = f"{place.province}{city or ''}{place.district}{row.township}{year}年法治政府建设情况报告"
    identity = known(head)
    assert (identity.township_code, identity.township, identity.district) == (
        row.township_code,
        row.township,
        place.district,
    )


def test_a_first_year_does_not_choose_between_provinces(refused: Refuse) -> None:
    refusal = refused("将台乡2021年法治政府建设情况报告")  # 朝阳区's stands in the bureau's list under another name
    assert refusal.reason == "township_ambiguous"
    assert {c["district"] for c in refusal.candidates} == {"朝阳区", "宕昌县"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_township_of_the_register_is_found_by_its_full_name(
    known: Identify, register: Register, data: st.DataObject
) -> None:
    row = data.draw(st.sampled_from(register.townships))
    year = data.draw(st.integers(2016, 2026))
    form = data.draw(st.sampled_from(["{}{}年法治政府建设情况报告", "{}人民政府关于{}年度法治政府建设情况的报告"]))
    city = row.city if row.city != row.district else ""
    identity = known(form.format(f"{row.province}{city or ''}{row.district}{row.township}", year))
    assert (identity.township_code, identity.report_year) == (row.township_code, year)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        st.sampled_from(
            ["青澜区", "云门镇", "城关镇", "雍溪镇", "关于", "2023年", "2024年1月30日", "二〇二三年", "法治政府建设", "报告",
             "\n", "。", "：", "人民政府", "一、", "镇", "街", "（", "〔2024〕5号", " ", "2021—2023年", "…"]
        ),
        max_size=60,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_identified_or_refused(register: Register, text: str) -> None:
    try:
        identity = identify(Document(text, (), "text/plain", "txt"), ["a.txt"], register)
    except NotIdentified as refusal:
        assert refusal.zh and refusal.en
    else:
        assert identity.township in text or identity.township.removesuffix("道") in text


@pytest.mark.skipif(not REAL.exists(), reason="the real report is not part of the project")
def test_the_real_report(register: Register) -> None:
    text = REAL.read_text(encoding="utf-8")
    identity = identify(Document(text, (), "text/plain", "txt"), [REAL.name], register)
    assert (identity.township_code, identity.nbs_code, identity.district) == ("500111115", "500111113", "大足区")
    assert (identity.province, identity.city, identity.township_type) == ("重庆市", None, "镇")
    assert (identity.report_year, str(identity.signed_on)) == (2023, "2024-01-30")
    assert identity.issuer == "重庆市大足区雍溪镇委员会、重庆市大足区雍溪镇人民政府"
    assert identity.evidence["township"] == identity.evidence["report_year"] == "title"
