"""Web pages: main content, header block, furniture, tables, malformed and hostile markup. All content is invented."""

from __future__ import annotations

import pytest

from tasks.read.document import Document, Unreadable
from tasks.read.reader import read_document

SENTENCE = "全镇共排查矛盾纠纷210件，化解205件，开展法治宣传活动12场次。"


def page(body: str, head: str = "") -> Document:
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def paths(document: Document) -> list[tuple[int | None, str, str | None]]:
    return [
        (b.row, document.text[b.char_start : b.char_end], b.header_path) for b in document.blocks if b.kind == "cell"
    ]


@pytest.mark.parametrize("name", ["page.html", "page_old.html"])
def test_a_page_yields_the_report_and_nothing_around_it(name: str, fixture_bytes) -> None:
    plain = read_document(fixture_bytes("report_utf8.txt")).text
    document = read_document(fixture_bytes(name))
    text = "\n".join(document.text[b.char_start : b.char_end] for b in document.blocks if b.table is None)
    assert text == plain


@pytest.mark.parametrize("name", ["page.html", "page_old.html"])
def test_header_block_goes_to_meta_with_and_without_labels(name: str, fixture_bytes) -> None:
    meta = read_document(fixture_bytes(name)).meta
    assert meta["header.索引号"] == "11990101MB0000000X/2024-00012"
    assert (meta["header.成文日期"], meta["header.发布日期"]) == ("2024-01-18", "2024-01-22")


def test_the_day_of_the_visit_is_nowhere(fixture_bytes) -> None:
    document = read_document(fixture_bytes("page.html"))
    assert "2026" not in document.text + "".join(document.meta.values())
    assert any("今天是" in entry for entry in document.removed)


def test_head_of_the_page_is_kept_as_meta(fixture_bytes) -> None:
    meta = read_document(fixture_bytes("page.html")).meta
    assert meta["html_title"].endswith("_青澜区人民政府")
    assert meta["html_meta.PubDate"] == "2024-01-22 09:30"
    assert meta["html_meta.ContentSource"] == "望川镇"


def test_cells_know_merged_headings_and_the_caption_its_unit(fixture_bytes) -> None:
    document = read_document(fixture_bytes("page.html"))
    assert (3, "3.68", "行政处罚 › 办理结果 › 金额（万元）") in paths(document)
    caption = next(b for b in document.blocks if b.kind == "caption")
    assert "单位：万元" in document.text[caption.char_start : caption.char_end]
    assert caption.table == 1


def test_row_headings_merged_downwards_and_a_full_width_first_row() -> None:
    rows = (
        "<tr><td colspan=3>执法统计（单位：万元）</td></tr><tr><th>类</th><th>项</th><th>数</th></tr>"
        "<tr><td rowspan=2>罚款</td><td>食品</td><td>3</td></tr><tr><td>交通</td><td>4</td></tr>"
    )
    document = page(f"<p>{SENTENCE}</p><table>{rows}</table>")
    assert (3, "3", "罚款 › 食品 › 数") in paths(document)
    assert (4, "4", "罚款 › 交通 › 数") in paths(document)
    assert [b.kind for b in document.blocks][1] == "caption"


def test_pairs_of_name_and_value_without_a_heading_row() -> None:
    document = page(
        "<table><tr><td>立案数</td><td>12</td><td>结案数</td><td>10</td></tr><tr><td>罚款</td><td>3</td></tr></table>"
    )
    assert [(text, path) for _, text, path in paths(document) if path] == [
        ("12", "立案数"),
        ("10", "结案数"),
        ("3", "罚款"),
    ]


def test_a_running_number_is_no_heading() -> None:
    document = page(
        "<table><tr><td>序号</td><td>名称</td><td>数量</td></tr><tr><td>1</td><td>调解</td><td>30</td></tr></table>"
    )
    assert (2, "30", "调解 › 数量") in paths(document)


def test_inline_tags_do_not_cut_a_number_from_its_unit() -> None:
    document = page(f"<p>{SENTENCE}参训<b>120</b><span>余\n  人次</span>，<a href=x>详</a>见&lt;附件&gt;。</p>")
    assert document.text == SENTENCE + "参训120余人次，详见<附件>。"


def test_hard_wrapped_lines_between_breaks_are_joined() -> None:
    paragraph = SENTENCE * 5
    lines = [paragraph[at : at + 30] for at in range(0, len(paragraph), 30)]
    assert page("<div>" + "<br>".join(lines) + "</div>").text == paragraph
    assert page("<pre>" + "\n".join(lines) + "</pre>").text == paragraph


def test_a_title_printed_three_times_stays_once() -> None:
    title = "望川镇人民政府关于2023年法治政府建设情况的报告"
    body = f"<h1>{title}</h1><p>{title}</p><p>望川镇人民政府</p><p>{title[7:]}</p><p>{SENTENCE}</p>"
    assert page(body, f"<title>{title}</title>").text == f"望川镇人民政府\n{title[7:]}\n{SENTENCE}"


def test_a_title_before_a_bar_of_links_belongs_to_the_text() -> None:
    title = "望川镇2023年法治政府建设报告"
    body = f"<h1>{title}</h1><p><a href=1>分享到微博</a></p><p>{SENTENCE}</p><p><a href=2>下一条</a></p><p>主办单位：某办</p>"
    assert page(body).text == f"{title}\n{SENTENCE}"


def test_loudspeaker_sentences_are_no_reading_aloud() -> None:
    sentence = "利用村村响语音播报200次，打印宣传资料500份，分享典型案例3个。"
    assert page(f"<p>语音播报</p><p>{sentence}</p>").text == sentence


def test_a_line_of_date_source_and_sharing_is_a_header_block() -> None:
    line = "日期：2024-02-05 来源：青澜区望川镇&nbsp;&nbsp;分享：<a href=x>微信</a> | 【字体：大 中 小】"
    document = page(f"<h1>望川镇法治报告</h1><div>{line}</div><p>{SENTENCE}</p>")
    assert document.text == f"望川镇法治报告\n{SENTENCE}"
    assert (document.meta["header.发布日期"], document.meta["header.来源"]) == ("2024-02-05", "青澜区望川镇")


def test_a_list_that_lost_its_labels() -> None:
    items = [
        "1199X12345/2024-00131",
        "望川镇府发〔2024〕58号",
        "法制",
        "青澜区望川镇人民政府",
        "2024-12-12",
        "2024-12-20",
        "有效",
    ]
    body = "".join(f"<li>{item}</li>" for item in items) + f"<p>望川镇法治报告</p><p>{SENTENCE}</p>"
    document = page(body)
    assert document.text == f"望川镇法治报告\n{SENTENCE}"
    header = [
        document.meta[f"header.{name}"]
        for name in ("索引号", "发文字号", "主题分类", "发布机构", "成文日期", "发布日期", "有效性")
    ]
    assert header == items


def test_labels_in_brackets_without_values_take_no_title() -> None:
    items = ["[ 索引号 ] 1199X", "[ 发布机构 ] 青澜区", "[ 发布日期 ] 2024-01-22", "[ 有效性 ]"]
    body = "".join(f"<li>{item}</li>" for item in items) + f"<p>望川镇2023年法治政府建设报告</p><p>{SENTENCE}</p>"
    document = page(body)
    assert document.text == f"望川镇2023年法治政府建设报告\n{SENTENCE}"
    header = {name: value for name, value in document.meta.items() if name.startswith("header.")}
    assert header == {"header.索引号": "1199X", "header.发布机构": "青澜区", "header.发布日期": "2024-01-22"}


@pytest.mark.parametrize(
    "line",
    [
        "【字体：大 中 小】",
        "字号：[大] [中] [小]",
        "打印 关闭",
        "分享到：微信 微博",
        "今天是2026年2月12日",
        "首页 > 政务公开 > 公示",
    ],
)
def test_furniture_lines_go_and_are_recorded(line: str) -> None:
    document = page(f"<div>{line}</div><p>{SENTENCE}</p><div>{line}</div>")
    assert document.text == SENTENCE
    assert len(document.removed) >= 2


@pytest.mark.parametrize(
    "line",
    [
        "打印宣传资料500份",
        "今天是国家宪法日，开展宣传12场",
        "分享典型案例3个",
        "大中小企业12家",
        "2024年1月30日",
        "下载推广应用3000人次",
    ],
)
def test_lines_that_only_begin_like_furniture_stay(line: str) -> None:
    assert line in page(f"<p>{SENTENCE}</p><p>{line}</p><p>{SENTENCE}</p>").text


def test_an_anchor_left_open_makes_no_link_of_the_text() -> None:
    assert page(f"<a name=top><p>{SENTENCE}</p><p>望川镇人民政府</p>").text == f"{SENTENCE}\n望川镇人民政府"


def test_a_column_of_links_has_no_text(fixture_bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(fixture_bytes("column.html"))
    assert refused.value.reason == "no_text"


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8"])
def test_the_bytes_decide_whatever_the_page_declares(declared: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        markup = f"<html><meta charset={declared}><body><p>{SENTENCE}</p></body></html>"
        assert read_document(markup.encode(encoding)).text == SENTENCE


@pytest.mark.parametrize(
    "markup",
    [
        f"<table><tr><td><p>{SENTENCE}",
        f"<div><b><p>{SENTENCE}</b></div></div></body>",
        f"<p>{SENTENCE}<script>var a='<p>1件</p>'",
        f"<!-- <p>9件</p> --><p title='a > b \"c'>{SENTENCE}</p",
        f"<p>{SENTENCE}</p><style>p{{}}</style><!--[if IE]><p>1件</p><![endif]-->",
    ],
)
def test_malformed_markup_still_reads(markup: str) -> None:
    assert read_document(f"<html>{markup}".encode()).text == SENTENCE


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 200_000,
        "<div></span>" * 20_000,
        "".join(f"<b id={n}><p>" for n in range(5000)),
        "<div " + "".join(f"a{n} " for n in range(50_000)) + ">",
    ],
    ids=["nested", "stray closing tags", "formatting", "attributes"],
)
def test_markup_that_would_stall_the_parser_is_refused(body: str) -> None:
    with pytest.raises(Unreadable) as refused:
        page(body + SENTENCE)
    assert refused.value.reason == "hostile"


def test_cells_that_claim_to_cover_everything_make_no_table() -> None:
    row = "<tr><td colspan=1000 rowspan=9999>甲</td><td>12</td></tr>"
    assert {b.kind for b in page(f"<table>{row * 2000}</table>").blocks} == {"paragraph"}


def test_a_long_but_flat_page_is_read() -> None:
    assert page(f"<p>{SENTENCE}</p>" * 5000).text.count("\n") == 4999
