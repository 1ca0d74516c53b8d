"""Words that name nothing: where a number's own words are only these, what it counts stands in an earlier clause."""

from __future__ import annotations

import re

_TIMES = """
今年 全年 本年 本年度 年度 年底 年末 年初 年中 当年 一年 年内 整年 一年来 今年以来 去年 上年 上一年 上年度 同期 去年同期 上年同期 上半年 下半年 前三季度 截至 截止 截至目前
截至年底 目前 现 现已 至今 期间 报告期内 年前 年底前 今年就 先后 陆续 相继 分批 前后 当日 当天 当场 当月 以来 同时 此外 另 另外 另有 另外还 还有
"""
_AMOUNTS = """
共 共计 共有 总共 一共 累计 合计 总计 总数 总量 全部 悉数 数量 数 次数 人数 件数 户数 均 都 皆 已 已经 也 又 还 再 就 就有 便 有 无 达 达到 达成 计 为 约 约为 是 占 仅 仅有 只 只有 才 不足 余
其中 其 该 分别 各 各类 各种 各级 各项 各 每 的 了 过 得 地 着 等 个 上 中 内 里 并 且 和 与 及 或 在 于 从 由 到 至 比 较 对 向 以 按 将 把 被 经 应 可 能 实 实际
多 多达 少 增 减 较之 相比 同比 环比
"""
_VERBS = """
开展 开展了 组织 组织了 举办 举办了 进行 进行了 召开 召开了 实施 完成 完成了 办理 涉及 参加 参考 参学 覆盖 参与 接收 新增 新建 新聘 过审 审结 审查 审核 调成 登记 学 办 搞 做 做到 推进 落实 采取 投入使用
共同 面积 现场 就地 活动 情况 工作 人员 参加人员 次 增加 减少 上升 下降 增长 多出 增至 降至 升至 减至 增加到 增加至 减少到 减少至 上升到 上升至 下降到 下降至 提高到 提高至 扩大到 扩大至 发展到 发展至
增长到 增长至 提升到 提升至 壮大到 压降到 降到 升到 增到 减到 涨到 在岗 实有 实考 实际参考 在编 在册 新接收 期满 首批 承接 认领 交办 转办 承办 接办 接转 数了数有 到账 去了 来了 到场 到课 结合实际 市级 县级 区级 盟级 州级 省级 国家级 自治区级 读 读了 读过 拨付 安排 支出 列支 逐项 恢复到 恢复至 发展至 一年下来 下来 坚持下来 作了发言 实际 报告 稳定在 保持在 控制在 有效控制在 维持在
"""
_MANNERS = """
我镇 全镇 本镇 我乡 全乡 本乡 我街道 全街道 本街道 我街 全街 街道 镇 乡 苏木 全苏木 全旗 镇村 镇村两级 两级 全域 辖区 辖区内 我们 主动 积极 认真 扎实 全面 深入 有效 依法 依规 依法依规 严格 妥善 稳妥 圆满 顺利 成功 及时
按时 按期 如期 按规定 按程序 当面 直接 集中 统一 逐一 逐件 逐个 全程 持续 累积
"""
_WORDS = sorted({*_TIMES.split(), *_AMOUNTS.split(), *_VERBS.split(), *_MANNERS.split()}, key=len, reverse=True)
_EMPTY = re.compile(
    "(?:20[0-9]{2}年(?:度|以来|底|末)?|[0-9]{1,2}月(?:份|底)?|" + "|".join(_WORDS) + "|[^一-龥0-9A-Za-z%])*+"
)


def names_nothing(sentence: str, start: int, end: int) -> bool:
    """Whether the words at start..end of the sentence name nothing that could be counted."""
    return _EMPTY.fullmatch(sentence, start, end) is not None
