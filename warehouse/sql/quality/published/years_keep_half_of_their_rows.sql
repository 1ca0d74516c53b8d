-- severity: block
-- name_zh: 年度行数减半
-- claim_zh: 各年度的行数不少于上次发布的一半
-- zh: >-
--   {report_year}年的{what_zh}从上次发布的{n_before}减少到{n_now}。请先查明报告为何不见了（文件隔离、登记册、所认定的年度），再重新运行。
-- en: >-
--   The {what} of {report_year} fell from {n_before} in the last release to {n_now}. Find out first where the reports went (quarantine, register,
--   the years they were taken for), then run again.
WITH looked_at AS (
    SELECT 1 AS number, report_year, 'reports' AS what, '报告数' AS what_zh, count(*) AS n_before, count(*) FILTER (is_there) AS n_now
    FROM counts_by_township GROUP BY ALL
    UNION ALL
    SELECT 2, report_year, 'quantities', '数量条数', sum(mentions_before), sum(mentions_now) FROM counts_by_township GROUP BY ALL
    UNION ALL
    SELECT 3, report_year, 'observations', '观测值数', sum(observations_before), sum(observations_now)
    FROM counts_by_township GROUP BY ALL
)
SELECT report_year, what, what_zh, n_before, n_now
FROM looked_at
WHERE 2 * n_now < n_before AND (n_now = 0 OR n_before >= CASE what WHEN 'reports' THEN 4 ELSE 10 END)
QUALIFY row_number() OVER (PARTITION BY report_year ORDER BY number) = 1  -- reports that are gone take their quantities with them
