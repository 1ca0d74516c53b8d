"""Sites that are down, moved, changed or in the way: it shows in the health of its source with what to do, and nothing is lost."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bench.web_site import COLUMN, Answer, Site
from tasks.collect.fetch import Limits
from tasks.collect.reasons import REASONS

QUICK = Limits(seconds=60, silence=20, backoff=0.01, longest_wait=0.2)
PAGE_1, PAGE_2 = f"{COLUMN}202501/t20250120_1.html", f"{COLUMN}202501/t20250120_2.html"


def collected(place) -> set[str]:
    return {address.rpartition("/")[2] for address in place.sidecars()}


def test_list_that_finds_nothing_where_it_found_before_is_red_and_loses_nothing(column: Site, place) -> None:
    place.collect()
    column.page(COLUMN, "<html><body><div id='app'>新版网站 <a href='/new/123.html'>公告</a></div></body></html>")
    row = place.collect(day=1)["qinglan"]

    assert (row["status"], row["reason"], row["n_pages"]) == ("failing", "nothing_found", 2)
    assert REASONS["nothing_found"].zh in row["detail_zh"] and column.address + COLUMN in row["detail_zh"]
    assert (row["last_tried"].day, row["last_success"].day) == (22, 21)
    assert len(collected(place)) == 3


def test_empty_column_is_no_failure(site: Site, place) -> None:
    site.column({})
    place.source("qinglan", site.address + COLUMN)

    assert (place.collect()["qinglan"]["status"], place.collect()["qinglan"]["reason"]) == ("partial", "empty_column")


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>您的访问过于频繁，请输入验证码后继续</body></html>",
        "<html><head><script>location.reload()</script></head><body></body></html>",
    ],
)
def test_captcha_in_the_place_of_a_page_is_not_kept_and_ends_the_visit(column: Site, place, body: str) -> None:
    column.page(PAGE_1, body)
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"]) == ("failing", "captcha")
    assert collected(place) == set()
    assert PAGE_2 not in column.paths()


def test_captcha_in_the_place_of_a_list(column: Site, place) -> None:
    column.page(COLUMN, "<html><title>安全验证</title><body>请完成验证</body></html>")
    assert place.collect()["qinglan"]["reason"] == "captcha"


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "forbidden"), (404, "not_found"), (500, "server_error"), (412, "forbidden"), (418, "bad_status")],
)
def test_status_of_a_list(column: Site, place, status: int, reason: str) -> None:
    column.page(COLUMN, "<html>no</html>", status=status)
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"], row["last_success"]) == ("failing", reason, None)
    assert str(status) in row["detail_zh"]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_page_that_fails_costs_itself_and_is_tried_again(column: Site, place, status: int) -> None:
    column.page(PAGE_1, "<html>no</html>", status=status)
    row = place.collect()["qinglan"]
    assert (row["status"], row["n_new"], row["n_troubles"]) == ("partial", 1, 1)

    column.report(PAGE_1, "桐坝镇", 2024)
    row = place.collect(day=8)["qinglan"]
    assert (row["status"], row["n_new"]) == ("ok", 1)


def test_site_that_asks_for_a_pause_gets_it(column: Site, place) -> None:
    column.page(PAGE_1, "<html>slow down</html>", status=429, headers={"Retry-After": "7200"})
    row = place.collect()["qinglan"]
    assert (row["status"], row["reason"]) == ("failing", "too_many_requests")
    assert PAGE_2 not in column.paths()

    column.forget()
    place.collect(day=1 / 24)
    assert column.paths() == []

    column.report(PAGE_1, "桐坝镇", 2024)
    assert place.collect(day=3 / 24)["qinglan"]["status"] == "ok"


def test_error_that_heals_at_the_second_try(column: Site, place) -> None:
    good = column.answers[PAGE_1]

    def once(handler) -> None:
        column.answers[PAGE_1] = good
        handler._send(Answer(b"<html>oops</html>", 503, {"Retry-After": "0"}))

    column.answers[PAGE_1] = once
    assert place.collect()["qinglan"]["status"] == "ok"


def test_silence_and_endless_slowness_end_in_time(column: Site, place) -> None:
    def silent(handler) -> None:
        time.sleep(2)

    def slow(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"<p>")
            handler.wfile.flush()
            time.sleep(0.05)

    column.answers[PAGE_1], column.answers[PAGE_2] = silent, slow
    row = place.collect(limits=replace(QUICK, silence=1.5, seconds=2.5, tries=1))["qinglan"]

    assert (row["status"], row["reason"], row["n_troubles"]) == ("partial", "timeout", 2)
    assert collected(place) == set()


def test_connection_that_breaks_keeps_no_half_page(column: Site, place) -> None:
    def cut(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b"<html><h1>half")
        handler.close_connection = True

    column.answers[PAGE_1] = cut
    row = place.collect()["qinglan"]
    assert (row["status"], row["reason"]) == ("partial", "unreachable")
    assert "t20250120_1.html" not in collected(place)


def test_redirects_are_followed_and_circles_are_left(column: Site, place) -> None:
    moved = column.answers[PAGE_2]
    column.answers["/new/t20250120_2.html"] = moved
    column.page(PAGE_2, "", status=302, headers={"Location": "/new/t20250120_2.html"})
    column.page(PAGE_1, "", status=302, headers={"Location": PAGE_1})
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "redirects", 1)
    assert column.paths().count(PAGE_1) == QUICK.redirects + 1


def test_pagination_without_an_end_is_left(site: Site, place) -> None:
    def calendar(handler) -> None:
        number = int(handler.path.rpartition("_")[2].removesuffix(".html") or 0) if "_" in handler.path else 0
        link = f'<a href="t20250120_{number}.html">桐坝镇法治政府建设年度报告</a><a href="index_{number + 1}.html">下一页</a>'
        handler._send(Answer(f"<html><body>{link}</body></html>".encode()))

    for number in range(40):
        site.answers[f"{COLUMN}index_{number}.html"] = calendar
        site.report(f"{COLUMN}t20250120_{number}.html", "桐坝镇", 2024)
    site.answers[COLUMN] = calendar
    place.source("qinglan", site.address + COLUMN, max_pages=12)
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "endless_list", 12)


def test_pagination_that_repeats_its_links_is_left_early(site: Site, place) -> None:
    def same(handler) -> None:
        number = len(site.asked)
        handler._send(Answer(f'<a href="t20250120_1.html">法治政府建设</a><a href="?p={number}">下一页</a>'.encode()))

    site.report(f"{COLUMN}t20250120_1.html", "桐坝镇", 2024)

    site.answers[COLUMN] = same
    site.answers |= {f"{COLUMN}?p={number}": same for number in range(60)}
    place.source("qinglan", site.address + COLUMN)
    row = place.collect()["qinglan"]

    assert (row["reason"], row["n_new"]) == ("endless_list", 1)
    assert len(site.paths()) < 10


def test_other_sources_go_on(column: Site, place) -> None:
    place.source("down", "http://127.0.0.1:9/fzzfjsndbg/")
    place.source("gone", column.address + "/gone/")
    rows = place.collect()

    assert {name: (row["status"], row["reason"]) for name, row in rows.items()} == {
        "down": ("failing", "unreachable"),
        "gone": ("failing", "not_found"),
        "qinglan": ("ok", None),
    }


def test_fault_of_the_program_costs_one_source(column: Site, place, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.collect import walk

    def fails(text: str, address: str, *rest: object) -> object:
        if "/other/" in address:
            raise KeyError("injected")
        return real(text, address, *rest)

    real = walk.read_list
    monkeypatch.setattr(walk, "read_list", fails)
    column.column({}, path="/other/")
    place.source("other", column.address + "/other/")
    rows = place.collect()

    assert (rows["other"]["reason"], rows["qinglan"]["status"]) == ("internal_error", "ok")
    assert "KeyError" in rows["other"]["detail_en"]


def test_other_pattern_is_searched_for_in_lists_that_have_not_changed(column: Site, place) -> None:
    place.collect()
    column.report(f"{COLUMN}202501/t20250120_3.html", "栗坪镇", 2024)
    place.source("qinglan", column.address + COLUMN, pattern="柳塘乡")
    row = place.collect(day=1)["qinglan"]
    assert (row["status"], row["n_listed"]) == ("ok", 1)


def test_page_that_the_list_drops_is_no_trouble_any_more(column: Site, place) -> None:
    column.page(PAGE_1, "<html>no</html>", status=404)
    assert place.collect()["qinglan"]["reason"] == "not_found"
    column.column({PAGE_2: "柳塘乡2024年法治政府建设年度报告"})
    assert place.collect(day=1)["qinglan"]["status"] == "ok"


@pytest.mark.parametrize(
    "location", ["http://[::1", "http://a:b/", "//", "http://\udcff/", "mailto:a@b", " ", "http://xn--/"]
)
def test_redirect_to_nonsense_costs_one_page(column: Site, place, location: str) -> None:
    def nonsense(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ")
        handler.wfile.write(location.encode("utf-8", "surrogateescape") + b"\r\n\r\n")

    column.answers[PAGE_1] = nonsense
    row = place.collect(limits=replace(QUICK, tries=1))["qinglan"]
    assert (row["status"], row["n_new"]) == ("partial", 1)
