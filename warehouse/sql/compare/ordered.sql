-- The rows of one level in the columns and the order of `changes`, with what proves them and the names of metrics.
WITH rows AS ({rows}),
ordered AS (SELECT * REPLACE ({proved} AS causes) FROM (FROM rows UNION ALL BY NAME FROM changes WHERE false))
SELECT
    '{level}' AS level, o.change, o.causes[1] AS cause, o.causes, coalesce(o.why, CASE WHEN o.causes = [$rest] THEN $rest_said END) AS why,
    o.district_code, o.district, o.township_code, o.township, o.report_year, o.metric_id, m.name_zh AS metric,
    coalesce(o.unit, m.unit) AS unit, nullif(o.old, '') AS old, nullif(o.new, '') AS new, o.old_low, o.old_high, o.new_low, o.new_high
FROM ordered AS o LEFT JOIN named AS m USING (metric_id)
ORDER BY o.report_year, o.district_code, o.township_code, m.sort_order, o.metric_id
