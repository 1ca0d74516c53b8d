-- severity: warn
-- name_zh: 部分大于合计
-- claim_zh: 部分不大于合计，办结不大于受理
-- zh: >-
--   “{metric_zh}”为{value}，大于它所属的“{total_zh}”{total}。原文：{sentence} 请核对：两数是否写反或写错；含往年结转的可不改。
-- en: >-
--   {metric_id} is {value}, more than {total_id}, which it is a part of: {total}. Sentence: {sentence} See whether one of them is wrong
--   or they are swapped; what was carried over from the year before may stay.
WITH pairs AS (
    SELECT metric_id AS part_id, part_of AS total_id FROM metrics WHERE part_of IS NOT NULL
    UNION
    SELECT numerator, denominator FROM metrics WHERE numerator IS NOT NULL
),
parts AS MATERIALIZED (
    SELECT f.*, pairs.total_id FROM pairs JOIN figures AS f ON f.metric_id = pairs.part_id
),
looked_at AS (
    SELECT
        p.*, m.name_zh AS total_zh, t.value_high AS total_high,
        value_text(t.value_low, t.value_high, t.qualifier) AS total,
        list_concat(p.mention_ids, t.mention_ids) AS both_mentions
    FROM parts AS p
    JOIN figures AS t ON (t.report_id, t.metric_id) = (p.report_id, p.total_id)
    JOIN metrics AS m ON m.metric_id = p.total_id
    WHERE t.period_end IS NOT DISTINCT FROM p.period_end AND NOT (p.decided AND t.decided) AND p.value_low IS NOT NULL AND t.value_high IS NOT NULL
)
SELECT township_code, report_year, metric_id, report_id, both_mentions AS mention_ids, total_id, total_zh, total,
    value_text(value_low, value_high, qualifier) AS value
FROM looked_at
WHERE value_low > total_high
