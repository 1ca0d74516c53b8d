-- A row is a district and year that differs, as it is listed.
SELECT change, causes, district_code, district, report_year,
    old_name || '，' || zh_edition(old_edition) || '，乡镇' || old_townships || '，报告' || old_reports AS old,
    new_name || '，' || zh_edition(new_edition) || '，乡镇' || new_townships || '，报告' || new_reports AS new
FROM district_years_changed
