"""Traditional characters: the text keeps them, and is understood as if it were written in simplified ones."""

from __future__ import annotations

from pathlib import Path

import opencc
import pytest

from tasks.extract.engine import Extractor
from tasks.identify.identify import identify
from tasks.read.reader import read_document
from tasks.read.script import as_written, is_traditional, simplified, simplify
from warehouse.catalogue import load_catalogue
from warehouse.register import load_register

ROOT = Path(__file__).parents[3]
SAMPLES = sorted(path for path in (ROOT / "samples/inbox").rglob("*镇*.txt") if path.stat().st_size > 1000)


@pytest.fixture(scope="module")
def to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def test_no_simplified_report_is_taken_for_a_traditional_one() -> None:
    texts = [*(ROOT / "tests/golden").rglob("*.txt"), *(ROOT / "samples").rglob("*.txt")]
    assert len(texts) > 30
    for path in texts:
        if path.stat().st_size:
            assert "script" not in read_document(path.read_bytes()).meta, path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("望川鎮人民政府關於2023年度法治政府建設情況的報告", True),
        ("望川镇人民政府关于2023年度法治政府建设情况的报告", False),
        ("法治讲堂由刘昇、张國主讲，共有一百二十余名干部参加培训，发放宣传资料三百份。" * 20, False),
        ("", False),
    ],
)
def test_which_script(text: str, expected: bool) -> None:
    assert is_traditional(text) is expected


@pytest.mark.parametrize("text", ["鄉鎮乾旱後裏", "瞭望臺\ufffd\n😀㑮鎮", "①２０餘人次", ""])
def test_each_character_has_its_place(text: str) -> None:
    assert len(simplify(text)) == len(text)
    assert simplify("辦結12件") == "办结12件"


def test_every_traditional_character_becomes_one() -> None:
    every = "".join(map(chr, range(0x3400, 0xA000)))
    assert len(simplify(every)) == len(every)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_text_keeps_its_characters(path: Path, encoding: str, to_traditional: opencc.OpenCC) -> None:
    plain = read_document(path.read_bytes())
    written = to_traditional.convert(plain.text)
    document = read_document(written.encode(encoding))
    assert document.text == written
    assert document.meta["script"] == "traditional"
    assert [(b.kind, b.char_start, b.char_end) for b in document.blocks] == [
        (b.kind, b.char_start, b.char_end) for b in plain.blocks
    ]
    assert simplified(document).text == plain.text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_identity_and_numbers_are_those_of_the_simplified_text(path: Path, to_traditional: opencc.OpenCC) -> None:
    register, extractor = load_register(ROOT / "samples/register"), Extractor(load_catalogue())
    plain = read_document(path.read_bytes())
    written = read_document(to_traditional.convert(plain.text).encode())
    folded = simplified(written)
    who, who_folded = identify(plain, (), register), identify(folded, (), register)
    assert (who_folded.township_code, who_folded.report_year) == (who.township_code, who.report_year)
    mentions = extractor.extract(plain.text, plain.blocks, who)
    assert mentions
    assert extractor.extract(folded.text, folded.blocks, who_folded) == mentions
    for mention in mentions:
        assert as_written(written, folded, mention.sentence, mention.char_end) in written.text


def test_a_page_is_cleared_of_its_furniture(fixture_bytes, to_traditional: opencc.OpenCC) -> None:
    page = fixture_bytes("page.html").decode()
    plain, document = read_document(page.encode()), read_document(to_traditional.convert(page).encode())
    assert document.text == to_traditional.convert(plain.text)
    assert document.meta["header.发文字号"] == plain.meta["header.发文字号"]
    assert len(document.removed) == len(plain.removed)
    paths = [b.header_path for b in simplified(document).blocks]
    assert paths == [b.header_path for b in plain.blocks]


def test_furniture_inside_a_line(to_traditional: opencc.OpenCC) -> None:
    line = "【字号：大 中 小】望川镇全年开展法治宣传教育活动12场，后台发布信息30条。"
    page = f"<html><body><p>{line}</p></body></html>"
    document = read_document(to_traditional.convert(page).encode())
    assert document.text == to_traditional.convert(line.removeprefix("【字号：大 中 小】"))
