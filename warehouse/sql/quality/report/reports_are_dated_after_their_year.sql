-- severity: warn
-- name_zh: 日期与年度不符
-- claim_zh: 报告在所述年度结束前后成文
-- zh: >-
--   报告说的是{report_year}年，{what_zh}日期却是{day}。请核对年度是否认错，或日期是否写错。
-- en: >-
--   The report is about {report_year}, but was {what_en} on {day}. See whether the year was taken wrongly or the date is wrong.
WITH looked_at AS (
    SELECT
        *, coalesce(signed_on, published_on) AS day,
        CASE WHEN signed_on IS NULL THEN '发布' ELSE '落款' END AS what_zh,
        CASE WHEN signed_on IS NULL THEN 'published' ELSE 'signed' END AS what_en
    FROM current_reports
    WHERE signed_on IS NOT NULL OR published_on IS NOT NULL
)
SELECT township_code, report_year, report_id, day, what_zh, what_en
FROM looked_at
WHERE day < coalesce(period_end, make_date(report_year, 11, 1)) OR (signed_on IS NOT NULL AND day > make_date(report_year + 1, 12, 31))
