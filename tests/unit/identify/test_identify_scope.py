"""What is no township's law-government report, and what is only the shell of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasks.identify import Identity, NotIdentified

Identify = Callable[..., Identity]
Refuse = Callable[..., NotIdentified]


@pytest.mark.parametrize(
    "head",
    [
        "青澜区人民政府关于2023年法治政府建设情况的报告",
        "青澜区2023年度法治政府建设情况报告",
        "青澜区司法局2023年度法治政府建设情况报告",
        "中共青澜区委全面依法治区委员会办公室关于2023年法治政府建设情况的报告",
        "青澜区云门镇司法所2023年法治政府建设情况报告",
        "青澜区云门镇2023年政府信息公开工作年度报告",
        "青澜区云门镇2023年政务公开工作总结",
        "云门镇党政主要负责人2023年度履行推进法治建设第一责任人职责述职述法报告",
        "云门镇2024年法治政府建设工作计划",
        "云门镇2024年法治政府建设工作要点（征求意见稿）",
        "关于印发云门镇法治政府建设实施方案的通知",
        "《云门镇2023年法治政府建设情况报告》解读",
    ],
)
def test_out_of_scope(refused: Refuse, head: str) -> None:
    refusal = refused(head, "", "青澜区/云门镇/2023/x.txt")
    assert refusal.reason == "out_of_scope"
    assert refusal.zh.startswith("不是乡镇")


def test_a_report_about_something_else(refused: Refuse) -> None:
    body = "一、主要工作\n" + "全镇抓好粮食生产和防汛抗旱，各项任务圆满完成。" * 8
    assert refused("云门镇2023年工作总结", body=body).reason == "out_of_scope"


def test_the_voice_of_a_district(refused: Refuse) -> None:
    body = "一、主要举措\n" + "我区推进法治政府建设，全区上下认真落实。" * 8
    assert refused("2023年法治政府建设情况报告", body=body).reason == "out_of_scope"


@pytest.mark.parametrize(
    "head",
    [
        "云门镇关于2023年度法治政府建设和主要负责人述法情况的报告",
        "云门镇2023年法治政府建设工作总结及2024年工作计划",
        "云门镇人民政府关于印发2023年法治政府建设情况报告的通知",
        "云门镇2023年法治建设和政务公开情况报告",
        "云门镇2023年依法行政工作情况报告",
    ],
)
def test_in_scope(known: Identify, head: str) -> None:
    assert (known(head).township, known(head).report_year) == ("云门镇", 2023)


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("云门镇2023年法治政府建设情况报告\n附件：云门镇2023年法治政府建设情况报告.docx", "附件"),
        (
            "法治政府建设\n云门镇2023年法治政府建设情况报告\n2024-01-30\n城关镇2023年法治政府建设报告\n2024-01-29\n"
            "东湾街道2023年法治政府建设报告\n2024-01-28\n云门镇2022年法治政府建设情况报告\n2023-01-30\n",
            "目录",
        ),
        (
            "云门镇2023年法治政府建设情况报告\n" + "2023年，云门镇坚持依法行政，推进法治政府建设。" * 5 + "全面落实……",
            "截断",
        ),
    ],
)
def test_page_shells(refused: Refuse, text: str, zh: str) -> None:
    refusal = refused(text, body="")
    assert (refusal.reason, zh in refusal.zh) == ("incomplete", True)
    assert "收件夹" in refusal.zh
