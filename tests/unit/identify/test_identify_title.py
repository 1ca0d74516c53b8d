"""Title, header block, document number and signature of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tasks.identify.model import Identity

Identify = Callable[..., Identity]
FULL = "青澜区云门镇人民政府关于2023年法治政府建设情况的报告"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (FULL, FULL),
        ("  青澜区云门镇人民政府\n关于2023年法治政府建设情况的报告\n", FULL),
        ("青澜区云门镇人民政府关于2023年法治政府\n建设情况的报告", FULL),
        ("青澜区云门镇人民政府\n关于2023年法治\n政府建设情况的报告", FULL),
        ("青澜区云门镇人民政府关于2023 年 法治政府建设情况的报告", FULL),
        ("青澜区人民政府\n首页 > 政务公开 > 法治报告\n【字号：大中小】\n" + FULL, FULL),
        ("青澜区云门镇2023年度法治政府建设情况报告\n" + FULL, FULL),
        (FULL + "\n" + FULL + "\n" + FULL, FULL),
        (FULL + "\n（2024年1月30日）\n区委、区政府：", FULL),
        (
            "中共青澜区云门镇委员会\n青澜区云门镇人民政府\n关于2023年法治政府建设情况的报告",
            "中共青澜区云门镇委员会青澜区云门镇人民政府关于2023年法治政府建设情况的报告",
        ),
        ("云门镇2023年法治政府建设报告（更新）", "云门镇2023年法治政府建设报告（更新）"),
        ("云门镇2023年度法治政府建设年度报告", "云门镇2023年度法治政府建设年度报告"),
        ("法治政府建设报告\n2023年，云门镇依法行政，现将有关情况报告如下。", "法治政府建设报告"),
        ("2023年，青澜区云门镇在区委、区政府的领导下推进法治政府建设。", None),
        ("区委、区政府：\n2023年，青澜区云门镇推进法治政府建设。", None),
    ],
)
def test_title(known: Identify, head: str, title: str | None) -> None:
    identity = known(head)
    assert identity.title == title
    assert (identity.township_code, identity.report_year) == ("990101001", 2023)


def test_report_on_one_line(known: Identify) -> None:
    text = "云门镇2023年法治政府建设情况报告  2023年，云门镇推进法治政府建设，" + "认真学习。" * 20
    identity = known(text + "青澜区云门镇人民政府2024年1月9日", body="")
    assert identity.title == "云门镇2023年法治政府建设情况报告"
    assert (identity.issuer, identity.signed_on) == ("青澜区云门镇人民政府", date(2024, 1, 9))


@pytest.mark.parametrize(
    ("tail", "issuer"),
    [
        ("青澜区云门镇人民政府\n2024年1月30日", "青澜区云门镇人民政府"),
        (
            "中共青澜区云门镇委员会\n     青澜区云门镇人民政府 \n二〇二四年一月三十日   \n",
            "中共青澜区云门镇委员会、青澜区云门镇人民政府",
        ),
        ("中共青澜区云门镇委员会　云门镇人民政府\n2024年1月30日", "中共青澜区云门镇委员会、云门镇人民政府"),
        ("云 门 镇 人 民 政 府\n2024年1月30日", "云门镇人民政府"),
        ("云门镇人民政府   2024年1月30日", "云门镇人民政府"),
        ("云门镇人民政府\n2024年1月30日\n（此件公开发布）\n附件：统计表", "云门镇人民政府"),
        ("云门镇人民政府\n2024年1月30日\n附件\n" + "\n".join(f"第{n}项" for n in range(40)), "云门镇人民政府"),
        ("中共云门镇委员会\n2024年1月30日\n抄送：区司法局。", "中共云门镇委员会"),
    ],
)
def test_signature(known: Identify, tail: str, issuer: str) -> None:
    identity = known("云门镇2023年法治政府建设情况报告", tail)
    assert (identity.issuer, identity.signed_on) == (issuer, date(2024, 1, 30))
    assert identity.evidence["signed_on"] == identity.evidence["issuer"] == "signature"


def test_signature_without_a_date_and_none_at_all(known: Identify) -> None:
    assert known("云门镇2023年法治政府建设报告", "云门镇人民政府").issuer == "云门镇人民政府"
    assert known("云门镇人民政府关于2023年法治政府建设的报告").issuer == "云门镇人民政府"
    plain = known("云门镇2023年法治政府建设报告")
    assert (plain.issuer, plain.signed_on) == (None, None)


def test_an_addressee_is_not_the_issuer(known: Identify) -> None:
    identity = known("云门镇2023年法治政府建设报告\n青澜区司法局：", "云门镇人民政府\n2024年1月30日")
    assert identity.issuer == "云门镇人民政府"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("云门府发〔2024〕5号", "云门府发〔2024〕5号"),
        ("云门府 [2024] 5 号", "云门府[2024]5号"),
        ("青澜府办发〔202418号", "青澜府办发〔202418号"),
        ("青府发20243号", "青府发20243号"),
        ("云委法2024）9）", "云委法2024）9）"),
    ],
)
def test_document_number(known: Identify, line: str, number: str) -> None:
    identity = known(line + "\n" + FULL)
    assert (identity.doc_number, identity.title) == (number, FULL)


def test_labelled_header_lines(known: Identify) -> None:
    head = (
        "索 引 号：11500/2024-00002 发文字号：云门府发〔2024〕5号\n发布机构：青澜区人民政府办公室\n"
        "成文日期：2024-01-27 发布日期：2024-02-01\n来源：青澜区 发布时间：2024-02-01 09:18 浏览：12次\n"
    )
    identity = known(head + FULL)
    assert (identity.signed_on, identity.published_on, identity.date_basis) == (
        date(2024, 1, 27),
        date(2024, 2, 1),
        "header",
    )
    assert (identity.doc_number, identity.evidence["signed_on"]) == ("云门府发〔2024〕5号", "header")
    assert (identity.title, identity.township) == (FULL, "云门镇")


def test_header_of_the_reader(known: Identify) -> None:
    meta = {"header.成文日期": "2024年1月27日", "header.发布日期": "2024-02-01", "html_meta.PubDate": "2024-03-03"}
    identity = known(FULL, "云门镇人民政府\n2024年1月30日", meta=meta)
    assert (identity.signed_on, identity.published_on) == (date(2024, 1, 30), date(2024, 2, 1))
    page = known(FULL, meta={"html_meta.PubDate": "2024-03-03 10:00"})
    assert (page.published_on, page.date_basis) == (date(2024, 3, 3), "page")
    assert known(FULL).date_basis == "unknown"


@pytest.mark.parametrize("header_lines", [0, 4])
def test_header_that_lost_its_labels(known: Identify, header_lines: int) -> None:
    head = "• 11500222MB0123/2024-00002\n• 法制\n• 2024-01-27\n• 2024-01-28\n" + FULL
    identity = known(head, header_lines=header_lines)
    assert (identity.signed_on, identity.published_on) == (date(2024, 1, 27), date(2024, 1, 28))
    assert identity.title == FULL


def test_the_date_of_the_crawl_is_no_date(known: Identify) -> None:
    assert known("今天是：2026年3月3日 星期二\n" + FULL).published_on is None
