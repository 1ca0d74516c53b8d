-- An observation rests on the current report of its township and year.
SELECT o.township_code, o.report_year, o.metric_id, o.report_id
FROM observations AS o
LEFT JOIN reports AS r USING (report_id)
WHERE NOT coalesce(r.is_current AND r.township_code = o.township_code AND r.report_year = o.report_year, false)
