-- severity: warn
-- name_zh: 指标不再有数
-- claim_zh: 上次发布有数的指标仍有数
-- zh: >-
--   上次发布时{district}有{n_before}个乡镇有“{metric_zh}”，现在同样的报告只有{n_now}个有数。请查看指标目录或程序的改动。
-- en: >-
--   {n_before} townships of {district} stated {metric_id} in the last release; of the same reports now {n_now} do. See what was changed in the
--   catalogue or the program.
WITH looked_at AS (
    SELECT t.district_code, t.district, p.report_year, p.metric_id, count(*) AS n_before, count(o.metric_id) AS n_now
    FROM observations_published AS p
    JOIN townships AS t USING (township_code)
    JOIN metrics AS m USING (metric_id)
    SEMI JOIN reports AS r ON r.report_id = p.report_id
    LEFT JOIN observations AS o USING (township_code, report_year, metric_id)
    GROUP BY ALL
    HAVING n_before >= 3
)
SELECT district_code, report_year, metric_id, district, n_before, n_now
FROM looked_at
WHERE 4 * n_now < n_before
