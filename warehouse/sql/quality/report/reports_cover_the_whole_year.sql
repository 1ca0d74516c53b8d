-- severity: info
-- name_zh: 不是全年的数
-- claim_zh: 报告和数量覆盖全年
-- zh: >-
--   {what_zh}不是全年的数，与其他乡镇、其他年度不可直接相比。汇总表的“非整年乡镇”已计入；有全年数的，请补录。
-- en: >-
--   {what_en} not of the whole year and cannot be compared with other townships and years as they are; n_partial counts
--   them. Supply figures of the whole year where they are known.
WITH looked_at AS (
    SELECT
        r.township_code, r.report_year, r.report_id, r.period_end, count(f.period_end) AS n_partial, count(f.metric_id) AS n_figures
    FROM current_reports AS r
    LEFT JOIN figures AS f ON f.report_id = r.report_id AND NOT f.decided
    GROUP BY ALL
)
SELECT
    township_code, report_year, report_id,
    CASE WHEN period_end IS NOT NULL THEN '报告截至' || period_end || '，' ELSE n_figures || '项数中的' || n_partial || '项' END AS what_zh,
    CASE
        WHEN period_end IS NOT NULL THEN 'The report ends on ' || period_end || ': its figures are'
        ELSE n_partial || ' of ' || n_figures || ' figures are'
    END AS what_en
FROM looked_at
WHERE period_end IS NOT NULL OR n_partial > 0
