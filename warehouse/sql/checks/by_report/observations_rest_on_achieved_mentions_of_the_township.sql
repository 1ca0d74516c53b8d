-- What an observation was read from is achieved. A stated value is also the township's own, of its metric and of the whole:
-- without a dimension, or with one that is not among the metric's parts (the one the metric is defined by). A computed
-- value may rest on parts, on places and on other metrics; corrected and supplied values rest on what people decided.
SELECT
    o.township_code, o.report_year, o.metric_id,
    m.mention_id, m.status, m.scope, m.dimension, m.metric_id AS mention_metric
FROM (SELECT *, unnest(mention_ids) AS mention_id FROM observations) AS o
JOIN mentions AS m USING (mention_id)
JOIN metrics AS c ON c.metric_id = o.metric_id
WHERE
    (o.obs_status = 'computed' AND m.metric_id = o.metric_id AND m.status <> 'achieved')
    OR (
        o.obs_status IN ('reported', 'conflict')
        AND (
            m.status <> 'achieved' OR m.scope <> 'township' OR m.metric_id IS DISTINCT FROM o.metric_id
            OR list_contains(c.dimensions, m.dimension)
        )
    )
