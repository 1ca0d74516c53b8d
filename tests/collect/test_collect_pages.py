"""What is read from pages, whatever stands in them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.collect.pages import asks_for_captcha, read_list, read_report

AT = "https://www.example.org/zwgk/fzzfjsndbg/index.html"
PATTERN = re.compile("法治政府建设")
HREFS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["http://[", "//", "\\\\x\\y.doc", "javascript:void(0)", "?file=a.pdf", "#", "http://a:b/1.html", "\x00"]
    ),
)


@given(st.lists(st.tuples(HREFS, st.text(max_size=30)), max_size=8), st.text(max_size=200))
def test_any_page_is_read_and_gives_web_addresses_only(links: list[tuple[str, str]], more: str) -> None:
    page = "".join(f'<a href="{href}">法治政府建设{label}</a>' for href, label in links) + more
    found = read_list(page, AT, PATTERN, 50)
    report = read_report(page, AT)
    asks_for_captcha(page)
    addresses = [link.address for link in (*found.links, *report.attachments)] + list(found.further)
    assert all(urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname for address in addresses)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<a href="./P1.docx">报告</a>', "https://www.example.org/zwgk/fzzfjsndbg/P1.docx"),
        (
            '<a href="/module/downfile.jsp?filename=2.wps">下载</a>',
            "https://www.example.org/module/downfile.jsp?filename=2.wps",
        ),
        ('<a href="/download?id=7">附件：统计表</a>', "https://www.example.org/download?id=7"),
        ('<iframe src="/viewer.html?file=/x/3.pdf"></iframe>', "https://www.example.org/x/3.pdf"),
        ('<embed src="4.PDF">', "https://www.example.org/zwgk/fzzfjsndbg/4.PDF"),
        ('<base href="https://files.example.org/a/"><a href="5.ofd">五</a>', "https://files.example.org/a/5.ofd"),
        ('<a href="6.jpg">附件6</a>', "https://www.example.org/zwgk/fzzfjsndbg/6.jpg"),
    ],
)
def test_attachments_of_usual_sites(link: str, address: str) -> None:
    (found,) = read_report(f"<html><body><h1>报告</h1>{link}</body></html>", AT).attachments
    assert found.address == address


def test_links_around_a_report_are_no_attachments() -> None:
    page = (
        '<nav><a href="指南.pdf">办事指南.pdf</a></nav><p>正文</p><a href="t2.html">附件的说明</a><img src="1.png">'
        '<a href="logo.png">标志</a><footer><a href="x.doc">x.doc</a></footer>'
    )
    assert read_report(page, AT).attachments == ()


def test_navigation_that_names_the_column_is_no_report() -> None:
    page = (
        '<a href="./">法治政府建设</a><a href="../fzzfjs/index.html">法治政府建设</a><a href="index_2.html">2</a>'
        '<a href="202401/t20240130_1.html" title="某镇2023年法治政府建设年度报告">某镇2023年法…</a><a href="t9.html">公告</a>'
    )
    found = read_list(page, AT, PATTERN, 50)
    assert [(link.address.rpartition("/")[2], link.label) for link in found.links] == [
        ("t20240130_1.html", "某镇2023年法治政府建设年度报告")
    ]
    assert found.further == ("https://www.example.org/zwgk/fzzfjsndbg/index_2.html",)
