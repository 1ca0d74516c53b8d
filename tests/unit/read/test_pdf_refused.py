"""PDF files that must be refused, quickly and with a reason, and files damaged in every way."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from pdf_maker import column, file, packed, pages, rules, stream, text
from test_read_any_bytes import read_or_refuse

from tasks.read.document import Unreadable
from tasks.read.reader import read_document

PRINTED = Path(__file__).parents[2] / "fixtures" / "pdf"
WORDS = column(["　　全年办理行政处罚案件15", "件，罚没款3.68万元。"])
SMALL_PICTURE = b"q 90 0 0 90 50 50 cm /I Do Q\n"
TABLE = rules((80, 240, 360), (600, 570, 540)) + text("件数", 90, 580, 12) + text("15", 250, 550, 12)


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_document(data)
    return caught.value


def test_empty_pages_hold_no_text() -> None:
    assert refused(pages([b"", b""])).reason == "no_text"


def test_a_font_without_meaning_gives_no_text() -> None:
    error = refused(pages([text("\ue012\ue034\ue056\ue078", 80, 600)]))
    assert error.reason == "no_text"
    assert "乱码" in error.zh


def test_a_password_is_asked_for() -> None:
    assert refused((PRINTED / "locked_user.pdf").read_bytes()).reason == "encrypted"


@pytest.mark.parametrize("count", [501, 10_000])
def test_too_many_pages(count: int) -> None:
    error = refused(pages([WORDS] * count))
    assert error.reason == "too_large"
    assert f"{count} 页，最多 500 页" in error.zh


def test_five_hundred_pages_are_read() -> None:
    assert read_document(pages([text("办结3件", 80, 600)] * 500)).blocks[-1].page == 500


def test_too_much_text() -> None:
    lines = (text("字" * 10_000, 50, 60 + 20 * number, 0.05) for number in range(31))
    assert refused(pages([b"".join(lines)])).reason == "too_large"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_stream_that_unpacks_to_a_hundred_megabytes(times: int) -> None:
    assert refused(pages([packed(b" " * (100 << 20), times)])).reason == "hostile"


def test_many_streams_that_unpack_to_hundreds_of_megabytes() -> None:
    part = zlib.compress(b" " * (40 << 20), 9)
    assert refused(pages([stream(part, b"/Filter/FlateDecode")] * 8)).reason == "hostile"


@pytest.mark.timeout(20)
def test_tens_of_thousands_of_streams() -> None:
    assert refused(pages([WORDS]).replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + b"stream\nx\x9c" * 40_002)).reason == "hostile"


@pytest.mark.parametrize(
    "kids",
    [
        (b"<</Type/Pages/Count 1/Kids[2 0 R]>>",),
        (b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>"),
    ],
)
def test_a_page_tree_that_holds_itself(kids: tuple[bytes, ...]) -> None:
    assert refused(file([b"<</Type/Catalog/Pages 2 0 R>>", *kids])).reason == "damaged"


def test_the_reason_is_not_that_of_the_file_before() -> None:
    assert refused((PRINTED / "locked_user.pdf").read_bytes()).reason == "encrypted"
    tree = b"<</Type/Pages/Count 1/Kids[2 0 R]>>"
    assert refused(file([b"<</Type/Catalog/Pages 2 0 R>>", tree])).reason == "damaged"


def test_a_form_that_draws_itself_is_read_once() -> None:
    form = stream(b"/X Do " + text("办结3件", 80, 600), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    data = pages([b"/X Do"]).replace(b"/XObject<</I 4 0 R>>", b"/XObject<</X 6 0 R>>")
    with_form = data.replace(stream(b"/X Do"), form)
    assert read_or_refuse(with_form) is None or "办结3件" in read_document(with_form).text


def test_a_cut_file_is_damaged_wherever_it_is_cut() -> None:
    data = (PRINTED / "locked_owner.pdf").read_bytes()
    for end in range(20, len(data) - 6, len(data) // 25):
        assert refused(data[:end]).reason == "damaged"


def test_bytes_after_the_end_do_no_harm() -> None:
    assert read_document(pages([WORDS]) + b"\n<!-- 12 -->\n" * 400).text == "全年办理行政处罚案件15件，罚没款3.68万元。"


@pytest.mark.usefixtures("without_ocr")  # images have a test of their own
def test_damaged_files_are_read_or_refused() -> None:
    """Four hundred files with bytes changed, lost, doubled; numbers changed; absurd ones put in."""
    chance = random.Random(2023)
    seeds = [pages([WORDS + b"\n" + TABLE, SMALL_PICTURE + WORDS]), (PRINTED / "locked_owner.pdf").read_bytes()]
    for _ in range(400):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 2, 5, 30))):
            mutate(data, chance)
        read_or_refuse(bytes(data))


def mutate(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    kind = chance.randrange(5)
    if kind == 0:
        data[at] = chance.randrange(256)
    elif kind == 1:
        del data[at : at + chance.randrange(1, 60)]
    elif kind == 2:
        data[at:at] = data[at : at + chance.randrange(1, 200)]
    elif kind == 3:
        digits = [place for place in range(at, min(at + 400, len(data))) if chr(data[place]).isdecimal()]
        if digits:
            data[chance.choice(digits)] = chance.choice(b"0123456789-.")
    else:
        data[at:at] = chance.choice((b"99999999999", b" -1e38 ", b"<<", b"[", b" R ", b" null "))
