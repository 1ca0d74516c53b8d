-- Rows of a township and year now and in the last release, where that had a report of it; without those whose file a person
-- excluded or assigned elsewhere (the correction says instead of which report) or withdrew, and those that were there because
-- of an assignment that a person has taken back.
SELECT
    p.township_code, t.district_code, t.district, t.township, p.report_year,
    c.status IN ('published', 'late') AS is_there,
    p.n_mentions AS mentions_before, coalesce(c.n_mentions, 0) AS mentions_now,
    p.n_observations AS observations_before, coalesce(c.n_observations, 0) AS observations_now
FROM coverage_published AS p
LEFT JOIN coverage AS c USING (township_code, report_year)
LEFT JOIN townships_published AS t USING (township_code)  -- a township may have left the register since
WHERE p.status IN ('published', 'late')
    AND (p.township_code, p.report_year) NOT IN (
        SELECT (township_code, report_year) FROM corrections WHERE kind = 'withdraw'
    )
    AND p.township_code || ' ' || p.report_year NOT IN (
        SELECT expect FROM corrections WHERE kind IN ('assign', 'exclude') AND expect IS NOT NULL
    )
    AND (p.township_code, p.report_year) NOT IN (
        SELECT (township_code, report_year) FROM corrections_published
        WHERE kind = 'assign' AND correction_id NOT IN (SELECT correction_id FROM corrections)
            AND township_code IS NOT NULL AND report_year IS NOT NULL
    )
