-- A figure of a township in the year before, by the year looked at (`report_year` is one more than its own).
SELECT
    o.township_code, (o.report_year + 1)::SMALLINT AS report_year, t.district_code, o.metric_id, m.kind,
    o.value_low, o.value_high, o.obs_status, o.qualifier, o.period_end,
    coalesce(o.value_low, o.value_high) AS size
FROM observations_before AS o
JOIN townships AS t USING (township_code)
JOIN metrics AS m USING (metric_id)
