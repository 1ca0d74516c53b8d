-- A row is a metric whose entry in the catalogue, or that of a count it follows from, says something else.
WITH changed AS (
    (SELECT * EXCLUDE (sort_order) FROM old_metrics EXCEPT SELECT * EXCLUDE (sort_order) FROM new_metrics)
    UNION ALL
    (SELECT * EXCLUDE (sort_order) FROM new_metrics EXCEPT SELECT * EXCLUDE (sort_order) FROM old_metrics)
)
SELECT DISTINCT c.metric_id FROM counted AS c SEMI JOIN changed ON changed.metric_id = c.from_metric
