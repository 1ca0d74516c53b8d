-- A row is a metric whose entry in the catalogue, or that of a count it follows from, says something else; a Chinese text
-- explains the English one and moves no figure.
WITH old_entries AS (SELECT * EXCLUDE (sort_order, definition_zh, not_counted_zh) FROM old_metrics),
new_entries AS (SELECT * EXCLUDE (sort_order, definition_zh, not_counted_zh) FROM new_metrics),
changed AS (
    (FROM old_entries EXCEPT FROM new_entries)
    UNION ALL
    (FROM new_entries EXCEPT FROM old_entries)
)
SELECT DISTINCT c.metric_id FROM counted AS c SEMI JOIN changed ON changed.metric_id = c.from_metric
