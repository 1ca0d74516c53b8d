-- What names a metric names one of the catalogue.
SELECT source, metric_id
FROM (
    SELECT DISTINCT 'mentions' AS source, metric_id FROM mentions
    UNION SELECT DISTINCT 'observations', metric_id FROM observations
    UNION SELECT DISTINCT 'district_metrics', metric_id FROM district_metrics
    UNION SELECT DISTINCT 'findings', metric_id FROM findings
    UNION SELECT DISTINCT 'metrics.numerator', numerator FROM metrics
    UNION SELECT DISTINCT 'metrics.denominator', denominator FROM metrics
    UNION SELECT DISTINCT 'metrics.part_of', part_of FROM metrics
)
ANTI JOIN metrics USING (metric_id)
WHERE metric_id IS NOT NULL
