-- 每条核查发现一行：哪里有疑问、原文怎么说、怎么办。阻止发布的排在前面。
SELECT
    zh_severity(f.severity) AS 级别,          -- 阻止发布、警告或提示
    f.district_code AS 区县代码,              -- 六位区划代码
    d.district AS 区县,                       -- 区县名称
    f.township_code AS 乡镇代码,              -- 涉及的乡镇，涉及多个的为空
    t.township AS 乡镇,                       -- 乡镇名称
    f.report_year AS 年度,                    -- 报告所述年度
    m.name_zh AS 指标,                        -- 涉及的指标
    f.message_zh AS 说明,                     -- 问题和处理办法
    s.sentence AS 来源句,                     -- 第一条数量所在的句子
    f.check_name AS 核查,                     -- 核查名称，即应当成立的事
    f.finding_id AS 发现标识                  -- 由所指的内容算出
FROM findings AS f
LEFT JOIN townships AS t USING (township_code)
LEFT JOIN (SELECT district_code, any_value(district) AS district FROM townships GROUP BY ALL) AS d
    ON d.district_code = f.district_code
LEFT JOIN metrics AS m USING (metric_id)
LEFT JOIN mentions AS s ON s.mention_id = f.mention_ids[1]
ORDER BY
    CASE f.severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, f.district_code, f.report_year, f.township_code, f.check_name,
    f.finding_id
