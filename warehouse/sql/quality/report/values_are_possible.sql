-- severity: block
-- name_zh: 数值不可能
-- claim_zh: 数值没有超出可能的范围
-- zh: >-
--   “{metric_zh}”为{value}{unit}，超出可能的范围（{bound_min}至{bound_max}）。原文：{sentence} 请核对原文：原文有误的，向该乡镇核实后更正
--   （township correct）；读取有误的，剔除该数。
-- en: >-
--   {metric_id} is {value} {unit}, outside of what is possible ({bound_min} to {bound_max}). Sentence: {sentence} Read the
--   report: where it is wrong, ask the township and correct the value (township correct); where it was misread, reject it.
WITH looked_at AS (
    SELECT f.*, m.bound_min, m.bound_max
    FROM figures AS f
    JOIN metrics AS m USING (metric_id)
    WHERE NOT f.decided AND m.bound_max IS NOT NULL
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, unit, bound_min, bound_max,
    value_text(value_low, value_high, qualifier) AS value
FROM looked_at
WHERE coalesce(value_high, value_low) > bound_max OR coalesce(value_low, value_high) < bound_min
