-- A figure of a township in the year looked at, with its district. `size` is one number for its interval; what a person
-- decided (corrected, supplied) is marked, and is no longer doubted.
SELECT
    o.* EXCLUDE (n_mentions), t.district_code, m.kind, coalesce(o.value_low, o.value_high) AS size,
    o.obs_status IN ('corrected', 'supplied') AS decided
FROM observations AS o
JOIN townships AS t USING (township_code)
JOIN metrics AS m USING (metric_id)
