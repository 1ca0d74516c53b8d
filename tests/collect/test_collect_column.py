"""A column of a site, from its list to the raw store and to a release."""

from __future__ import annotations

from web_site import COLUMN, Site


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
