-- The values that the published table counts are exactly the observations, year by year and metric by metric.
SELECT report_year, metric_id, o.n AS observed, d.n AS published
FROM (SELECT report_year, metric_id, count(*) AS n FROM observations GROUP BY ALL) AS o
FULL JOIN (SELECT report_year, metric_id, sum(n_values) AS n FROM district_metrics GROUP BY ALL) AS d
    USING (report_year, metric_id)
WHERE coalesce(o.n, 0) <> coalesce(d.n, 0)
