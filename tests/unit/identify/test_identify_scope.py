"""What is no township's law-government report, and what is only the shell of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasks.identify.model import Identity, NotIdentified

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
        "云门镇2023年政府工作报告",
        "云门镇2023年法治政府建设工作简报",
        "云门镇2023年党建工作总结",
        "云门镇2023年信访工作情况报告",
        "云门镇2023年安全生产工作总结",
        "云门镇2023年乡村振兴工作情况报告",
        "云门镇2023年财政决算报告",
        "云门镇2023年普法工作总结",
        "云门镇2023年法治宣传教育工作总结",
        "云门镇2023年人民调解工作总结",
        "云门镇2023年行政执法统计年报",
        "云门镇镇长2023年度述职述法报告",
        "云门镇镇长2023年述法暨法治政府建设情况报告",
        "云门镇2023年法治政府建设示范创建自查报告",
        "云门镇2023年重大行政决策事项目录",
        "云门镇人大主席团关于2023年法治政府建设情况的监督报告",
        "云门镇人大主席团关于2023年法治政府建设情况的报告",
        "关于云门镇2023年法治政府建设情况报告的审议意见",
        "关于做好云门镇2023年度法治政府建设情况报告工作的通知",
        "云门镇2024年法治政府建设工作打算",
        "云门镇关于2024年法治政府建设工作计划的报告",
        "青澜区云门司法所2023年法治政府建设情况报告",
        "青澜区公安局云门派出所2023年法治政府建设情况报告",
        "云门镇柳塘村村民委员会2023年法治建设情况报告",
        "云门镇柳塘村2023年法治建设情况报告",
        "云门镇中心小学2023年法治建设工作总结",
        "云门镇2023年第三季度法治政府建设情况报告",
        "青澜区人民政府关于云门镇2023年法治政府建设情况的报告",
        "中共青澜区委全面依法治区委员会办公室关于云门镇2023年法治政府建设情况的报告",
        "青澜区司法局关于云门镇2023年法治政府建设督察情况的报告",
        "云门镇《法治政府建设实施纲要（2021—2025年）》落实情况报告",
        "云门镇2021—2025年法治政府建设实施纲要落实情况报告",
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
        "云门镇2023年度述法暨法治政府建设情况报告",
        "云门镇人民政府2023年度法治政府建设（工作）情况的报告",
        "云门镇关于2023年度法治政府建设推进情况的报告",
        "云门镇2023年依法治镇工作总结",
        "云门镇2023年法治政府建设情况报告的公示",
        "关于公布云门镇2023年法治政府建设情况报告的通知",
        "中共青澜区云门镇委员会关于2023年法治建设情况的报告",
    ],
)
def test_in_scope(known: Identify, head: str) -> None:
    assert (known(head).township, known(head).report_year) == ("云门镇", 2023)


def test_a_person_reports(refused: Refuse, known: Identify) -> None:
    title, person = "云门镇2023年度述法暨法治政府建设情况报告", "一、履职\n本人带头学法。" + "推进法治。" * 20
    assert refused(title, body=person).reason == "out_of_scope"
    signed = "青澜区云门镇人民政府\n2024年1月30日"
    assert known("云门镇党政主要负责人2023年述法暨法治政府建设情况报告", signed).township == "云门镇"


@pytest.mark.parametrize(
    "text",
    [
        "近日，云门镇召开2023年法治政府建设推进会，传达上级精神。" + "会议要求抓好落实，确保成效。" * 8,
        "云门镇召开法治政府建设推进会\n2023年12月1日，云门镇召开会议。" + "会议要求抓好落实，确保成效。" * 8,
        "云门镇行政执法管理办法\n第一条 为了推进依法行政，制定本办法。\n第二条 本办法适用于云门镇。\n"
        + "应当依法办理。" * 9,
        "2024年，云门镇推进法治政府建设，工作安排如下：\n一、学习\n认真学习。\n二、执法\n" + "规范执法。" * 12,
        "云门镇2023年抓好粮食生产。\n一、春耕\n全镇落实面积。\n二、秋收\n" + "颗粒归仓。" * 12,
    ],
)
def test_papers_without_a_title(refused: Refuse, text: str) -> None:
    assert refused(text, "", "青澜区/云门镇/2023/x.txt", body="").reason == "out_of_scope"


def test_a_report_without_title_or_headings(known: Identify) -> None:
    text = "2023年，云门镇推进法治政府建设，现将有关情况报告如下。" + "认真学习，严格执法。" * 12
    identity = known(text, body="")
    assert (identity.title, identity.report_year) == (None, 2023)


def test_a_signed_report_without_title_headings_or_announcement(known: Identify) -> None:
    body = "2023年，云门镇坚持把法治政府建设摆在重要位置。" + "认真学习，严格执法，服务群众，化解矛盾。" * 45
    identity = known(f"{body}\n云门镇人民政府\n20 24年1月 1 6日", body="")
    assert (identity.report_year, str(identity.signed_on)) == (2023, "2024-01-16")


def test_a_township_whose_name_begins_like_a_word(known: Identify) -> None:
    assert known("宁都县对坊乡2023年法治政府建设情况报告").township == "对坊乡"


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
