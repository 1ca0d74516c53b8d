-- severity: info
-- name_zh: 单位与指标不符
-- claim_zh: 数量的单位与指标一致
-- zh: >-
--   “{metric_zh}”以{expected}计，原文是“{quote}”（如人与人次混用），因此未采用。原文：{sentence} 请核实是人还是人次，必要时补录。
-- en: >-
--   {metric_id} counts {expected}, the report says {quote} (persons and times may be mixed up), so it is not taken. Sentence:
--   {sentence} Ask which is meant, and supply the value where it is known.
WITH looked_at AS (
    SELECT r.township_code, r.report_year, m.metric_id, m.report_id, [m.mention_id] AS mention_ids, m.quote, m.flags, c.unit AS expected
    FROM mentions AS m
    JOIN reports AS r ON r.report_id = m.report_id AND r.is_current
    JOIN metrics AS c ON c.metric_id = m.metric_id
    WHERE m.status = 'achieved' AND m.scope = 'township' AND m.dimension IS NULL
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, quote, expected
FROM looked_at
WHERE list_contains(flags, 'unit_mismatch')
    AND (township_code, report_year, metric_id) NOT IN (SELECT (township_code, report_year, metric_id) FROM figures)
