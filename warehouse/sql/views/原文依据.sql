-- 每个乡镇年度指标的每处原文一行：数字、原句、所在文件和位置。补录的数没有原文，原文字样和来源句为空。
SELECT
    c.district_code AS 区县代码,          -- 六位区划代码，更名、改区后不变
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
    x.quote AS 原文字样,                  -- 数字连同单位，与原文一字不差
    x.sentence AS 来源句,                 -- 所在句
    zh_section(x.section) AS 章节,        -- 所在章节
    f.source_uri AS 文件,                 -- 所在文件，相对收件夹的路径或网址
    concat_ws(' ',
        '第' || b.page || '页', '表' || b.table, '第' || b.row || '行', b.header_path,
        '第' || (x.char_start - coalesce(s.begins, 0) + 1) || '–' || (x.char_end - coalesce(s.begins, 0)) || '字'
    ) AS 位置,                            -- 页、表、行和在该文件全文中的字序
    x.confidence AS 置信度,               -- 同类识别中正确的比例，0至1
    x.mention_id AS 数量标识,             -- 数量标识
    o.report_id AS 报告标识,              -- 报告
    o.metric_id AS 指标代码               -- 指标代码
FROM (SELECT *, unnest(CASE WHEN n_mentions = 0 THEN [NULL] ELSE mention_ids END) AS mention_id FROM observations) AS o
JOIN coverage AS c USING (township_code, report_year)
JOIN metrics AS m USING (metric_id)
LEFT JOIN mentions AS x USING (mention_id)
ASOF LEFT JOIN blocks AS b ON b.report_id = x.report_id AND b.char_start <= x.char_start
LEFT JOIN (SELECT report_id, file_id, min(char_start) AS begins FROM blocks GROUP BY ALL) AS s
    ON s.report_id = b.report_id AND s.file_id = b.file_id
LEFT JOIN files AS f ON f.file_id = b.file_id
ORDER BY c.district_code, o.report_year, o.township_code, m.sort_order, o.metric_id, x.char_start, x.mention_id
