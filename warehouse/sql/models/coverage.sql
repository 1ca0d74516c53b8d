-- A row is one township in one report year: whether a report came, and when.
-- Rule: "coverage" in the contract. Townships are those of every district that is configured or has a report, in the years
-- the home has reports of it or that are configured. The deadline is 31 March of the following year, from report year 2019
-- on; before, it is NULL: nothing is late or missing. Of several versions the first publication counts: a corrected
-- report published again in May does not make a township late. The clock enters through $as_of (a date) alone.
-- Reads reports, townships, quarantine, mentions, observations, and configured (district_code, report_year).
WITH asked AS (
    SELECT t.district_code, r.report_year FROM reports AS r JOIN townships AS t USING (township_code)
    UNION
    SELECT district_code, report_year FROM configured
),
on_hand AS (
    SELECT
        township_code, report_year,
        max(report_id) FILTER (is_current) AS report_id,
        first(published_on ORDER BY published_on NULLS LAST, version) AS published_on,
        first(date_basis ORDER BY published_on NULLS LAST, version) AS date_basis
    FROM reports GROUP BY ALL
),
roster AS (
    SELECT
        t.township_code, a.report_year, h.* EXCLUDE (township_code, report_year),
        CASE WHEN a.report_year >= 2019 THEN make_date(a.report_year + 1, 3, 31) END AS deadline
    FROM asked AS a
    JOIN townships AS t USING (district_code)
    LEFT JOIN on_hand AS h ON (h.township_code, h.report_year) = (t.township_code, a.report_year)
    WHERE h.report_id IS NOT NULL OR valid_in(a.report_year, t.valid_from, t.valid_to)
),
unusable AS (
    SELECT DISTINCT township_code, report_year FROM quarantine
),
mention_counts AS (
    SELECT report_id, count(*) AS n_mentions FROM mentions GROUP BY ALL
),
observation_counts AS (
    SELECT township_code, report_year, count(*) AS n_observations FROM observations GROUP BY ALL
)
SELECT
    r.township_code, r.report_year,
    CASE
        WHEN r.report_id IS NOT NULL AND r.published_on > r.deadline THEN 'late'
        WHEN r.report_id IS NOT NULL THEN 'published'
        WHEN u.township_code IS NOT NULL THEN 'quarantined'
        WHEN $as_of > r.deadline THEN 'missing'
        ELSE 'pending'
    END AS status,
    r.published_on, r.date_basis,
    r.published_on - r.deadline AS days_after_deadline,
    coalesce(m.n_mentions, 0) AS n_mentions,
    coalesce(o.n_observations, 0) AS n_observations
FROM roster AS r
LEFT JOIN unusable AS u USING (township_code, report_year)
LEFT JOIN mention_counts AS m USING (report_id)
LEFT JOIN observation_counts AS o USING (township_code, report_year)
