-- A current report of the year looked at, and how many mentions it has, in all and among its achievements.
SELECT
    r.report_id, r.township_code, r.township, r.district_code, r.district, r.report_year,
    r.title, r.period_end, r.published_on, r.signed_on,
    coalesce(m.n_mentions, 0) AS n_mentions, coalesce(m.n_achievements, 0) AS n_achievements
FROM reports AS r
LEFT JOIN (
    SELECT report_id, count(*) AS n_mentions, count(*) FILTER (section = 'achievements') AS n_achievements
    FROM mentions GROUP BY ALL
) AS m USING (report_id)
WHERE r.is_current
