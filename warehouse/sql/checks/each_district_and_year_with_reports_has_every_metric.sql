-- The published table holds every metric for every district and year that has a current report, and no other.
WITH expected AS (
    SELECT DISTINCT r.district_code, r.report_year, m.metric_id
    FROM reports AS r
    CROSS JOIN metrics AS m
    WHERE r.is_current
)
SELECT district_code, report_year, metric_id
FROM expected AS e
FULL JOIN district_metrics AS d USING (district_code, report_year, metric_id)
WHERE e.metric_id IS NULL OR d.metric_id IS NULL
