-- severity: warn
-- name_zh: 句中部分大于合计
-- claim_zh: 句中“其中”之数不大于合计
-- zh: >-
--   “{part}”属于“{total}”，却比它大。原文：{sentence} 请核对两数是否写反或写错。
-- en: >-
--   {part} is a part of {total}, and larger. Sentence: {sentence} See whether one of them is wrong or they are swapped.
WITH looked_at AS (
    SELECT
        r.township_code, r.report_year, coalesce(p.metric_id, t.metric_id) AS metric_id, p.report_id,
        [p.mention_id, t.mention_id] AS mention_ids, p.quote AS part, t.quote AS total, p.value_low, t.value_high
    FROM mentions AS p
    JOIN mentions AS t ON t.mention_id = p.part_of
    JOIN reports AS r ON r.report_id = p.report_id AND r.is_current
    LEFT JOIN metrics AS m ON m.metric_id = p.metric_id
    WHERE p.status = 'achieved' AND t.status = 'achieved' AND p.unit_canonical = t.unit_canonical
        AND t.part_of IS NULL AND NOT list_contains(t.flags, 'part')
        AND (m.part_of IS NULL OR m.part_of <> t.metric_id)  -- those are compared as figures of the township
        AND p.value_low IS NOT NULL AND t.value_high IS NOT NULL
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, part, total
FROM looked_at
WHERE value_low > value_high
