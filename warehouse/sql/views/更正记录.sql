-- 每条决定一行：更正、补录、剔除、归属、排除、撤下、认可、忽略，由谁、何时、为何作出。被更正的原文仍在“数量原文”。
SELECT
    zh_correction_kind(c.kind) AS 决定,   -- 更正、补录、剔除、归属、排除、撤下、认可或忽略
    t.district AS 区县,                   -- 区县名称
    c.township_code AS 乡镇代码,          -- 乡镇代码
    t.township AS 乡镇,                   -- 乡镇名称
    c.report_year AS 年度,                -- 报告所述年度
    m.name_zh AS 指标,                    -- 指标名称
    c.expect AS 原为,                     -- 被替换的值、字样或文件状态
    interval_text(c.value_low, c.value_high, c.qualifier = 'approx') AS 改为,  -- 新值，写法同数值
    c.who AS 决定人,                      -- 谁作出
    c.decided_on AS 日期,                 -- 何时作出
    c.why AS 理由,                        -- 为何作出
    c.source AS 来源,                     -- 依据，如函件、电话
    c.file_ids AS 文件                    -- 归属、排除或撤下的文件
FROM corrections AS c
LEFT JOIN townships AS t USING (township_code)
LEFT JOIN metrics AS m USING (metric_id)
ORDER BY c.decided_on, c.correction_id
