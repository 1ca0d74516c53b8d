"""How far a story, another body, a time or a name reaches, and what a number is then counted as."""

from __future__ import annotations

import pytest
from texts import read


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("最终由赵某补偿邻居3600元，双方握手言和。接待群众来访27批41人次。", "3600元", ("achieved", "case")),
        ("最终由赵某补偿邻居3600元，双方握手言和。接待群众来访27批41人次。", "41人次", ("achieved", "township")),
        ("5月6名渔工上门讨薪，调委会连夜约谈船东。信访件64件，办结62件。", "6名", ("achieved", "case")),
        ("5月6名渔工上门讨薪，调委会连夜约谈船东。信访件64件，办结62件。", "62件", ("achieved", "township")),
        ("如7月渔具厂家属院水管爆裂，楼下3户被淹，调解员上门4次。", "4次", ("achieved", "case")),
        ("聘请宁夏某律师事务所2名律师为镇政府法律顾问。", "2名", ("achieved", "township")),
        ("通过县政府信息公开网主动公开政府信息1126条。", "1126条", ("achieved", "township")),
        ("聘请县里1名律师担任镇政府法律顾问。", "1名", ("achieved", "township")),
        ("上级赋权事项88项，持证人员9人。", "9人", ("achieved", "township")),
        ("县委依法治县办开展法治督察1次，反馈的6项问题已整改。", "6项", ("achieved", "township")),
        ("配合县委依法治县办开展法治督察1次。", "1次", ("achieved", "higher")),
        ("满意率95.2%，高出全县平均水平（93.8%）。", "93.8%", ("achieved", "higher")),
        ("全省国家工作人员学法考法152人参加。", "152人", ("achieved", "township")),
        ("镇社区事务受理服务中心全年受理事项7350件。", "7350件", ("achieved", "township")),
        ("街道和社区共配备人民调解员57名。", "57名", ("achieved", "township")),
        ("目前全乡共有示范村3个。柳堤口村,全乡共建宣传栏23块。", "23块", ("achieved", "township")),
        ("“八五”普法以来累计开展法治夜校60余期；全镇法律明白人82名。", "60余期", ("cumulative", "township")),
        ("“八五”普法以来累计开展法治夜校60余期；全镇法律明白人82名。", "82名", ("achieved", "township")),
        ("镇三届人大四次会议以来收到的9件代表建议已答复。", "9件", ("achieved", "township")),
        ("持有执法证10人，比2022年底的7人有所增加。", "7人", ("prior_period", "township")),
        ("清理往年文件5件，废止2件。", "5件", ("achieved", "township")),
        ("机关“每周一法”38期。", "38期", ("achieved", "township")),
        ("坚持每周一例会学法1次。", "1次", ("frequency", "township")),
        ("原计划4期的法治培训只举办了2期。", "2期", ("achieved", "township")),
    ],
)
def test_whose_figure_it_is(text: str, quote: str, role: tuple[str, str]) -> None:
    mention = read(text)[quote]
    assert (mention.status, mention.scope) == role


@pytest.mark.parametrize(
    ("text", "quote", "metric_id", "dimension"),
    [
        ("省级民主法治示范村2个。", "2个", "demonstration_villages", None),
        ("民主法治示范村5个，其中省级1个。", "1个", "demonstration_villages", "provincial"),
        ("市级以上民主法治示范村7个，其中省级2个。", "7个", "demonstration_villages", None),
        ("聘请某律师事务所2名律师担任镇政府法律顾问。", "2名", "legal_advisors", None),
        ("乡村两级10个人民调解委员会、38名调解员。", "10个", "mediation_committees", None),
        ("今年以来我镇没有制定出台规范性文件。", "没有制定出台规范性文件", "normative_documents_issued", None),
        ("全年无行政复议案件、行政诉讼案件1件。", "无行政复议案件", "administrative_reconsideration_cases", None),
        ("全年无行政复议案件、行政诉讼案件1件。", "1件", "administrative_litigation_cases", None),
    ],
)
def test_what_is_counted(text: str, quote: str, metric_id: str, dimension: str | None) -> None:
    mention = read(text)[quote]
    assert (mention.metric_id, mention.dimension) == (metric_id, dimension)


def test_no_adverb_is_a_case() -> None:
    assert "一起" not in read("乡村干部、人民调解员、网格员一起守卡口。")
