-- Of every interval the low is at most the high.
SELECT 'mentions' AS source, mention_id AS row_key, value_low AS low, value_high AS high
FROM mentions WHERE value_low > value_high
UNION ALL
SELECT 'observations', concat_ws(' ', township_code, report_year, metric_id), value_low, value_high
FROM observations WHERE value_low > value_high
UNION ALL
SELECT 'district_metrics.' || figure, concat_ws(' ', district_code, report_year, metric_id), low, high
FROM (
    SELECT district_code, report_year, metric_id, 'sum' AS figure, sum_low AS low, sum_high AS high FROM district_metrics
    UNION ALL SELECT district_code, report_year, metric_id, 'median', median_low, median_high FROM district_metrics
    UNION ALL SELECT district_code, report_year, metric_id, 'range', min, max FROM district_metrics
    UNION ALL SELECT district_code, report_year, metric_id, 'change', change_low, change_high FROM district_metrics
)
WHERE low > high
