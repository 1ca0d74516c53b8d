-- A row is one township in one report year: where it stood, whether a report came, and when.
-- Rule: "coverage" in the contract. Townships are those of every district that is configured or has a report, in the years
-- the home has reports of it or that are configured: whoever reported, in the district and by the name of its report, and
-- of the others those that the register has in that district and year. The deadline is 31 March of the following year,
-- from report year 2019 on; before, it is NULL: nothing is late or missing. Of several versions the first publication
-- counts: a corrected report published again in May does not make a township late. The clock enters through $as_of (a
-- date) alone.
-- Reads reports, townships, township_history, quarantine, mentions, observations, and configured (district_code,
-- report_year).
WITH register AS (  -- every name and district of a township, with the years for which it held
    FROM townships UNION ALL BY NAME FROM township_history
),
on_hand AS (
    SELECT
        township_code, report_year,
        first(township ORDER BY is_current DESC) AS township,
        first(district_code ORDER BY is_current DESC) AS district_code,
        first(district ORDER BY is_current DESC) AS district,
        max(report_id) FILTER (is_current) AS report_id,
        first(published_on ORDER BY published_on NULLS LAST, version) AS published_on,
        first(date_basis ORDER BY published_on NULLS LAST, version) AS date_basis
    FROM reports GROUP BY ALL
),
asked AS (
    SELECT district_code, report_year FROM on_hand
    UNION
    SELECT district_code, report_year FROM configured
),
called AS (  -- what the reports of the year call their district
    SELECT district_code, report_year, max(district) AS district FROM on_hand GROUP BY ALL
),
roster AS (
    FROM on_hand
    UNION ALL BY NAME
    SELECT t.township_code, a.report_year, t.township, t.district_code, coalesce(c.district, t.district) AS district
    FROM asked AS a
    JOIN register AS t ON t.district_code = a.district_code AND valid_in(a.report_year, t.valid_from, t.valid_to)
    LEFT JOIN called AS c ON (c.district_code, c.report_year) = (a.district_code, a.report_year)
    ANTI JOIN on_hand AS h ON (h.township_code, h.report_year) = (t.township_code, a.report_year)
),
dated AS (
    SELECT *, CASE WHEN report_year >= 2019 THEN make_date(report_year + 1, 3, 31) END AS deadline FROM roster
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
    r.township_code, r.township, r.district_code, r.district, r.report_year,
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
FROM dated AS r
LEFT JOIN unusable AS u USING (township_code, report_year)
LEFT JOIN mention_counts AS m USING (report_id)
LEFT JOIN observation_counts AS o USING (township_code, report_year)
