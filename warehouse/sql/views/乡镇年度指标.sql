-- 每个乡镇、年度、指标一行，只列报告中有的；报告没有提及的不在其中，不等于零。每个数字带原文字样和所在句。
SELECT
    c.district_code AS 区县代码,          -- 六位区划代码，更名、改区后不变
    c.district AS 区县,                   -- 区县当年名称
    o.township_code AS 乡镇代码,          -- 民政代码或补充登记代码
    c.township AS 乡镇,                   -- 乡镇当年名称
    o.report_year AS 年度,                -- 报告所述年度
    m.category_zh AS 类别,                -- 指标类别
    m.name_zh AS 指标,                    -- 指标名称
    interval_text(o.value_low, o.value_high, o.qualifier = 'approx') AS 数值,  -- 40 确数，约1500 约数，≥120 至少，≤400 至多，3–5 之间
    o.unit AS 单位,                       -- 统一单位，金额为元
    o.value_low AS 下限,                  -- 下限，未知为空
    o.value_high AS 上限,                 -- 上限，未知为空
    zh_qualifier(o.qualifier) AS 确切程度,  -- 确数、约数、下限、上限或区间
    zh_obs_status(o.obs_status) AS 取得方式,  -- 原文陈述、推算、更正、补录或原文矛盾
    o.period_end AS 截止日期,             -- 数字不足整年时的截止日，整年为空
    coalesce(s.quotes, x.quote) AS 原文字样,                 -- 报告中的数字，有多处时以分号隔开
    coalesce(s.sentences, x.sentence) AS 来源句,                -- 数字所在的句子
    o.report_id AS 报告标识,              -- 报告
    o.metric_id AS 指标代码               -- 指标代码
FROM observations AS o
JOIN coverage AS c USING (township_code, report_year)
JOIN metrics AS m USING (metric_id)
LEFT JOIN mentions AS x ON x.mention_id = o.mention_ids[1]
LEFT JOIN (  -- the few that rest on several places
    SELECT
        township_code, report_year, metric_id,
        string_agg(quotes, '；' ORDER BY char_start) AS quotes,
        string_agg(sentence, ' ' ORDER BY char_start) AS sentences
    FROM (
        SELECT
            i.township_code, i.report_year, i.metric_id, y.sentence,
            min(y.char_start) AS char_start,
            string_agg(y.quote, '；' ORDER BY y.char_start, y.mention_id) AS quotes
        FROM (SELECT *, unnest(mention_ids) AS mention_id FROM observations WHERE n_mentions > 1) AS i
        JOIN mentions AS y USING (mention_id)
        GROUP BY ALL
    )
    GROUP BY ALL
) AS s USING (township_code, report_year, metric_id)
