-- A row is an observation that differs, as it is listed.
SELECT change, causes, why, coalesce(new_district, old_district) AS district_code, district, township_code, township, report_year,
    metric_id, coalesce(new_unit, old_unit) AS unit,
    value_text(old_low, old_high, old_qualifier) || '（' || zh_obs_status(old_status)
        || coalesce('，截至' || old_period, '') || CASE WHEN old_unit <> new_unit THEN '，' || old_unit ELSE '' END || '）' AS old,
    value_text(new_low, new_high, new_qualifier) || '（' || zh_obs_status(new_status)
        || coalesce('，截至' || new_period, '') || CASE WHEN old_unit <> new_unit THEN '，' || new_unit ELSE '' END || '）' AS new,
    old_low, old_high, new_low, new_high
FROM observations_changed
