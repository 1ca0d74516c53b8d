-- severity: warn
-- name_zh: 数量过少
-- claim_zh: 报告陈述的数量不比本区县其他乡镇少太多
-- zh: >-
--   全文只有{n_mentions}条数量，本区县{n}份报告的中位数为{median}条。请核对文件是否完整（缺页、附件另存、只有摘要）。
-- en: >-
--   The report states {n_mentions} quantities, the median of the {n} reports of its district is {median}. See whether the file is complete
--   (pages or an annex missing, an abstract only).
WITH looked_at AS (
    SELECT
        township_code, report_year, report_id, n_mentions,
        count(*) OVER (PARTITION BY district_code, report_year) AS n,
        median(n_mentions) OVER (PARTITION BY district_code, report_year) AS median
    FROM current_reports
    QUALIFY n >= 5 AND median >= 12
)
SELECT township_code, report_year, report_id, n_mentions, n, median
FROM looked_at
WHERE 3 * n_mentions < median
