"""Extraction on every report of the repository: spans are quotes, and the development set does not get worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.accuracy.gold import DEVELOPMENT, load
from bench.accuracy.passages import passages
from bench.accuracy.score import Tally, score_report
from tasks.extract.engine import Extractor
from tasks.identify.identify import identify
from tasks.read.document import Unreadable
from tasks.read.reader import read_document
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue
from warehouse.register import load_register

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REAL = ROOT.parent / "shared" / "reports" / "大足区_雍溪镇_2023.txt"
REPORTS = [p for folder in ("samples/inbox", "tests/golden/reports") for p in (ROOT / folder).rglob("*") if p.is_file()]


class Reported:
    report_year = 2023
    signed_on = None
    period_end = None


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_spans_are_quotes(path: Path) -> None:
    try:
        document = read_document(path.read_bytes())
    except Unreadable:
        pytest.skip("one of the two unusable samples")
    for mention in EXTRACTOR.extract(document.text, document.blocks, Reported()):
        quote = document.text[mention.char_start : mention.char_end]
        assert quote == quote.strip() != ""
        assert mention.sentence.replace("：", "").endswith(quote) or quote in mention.sentence


def test_the_development_set_does_not_get_worse() -> None:
    tally = Tally()
    for report in load(DEVELOPMENT):
        score_report(report, EXTRACTOR, CATALOGUE, tally)
    assert tally.f1("span_hits", "gold_spans", "found_spans")[2] > 0.985
    assert tally.f1("row_hits", "gold_rows", "found_rows")[2] > 0.97
    assert tally.f1("observation_hits", "gold_observations", "found_observations")[2] > 0.96
    assert tally.counts["metric_hits"] > 0.98 * tally.counts["gold_metrics"]


def test_passages_in_many_words_get_their_metrics() -> None:
    right = total = 0
    for passage in (p for p in passages() if not p.held):
        for mention in EXTRACTOR.extract(passage.text, (), passage.identity):
            marked = passage.numbers.get((mention.char_start, mention.char_end))
            if marked is not None and marked.plain and marked.metrics[0] is not None:
                total += 1
                right += mention.metric_id in marked.metrics
    assert right > 0.94 * total


@pytest.mark.skipif(not REAL.exists(), reason="the real report lies outside the repository")
def test_the_real_report_states_what_a_reader_finds() -> None:
    document = read_document(REAL.read_bytes())
    who = identify(document, (REAL.name,), load_register())
    assert (who.township, who.district, who.province, who.township_type) == ("雍溪镇", "大足区", "重庆市", "镇")
    assert (who.report_year, str(who.signed_on)) == (2023, "2024-01-30")
    mentions = EXTRACTOR.extract(document.text, document.blocks, who)
    quotes = [document.text[m.char_start : m.char_end] for m in mentions]
    assert quotes == [
        "8个", "120余人次", "8人", "每半月", "每周", "400余人次", "约2000余人次", "40名", "100余条", "20余块", "5000余份", "10余次", "10余次",
        "全部通过", "3名", "全部合格",
    ]  # fmt: skip
    observations, findings = resolve(document.text, mentions, CATALOGUE)
    assert {o.metric_id: (o.value_low, o.value_high) for o in observations} == {
        "officials_law_training_attendance": (120, None),
        "enforcement_cert_new": (8, 8),
        "enforcement_personnel_dispatched": (400, None),
        "legal_publicity_attendance": (2000, None),
        "legal_literacy_persons": (40, 40),
        "publicity_slogans": (100, None),
        "publicity_boards": (20, None),
        "publicity_materials": (5000, None),
        "school_law_lessons": (10, None),
        "enterprise_law_lectures": (10, None),
        "law_exam_pass_rate": (100, 100),
    }
    assert findings == []
