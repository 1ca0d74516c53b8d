-- A row is a metric of either release, as the newer one names it.
FROM new_metrics UNION ALL BY NAME (FROM old_metrics ANTI JOIN new_metrics USING (metric_id))
