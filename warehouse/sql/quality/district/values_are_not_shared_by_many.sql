-- severity: warn
-- name_zh: 多个乡镇同一个数
-- claim_zh: 数值没有被多个乡镇共用
-- zh: >-
--   {district}{stated}个有“{metric_zh}”的乡镇中有{n}个都是{value}{unit}（{townships}），可能填的是全区县的数。原文：{sentence} 请核实各乡镇自己的数。
-- en: >-
--   {n} of {stated} townships of {district} give {value} {unit} for {metric_id} ({townships}): it may be the district's figure. Sentence:
--   {sentence} Ask each township for its own.
WITH counted AS (
    SELECT district_code, report_year, metric_id, size, count(*) AS n
    FROM figures
    WHERE kind NOT IN ('rate', 'coverage') AND size > 0
    GROUP BY ALL
),
looked_at AS (
    SELECT district_code, report_year, metric_id, max(n) AS n, arg_max(size, (n, size)) AS size, sum(n) AS stated
    FROM counted GROUP BY ALL
    HAVING stated >= 4
),
shared AS (
    FROM looked_at WHERE n >= 4 AND 2 * n >= stated AND significant_digits(size) >= 2
)
SELECT
    district_code, report_year, metric_id, min(t.district) AS district, min(f.unit) AS unit, n, stated,
    min(value_text(f.value_low, f.value_high, f.qualifier)) AS value,
    string_agg(t.township, '、' ORDER BY township_code) AS townships,
    flatten(list(f.mention_ids ORDER BY township_code)) AS mention_ids
FROM shared
JOIN figures AS f USING (district_code, report_year, metric_id, size)
JOIN townships AS t USING (township_code, district_code)
GROUP BY ALL
HAVING NOT bool_and(f.decided)
