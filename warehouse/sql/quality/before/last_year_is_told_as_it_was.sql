-- severity: warn
-- name_zh: 上年数不一致
-- claim_zh: 报告所说的上年数与上年报告一致
-- zh: >-
--   报告说上年“{metric_zh}”为{told}，上年的报告为{before}。原文：{sentence} 请核对哪一年的数有误。
-- en: >-
--   The report says that {metric_id} was {told} the year before, last year's report said {before}. Sentence: {sentence} Find out which of
--   the two is wrong.
WITH looked_at AS (
    SELECT
        b.township_code, b.report_year, b.metric_id, m.report_id, [m.mention_id] AS mention_ids, m.quote AS told,
        value_text(b.value_low, b.value_high, b.qualifier) AS before,
        m.value_low, m.value_high, b.value_low AS low_before, b.value_high AS high_before,
        CASE WHEN 'approx' IN (m.qualifier, b.qualifier) THEN 0.1 ELSE 0.02 END AS slack
    FROM mentions AS m
    JOIN reports AS r ON r.report_id = m.report_id AND r.is_current
    JOIN figures_before AS b ON (b.township_code, b.report_year, b.metric_id) = (r.township_code, r.report_year, m.metric_id)
    WHERE m.status = 'prior_period' AND m.scope = 'township' AND m.dimension IS NULL AND NOT list_contains(m.flags, 'part')
        AND regexp_matches(m.sentence, '去年|上一?年|' || (r.report_year - 1))
        AND (r.township_code, r.report_year, m.metric_id)
            NOT IN (SELECT (township_code, report_year, metric_id) FROM figures WHERE decided)
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, told, before
FROM looked_at
WHERE value_low > high_before * (1 + slack) OR value_high < low_before * (1 - slack)
