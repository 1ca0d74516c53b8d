"""Delimited text: told from plain text by content, and read like a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.read.document import Document, Unreadable
from tasks.read.formats import extension_of
from tasks.read.reader import read_document

ROOT = Path(__file__).parents[3]
ROWS = [["事项", "案件数（件）", "金额（万元）"], ["行政处罚", "15", "3.68"], ["行政强制", "2", "—"]]


def paths(document: Document) -> dict[str, str | None]:
    return {document.text[b.char_start : b.char_end]: b.header_path for b in document.blocks}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_delimiters_and_encodings(sign: str, encoding: str) -> None:
    data = "\r\n".join([f"行政执法统计表{sign * 2}", *map(sign.join, ROWS), ""]).encode(encoding)
    document = read_document(data)
    assert (document.media_type, document.parser) == ("text/csv", "csv")
    assert paths(document)["3.68"] == "行政处罚 › 金额（万元）"
    assert document.blocks[0].kind == "caption"
    assert document.blocks[-1].row == 4


def test_quoted_fields() -> None:
    document = read_document('事项,"金额\n（万元）",备注\n"罚没,处罚","1,200","说""明"\n许可,3,无\n'.encode())
    assert document.text.split("\n") == [
        "事项",
        "金额",
        "（万元）",
        "备注",
        "罚没,处罚",
        "1,200",
        '说"明',
        "许可",
        "3",
        "无",
    ]
    assert paths(document)["1,200"] == "罚没,处罚 › 金额（万元）"


def test_a_quote_that_never_ends_is_a_sign() -> None:
    data = ('事项,"件数\n' + "调解,12\n" * 40_000).encode()
    assert read_document(data).text.split("\n")[:4] == ["事项", '"件数', "调解", "12"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年,望川镇办理案件5件。\n2024年,望川镇办理案件6件。\n",
        "望川镇法治政府建设报告\n2023年,全年培训3期,参训150人次\n一、成效\n办理案件15件,罚款3万元。\n",
        "一行,两列\n",
        "事项\n调解\n普法\n",
        "全年办结，12件；\n全年受理，15件；\n",
    ],
)
def test_text_with_commas_stays_text(text: str) -> None:
    assert extension_of(text.encode()) == "txt"


@pytest.mark.parametrize("folder", ["samples", "tests/golden", "tests/fixtures/documents"])
def test_no_report_is_taken_for_a_table(folder: str) -> None:
    kinds = {extension_of(path.read_bytes()) for path in (ROOT / folder).rglob("*.txt") if path.stat().st_size}
    assert kinds == {"txt"}


def test_a_table_above_a_long_report_is_text() -> None:
    head = "\n".join(["村,件数", *(f"第{n}村,{n}" for n in range(400))])
    report = "\n".join(f"全年第{n}项工作,按计划开展。共办理{n}件,其中调解{n}件,办结率100%。" for n in range(4000))
    assert extension_of((head + "\n" + report).encode()) == "txt"


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(("村,件数\n" + "北村,3\n" * 300_000).encode())
    assert refused.value.reason == "too_large"
