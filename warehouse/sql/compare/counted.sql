-- A row is a metric and one that its values may follow from: itself, and of a rate its two counts.
WITH known AS (FROM new_metrics UNION ALL BY NAME FROM old_metrics)
SELECT metric_id, metric_id AS from_metric FROM known
UNION SELECT metric_id, numerator FROM known WHERE numerator IS NOT NULL
UNION SELECT metric_id, denominator FROM known WHERE denominator IS NOT NULL
