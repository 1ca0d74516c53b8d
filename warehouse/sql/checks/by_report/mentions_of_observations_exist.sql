-- Every mention that an observation names exists, stands in its report, and is counted.
SELECT o.township_code, o.report_year, o.metric_id, o.n_mentions, o.mention_ids
FROM observations AS o
LEFT JOIN LATERAL (
    SELECT count(*) AS n_found
    FROM (SELECT unnest(o.mention_ids) AS mention_id) AS i
    JOIN mentions AS m USING (mention_id)
    WHERE m.report_id = o.report_id
) AS f ON true
WHERE f.n_found <> len(o.mention_ids) OR o.n_mentions <> len(o.mention_ids)
