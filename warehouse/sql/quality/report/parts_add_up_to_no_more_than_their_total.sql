-- severity: warn
-- name_zh: 部分之和大于合计
-- claim_zh: 各部分之和不大于合计
-- zh: >-
--   “{total_zh}”为{total}，所属各项之和为{added}（{parts}）。原文：{sentence} 请核对哪个数有误。
-- en: >-
--   {total_id} is {total}, its parts add up to {added} ({parts}). Sentence: {sentence} Find out which figure is wrong.
WITH parts AS MATERIALIZED (
    SELECT f.*, m.name_zh, m.part_of FROM metrics AS m JOIN figures AS f USING (metric_id) WHERE m.part_of IS NOT NULL
),
looked_at AS (
    SELECT
        t.township_code, t.report_year, t.report_id, t.metric_id, t.metric_id AS total_id, t.value_high,
        value_text(t.value_low, t.value_high, t.qualifier) AS total,
        min(mt.name_zh) AS total_zh, tidy(sum(to_decimal(p.value_low))) AS added,
        string_agg(p.name_zh || value_text(p.value_low, p.value_high, p.qualifier), '、' ORDER BY p.metric_id) AS parts,
        list_concat(min(t.mention_ids), flatten(list(p.mention_ids ORDER BY p.metric_id))) AS mention_ids,
        bool_and(t.decided AND p.decided) AS decided
    FROM parts AS p
    JOIN figures AS t ON (t.report_id, t.metric_id) = (p.report_id, p.part_of)
    JOIN metrics AS mt ON mt.metric_id = t.metric_id
    WHERE t.period_end IS NOT DISTINCT FROM p.period_end AND t.value_high IS NOT NULL AND p.value_low IS NOT NULL
    GROUP BY t.township_code, t.report_year, t.report_id, t.metric_id, t.value_low, t.value_high, t.qualifier
    HAVING count(*) > 1 AND max(p.value_low) <= t.value_high
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, total_id, total_zh, total, added, parts
FROM looked_at
WHERE added > value_high AND NOT decided
