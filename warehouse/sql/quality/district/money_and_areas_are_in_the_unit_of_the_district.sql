-- severity: warn
-- name_zh: 金额或面积单位可疑
-- claim_zh: 金额和面积的单位没有写错
-- zh: >-
--   “{metric_zh}”为{value}{unit}，本区县其他{n}个乡镇的中位数为{median}{unit}，相差千倍以上，可能把“万元”写成“元”（或相反）。原文：
--   {sentence} 请核对单位。
-- en: >-
--   {metric_id} is {value} {unit}, the median of the {n} other townships of the district is {median}: a thousand times as much or as
--   little, as if 万元 and 元 were mixed up. Sentence: {sentence} Check the unit.
WITH placed AS (
    SELECT * FROM figures WHERE size > 0 AND unit IN ('元', '㎡') AND obs_status <> 'conflict'
),
others AS (
    SELECT f.township_code, f.report_year, f.metric_id, count(*) AS n, median(o.size) AS median
    FROM placed AS f
    JOIN placed AS o USING (district_code, report_year, metric_id)
    WHERE o.township_code <> f.township_code
    GROUP BY ALL
    HAVING n >= 3
),
looked_at AS (
    FROM placed JOIN others USING (township_code, report_year, metric_id) WHERE NOT decided
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, unit, n, median,
    value_text(value_low, value_high, qualifier) AS value
FROM looked_at
WHERE abs(log10(size / median)) BETWEEN 3 AND 5
