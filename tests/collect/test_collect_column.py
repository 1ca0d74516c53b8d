"""A column of a site, from its list to the raw store and to a release."""

from __future__ import annotations

import zipfile
from io import BytesIO

from bench.web_site import COLUMN, Site


def test_pages_and_attachments_come_into_the_raw_store_with_where_and_when(column: Site, place) -> None:
    row = place.collect()["qinglan"]
    sidecars = place.sidecars()

    assert (row["status"], row["n_listed"], row["n_new"]) == ("ok", 2, 2)
    assert {at.removeprefix(column.address + COLUMN) for at in sidecars} == {
        "202501/t20250120_1.html",
        "202501/t20250120_2.html",
        "202501/P1.docx",
    }
    page = sidecars[f"{column.address}{COLUMN}202501/t20250120_1.html"]
    attachment = sidecars[f"{column.address}{COLUMN}202501/P1.docx"]
    assert page["first_seen"] == "2025-01-21T06:00:00+00:00"
    assert page["history"][0]["inbox"] == "web:qinglan"
    (page_hint,), (attachment_hint,) = page["hints"], attachment["hints"]
    assert page_hint.startswith("990101/p") and page_hint.endswith("/桐坝镇2024年法治政府建设年度报告.html")
    assert attachment_hint.rpartition("/")[0] == page_hint.rpartition("/")[0], "one folder: one report"
    assert attachment_hint.endswith("/附件：桐坝镇2024年报告.docx")


def test_second_run_asks_for_changes_and_fetches_nothing(column: Site, place) -> None:
    place.collect()
    before = place.sidecars()
    column.forget()
    row = place.collect(day=1)["qinglan"]

    assert (row["status"], row["n_new"], row["n_changed"]) == ("ok", 0, 0)
    assert all("If-None-Match" in headers for path, headers, _ in column.asked if path != "/robots.txt")
    assert len(column.paths()) == 4
    assert place.sidecars() == before


def test_pagination_by_script_and_by_links_is_followed(site: Site, place) -> None:
    for number in range(1, 4):
        site.report(f"{COLUMN}t2025012{number}_1.html", "桐坝镇", 2020 + number)
    link = "桐坝镇法治政府建设年度报告"
    site.column({"t20250121_1.html": link}, further='<script>createPageHTML(2, 0, "index", "html");</script>')
    site.column(
        {"t20250122_1.html": link},
        path=f"{COLUMN}index_1.html",
        further='<a href="index_2.html">下一页</a><a href="#">1</a>',
    )
    site.column({"t20250123_1.html": link}, path=f"{COLUMN}index_2.html", further='<a href="index_9.html">末页</a>')
    place.source("qinglan", site.address + COLUMN)
    row = place.collect()["qinglan"]

    assert (row["status"], row["n_listed"], row["n_new"]) == ("ok", 3, 3), (
        "a page too many in the pagination is no trouble"
    )


def test_changed_page_and_changed_attachment_are_fetched_and_the_old_ones_stay(column: Site, place) -> None:
    place.collect()
    column.report(f"{COLUMN}202501/t20250120_2.html", "柳塘乡", 2024, more="<p>补充：新增法律顾问3名。</p>")
    column.page(f"{COLUMN}202501/P1.docx", column.answers[f"{COLUMN}202501/P1.docx"].body + b"\0")
    row = place.collect(day=1)["qinglan"]

    assert (row["status"], row["n_new"], row["n_changed"]) == ("ok", 0, 1)
    assert len(place.stored()) == 5


def test_documents_of_an_archive_lie_in_the_folder_of_their_page(column: Site, place) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("附表/统计表.csv", "项目,数量\n行政处罚,3\n")
    column.page(f"{COLUMN}202501/P1.docx", packed.getvalue())
    place.collect()
    (sidecar,) = (s for at, s in place.sidecars().items() if at.endswith("P1.docx/附表/统计表.csv"))
    (page,) = (s for at, s in place.sidecars().items() if at.endswith("t20250120_1.html"))

    assert sidecar["hints"][0].rpartition("/")[0] == page["hints"][0].rpartition("/")[0]


def test_document_in_inbox_and_web_keeps_both_places(column: Site, place, township) -> None:
    inbox = place.home.parent / "inbox"
    inbox.mkdir()
    (inbox / "报告.docx").write_bytes(column.answers[f"{COLUMN}202501/P1.docx"].body)
    place.collect()
    for _ in range(2):
        assert township("run", "--home", place.home, "--inbox", inbox, "--no-server").returncode == 0
        sidecar = place.sidecars()["报告.docx"]
        assert sidecar["places"] == [f"{column.address}{COLUMN}202501/P1.docx", "报告.docx"]
        assert sidecar["hints"]
