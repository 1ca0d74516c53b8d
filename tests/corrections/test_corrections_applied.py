"""Each kind of correction through the real main job: what it changes, what stays visible, and what is done again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corrections_home import CASES, LIPING, LITERACY, RATE, SOLVED, TONGBA, TRAINED, Place, entry, report

from warehouse.corrections import mention_hash

CORRECT = entry("correct", metric=LITERACY, expect=52, value="60余", source="更正函")
SECOND = "全镇干部法治培训参训230人次。"
REJECT = entry("reject", metric=TRAINED, mention=mention_hash("230人次", SECOND))


def test_a_corrected_value_reaches_the_district_and_the_original_stays(place: Place) -> None:
    assert place.district(LITERACY) == (92, 92, 2)
    summary = place.decide(CORRECT).run()

    assert place.value(LITERACY) == (60, None, "at_least", "corrected")
    assert place.district(LITERACY) == (100, None, 2)
    assert summary.n_processed == 1, "only the report that the entry is about"
    said = (
        "SELECT m.quote, m.value_low FROM observations AS o, unnest(o.mention_ids) AS i(mention_id) JOIN mentions AS m "
    )
    said += f"USING (mention_id) WHERE (o.metric_id, o.township_code) = ('{LITERACY}', '{TONGBA}')"
    assert place.rows(said) == [("52名", 52)]
    columns = "kind, township_code, report_year, metric_id, expect, value_low, value_high, qualifier, who, decided_on, why, source"
    assert place.rows(f"SELECT {columns} FROM corrections") == [
        (
            "correct",
            TONGBA,
            2023,
            LITERACY,
            "52",
            60,
            None,
            "at_least",
            "张三",
            date(2024, 5, 6),
            "与司法所核对",
            "更正函",
        )
    ]


def test_an_entry_that_is_taken_back_leaves_no_trace(place: Place) -> None:
    before = place.lake
    place.decide(CORRECT, REJECT).run()
    summary = place.decide().run()

    assert summary.n_processed == 1
    assert place.lake == before
    assert place.value(LITERACY) == (52, 52, "exact", "reported")
    assert place.rows("SELECT count(*) FROM corrections") == [(0,)]


def test_a_second_run_with_the_same_entries_does_nothing(place: Place) -> None:
    place.decide(CORRECT, REJECT).run()
    release = place.release
    summary = place.run()
    assert (summary.n_processed, summary.outcome, place.release) == (0, "nothing_new", release)


def test_same_entries_in_other_files_give_the_same_bytes(place: Place, tmp_path: Path) -> None:
    place.decide(CORRECT, REJECT).run()
    other = Place(tmp_path / "other").decide(REJECT, file="z.yaml").decide(CORRECT, file="b.yaml")
    for name in ("桐坝镇.txt", "栗坪镇.txt"):
        other.put(name, (place.inbox / name).read_text(encoding="utf-8"))
    for stored in (place.home / "raw").glob("*/*"):  # the day of arrival counts
        target = other.home / stored.relative_to(place.home)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(stored.read_bytes())
    other.run()
    assert other.lake == place.lake
    table = "SELECT n_rows, sha256 FROM release WHERE item = 'table:corrections'"
    assert other.rows(table) == place.rows(table)


def test_a_computed_rate_follows_a_corrected_count(place: Place) -> None:
    assert place.value(RATE) == (90, 90, "exact", "computed")
    place.decide(entry("correct", metric=SOLVED, expect=90, value=95)).run()
    assert place.value(RATE) == (95, 95, "exact", "computed")


def test_a_computed_rate_can_be_corrected_itself(place: Place) -> None:
    place.decide(entry("correct", metric=RATE, expect="90%", value="约92%")).run()
    assert place.value(RATE) == (92, 92, "approx", "corrected")
    assert place.value(CASES) == (100, 100, "exact", "reported")


def test_a_supplied_value_counts_where_the_report_says_nothing(place: Place) -> None:
    place.decide(entry("supply", metric="mediators", value="约30", source="司法所电话")).run()
    assert place.value("mediators") == (30, 30, "approx", "supplied")
    assert place.district("mediators") == (30, 30, 1)
    assert place.rows("SELECT n_mentions, mention_ids FROM observations WHERE obs_status = 'supplied'") == [(0, [])]


def test_a_rejected_number_stays_a_mention_and_the_value_is_resolved_without_it(place: Place) -> None:
    assert place.value(TRAINED) == (210, 230, "range", "conflict")
    place.decide(REJECT).run()
    assert place.value(TRAINED) == (210, 210, "exact", "reported")
    flags = f"SELECT quote, flags FROM mentions WHERE metric_id = '{TRAINED}' ORDER BY char_start"
    assert place.rows(flags) == [("210人次", []), ("230人次", ["rejected"])]
    assert place.rows("SELECT count(*) FROM findings WHERE check_name = 'conflict'") == [(0,)]


def test_without_its_only_number_a_metric_is_not_stated(place: Place) -> None:
    named = mention_hash("52名", "全镇已培育法律明白人52名。")
    place.decide(entry("reject", metric=LITERACY, mention=named)).run()
    assert place.value(LITERACY) is None
    assert place.district(LITERACY) == (40, 40, 1)


def test_a_corrected_conflict_is_no_finding_any_more(place: Place) -> None:
    place.decide(entry("correct", metric=TRAINED, expect="210–230", value=230)).run()
    assert place.value(TRAINED) == (230, 230, "exact", "corrected")
    assert place.rows("SELECT count(*) FROM findings") == [(0,)]


def test_an_assigned_file_is_released_from_quarantine(place: Place) -> None:
    place.put("不明.txt", report("某某乡", title="关于法治政府建设情况的报告").replace("某某乡人民政府", "")).run()
    assert place.rows("SELECT reason FROM quarantine") == [("township_unknown",)]
    place.decide(entry("assign", file="不明.txt", township="柳塘乡", year=2022, expect="township_unknown"))
    summary = place.run()

    assert summary.n_processed == 1
    assert place.rows("SELECT count(*) FROM quarantine") == [(0,)]
    assert place.value(LITERACY, "990101005", 2022) == (52, 52, "exact", "reported")
    evidence = "SELECT identity_evidence->>'$.township' FROM reports WHERE township_code = '990101005'"
    assert place.rows(evidence) == [("correction",)]
    assert place.rows("SELECT len(file_ids), len(file_ids[1]) FROM corrections") == [(1, 64)], "named by its sha256"


def test_an_assigned_file_goes_against_all_that_it_says_and_back(place: Place) -> None:
    before = place.lake
    place.decide(entry("assign", file="栗坪镇.txt", township="柳塘乡", year=2024)).run()
    assert place.value(LITERACY, LIPING) is None
    assert place.value(LITERACY, "990101005", 2024) == (40, 40, "exact", "reported")
    place.decide().run()
    assert place.lake == before


def test_an_excluded_file_is_quarantined_and_nothing_is_lost(place: Place) -> None:
    place.decide(entry("exclude", file="栗坪镇.txt")).run()
    (row,) = place.rows("SELECT reason, detail_zh, township_code FROM quarantine")
    assert row[0] == "excluded"
    assert "张三，2024-05-06：与司法所核对" in row[1]
    assert row[2] is None, "it says nothing about who reported"
    assert place.district(LITERACY) == (52, 52, 1)
    assert sum(path.suffix == ".txt" for path in (place.home / "raw").glob("*/*")) == 2
    place.decide().run()
    assert place.district(LITERACY) == (92, 92, 2)


def test_a_withdrawn_report_leaves_the_release_with_its_text(place: Place) -> None:
    place.decide(entry("withdraw")).run()
    assert place.rows("SELECT DISTINCT township_code FROM reports") == [(LIPING,)]
    for table in ("report_texts", "mentions", "blocks"):
        assert place.rows(f"SELECT count(*) FROM {table} ANTI JOIN reports USING (report_id)") == [(0,)]
    assert place.rows("SELECT count(*) FROM report_texts WHERE text LIKE '%桐坝镇%'") == [(0,)]
    assert place.rows("SELECT reason, township_code, report_year FROM quarantine") == [("withdrawn", TONGBA, 2023)]
    assert place.rows(f"SELECT status FROM coverage WHERE township_code = '{TONGBA}'") == [("quarantined",)]
    assert sum(path.suffix == ".txt" for path in (place.home / "raw").glob("*/*")) == 2
    place.put("又一份.txt", report(sentences=("全镇已培育法律明白人70名。",))).run()
    assert place.value(LITERACY) is None, "what comes later for the same township and year stays out too"


def test_one_version_of_a_report_is_withdrawn_and_the_other_stays(place: Place) -> None:
    place.put("新版.txt", report(sentences=("全镇已培育法律明白人70名。",)).replace("1月15日", "1月20日")).run()
    assert place.value(LITERACY) == (70, 70, "exact", "reported")
    place.decide(entry("withdraw", file="新版.txt")).run()
    assert place.value(LITERACY) == (52, 52, "exact", "reported")


def test_a_limited_run_applies_entries_outside_its_limits(place: Place) -> None:
    place.put("栗坪镇2022.txt", report("栗坪镇", 2022)).decide(CORRECT).run(years=[2022])
    assert place.value(LITERACY) == (60, None, "at_least", "corrected")


def test_a_limited_run_passes_over_entries_about_what_it_leaves_out(tmp_path: Path) -> None:
    place = Place(tmp_path).put("a.txt", report()).put("b.txt", report("栗坪镇", 2022)).decide(CORRECT)
    place.run(years=[2022])
    assert place.rows("SELECT DISTINCT report_year FROM reports") == [(2022,)]
    place.run()
    assert place.value(LITERACY) == (60, None, "at_least", "corrected")


def test_a_new_file_and_its_entry_come_in_one_run(tmp_path: Path) -> None:
    place = Place(tmp_path).put("a.txt", report("某某乡", title="关于法治政府建设情况的报告"))
    place.decide(entry("assign", file="a.txt"), CORRECT).run()
    assert place.value(LITERACY) == (60, None, "at_least", "corrected")
