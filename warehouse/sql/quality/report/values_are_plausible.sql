-- severity: warn
-- name_zh: 数值不合理
-- claim_zh: 数值在一个乡镇的合理范围内
-- zh: >-
--   “{metric_zh}”为{value}{unit}，一个乡镇一般在{plausible_min}至{plausible_max}之间。原文：{sentence} 请核对数值和单位。
-- en: >-
--   {metric_id} is {value} {unit}; for one township {plausible_min} to {plausible_max} is usual. Sentence: {sentence} Check the
--   value and its unit.
WITH looked_at AS (
    SELECT f.*, m.plausible_min, m.plausible_max, m.bound_min, m.bound_max
    FROM figures AS f
    JOIN metrics AS m USING (metric_id)
    WHERE NOT f.decided AND f.obs_status <> 'conflict'
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, unit, plausible_min, plausible_max,
    value_text(value_low, value_high, qualifier) AS value
FROM looked_at
WHERE (size > plausible_max AND size <= coalesce(bound_max, size))
    OR (coalesce(value_high, value_low) < plausible_min AND size >= coalesce(bound_min, size) AND size > 0)
