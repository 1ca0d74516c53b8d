"""Which files of one township and year are one report: dates, words and figures decide, never the order of arrival."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.identify.same import FIDELITY, File, Wording, one_report
from tasks.read.formats import FORMATS
from tasks.read.reader import READERS

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "samples/source/tongba_2023.txt").read_text(encoding="utf-8").partition("---")[2]
FIGURE = "法律明白人52名"
assert FIGURE in TEXT


def file(name: str, form: str = "docx", text: str = TEXT, **known: object) -> File:
    days = {"signed_on": date(2024, 1, 20), "published_on": None, "first_seen": "2024-02-01T00:00:00+00:00"}
    return File(name, FORMATS[form].media_type, Wording(text), **(days | known))


def corrected(figure: int) -> str:
    return TEXT.replace(FIGURE, f"法律明白人{figure}名")


def put_together(*files: File) -> list[list[str]]:
    """The ids of the files of each report; two files with other words differ in one figure."""
    reports = one_report(files, lambda a, b: int(files[a].wording.letters != files[b].wording.letters))
    return sorted([files[p].file_id for p in report] for report in reports)


def test_a_scan_is_never_the_main_file_whatever_it_is_packed_in() -> None:
    assert put_together(file("a", "pdf", recognised=True), file("b", "txt")) == [["b", "a"]]


def test_the_order_of_formats_knows_every_reader() -> None:
    assert set(FIDELITY) >= set(READERS)


def test_layout_makes_no_other_report() -> None:
    wide = TEXT.replace("2023", "２０２３").replace("\n", "\n\n　　").replace("，", ",")
    assert put_together(file("a", "html", wide), file("b", "pdf"), file("c")) == [["c", "a", "b"]]


def test_other_figures_in_the_same_words_are_a_difference_within_one_report() -> None:
    assert put_together(file("a"), file("b", "pdf", corrected(55))) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        {"signed_on": date(2024, 3, 1)},
        {"names": ["桐坝镇报告（更正）.pdf"]},
        {"published_on": date(2024, 5, 1)},
    ],
    ids=["signed on another day", "called a correction", "published on another day"],
)
def test_evidence_of_a_correction_makes_a_version(other: dict[str, object]) -> None:
    first = file("a", published_on=date(2024, 2, 1))
    assert put_together(first, file("b", "pdf", corrected(55), **other)) == [["a"], ["b"]]


def test_a_file_of_the_same_format_that_comes_later_replaces_the_first() -> None:
    later = "2024-06-01T00:00:00+00:00"
    assert put_together(file("a"), file("b", "docx", corrected(55), first_seen=later)) == [["a"], ["b"]]
    assert put_together(file("a"), file("b", "html", corrected(55), first_seen=later)) == [["a", "b"]]


def test_equal_texts_are_one_report_whatever_was_published_when() -> None:
    again = file("b", "docx", published_on=date(2024, 9, 1), first_seen="2024-09-01T00:00:00+00:00")
    assert put_together(file("a", published_on=date(2024, 2, 1)), again) == [["a", "b"]]


def test_substantial_change_makes_a_version() -> None:
    rewritten = TEXT[: len(TEXT) // 2] + "本年度新增工作如下，详见各部门材料，数据另行公布。" * 40
    assert put_together(file("a"), file("b", "pdf", rewritten)) == [["a"], ["b"]]


def test_an_excerpt_is_a_copy_and_never_the_main_file() -> None:
    excerpt = file("a", "docx", TEXT[: len(TEXT) // 4], signed_on=None)
    assert put_together(excerpt, file("b", "html")) == [["b", "a"]]


def test_a_file_joins_the_version_whose_figures_it_has() -> None:
    old, new = file("a", signed_on=date(2024, 1, 2)), file("b", "docx", corrected(55), signed_on=date(2024, 3, 2))
    page = file("c", "html", corrected(55) + "责任编辑", signed_on=None)
    files = (old, new, page)
    reports = one_report(files, lambda a, b: 1 if {a, b} == {0, 2} else 0)
    assert sorted(sorted(files[p].file_id for p in report) for report in reports) == [["a"], ["b", "c"]]


def test_the_simplified_original_comes_before_its_mirror_and_an_image_last() -> None:
    mirror, image = file("a", "html", traditional=True), file("b", "png", recognised=True)
    scan = file("e", "pdf", recognised=True)
    assert put_together(scan, mirror, image, file("c", "html"), file("d", "txt")) == [["c", "a", "d", "e", "b"]]


FILES = [
    file("a"),
    file("b", "pdf", corrected(55)),
    file("c", "html", corrected(55), published_on=date(2024, 2, 2)),
    file("d", "html", published_on=date(2024, 3, 3)),
    file("e", "docx", corrected(60), signed_on=date(2024, 4, 4)),
    file("f", "txt", corrected(60), signed_on=None),
    replace(file("g", "html"), traditional=True, first_seen="2025-01-01T00:00:00+00:00"),
]


@given(st.permutations(FILES))
def test_the_order_of_the_files_decides_nothing(files: list[File]) -> None:
    assert put_together(*files) == put_together(*FILES)


def test_unrelated_reports_share_little() -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "samples/source").glob("*.txt"))]
    shares = [Wording(a).shared(Wording(b)) for a, b in itertools.combinations(texts, 2)]
    assert len(shares) > 100
    assert max(shares) < 0.5
