-- A row is a report that differs, as it is listed.
SELECT change, causes, why, coalesce(new_district, old_district) AS district_code, district, township_code, township, report_year,
    '第' || old_version || '版' || CASE WHEN old_district <> new_district THEN '，' || old_district ELSE '' END AS old,
    '第' || new_version || '版' || CASE WHEN old_district <> new_district THEN '，' || new_district ELSE '' END AS new
FROM reports_caused
