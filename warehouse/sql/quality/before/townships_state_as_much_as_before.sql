-- severity: warn
-- claim_zh: 乡镇有数的指标不比上年少太多
-- zh: >-
--   上年有{n_before}项指标，本年只有{n_now}项；不再有数的如：{lost}。请核对文件是否完整。
-- en: >-
--   {n_before} metrics were stated the year before, now {n_now}; no longer, among others: {lost_en}. See whether the file is complete.
WITH looked_at AS (
    SELECT
        r.township_code, r.report_year, r.report_id, count(*) AS n_before, any_value(n.n_now) AS n_now,
        array_to_string(list(m.name_zh ORDER BY m.sort_order) FILTER (f.metric_id IS NULL)[:6], '、') AS lost,
        array_to_string(list(m.metric_id ORDER BY m.sort_order) FILTER (f.metric_id IS NULL)[:6], ', ') AS lost_en
    FROM current_reports AS r
    JOIN figures_before AS b USING (township_code, report_year)
    JOIN metrics AS m USING (metric_id)
    LEFT JOIN figures AS f USING (township_code, report_year, metric_id)
    LEFT JOIN (SELECT township_code, report_year, count(*) AS n_now FROM figures GROUP BY ALL) AS n
        USING (township_code, report_year)
    GROUP BY r.township_code, r.report_year, r.report_id
    HAVING n_before >= 10
)
SELECT township_code, report_year, report_id, n_before, coalesce(n_now, 0) AS n_now, lost, lost_en
FROM looked_at
WHERE 2 * coalesce(n_now, 0) < n_before
