-- severity: warn
-- name_zh: 正文年度不符
-- claim_zh: 报告正文说的是所述年度
-- zh: >-
--   报告认定为{report_year}年，正文提到“{report_year}年”{n_own}次，提到“{other_year}年”却有{n_other}次，可能是旧报告改了标题。请核对年度。
-- en: >-
--   The report is taken for {report_year}, which its text names {n_own} times, but it names {other_year} {n_other} times: it may be an
--   older report under a new title. Check the year.
WITH looked_at AS (FROM current_reports),
named AS (  -- in half-width and in full-width digits
    SELECT report_id, x.text, unnest([report_year, report_year - 1, report_year - 2]) AS year, contains(x.text, '２０') AS has_wide
    FROM looked_at
    JOIN report_texts AS x USING (report_id)
),
counted AS (
    SELECT
        report_id, year,
        CASE WHEN contains(text, year || '年') THEN (strlen(text) - strlen(replace(text, year || '年', ''))) // 7 ELSE 0 END
        + CASE
            WHEN has_wide
                THEN (strlen(text) - strlen(replace(text, translate(year::VARCHAR, '0123456789', '０１２３４５６７８９') || '年', ''))) // 15
            ELSE 0
        END AS n
    FROM named
)
SELECT
    township_code, report_year, report_id, max(n) FILTER (year = report_year) AS n_own,
    max(n) FILTER (year < report_year) AS n_other, arg_max(year, (n, year)) FILTER (year < report_year) AS other_year
FROM looked_at
JOIN counted USING (report_id)
GROUP BY ALL
HAVING n_other >= 3 AND n_other > n_own
