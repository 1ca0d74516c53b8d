-- severity: warn
-- claim_zh: 报告正文说的是所述年度
-- zh: >-
--   报告认定为{report_year}年，正文提到“{report_year}年”{n_own}次，提到“{other_year}年”却有{n_other}次，可能是旧报告改了标题。请核对年度。
-- en: >-
--   The report is taken for {report_year}, which its text names {n_own} times, but it names {other_year} {n_other} times: it may be an
--   older report under a new title. Check the year.
WITH looked_at AS (FROM current_reports),
named AS (  -- half-width and full-width digits; both take a fixed number of bytes
    SELECT report_id, x.text, y.year, y.year || '年' AS narrow, translate(y.year::VARCHAR, '0123456789', '０１２３４５６７８９') || '年' AS wide
    FROM looked_at
    JOIN report_texts AS x USING (report_id)
    CROSS JOIN (SELECT unnest([0, 1, 2]) AS back) AS b
    CROSS JOIN LATERAL (SELECT report_year - b.back AS year) AS y
),
counted AS (
    SELECT
        report_id, year,
        CASE WHEN contains(text, narrow) THEN (strlen(text) - strlen(replace(text, narrow, ''))) // strlen(narrow) ELSE 0 END
        + CASE WHEN contains(text, wide) THEN (strlen(text) - strlen(replace(text, wide, ''))) // strlen(wide) ELSE 0 END AS n
    FROM named
)
SELECT
    township_code, report_year, report_id, max(n) FILTER (year = report_year) AS n_own,
    max(n) FILTER (year < report_year) AS n_other, arg_max(year, n) FILTER (year < report_year) AS other_year
FROM looked_at
JOIN counted USING (report_id)
GROUP BY ALL
HAVING n_other >= 3 AND n_other > n_own
