-- 报告中陈述的每个数量一行，包括计划、往年和没有对应指标的。原文字样即全文中自起始字后的字样。
SELECT
    r.district_code AS 区县代码,          -- 六位区划代码
    r.district AS 区县,                   -- 区县名称
    r.township_code AS 乡镇代码,          -- 民政代码或补充登记代码
    r.township AS 乡镇,                   -- 乡镇名称
    r.report_year AS 年度,                -- 报告所述年度
    r.is_current AS 现行版本,             -- 报告是否为现行版本
    x.quote AS 原文字样,                  -- 数字连同单位，与原文一字不差
    x.sentence AS 来源句,                 -- 所在句
    zh_section(x.section) AS 章节,        -- 所在章节
    interval_text(x.value_low, x.value_high, x.qualifier = 'approx') AS 数值,  -- 40 确数，约1500 约数，≥120 至少，≤400 至多，3–5 之间
    x.value_low AS 下限,                  -- 下限，未知为空
    x.value_high AS 上限,                 -- 上限，未知为空
    zh_qualifier(x.qualifier) AS 确切程度,  -- 确数、约数、下限、上限或区间
    x.unit AS 原文单位,                   -- 原文中的单位
    x.unit_canonical AS 统一单位,         -- 统一单位
    zh_mention_status(x.status) AS 状态,  -- 已完成、计划、往年、多年累计、频次或规定要求
    zh_scope(x.scope) AS 范围,            -- 是谁的数
    zh_dimension(x.dimension) AS 部分,                  -- 整体为空，否则为其中哪一部分
    m.name_zh AS 指标,                    -- 对应的指标，没有为空
    x.char_start AS 起始字,               -- 在全文中的位置，自0起
    x.char_end AS 结束字,                 -- 末字之后的位置
    x.mention_id AS 数量标识,             -- 数量标识
    x.report_id AS 报告标识               -- 报告
FROM mentions AS x
JOIN reports AS r USING (report_id)
LEFT JOIN metrics AS m USING (metric_id)
