-- A row is a district and year that only one of the two releases has, or whose edition, name, roster or reports differ.
WITH old AS (
    SELECT district_code, report_year, any_value(district) AS district, any_value(edition) AS edition,
        any_value(n_townships) AS n_townships, any_value(n_reports) AS n_reports
    FROM old_district_metrics GROUP BY ALL
),
new AS (
    SELECT district_code, report_year, any_value(district) AS district, any_value(edition) AS edition,
        any_value(n_townships) AS n_townships, any_value(n_reports) AS n_reports
    FROM new_district_metrics GROUP BY ALL
),
changed AS (
    SELECT
        district_code, report_year, coalesce(n.district, o.district) AS district,
        o.edition AS old_edition, n.edition AS new_edition, o.district AS old_name, n.district AS new_name,
        o.n_townships AS old_townships, n.n_townships AS new_townships, o.n_reports AS old_reports, n.n_reports AS new_reports
    FROM old AS o FULL JOIN new AS n USING (district_code, report_year)
    WHERE o.edition IS DISTINCT FROM n.edition OR o.district IS DISTINCT FROM n.district
        OR o.n_townships IS DISTINCT FROM n.n_townships OR o.n_reports IS DISTINCT FROM n.n_reports
),
units AS (  -- districts that a township of which the registers differ stands or stood in
    SELECT district_code FROM (
        FROM old_townships UNION ALL BY NAME FROM old_township_history
        UNION ALL BY NAME FROM new_townships UNION ALL BY NAME FROM new_township_history
    ) SEMI JOIN units_changed USING (township_code)
    GROUP BY ALL
),
below AS (
    SELECT district_code, report_year, unnest(causes) AS cause FROM (
        SELECT unnest(list_distinct([old_district, new_district])) AS district_code, report_year, causes FROM reports_caused
    )
    UNION ALL SELECT district_code, report_year, cause FROM district_causes
),
gathered AS (
    SELECT district_code, report_year, list(DISTINCT cause) AS causes FROM below GROUP BY ALL
)
SELECT
    c.*,
    CASE WHEN old_edition IS NULL THEN 'added' WHEN new_edition IS NULL THEN 'removed' ELSE 'changed' END AS change,
    list_concat(
        coalesce(g.causes, []),
        CASE WHEN u.district_code IS NOT NULL AND (old_townships, old_name) IS DISTINCT FROM (new_townships, new_name) THEN ['register'] ELSE [] END,
        CASE WHEN old_edition = 'preliminary' AND new_edition <> 'preliminary' THEN ['season'] ELSE [] END
    ) AS causes
FROM changed AS c
LEFT JOIN gathered AS g USING (district_code, report_year)
LEFT JOIN units AS u USING (district_code)
