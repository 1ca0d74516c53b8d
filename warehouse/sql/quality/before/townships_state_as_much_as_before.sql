-- severity: warn
-- name_zh: 指标比上年少
-- claim_zh: 乡镇有数的指标不比上年少太多
-- zh: >-
--   上年有{n_before}项指标，本年只有{n_now}项；不再有数的如：{lost}。请核对文件是否完整。
-- en: >-
--   {n_before} metrics were stated the year before, now {n_now}; no longer, among others: {lost_en}. See whether the file is complete.
WITH before AS (SELECT township_code, report_year, count(*) AS n_before FROM figures_before GROUP BY ALL),
now AS (SELECT report_id, count(*) AS n_now FROM figures GROUP BY ALL),
looked_at AS (
    SELECT r.township_code, r.report_year, r.report_id, b.n_before, coalesce(n.n_now, 0) AS n_now
    FROM current_reports AS r
    JOIN before AS b USING (township_code, report_year)
    LEFT JOIN now AS n USING (report_id)
    WHERE b.n_before >= 10
),
less AS (FROM looked_at WHERE 2 * n_now < n_before)
SELECT
    township_code, report_year, l.report_id, n_before, n_now,
    array_to_string(list(m.name_zh ORDER BY m.sort_order)[:6], '、') AS lost,
    array_to_string(list(m.metric_id ORDER BY m.sort_order)[:6], ', ') AS lost_en
FROM less AS l
JOIN figures_before AS b USING (township_code, report_year)
JOIN metrics AS m USING (metric_id)
ANTI JOIN figures AS f ON (f.report_id, f.metric_id) = (l.report_id, b.metric_id)
GROUP BY ALL
