-- severity: warn
-- name_zh: 与上年雷同
-- claim_zh: 数值不是照抄上年
-- zh: >-
--   {n_same}项数与上年完全相同（可比{n}项）：{same}。可能照抄上年，或上年的报告改了年度。请对照两年的报告核对。
-- en: >-
--   {n_same} of {n} figures are those of the year before: {same_en}. They may be copied, or it is last year's report under a new date.
--   Compare the reports of both years.
-- # Stocks (committees, mediators) may stay as they are; a flow of four digits hardly does, nor two of three digits.
WITH compared AS (
    SELECT f.*, f.size = b.size AND f.qualifier = b.qualifier AS is_same
    FROM figures AS f
    JOIN figures_before AS b USING (township_code, report_year, metric_id)
    WHERE f.kind IN ('flow', 'money') AND f.size >= 10 AND NOT f.decided AND 'conflict' NOT IN (f.obs_status, b.obs_status)
),
looked_at AS (
    SELECT township_code, report_year, report_id, count(*) AS n
    FROM compared GROUP BY ALL
),
same AS (
    SELECT
        c.report_id, count(*) AS n_same, sum(greatest(significant_digits(c.size) - 2, 0)) AS weight,
        string_agg(m.name_zh || value_text(c.value_low, c.value_high, c.qualifier), '、' ORDER BY c.metric_id) AS same,
        string_agg(c.metric_id || ' ' || value_text(c.value_low, c.value_high, c.qualifier), ', ' ORDER BY c.metric_id) AS same_en,
        flatten(list(c.mention_ids ORDER BY c.metric_id)) AS mention_ids
    FROM compared AS c
    JOIN metrics AS m USING (metric_id)
    WHERE c.is_same AND significant_digits(c.size) >= 2
    GROUP BY ALL
)
SELECT township_code, report_year, report_id, mention_ids, n, n_same, same, same_en
FROM looked_at
JOIN same USING (report_id)
WHERE (n_same >= 4 AND 2 * n_same >= n) OR weight >= 2
