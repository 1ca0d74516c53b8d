"""Corrections of reports in several files and of annexes, and findings of the gate that a person lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from corrections_home import LITERACY, SENTENCES, TONGBA, TRAINED, Place, entry, report

from flows.errors import Refused
from warehouse.corrections import mention_hash

CORRECT = entry("correct", metric=LITERACY, expect=52, value="60余")
REJECT = entry("reject", metric=TRAINED, mention=mention_hash("230人次", SENTENCES[3]))
TABLE = "2023年执法情况统计表,\n事项,数量（件）\n行政检查,41\n行政处罚立案,7\n"


def page(text: str) -> str:
    """The same report as a page."""
    title, *lines = text.splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>{body}</div></body></html>"


def test_a_report_in_two_files_is_corrected_once(tmp_path: Path) -> None:
    place = Place(tmp_path).put("a.txt", report()).put("a.html", page(report())).decide(CORRECT, REJECT)
    place.run()
    assert sorted(place.rows("SELECT role FROM files")) == [("copy",), ("main",)]
    assert place.value(LITERACY) == (60, None, "at_least", "corrected")
    assert place.value(TRAINED) == (210, 210, "exact", "reported")
    before = place.lake

    place.decide().run()
    assert place.value(LITERACY) == (52, 52, "exact", "reported")
    place.decide(REJECT, CORRECT).run()
    assert place.lake == before

    place.decide(entry("withdraw", file=["a.txt", "a.html"])).run()
    assert place.rows("SELECT count(*) FROM reports") == [(0,)]
    assert place.rows("SELECT reason FROM quarantine") == [("withdrawn",)] * 2


def test_an_annex_is_assigned_to_its_report(tmp_path: Path) -> None:
    place = Place(tmp_path).put("桐坝镇.txt", report()).put("表/附件.csv", TABLE)
    place.run()
    assert place.rows("SELECT reason FROM quarantine") == [("annex_unplaced",)]
    place.decide(entry("assign", file="附件.csv")).run()
    assert place.rows("SELECT role FROM files ORDER BY source_uri DESC") == [("annex",), ("main",)]
    assert place.rows("SELECT count(*) FROM quarantine") == [(0,)]
    stated = f"SELECT quote, section FROM mentions JOIN reports USING (report_id) WHERE township_code = '{TONGBA}'"
    assert ("41", "other") in place.rows(stated)


def test_a_blocking_finding_passes_once_a_person_has_signed(tmp_path: Path, township) -> None:
    place = Place(tmp_path).put("a.txt", report())
    many = {name: report(name, sentences=SENTENCES[:3]) for name in ("栗坪镇", "柳塘乡", "新渡街道")}
    for name, text in many.items():
        place.put(f"{name}.txt", text)
    place.run()
    before = place.release
    for name in many:
        (place.inbox / f"{name}.txt").unlink()
    for stored in (place.home / "raw").glob("*/*"):
        stored.unlink()
    with pytest.raises(Refused) as refused:
        place.run()
    assert place.release == before
    ids = sorted({word for word in str(refused.value).split() if len(word) == 16 and word.isalnum() and word.isascii()})
    assert ids, refused.value
    unknown = township("correct", "--accept", "0" * 16, "--who", "王", "--why", "x", "--yes", "--home", place.home)
    assert (unknown.returncode, "no finding" in unknown.stderr) == (2, True)
    while ids:
        for finding in ids:
            command = ("correct", "--accept", finding, "--who", "王五", "--why", "换了收件夹", "--yes")
            result = township(*command, "--home", place.home)
            assert result.returncode == 0, result.stderr
            assert "2023年" in result.stdout
        try:
            place.run()
            ids = []
        except Refused as again:  # three of the causes are told at a time
            told = {word for word in str(again).split() if len(word) == 16 and word.isalnum() and word.isascii()}
            assert told.isdisjoint(ids)
            ids = sorted(told)
    assert place.release != before
    files = sorted((place.home / "corrections").glob("*.yaml"))
    written = [e for file in files for e in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)]
    assert {e["kind"] for e in written} == {"accept"}
    assert {e["who"] for e in written} == {"王五"}
    assert place.rows("SELECT count(*) FROM findings WHERE severity = 'block'") == [(0,)]
