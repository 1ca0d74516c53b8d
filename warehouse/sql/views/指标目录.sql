-- 每个指标一行：含义、单位和区县汇总的方法。
SELECT
    m.metric_id AS 指标代码,              -- 指标代码
    m.category_zh AS 类别,                -- 指标类别
    m.name_zh AS 指标,                    -- 指标名称
    m.name_en AS 英文名称,                -- 英文名称
    m.unit AS 单位,                       -- 统一单位
    zh_metric_kind(m.kind) AS 性质,       -- 当年发生数、年末数、金额、比率或覆盖率
    zh_aggregation(m.aggregation) AS 汇总方法,  -- 区县如何汇总
    n.name_zh AS 分子,                    -- 比率的分子
    d.name_zh AS 分母,                    -- 比率的分母
    coalesce(m.definition_zh, m.definition) AS 定义,      -- 什么计入
    coalesce(m.not_counted_zh, m.not_counted) AS 不计入,  -- 什么不计入
    m.definition AS 英文定义,             -- 什么计入（英文）
    m.not_counted AS 英文不计入           -- 什么不计入（英文）
FROM metrics AS m
LEFT JOIN metrics AS n ON n.metric_id = m.numerator
LEFT JOIN metrics AS d ON d.metric_id = m.denominator
ORDER BY m.sort_order, m.metric_id
