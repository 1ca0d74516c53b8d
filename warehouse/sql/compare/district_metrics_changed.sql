-- A row is a figure of a district that differs, with the causes of the observations that it follows from: those of its
-- townships, of the counts of a rate, and of the year before. A row that only one release has and that states nothing
-- (n_values = 0) is left out.
WITH changed AS (
    SELECT
        coalesce(n.district_code, o.district_code) AS district_code, coalesce(n.district, o.district) AS district,
        coalesce(n.report_year, o.report_year) AS report_year, coalesce(n.metric_id, o.metric_id) AS metric_id,
        o.metric_id AS old_metric, n.metric_id AS new_metric,
        {figures} AS figures
    FROM old_district_metrics AS o FULL JOIN new_district_metrics AS n
        ON (o.district_code, o.report_year, o.metric_id) = (n.district_code, n.report_year, n.metric_id)
    WHERE ({differs}) AND greatest(o.n_values, n.n_values) > 0
),
gathered AS (
    SELECT c.metric_id, d.district_code, d.report_year + next AS report_year, list(DISTINCT d.cause) AS causes
    FROM district_causes AS d JOIN counted AS c ON c.from_metric = d.metric_id CROSS JOIN (VALUES (0), (1)) AS years(next)
    GROUP BY ALL
),
moved AS (
    SELECT district_code, report_year, list(DISTINCT cause) AS causes FROM (
        SELECT district_code, report_year, unnest(causes) AS cause FROM (
            SELECT unnest([old_district, new_district]) AS district_code, report_year, causes
            FROM reports_caused WHERE old_district <> new_district
        )
    ) GROUP BY ALL
)
SELECT
    c.* EXCLUDE (old_metric, new_metric),
    CASE WHEN old_metric IS NULL THEN 'added' WHEN new_metric IS NULL THEN 'removed' ELSE 'changed' END AS change,
    list_concat(
        coalesce(g.causes, []), coalesce(m.causes, []), CASE WHEN k.metric_id IS NOT NULL THEN ['catalogue'] ELSE [] END
    ) AS causes
FROM changed AS c
LEFT JOIN gathered AS g USING (metric_id, district_code, report_year)
LEFT JOIN moved AS m USING (district_code, report_year)
LEFT JOIN metrics_changed AS k USING (metric_id)
