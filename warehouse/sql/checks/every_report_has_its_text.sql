-- Every report has its full text, and every text its report.
SELECT report_id, r.township_code, r.report_year
FROM reports AS r
FULL JOIN report_texts AS t USING (report_id)
WHERE r.report_id IS NULL OR t.report_id IS NULL
