-- severity: warn
-- name_zh: 年度行数减少
-- claim_zh: 各年度的行数没有比上次发布明显减少
-- zh: >-
--   {report_year}年的{what_zh}从上次发布的{n_before}减少到{n_now}。请查看对比，弄清少了哪些。
-- en: >-
--   The {what} of {report_year} fell from {n_before} in the last release to {n_now}. Compare the releases and find out which are gone.
WITH looked_at AS (
    SELECT report_year, 'quantities' AS what, '数量条数' AS what_zh, sum(mentions_before) AS n_before, sum(mentions_now) AS n_now
    FROM counts_by_township GROUP BY ALL
    UNION ALL
    SELECT report_year, 'observations', '观测值数', sum(observations_before), sum(observations_now)
    FROM counts_by_township GROUP BY ALL
)
SELECT report_year, what, what_zh, n_before, n_now
FROM looked_at
WHERE n_before >= 20 AND n_now < 0.9 * n_before AND 2 * n_now >= n_before
