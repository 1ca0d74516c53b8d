"""Archives: names as Chinese systems write them, and members that must not come out."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from tasks.read.archive import Member, members
from tasks.read.document import Unreadable
from tasks.read.reader import read_document

REPORT = "望川镇法治政府建设报告".encode()


def archive(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as target:
        for name, content in files:
            target.writestr(name, content)
    return made.getvalue()


def named(raw: bytes) -> bytes:
    """An archive of one member whose name is these bytes, without the flag for UTF-8."""
    place = "x" * len(raw)
    return archive((place, REPORT)).replace(place.encode(), raw)


def outcome(data: bytes) -> list[tuple[str, str]]:
    """Place of each member, and why it was refused."""
    return [(member.place, member.error.reason if member.error else "") for member in members(data)]


def whole(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        list(members(data))
    return refused.value.reason


def test_members_come_with_place_and_bytes() -> None:
    data = archive(("青澜区/", b""), ("青澜区/2023/望川镇.txt", REPORT), ("b.txt", b"2"))
    assert list(members(data)) == [Member("青澜区/2023/望川镇.txt", REPORT), Member("b.txt", b"2")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_without_the_flag_are_guessed(encoding: str) -> None:
    assert outcome(named("2023年/联通路街道报告.txt".encode(encoding))) == [("2023年/联通路街道报告.txt", "")]


def test_names_of_windows_have_backslashes() -> None:
    assert outcome(named("2023\\望川镇.txt".encode("gb18030"))) == [("2023/望川镇.txt", "")]


def test_what_systems_leave_behind_is_passed_over() -> None:
    data = archive(
        ("__MACOSX/._a.txt", b"1"), (".DS_Store", b"1"), ("b/~$a.docx", b"1"), ("b/Thumbs.db", b"1"), ("a.txt", b"1")
    )
    assert outcome(data) == [("a.txt", "")]


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "C:/Windows/x", "a/../../x", "..\\..\\x", "长" * 500]
)
def test_names_that_lead_out_are_refused_and_the_others_are_not(name: str) -> None:
    found = outcome(archive((name, b"1"), ("good.txt", b"1")))
    assert [reason for _, reason in found] == ["hostile", ""]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (kind | 0o777) << 16
    assert outcome(archive((link, b"/etc/passwd"), ("good.txt", b"1"))) == [("link.txt", "hostile"), ("good.txt", "")]


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(archive(("secret.txt", REPORT)))
    directory = data.rfind(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    assert outcome(bytes(data)) == [("secret.txt", "encrypted")]


def test_a_damaged_member_does_not_cost_the_others() -> None:
    data = archive(("a.txt", REPORT), ("b.txt", b"2"), method=zipfile.ZIP_STORED)
    assert outcome(data.replace(REPORT, REPORT[::-1])) == [("a.txt", "damaged"), ("b.txt", "")]


def test_archives_in_archives_are_opened_once() -> None:
    inner = archive(("望川镇.txt", REPORT), ("deep.zip", archive(("deeper.txt", b"1"))))
    found = outcome(archive(("乡镇.zip", inner), ("broken.zip", inner[:60]), ("c.txt", b"3")))
    assert found == [
        ("乡镇.zip/望川镇.txt", ""),
        ("乡镇.zip/deep.zip", "hostile"),
        ("broken.zip", "damaged"),
        ("c.txt", ""),
    ]


def test_an_office_file_is_a_document_and_no_archive() -> None:
    office = archive(("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>"))
    assert outcome(archive(("a.docx", office))) == [("a.docx", "")]


def test_too_many_files_are_refused_also_in_sum() -> None:
    many = archive(*((f"{n}.txt", b"") for n in range(1500)))
    assert len(outcome(many)) == 1500
    assert whole(archive(*((f"{n}.txt", b"") for n in range(2001)))) == "too_large"
    few = archive(("c.txt", b"1"))
    found = outcome(archive(("a.zip", many), ("b.zip", many), ("c.zip", few)))
    assert found[-2:] == [("b.zip", "too_large"), ("c.zip/c.txt", "")]


def test_a_directory_without_end_is_refused_before_it_is_read() -> None:
    assert whole(archive(("a.txt", b"1")) + b"PK\x01\x02" * 200_000) == "hostile"


def test_bombs_are_refused_before_anything_is_unpacked() -> None:
    assert outcome(archive(("zeros", bytes(30 << 20)), ("good.txt", b"1"))) == [("zeros", "hostile"), ("good.txt", "")]
    large = zipfile.ZipInfo("large")
    data = bytearray(archive((large, b"1")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 20 : at + 28] = (80 << 20).to_bytes(4, "little") * 2  # packed and unpacked size, as the directory says
    assert outcome(bytes(data)) == [("large", "too_large")]
    data[at + 20 : at + 28] = (300 << 20).to_bytes(4, "little") * 2
    assert whole(bytes(data)) == "hostile"


def test_bombs_in_archives_in_archives_are_refused() -> None:
    bomb = archive(("zeros", bytes(30 << 20)))
    assert outcome(archive(("bomb.zip", bomb), ("good.txt", b"1"))) == [("bomb.zip/zeros", "hostile"), ("good.txt", "")]


def test_a_cut_archive_is_damaged() -> None:
    data = archive(("a.txt", REPORT * 20), ("b.txt", b"2"))
    for end in range(4, len(data), 9):
        assert whole(data[:end]) == "damaged"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(("a.txt", REPORT * 20))[:60], "damaged"),
        (archive(), "no_text"),
        (archive((".a.txt", REPORT)), "no_text"),
        (archive(("a.txt", REPORT)) + b"PK\x01\x02" * 200_000, "hostile"),
        (archive(("a.txt", REPORT)), "unsupported_format"),
    ],
    ids=["cut", "empty", "hidden", "bomb", "archive"],
)
def test_an_archive_that_is_read_as_a_document_says_what_is_wrong_with_it(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize(("method", "reason"), [(99, "encrypted"), (14, "unsupported_format")])
def test_members_packed_in_other_ways_are_not_unpacked(method: int, reason: str) -> None:
    data = bytearray(archive(("a.txt", REPORT), ("good.txt", b"1")))
    data[data.find(b"PK\x01\x02") + 10] = method
    assert outcome(bytes(data)) == [("a.txt", reason), ("good.txt", "")]


def test_a_member_without_a_name_is_passed_over() -> None:
    whole = archive(("a.txt", REPORT))
    entry, end = whole.rfind(b"PK\x01\x02"), whole.rfind(b"PK\x05\x06")
    nameless = whole[entry : entry + 28] + b"\0\0" + whole[entry + 30 : entry + 46]
    size = len(nameless).to_bytes(4, "little")
    assert outcome(whole[:entry] + nameless + whole[end : end + 12] + size + whole[end + 16 :]) == []
