-- exact and approx have both bounds, equal; at_least only a low; at_most only a high; a range both. Only a range that a conflict
-- or a computation gave may be open.
SELECT source, row_key, qualifier, value_low, value_high
FROM (
    SELECT 'mentions' AS source, mention_id AS row_key, qualifier, value_low, value_high, false AS may_be_open FROM mentions
    UNION ALL
    SELECT 'observations', concat_ws(' ', township_code, report_year, metric_id), qualifier, value_low, value_high, obs_status <> 'reported'
    FROM observations
)
WHERE NOT CASE qualifier
    WHEN 'exact' THEN coalesce(value_low = value_high, false)
    WHEN 'approx' THEN coalesce(value_low = value_high, false)
    WHEN 'at_least' THEN value_low IS NOT NULL AND value_high IS NULL
    WHEN 'at_most' THEN value_low IS NULL AND value_high IS NOT NULL
    ELSE may_be_open OR (value_low IS NOT NULL AND value_high IS NOT NULL)
END
