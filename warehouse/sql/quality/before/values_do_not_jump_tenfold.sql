-- severity: warn
-- name_zh: 与上年相差数量级
-- claim_zh: 数值与上年相比没有数量级的跳变
-- zh: >-
--   “{metric_zh}”为{value}{unit}，上年为{before}，相差{factor}倍以上，可能多写或漏写了数位，或单位不同。原文：{sentence} 请对照两年的报告核对。
-- en: >-
--   {metric_id} is {value} {unit}, the year before it was {before}: {factor} times as much or as little, as if a digit were added or lost, or
--   the unit were another. Sentence: {sentence} Compare the reports of both years.
-- # Where a metric changes much in all townships, only larger jumps count.
WITH compared AS (
    SELECT
        f.*, b.value_low AS low_before, b.value_high AS high_before, b.qualifier AS qualifier_before, b.size AS size_before,
        log10(f.size / b.size) AS change
    FROM figures AS f
    JOIN figures_before AS b USING (township_code, report_year, metric_id)
    WHERE f.size > 0 AND b.size > 0 AND f.kind NOT IN ('rate', 'coverage') AND f.period_end IS NULL AND b.period_end IS NULL
        AND NOT f.decided AND 'conflict' NOT IN (f.obs_status, b.obs_status)
),
usual AS (
    SELECT report_year, metric_id, CASE WHEN count(*) >= 5 THEN least(4 * median(abs(change)), 1.8) ELSE 0 END AS usual_change
    FROM compared GROUP BY ALL
),
looked_at AS (
    SELECT c.*, u.usual_change
    FROM compared AS c JOIN usual AS u USING (report_year, metric_id)
)
SELECT
    township_code, report_year, metric_id, report_id, mention_ids, unit,
    value_text(value_low, value_high, qualifier) AS value, value_text(low_before, high_before, qualifier_before) AS before,
    floor(pow(10, abs(change)))::BIGINT AS factor
FROM looked_at
WHERE abs(change) >= greatest(usual_change, log10(8)) AND greatest(size, size_before) >= 30
