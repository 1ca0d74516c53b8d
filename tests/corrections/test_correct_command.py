"""`township correct`: what it shows, asks and writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from corrections_home import CASES, LITERACY, RATE, TRAINED, Place, entry
from terminal import converse

SIGNED = ("--who", "李四", "--why", "与司法所核对", "--yes")


def written(place: Place) -> list[dict[str, str]]:
    """All entries in corrections/, in order of file name."""
    files = sorted((place.home / "corrections").glob("*.yaml"))
    return [e for file in files for e in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)]


def test_it_shows_the_sentence_and_writes_what_the_next_run_applies(place: Place, township) -> None:
    result = township("correct", "桐坝镇", "2023", "法律明白人人数", "60余人", *SIGNED, "--home", place.home)
    assert result.returncode == 0, result.stderr
    assert "1. 全镇已培育法律明白人【52名】。" in result.stdout
    (one,) = written(place)
    assert {name: one[name] for name in ("township", "year", "metric", "expect", "value", "who", "why")} == {
        "township": "990101002",
        "year": "2023",
        "metric": LITERACY,
        "expect": "52",
        "value": "≥60",
        "who": "李四",
        "why": "与司法所核对",
    }
    place.run()
    assert place.value(LITERACY) == (60, None, "at_least", "corrected")
    evidence = township("evidence", "桐坝镇", "2023", LITERACY, "--home", place.home).stdout
    assert "≥60 人（更正）" in evidence
    assert "更正：52 → ≥60（李四，" in evidence
    assert "理由：与司法所核对" in evidence
    assert "【52名】" in evidence, "the original stays visible"

    again = ("correct", "桐坝镇", "2023", LITERACY, "61", *SIGNED, "--home", place.home)
    refused = township(*again)
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    assert township(*again, "--replace").returncode == 0
    (two,) = written(place)
    assert (two["expect"], two["value"]) == ("52", "61"), "still anchored at what the report says"
    place.run()
    assert place.value(LITERACY) == (61, 61, "exact", "corrected")


def test_reject_and_supply_and_documents(place: Place, township) -> None:
    place.put("图片.txt", "").run()
    for arguments in (
        ("桐坝镇", "2023", TRAINED, "--reject", "--sentence", "2"),
        ("栗坪镇", "2023", RATE, "98%", "--supply", "--source", "电话"),
        ("--file", "图片.txt", "--exclude"),
        ("--file", "栗坪镇.txt", "--assign", "栗坪镇", "2023"),
    ):
        result = township("correct", *arguments, *SIGNED, "--home", place.home)
        assert result.returncode == 0, result.stderr
    assert sorted(e["kind"] for e in written(place)) == ["assign", "exclude", "reject", "supply"]
    place.run()
    assert place.value(TRAINED) == (210, 210, "exact", "reported")
    assert place.value(RATE, "990101003") == (98, 98, "exact", "supplied")
    assert place.rows("SELECT reason FROM quarantine") == [("excluded",)]
    rejected = township("evidence", "桐坝镇", "2023", TRAINED, "--home", place.home).stdout
    assert "剔除：230人次 → 不计（李四，" in rejected
    assert "未计入（已完成，本乡镇，人工剔除）" in rejected

    result = township("correct", "--file", "桐坝镇.txt", "--withdraw", *SIGNED, "--home", place.home)
    assert result.returncode == 0, result.stderr
    place.decide(*written(place)[-1:], file="kept.yaml")
    for file in (place.home / "corrections").glob("2*.yaml"):
        file.unlink()
    place.run()
    assert place.rows("SELECT DISTINCT township_code FROM reports") == [("990101003",)]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("桐坝镇", "2023", LITERACY), "VALUE"),
        (("桐坝镇", "2023", LITERACY, "viele"), "'viele' is no value"),
        (("桐坝镇", "2023", LITERACY, "60", "--supply", "--source", "x"), "the report states 52"),
        (("桐坝镇", "2023", "mediators", "60"), "--supply"),
        (("桐坝镇", "2023", "mediators", "60", "--supply"), "supply needs source"),
        (("桐坝镇", "2023", TRAINED, "--reject"), "--sentence 1 to 2"),
        (("桐坝镇", "2023", TRAINED, "--reject", "--sentence", "3"), "--sentence 1 to 2"),
        (("桐坝镇", "2023", "mediators", "--reject"), "no number is counted"),
        (("桐坝镇", "2021", LITERACY, "60"), "years on hand: 2023"),
        (("无此镇", "2023", LITERACY, "60"), "无此镇"),
        (("城关镇", "2023", LITERACY, "60"), "ambiguous"),
        (("桐坝镇", "2023", "法律明白", "60"), "did you mean"),
        (("桐坝镇", "2023"), "name TOWNSHIP YEAR METRIC"),
        ((), "name TOWNSHIP YEAR METRIC"),
        (("--file", "没有.txt", "--exclude"), "no document 没有.txt"),
        (("--file", "桐坝镇.txt"), "--assign"),
        (("--file", "桐坝镇.txt", "--assign"), "needs TOWNSHIP and YEAR"),
        (("--file", "桐坝镇.txt", "--assign", "无此镇", "2023"), "无此镇"),
        (("--file", "桐坝镇.txt", "--exclude", "--withdraw"), "one of"),
        (("桐坝镇", "2021", "--withdraw"), "no report of"),
        (("桐坝镇", "二〇二三", LITERACY, "60"), "YEAR"),
    ],
)
def test_what_cannot_be_written_ends_with_2_and_writes_nothing(read_place: Place, township, arguments, names) -> None:
    result = township("correct", *arguments, *SIGNED, "--home", read_place.home)
    assert result.returncode == 2, result.stdout
    assert names in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (read_place.home / "corrections").exists()


@pytest.mark.parametrize("missing", ["--who", "--why", "--yes"])
def test_without_a_terminal_nothing_is_asked(read_place: Place, township, missing: str) -> None:
    given = [a for a in zip(SIGNED[::2], [*SIGNED[1::2], ""], strict=True) if a[0] != missing]
    words = [word for pair in given for word in pair if word]
    result = township("correct", "桐坝镇", "2023", LITERACY, "60", *words, "--home", read_place.home)
    assert (result.returncode, missing in result.stderr) == (2, True)
    assert not (read_place.home / "corrections").exists()


def test_without_a_release_it_says_so(township, tmp_path: Path) -> None:
    result = township("correct", "桐坝镇", "2023", LITERACY, "60", *SIGNED, "--home", tmp_path)
    assert (result.returncode, "no release" in result.stderr) == (2, True)


def test_a_broken_entry_on_file_is_named(place: Place, township) -> None:
    place.decide(entry("correct", metric=CASES, expect=1, value="?"))
    result = township("correct", "桐坝镇", "2023", LITERACY, "60", *SIGNED, "--home", place.home)
    assert (result.returncode, "corrections/a.yaml, entry 1" in result.stderr) == (2, True)


def test_on_a_terminal_it_asks_and_takes_no_for_an_answer(place: Place) -> None:
    command = ("correct", "桐坝镇", "2023", LITERACY, "60", "--home", place.home)
    questions = [("更正人", "王五"), ("理由", "电话核对")]
    code, shown = converse(command, [*questions, ("写入这条决定？", "n")])
    assert code == 0, shown
    assert "未写入" in shown
    assert not (place.home / "corrections").exists()
    code, shown = converse(command, [*questions, ("写入这条决定？", "y")])
    assert code == 0, shown
    assert [(e["who"], e["why"]) for e in written(place)] == [("王五", "电话核对")]
    code, shown = converse((*command[:4], "70", *command[5:], "--replace"), [("更正人", "\x04")])
    assert code == 130, shown
    assert [e["value"] for e in written(place)] == ["60"]
