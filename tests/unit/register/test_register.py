"""The shipped register: size, both code systems, lookups and the Arrow table."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.register import Register, load_register, short, township_type
from warehouse.register.load import DATA
from warehouse.register.names import plain
from warehouse.schema import table


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def test_size_and_schemes(register: Register) -> None:
    provenance = {entry["scheme"]: entry for entry in json.loads((DATA / "provenance.json").read_text("utf-8"))}
    counts = Counter(row.scheme for row in register.townships)
    assert counts == {"mca": 38_723, "nbs": provenance["nbs"]["n_history"]}
    assert {row.as_of.isoformat() for row in register.townships if row.scheme == "mca"} == {provenance["mca"]["as_of"]}
    assert {row.scheme for rows in register.former.values() for row in rows} == {"nbs"}
    assert sum(map(len, register.former.values())) == provenance["nbs"]["n_names"]
    sources = [provenance["mca"], provenance["mca_districts"], *provenance["nbs"]["lists"]]
    assert all(re.fullmatch(r"[0-9a-f]{64}", source["sha256"]) for source in sources)


def test_codes_never_cross_schemes(register: Register) -> None:
    yongxi, wangu = register.by_code["500111115"], register.by_code["500111113"]
    assert (yongxi.township, yongxi.nbs_code, yongxi.district) == ("雍溪镇", "500111113", "大足区")
    assert (wangu.township, wangu.scheme) == ("万古镇", "mca")
    assert wangu.nbs_code != "500111113"


def test_every_code_is_nine_digits_below_its_district(register: Register) -> None:
    assert len({row.township_code for row in register.townships}) == len(register.townships)
    for row in register.townships:
        assert re.fullmatch(r"\d{9}", row.township_code)
        assert row.township_code[:6] == row.district_code


def test_history_codes_stand_in_a_range_that_neither_system_uses(register: Register) -> None:
    history = [row for row in register.townships if row.scheme == "nbs"]
    official = [row.township_code for row in register.townships if row.scheme == "mca"]
    official += [row.nbs_code for row in register.townships if row.nbs_code]
    assert all(600 <= int(row.township_code[6:]) < 999 for row in history)
    assert not {row.township_code for row in history} & set(official)
    assert all(row.nbs_code for row in history)


@pytest.mark.parametrize(
    ("district", "counts"),
    [
        ("大足区", {2015: 27, 2019: 27, 2023: 27, 2025: 27}),
        ("三台县", {2016: 63, 2019: 63, 2020: 33, 2025: 33}),  # merged between the lists of 2019 and 2020
        ("下城区", {2016: 8, 2020: 8, 2021: 0}),  # became a part of 拱墅区
        ("拱墅区", {2016: 10, 2020: 10, 2021: 18, 2025: 18}),
        ("渝北区", {2016: 30, 2023: 30, 2024: 30, 2025: 0}),  # the table of districts has it at the end of 2024
        ("两江新区", {2016: 0, 2024: 0, 2025: 42}),
    ],
)
def test_townships_of_a_district_by_year(register: Register, district: str, counts: dict[int, int]) -> None:
    rows = register.by_district[register.find_district(district)[0].district_code]
    assert {year: sum(row.valid_in(year) for row in rows) for year in counts} == counts


@given(code=st.sampled_from(sorted(load_register().former)), year=st.integers(1990, 2030))
def test_a_unit_has_one_name_and_one_district_in_a_year(register: Register, code: str, year: int) -> None:
    rows = register.over_time(code)
    assert sum(row.valid_in(year) for row in rows) <= 1
    assert all(earlier.valid_to + 1 == later.valid_from for earlier, later in pairwise(rows))
    assert {row.township_code for row in rows} == {code}
    assert rows[-1] == register.by_code[code]


def test_no_two_units_have_one_name_in_a_district_and_year(register: Register) -> None:
    for year in (2016, 2018, 2020, 2023, 2025):
        rows = [r for code in register.by_code for r in register.over_time(code) if r.valid_in(year)]
        pairs = Counter((row.district_code, row.township) for row in rows)
        assert [pair for pair, count in pairs.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "district", "was"),
    [
        ("雍溪镇", "大足区", None),
        ("石船镇", "两江新区", ("石船镇", "渝北区", 2024)),  # moved
        ("水土街道", "两江新区", ("水土镇", "北碚区", 2017)),  # from 镇 to 街道, then moved
        ("将台乡", "朝阳区", ("将台地区", "朝阳区", 2023)),  # the two authorities call it differently
    ],
)
def test_what_a_unit_was(register: Register, name: str, district: str, was: tuple[str, str, int] | None) -> None:
    (code,) = (r.township_code for r in register.by_name.get(name, ()) if (r.district, r.valid_to) == (district, None))
    former = register.former.get(code, ())
    assert (former[:1] or [None])[0] == was if was is None else (former[0][2], former[0][5], former[0][11]) == was


@pytest.mark.parametrize(
    ("code", "year", "district"),
    [
        ("500111", 2010, "大足县"),
        ("500111", 2011, "大足区"),
        ("500111", None, "大足区"),
        ("500154", 2015, "开县"),
        ("500154", 2016, "开州区"),
        ("130503", 2019, "桥西区"),
    ],
)
def test_what_a_district_was(register: Register, code: str, year: int | None, district: str) -> None:
    found = register.district_in(code, year)
    assert (found.district_code, found.district) == (code, district)


def test_a_former_district_name_finds_it_where_none_has_the_name_now(register: Register) -> None:
    assert [d.district_code for d in register.find_district("开县")] == ["500154"]
    assert [d.district for d in register.find_district("大足县")] == ["大足区"]
    assert "130503" not in {d.district_code for d in register.find_district("桥西区")}  # two others are called so now
    assert [t.district for t in register.find_townships("开县临江镇")] == ["开州区"]


@pytest.mark.parametrize(
    ("code", "district", "city", "province"),
    [
        ("500111", "大足区", None, "重庆市"),
        ("441900", "东莞市", "东莞市", "广东省"),
        ("429004", "仙桃市", None, "湖北省"),
        ("130102", "长安区", "石家庄市", "河北省"),
    ],
)
def test_what_stands_above(register: Register, code: str, district: str, city: str | None, province: str) -> None:
    assert tuple(register.districts[code]) == (code, district, city, province)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("雍溪镇", "镇"),
        ("东城街道", "街道"),
        ("千家峒瑶族乡", "民族乡"),
        ("达斡尔民族乡", "民族乡"),
        ("杜村集乡", "乡"),
        ("满都呼宝拉格苏木", "苏木"),
        ("鄂温克民族苏木", "民族苏木"),
        ("赵家蓬区公所", "区公所"),
        ("高碑店地区", "地区"),
    ],
)
def test_township_type(name: str, kind: str) -> None:
    assert township_type(name) == kind


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("大足区", "大足"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("酉阳土家族苗族自治县", "酉阳"),
        ("大兴安岭地区", "大兴安岭"),
        ("新林区", "新林"),
        ("神农架林区", "神农架"),
        ("浦东新区", "浦东"),
        ("赵县", None),
        ("城区", None),
    ],
)
def test_short_forms(name: str, stem: str | None) -> None:
    assert short(name) == stem


def test_names_without_their_peoples() -> None:
    assert plain("千家峒瑶族乡") == "千家峒乡"
    assert plain("民族街道") is None


@pytest.mark.parametrize(
    "query",
    ["雍溪镇", "雍溪", "500111115", "大足区雍溪镇", "大足 雍溪镇", "重庆市大足区雍溪镇人民政府", "重庆雍溪镇"],
)
def test_find_one_township(register: Register, query: str) -> None:
    assert [row.township_code for row in register.find_townships(query)] == ["500111115"]


def test_find_many_or_none(register: Register) -> None:
    assert len(register.find_townships("城关镇")) > 50
    assert register.find_townships("武清区城关镇")[0].province == "天津市"
    assert register.find_townships("万州区雍溪镇") == ()
    assert register.find_townships("不存在的镇") == ()
    assert [row.township for row in register.find_townships("千家峒乡")] == ["千家峒瑶族乡"]


def test_find_district(register: Register) -> None:
    for query in ("大足区", "大足", "500111"):
        assert [found.district_code for found in register.find_district(query)] == ["500111"]
    assert {found.province for found in register.find_district("朝阳区")} == {"北京市", "吉林省"}
    assert [found.district for found in register.find_district("东莞")] == ["东莞市"]
    assert register.find_district("重庆市") == register.find_district("青澜区") == ()


def test_lookup_by_district(register: Register) -> None:
    assert [row.township_code for row in register.named("500111", "雍溪镇")] == ["500111115"]
    assert register.named("500101", "雍溪镇") == ()
    assert {row.district for row in register.by_district["500111"]} == {"大足区"}


def test_arrow_fits_the_schema(register: Register) -> None:
    rows = register.arrow()
    assert rows.schema == table("townships").arrow()
    assert rows.num_rows == len(register.townships)
    assert register.history_arrow().schema == table("township_history").arrow()
    assert register.districts_arrow().schema == table("district_history").arrow()
    codes = rows.column("township_code").to_pylist()
    assert codes == sorted(codes)
    index = codes.index("500111115")
    assert rows.slice(index, 1).to_pylist()[0]["nbs_code"] == "500111113"
    assert rows.column("city").null_count > 1_000


def test_fingerprint_is_of_the_data() -> None:
    assert load_register().fingerprint == load_register().fingerprint
