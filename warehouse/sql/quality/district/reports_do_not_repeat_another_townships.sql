-- severity: warn
-- name_zh: 与其他乡镇雷同
-- claim_zh: 报告没有照抄其他乡镇
-- zh: >-
--   与{other}同年的报告相比，{n}项可比的数中有{n_same}项完全相同，可能照抄，或放错了文件。请核对两份报告。
-- en: >-
--   Of {n} figures that can be compared with those of {other} in the same year, {n_same} are equal: one may be a copy of the other, or a
--   file was put in the wrong place. Compare the two reports.
WITH numbers AS (
    SELECT township_code, district_code, report_year, metric_id, size, mention_ids
    FROM figures
    WHERE NOT decided AND kind NOT IN ('rate', 'coverage') AND size >= 10
),
same AS (
    SELECT a.township_code, b.township_code AS other_code, a.report_year, count(*) AS n_same
    FROM numbers AS a
    JOIN numbers AS b USING (district_code, report_year, metric_id, size)
    WHERE b.township_code < a.township_code AND size <> round(size, -floor(log10(size))::INTEGER)  -- no round numbers
    GROUP BY ALL
    HAVING n_same >= 5
),
compared AS (
    SELECT
        s.township_code, s.other_code, s.report_year, count(*) AS n,
        flatten(list(a.mention_ids ORDER BY a.metric_id) FILTER (a.size = b.size)) AS mention_ids
    FROM same AS s
    JOIN numbers AS a ON (a.township_code, a.report_year) = (s.township_code, s.report_year)
    JOIN numbers AS b ON (b.township_code, b.report_year, b.metric_id) = (s.other_code, s.report_year, a.metric_id)
    GROUP BY ALL
),
looked_at AS (  -- reports that have another of their district and year beside them
    FROM current_reports QUALIFY count(*) OVER (PARTITION BY district_code, report_year) > 1
)
SELECT l.township_code, report_year, report_id, mention_ids, o.township AS other, n, n_same
FROM looked_at AS l
JOIN same USING (township_code, report_year)
JOIN compared USING (township_code, report_year, other_code)
JOIN townships AS o ON o.township_code = other_code
WHERE 2 * n_same >= n
