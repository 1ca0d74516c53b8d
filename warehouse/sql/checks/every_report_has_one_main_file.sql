-- Every report has exactly one main file.
SELECT r.report_id, count(f.file_id) AS n_main_files
FROM reports AS r
LEFT JOIN files AS f ON f.report_id = r.report_id AND f.role = 'main'
GROUP BY ALL
HAVING n_main_files <> 1
