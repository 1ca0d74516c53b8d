-- severity: warn
-- name_zh: 报告不见了
-- claim_zh: 上次发布有的报告仍在
-- zh: >-
--   上次发布时{district}有{n_before}份报告，现在少了{n_lost}份：{lost}。请在文件隔离和收件夹中查找；确实不应采用的，记为更正（township correct）。
-- en: >-
--   {district} had {n_before} reports in the last release, {n_lost} are gone: {lost}. Look for them in quarantine and inbox; where they are
--   not to be used, say so in a correction (township correct).
WITH looked_at AS (
    SELECT
        district_code, district, report_year, count(*) AS n_before, count(*) FILTER (NOT coalesce(is_there, false)) AS n_lost,
        string_agg(township, '、' ORDER BY township_code) FILTER (NOT coalesce(is_there, false)) AS lost
    FROM counts_by_township
    GROUP BY ALL
)
SELECT district_code, report_year, district, n_before, n_lost, lost
FROM looked_at
WHERE n_lost > 0
