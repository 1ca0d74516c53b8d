-- A row is a cause of changed observations of one report year, by the district that they stand or stood in and their metric.
SELECT DISTINCT district_code, report_year, metric_id, unnest(causes) AS cause FROM (  -- one unnest a SELECT: two would be paired, not crossed
    SELECT DISTINCT unnest(list_distinct([old_district, new_district])) AS district_code, report_year, metric_id, causes
    FROM observations_changed
)
