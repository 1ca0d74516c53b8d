-- severity: warn
-- name_zh: 正文乡镇不符
-- claim_zh: 报告正文说的是本乡镇
-- zh: >-
--   报告认定为{township}，正文提到“{township}”{n_own}次，提到“{other}”却有{n_other}次，可能是别处的报告或照抄。请核对文件属于哪个乡镇。
-- en: >-
--   The report is taken for {township}, which its text names {n_own} times, but it names {other} {n_other} times: it may be another
--   township's report, or copied from it. See whose file it is.
WITH looked_at AS (FROM current_reports),
names AS (SELECT district_code, list(township ORDER BY township_code) AS names FROM townships GROUP BY ALL),
named AS (
    SELECT
        r.report_id, x.text, r.township,
        unnest(list_filter(n.names, lambda o: contains(x.text, o) AND NOT contains(r.township, o) AND NOT contains(o, r.township)))
            AS other
    FROM looked_at AS r
    JOIN report_texts AS x USING (report_id)
    JOIN names AS n USING (district_code)
),
counted AS (
    SELECT
        report_id, other, (strlen(text) - strlen(replace(text, other, ''))) // strlen(other) AS n_other,
        (strlen(text) - strlen(replace(text, township, ''))) // strlen(township) AS n_own
    FROM named
)
SELECT
    township_code, report_year, report_id, township, max(n_own) AS n_own, max(n_other) AS n_other,
    arg_max(other, (n_other, other)) AS other
FROM looked_at
JOIN counted USING (report_id)
WHERE n_other >= 3 AND n_other > n_own
GROUP BY ALL
