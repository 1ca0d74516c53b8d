-- Townships with a value have a report, and townships with a report are among the townships.
SELECT district_code, report_year, metric_id, n_townships, n_reports, n_values, n_exact, n_partial, n_rate, n_matched
FROM district_metrics
WHERE n_reports > n_townships OR n_values > n_reports OR n_rate > n_reports
    OR n_exact > n_values OR n_partial > n_values OR n_matched > n_values
