-- Every current report is published or late in the coverage table.
SELECT r.township_code, r.report_year, c.status
FROM reports AS r
LEFT JOIN coverage AS c USING (township_code, report_year)
WHERE r.is_current AND coalesce(c.status, '') NOT IN ('published', 'late')
