-- severity: warn
-- name_zh: 比率与数量不符（约数、更正数）
-- claim_zh: 所述比率与按数量计算的一致
-- zh: >-
--   “{metric_zh}”为{value}%，按两项数量计算为{computed}%。原文：{sentence} 请核对比率和数量。
-- en: >-
--   {metric_id} is {value} %, its two counts give {computed} %. Sentence: {sentence} Check the rate and the counts.
-- # Exact counts are compared when a report is read (rate_mismatch); here are the others: vaguer counts, corrected values.
WITH numerators AS MATERIALIZED (  -- first the few, else every figure of a report would meet every other
    SELECT m.metric_id AS rate_id, m.denominator, f.*
    FROM metrics AS m
    JOIN figures AS f ON f.metric_id = m.numerator
),
compared AS (
    SELECT
        r.*, 100 * n.value_low / d.value_high AS computed_low, 100 * n.value_high / d.value_low AS computed_high,
        0.5 * pow(10, -length(split_part(number_text(coalesce(r.value_low, r.value_high)), '.', 2))) + 1e-9
            + CASE WHEN 'approx' IN (r.qualifier, n.qualifier, d.qualifier) THEN 5 ELSE 0 END AS slack
    FROM numerators AS n
    JOIN figures AS r ON (r.report_id, r.metric_id) = (n.report_id, n.rate_id)
    JOIN figures AS d ON (d.report_id, d.metric_id) = (n.report_id, n.denominator)
    WHERE r.obs_status IN ('reported', 'corrected', 'supplied') AND n.period_end IS NOT DISTINCT FROM d.period_end AND d.value_low > 0 AND n.value_low <= d.value_low
        AND NOT (r.decided AND n.decided AND d.decided)
        AND 'conflict' NOT IN (n.obs_status, d.obs_status)
),
looked_at AS (
    SELECT *, interval_text(round(computed_low, 1), round(computed_high, 1), false) AS computed
    FROM compared
    WHERE computed_low IS NOT NULL OR computed_high IS NOT NULL
)
SELECT township_code, report_year, metric_id, report_id, mention_ids, computed, value_text(value_low, value_high, qualifier) AS value
FROM looked_at AS l
WHERE (computed_low > value_high + slack OR computed_high < value_low - slack)
    AND NOT EXISTS (
        FROM findings AS f
        WHERE f.check_name = 'rate_mismatch' AND (f.report_id, f.metric_id) = (l.report_id, l.metric_id)
    )
