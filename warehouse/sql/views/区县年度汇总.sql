-- 每个区县、年度、指标一行（没有乡镇提及的指标也列出）。合计、中位数等只涵盖有数的乡镇；有数乡镇少于乡镇总数时，都不是全区县的数。
SELECT
    d.district_code AS 区县代码,          -- 六位区划代码
    d.district AS 区县,                   -- 区县名称
    d.report_year AS 年度,                -- 报告所述年度
    zh_edition(d.edition) AS 版次,        -- 初版、定稿或修订
    m.category_zh AS 类别,                -- 指标类别
    m.name_zh AS 指标,                    -- 指标名称
    d.unit AS 单位,                       -- 统一单位，金额为元
    district_text(d.sum_low, d.sum_high, d.n_exact < d.n_values) AS 合计,           -- 有数乡镇的合计：≥120 至少，≤400 至多，3–5 之间，约 含约数；比率不相加，为空
    district_text(d.median_low, d.median_high, d.n_exact < d.n_values) AS 中位数,   -- 有数乡镇的中位数，写法同合计
    d.rate AS 加权比率,                   -- 分子合计除以分母合计，百分数；只计分子、分母都有确数或约数的乡镇
    d.n_values || '/' || d.n_townships || '个乡镇有数' AS 覆盖,                     -- 有数乡镇数比乡镇总数
    CASE
        WHEN d.n_values = 0 THEN '没有乡镇提及，不等于零'
        WHEN d.n_values < d.n_townships THEN '只含有数的' || d.n_values || '个乡镇，不是全' || d.district || '的数'
        ELSE '全部乡镇有数'
    END || CASE WHEN d.n_partial > 0 THEN '；其中' || d.n_partial || '个乡镇的数不足整年' ELSE '' END AS 说明,  -- 数字能说明什么、不能说明什么
    d.n_townships AS 乡镇总数,            -- 当年登记的乡镇数
    d.n_reports AS 报告数,                -- 有报告的乡镇数
    d.n_values AS 有数乡镇,               -- 有这一指标的乡镇数
    d.n_exact AS 确数乡镇,                -- 其中为确数的
    d.n_partial AS 非整年乡镇,            -- 其中不足整年的
    d.sum_low AS 合计下限,                -- 各下限之和，未知按0计
    d.sum_high AS 合计上限,               -- 各上限之和，有一个未知即为空
    d.median_low AS 中位数下限,           -- 下限的中位数，未知按0计
    d.median_high AS 中位数上限,          -- 上限的中位数，无上限为空
    d.min AS 最小值,                      -- 最小的下限，未知按0计
    d.max AS 最大值,                      -- 最大的上限，有一个未知即为空
    d.n_rate AS 比率乡镇,                 -- 计入加权比率的乡镇数
    d.n_matched AS 可比乡镇,              -- 本年和上年都有数的乡镇数
    d.change_low AS 增减下限,             -- 可比乡镇比上年的增减，至少；未知为空
    d.change_high AS 增减上限,            -- 可比乡镇比上年的增减，至多；未知为空
    d.metric_id AS 指标代码               -- 指标代码
FROM district_metrics AS d
JOIN metrics AS m USING (metric_id)
ORDER BY d.district_code, d.report_year, m.sort_order, d.metric_id
