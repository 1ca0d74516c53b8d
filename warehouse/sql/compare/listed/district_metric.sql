-- A row is a figure of a district that differs, as it is listed.
SELECT change, causes, district_code, district, report_year, metric_id,
    CASE WHEN change <> 'added' THEN
        array_to_string([f.name || ' ' || coalesce(f.old, '—') FOR f IN figures IF f.differs], '；') END AS old,
    CASE WHEN change <> 'removed' THEN
        array_to_string([f.name || ' ' || coalesce(f.new, '—') FOR f IN figures IF f.differs], '；') END AS new
FROM district_metrics_changed
