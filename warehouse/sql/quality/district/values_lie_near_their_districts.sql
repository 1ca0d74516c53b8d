-- severity: warn
-- name_zh: 与本区县相差悬殊
-- claim_zh: 数值与本区县其他乡镇相近
-- zh: >-
--   “{metric_zh}”为{value}{unit}，本区县{n}个乡镇的中位数为{median}，相差{factor}倍以上。原文：{sentence} 请核对数位和单位。
-- en: >-
--   {metric_id} is {value} {unit}, the median of {n} townships of the district is {median}: {factor} times as much or as little.
--   Sentence: {sentence} Check digits and unit.
-- # Score: distance from the median of the logarithms, in median absolute deviations (scaled as a standard deviation; at least 0.2).
WITH placed AS (
    SELECT *, log10(size) AS x
    FROM figures
    WHERE size > 0 AND kind NOT IN ('rate', 'coverage') AND obs_status <> 'conflict'
),
middles AS (
    SELECT district_code, report_year, metric_id, count(*) AS n, median(x) AS mid
    FROM placed GROUP BY ALL HAVING n >= 8
),
spreads AS (
    SELECT m.*, greatest(1.4826 * median(abs(p.x - m.mid)), 0.2) AS spread
    FROM placed AS p JOIN middles AS m USING (district_code, report_year, metric_id)
    GROUP BY ALL
),
looked_at AS (
    SELECT p.*, s.n, s.mid, s.spread, tidy(round(pow(10, s.mid), 1)) AS median, floor(pow(10, abs(p.x - s.mid)))::BIGINT AS factor
    FROM placed AS p JOIN spreads AS s USING (district_code, report_year, metric_id)
    WHERE NOT p.decided
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, unit, n, median, factor,
    value_text(value_low, value_high, qualifier) AS value
FROM looked_at
WHERE abs(x - mid) > 4 * spread AND abs(x - mid) > 1
