"""What comes is too large, packed, mislabelled, another report, or the same as before."""

from __future__ import annotations

import pytest

from bench.web_site import COLUMN, Site, packed

PAGE_1, PAGE_2 = f"{COLUMN}202501/t20250120_1.html", f"{COLUMN}202501/t20250120_2.html"
ATTACHMENT = f"{COLUMN}202501/P1.docx"


def collected(place) -> set[str]:
    return {address.rpartition("/")[2] for address in place.sidecars()}


def test_attachment_of_two_gigabytes_is_refused_unread(column: Site, place) -> None:
    def huge(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 << 30))
        handler.end_headers()
        handler.close_connection = True

    column.answers[ATTACHMENT] = huge
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "too_large", 2)
    assert "2048 MB" in row["detail_zh"]
    column.forget()
    assert place.collect(day=1)["qinglan"]["reason"] == "too_large", "it is told again"
    assert ATTACHMENT not in column.paths(), "and not fetched each day"


@pytest.mark.parametrize("announced", [True, False])
def test_gzip_bomb_counts_as_what_it_becomes(column: Site, place, announced: bool) -> None:
    bomb = packed(bytes(32 << 20))

    def explode(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        if announced:
            handler.send_header("Content-Length", str(len(bomb)))
        handler.end_headers()
        handler.wfile.write(bomb)
        handler.close_connection = True

    column.answers[PAGE_1] = explode
    row = place.collect()["qinglan"]
    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "too_large", 1)


def test_page_packed_twice_is_refused_and_packed_once_is_read(column: Site, place) -> None:
    page = column.answers[PAGE_1].body
    column.page(PAGE_1, packed(page, 2), headers={"Content-Encoding": "gzip, gzip"})
    column.page(PAGE_2, packed(column.answers[PAGE_2].body), headers={"Content-Encoding": "gzip"})
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "wrong_type", 1)
    assert collected(place) == {"t20250120_2.html"}


def test_wrong_charset_in_the_header_is_no_matter(column: Site, place) -> None:
    for path in (COLUMN, PAGE_1):
        body = column.answers[path].body.decode()
        column.page(path, body.encode("gb18030"), headers={"Content-Type": "text/html; charset=utf-8"})
    row = place.collect()["qinglan"]

    assert (row["status"], row["n_listed"], row["n_new"]) == ("ok", 2, 2)
    hints = {hint for sidecar in place.sidecars().values() for hint in sidecar["hints"]}
    assert any(hint.endswith("桐坝镇2024年法治政府建设年度报告.html") for hint in hints)


def test_error_page_in_the_place_of_an_attachment_is_not_kept(column: Site, place) -> None:
    column.page(ATTACHMENT, "<html><body>您访问的文件不存在</body></html>")
    row = place.collect()["qinglan"]
    assert (row["reason"], row["n_troubles"]) == ("wrong_type", 1)
    assert collected(place) == {"t20250120_1.html", "t20250120_2.html"}


def test_page_that_becomes_another_report_keeps_both(column: Site, place) -> None:
    place.collect()
    column.report(PAGE_1, "栗坪镇", 2024)
    row = place.collect(day=1)["qinglan"]

    assert (row["status"], row["reason"], row["n_changed"]) == ("partial", "replaced", 1)
    assert sum(data.count("桐坝镇2024年法治政府建设年度报告".encode()) > 0 for data in place.stored()) == 1
    assert sum(data.count("栗坪镇2024年法治政府建设年度报告".encode()) > 0 for data in place.stored()) == 1


def test_old_page_that_the_list_calls_something_else_is_asked_for_at_once(column: Site, place) -> None:
    place.collect()
    place.collect(day=89)  # from now on it is asked for each month
    column.report(PAGE_1, "栗坪镇", 2024)
    titles = {PAGE_1: "栗坪镇2024年法治政府建设年度报告", PAGE_2: "柳塘乡2024年法治政府建设年度报告"}
    column.column(titles)
    column.forget()
    row = place.collect(day=90)["qinglan"]

    assert (row["reason"], row["n_changed"]) == ("replaced", 1)
    assert PAGE_2 not in column.paths()


def test_page_that_only_counts_its_visits_has_not_changed(column: Site, place) -> None:
    place.collect()
    for _ in range(3):
        column.report(PAGE_2, "柳塘乡", 2024)
    body = column.answers[PAGE_2].body.decode().replace("浏览次数：", "浏览次数：9")
    column.page(PAGE_2, body, validators=False)
    row = place.collect(day=1)["qinglan"]

    assert (row["status"], row["n_changed"]) == ("ok", 0)
    assert len(place.stored()) == 3


def test_page_with_attachments_without_end_gives_the_first_of_them(column: Site, place) -> None:
    links = "".join(f'<a href="./x{n}.docx">附件{n}</a>' for n in range(120))
    column.report(PAGE_2, "柳塘乡", 2024, links=links)
    row = place.collect()["qinglan"]
    assert (row["status"], row["reason"]) == ("partial", "too_many_files")
    assert sum("/x" in path for path in column.paths()) == 100
