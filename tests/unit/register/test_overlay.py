"""Overlays: rows added or replaced by people, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.register import load_register

HEADER = "township_code,township,township_type,district_code,district,city,province"
ROW = "990101001,云门镇,镇,990101,青澜区,云澜市,澜江省"


def overlay(folder: Path, *lines: str, name: str = "qinglan.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding=encoding)
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_added_row(tmp_path: Path, encoding: str) -> None:
    register = load_register(overlay(tmp_path, HEADER, ROW, "", encoding=encoding))
    row = register.by_code["990101001"]
    assert (row.township, row.city, row.scheme, row.nbs_code) == ("云门镇", "云澜市", "overlay", None)
    assert register.find_district("青澜")[0].district_code == "990101"
    assert register.arrow().num_rows == load_register().arrow().num_rows + 1


def test_replaced_row_and_fingerprint(tmp_path: Path) -> None:
    plain = load_register(tmp_path / "absent")
    changed = load_register(overlay(tmp_path, HEADER, "500111115,雍溪街道,街道,500111,大足区,,重庆市"))
    assert changed.by_code["500111115"].township == "雍溪街道"
    assert len(changed.townships) == len(plain.townships)
    assert changed.find_townships("雍溪镇") == ()
    assert changed.by_code["500111115"].city is None
    assert changed.fingerprint != plain.fingerprint == load_register().fingerprint


def test_validity(tmp_path: Path) -> None:
    register = load_register(overlay(tmp_path, HEADER + ",valid_from,valid_to", ROW + ",2019,2022"))
    row = register.by_code["990101001"]
    assert [row.valid_in(year) for year in (2018, 2019, 2022, 2023)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["code,name", ROW], ["qinglan.csv", "line 1", "header"]),
        ([], ["qinglan.csv", "line 1", "header"]),
        ([HEADER, ROW.replace("990101001", "9901")], ["line 2", "township_code", "'9901'", "9 digits"]),
        ([HEADER, ROW.replace("990101,", "990,")], ["line 2", "district_code", "6 digits"]),
        ([HEADER, ROW.replace("990101,", "990102,")], ["line 2", "990101001", "begin with district_code 990102"]),
        ([HEADER, ROW.replace("云门镇", "")], ["line 2", "township", "name"]),
        ([HEADER, ROW.replace("澜江省", "")], ["line 2", "province"]),
        ([HEADER, ROW + ",2020"], ["line 2", "8 fields", "commas"]),
        ([HEADER, ROW, ROW], ["line 3", "990101001", "line 2", "delete"]),
        ([HEADER + ",valid_from,valid_to", ROW + ",,2020", ROW + ",2020,"], ["line 3", "line 2", "do not overlap"]),
        ([HEADER + ",valid_from,valid_to", ROW + ",2021,", ROW + ",,2021"], ["line 3", "line 2", "do not overlap"]),
        ([HEADER + ",valid_from,valid_to", ROW + ",2023,2020"], ["line 2", "valid_from", "swap"]),
        ([HEADER + ",valid_from,valid_to", ROW + ",23,"], ["line 2", "valid_from", "year"]),
    ],
)
def test_invalid_overlay(tmp_path: Path, lines: list[str], says: list[str]) -> None:
    with pytest.raises(ValueError, match=r"qinglan\.csv") as fault:
        load_register(overlay(tmp_path, *lines))
    assert all(word in str(fault.value) for word in says)


def test_a_unit_under_several_names_has_one_code(tmp_path: Path) -> None:
    lines = [
        ROW + ",2021,",
        "990101001,云门乡,乡,990101,青澜区,云澜市,澜江省,2015,2020",
        "990101001,云门乡,乡,990101,青澜县,云澜市,澜江省,,2014",
        "990101002,白水镇,镇,990101,青澜区,云澜市,澜江省,2015,",
        "990101002,白水镇,镇,990101,青澜县,云澜市,澜江省,,2014",
    ]
    register = load_register(overlay(tmp_path, HEADER + ",valid_from,valid_to", *lines))
    assert [(r.township, r.district, r.valid_to) for r in register.over_time("990101001")] == [
        ("云门乡", "青澜县", 2014),
        ("云门乡", "青澜区", 2020),
        ("云门镇", "青澜区", None),
    ]
    assert [register.district_in("990101", year).district for year in (2010, 2014, 2015)] == [
        "青澜县",
        "青澜县",
        "青澜区",
    ]
    assert [d.district_code for d in register.find_district("青澜县")] == ["990101"]
    assert [t.township_code for t in register.find_townships("青澜县云门乡")] == ["990101001"]
    assert register.districts_arrow().num_rows == load_register().districts_arrow().num_rows + 1


def test_a_replaced_row_takes_its_history_with_it(tmp_path: Path) -> None:
    shipped = load_register()
    code = next(iter(shipped.former))
    row = shipped.by_code[code]
    line = f"{code},云门镇,镇,{row.district_code},{row.district},{row.city or ''},{row.province}"
    assert load_register(overlay(tmp_path, HEADER, line)).over_time(code) == (load_register(tmp_path).by_code[code],)


def test_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="UTF-8"):
        load_register(overlay(tmp_path, HEADER, ROW, encoding="gb18030"))


def test_a_code_in_two_files(tmp_path: Path) -> None:
    overlay(tmp_path, HEADER, ROW)
    with pytest.raises(ValueError, match=r"second\.csv, line 2.*qinglan\.csv, line 2"):
        load_register(overlay(tmp_path, HEADER, ROW, name="second.csv"))
