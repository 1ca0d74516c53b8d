-- Of the versions of a report exactly one is current.
SELECT township_code, report_year, count(*) FILTER (is_current) AS n_current
FROM reports
GROUP BY ALL
HAVING n_current <> 1
