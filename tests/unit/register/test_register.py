"""The shipped register: size, both code systems, lookups and the Arrow table."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

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
    assert all(re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]) for entry in provenance.values())


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


def test_years_are_known_only_where_a_district_is_in_both_lists(register: Register) -> None:
    current = {row.district_code for row in register.townships if row.scheme == "mca"}
    matched = {row.district_code for row in register.townships if row.scheme == "mca" and row.nbs_code}
    for row in register.townships:
        if row.scheme == "nbs":
            years = (None, 2023 if row.district_code in current else None)
        else:
            years = (2024 if row.district_code in matched and not row.nbs_code else None, None)
        assert (row.valid_from, row.valid_to) == years, row


@pytest.mark.parametrize(
    "name", ["渝北区", "两江新区", "大足区"]
)  # of the bureau alone, of civil affairs alone, of both
def test_a_district_counts_its_townships_in_every_year(register: Register, name: str) -> None:
    rows = register.by_district[register.find_district(name)[0].district_code]
    for year in (2019, 2023, 2024, 2025):
        assert sum(row.valid_in(year) for row in rows) > 10


def test_no_history_row_doubles_a_current_one(register: Register) -> None:
    pairs = Counter((row.district_code, row.township) for row in register.townships)
    assert [pair for pair, count in pairs.items() if count > 1] == []


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
    codes = rows.column("township_code").to_pylist()
    assert codes == sorted(codes)
    index = codes.index("500111115")
    assert rows.slice(index, 1).to_pylist()[0]["nbs_code"] == "500111113"
    assert rows.column("city").null_count > 1_000


def test_fingerprint_is_of_the_data() -> None:
    assert load_register().fingerprint == load_register().fingerprint
