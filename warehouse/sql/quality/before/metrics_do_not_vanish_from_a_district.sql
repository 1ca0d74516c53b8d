-- severity: warn
-- name_zh: 指标在全区县消失
-- claim_zh: 上年有的指标本年没有在全区县消失
-- zh: >-
--   {district}上年有{n_before}个乡镇写了“{metric_zh}”，这些乡镇本年有报告，却只有{n_now}个写了。可能是说法变了没有读到，请看几份报告。
-- en: >-
--   {n_before} townships of {district} stated {metric_id} the year before and have a report of this year, but only {n_now} state it: they may
--   say it in other words, which were not understood. Read some of the reports.
WITH looked_at AS (
    SELECT
        r.district_code, r.district, r.report_year, b.metric_id, count(*) AS n_before, count(f.metric_id) AS n_now
    FROM current_reports AS r
    JOIN figures_before AS b USING (township_code, report_year)
    LEFT JOIN figures AS f USING (township_code, report_year, metric_id)
    GROUP BY ALL
    HAVING n_before >= 4
)
SELECT district_code, report_year, metric_id, district, n_before, n_now
FROM looked_at
WHERE 5 * n_now < n_before
