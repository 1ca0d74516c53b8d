"""Damage of all kinds to spreadsheets, OFD files and archives: read or refused with a reason, nothing else, and soon."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.read import Unreadable, read_document
from tasks.read.archive import members

SHEETS = Path(__file__).parents[2] / "fixtures" / "sheets"
PAGE = (
    '<p:Page xmlns:p="http://www.ofdspec.org/2016"><p:Content><p:Layer><p:TextObject Boundary="28 30 140 6" Size="5.6" '
    'CTM="1 0 0 1 0 0"><p:TextCode X="0" Y="5" DeltaX="g 9 5.6">全年办理行政处罚案件15件。</p:TextCode></p:TextObject>'
    '<p:TextObject Boundary="28 40 20 6"><p:TextCode X="0" Y="5">事项</p:TextCode><p:TextCode X="60">15</p:TextCode>'
    "</p:TextObject></p:Layer></p:Content></p:Page>"
)


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


OFD = packed(
    {
        "OFD.xml": b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
        "D/Document.xml": b'<D><Pages><Page BaseLoc="P.xml"/><Page BaseLoc="/D/P.xml"/></Pages></D>',
        "D/P.xml": PAGE.encode(),
    }
)
FILES = {form: (SHEETS / f"annex.{form}").read_bytes() for form in ("xlsx", "xls", "ods", "csv")} | {"ofd": OFD}
VALUES = (
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
    b"",
    b"A1:",
    b"../../x",
    "甲".encode(),
    b"&#55;",
    b"_xD800_",
)


def changed_bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a stretch doubled or left out."""
    mutated = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        mutated[chance.randrange(len(mutated))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
    start = chance.randrange(len(mutated))
    end = start + chance.randrange(64)
    how = chance.randrange(4)
    if how == 0:
        del mutated[start:end]
    elif how == 1:
        mutated[start:start] = mutated[start:end]
    return bytes(mutated)


def changed_part(data: bytes, chance: random.Random) -> bytes:
    """A valid zip in which a part is damaged: values of attributes and elements replaced, tags moved, the part gone."""
    parts = unpacked(data)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    xml = parts[name]
    for _ in range(chance.choice((1, 2, 8))):
        places = [at for at, byte in enumerate(xml) if byte in b"\"'>"]
        if not places:
            break
        start = chance.choice(places) + 1
        end = next((at for at in range(start, len(xml)) if xml[at] in b"\"'<"), len(xml))
        xml = xml[:start] + chance.choice(VALUES) + xml[end:]
    if chance.random() < 0.1:
        xml = xml[chance.randrange(len(xml) + 1) :]
    return packed({**parts, name: xml})


def read(data: bytes) -> None:
    try:
        document = read_document(data)
    except Unreadable as refused:
        assert refused.zh and refused.en
        return
    assert document.text == "\n".join(document.text[b.char_start : b.char_end] for b in document.blocks)
    document.text.encode()


@pytest.mark.parametrize("form", FILES)
def test_changed_bytes(form: str) -> None:
    chance = random.Random(form)
    for _ in range(250):
        read(changed_bytes(FILES[form], chance))


@pytest.mark.parametrize("form", ["xlsx", "ods", "ofd"])
def test_changed_parts(form: str) -> None:
    chance = random.Random(form)
    for _ in range(250):
        read(changed_part(FILES[form], chance))


def test_changed_records_of_an_old_workbook() -> None:
    data = FILES["xls"]
    start = data.index(b"\x09\x08\x10\0\0\x06\x05\0")  # the first record
    chance = random.Random("records")
    for _ in range(500):
        mutated = bytearray(data)
        for _ in range(chance.choice((1, 2, 5))):
            mutated[start + chance.randrange(3500)] = chance.choice((0, 1, 2, 0xFF, chance.randrange(256)))
        read(bytes(mutated))


@pytest.mark.parametrize("mutate", [changed_bytes, changed_part])
def test_changed_archives(mutate: Callable[[bytes, random.Random], bytes]) -> None:
    data = packed({"a/甲.xml": b"<a b='c'>1</a>", "b.zip": OFD[:-9], "c.zip": packed({"d.xml": b"<e f='1'>2</e>"})})
    chance = random.Random("archive")
    for _ in range(250):
        try:
            for member in members(mutate(data, chance)):
                assert member.place and (member.error is None or not member.data)
        except Unreadable as refused:
            assert refused.zh and refused.en
