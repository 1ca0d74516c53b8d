-- severity: info
-- name_zh: 没有日期
-- claim_zh: 报告有落款日期或发布日期
-- zh: >-
--   报告没有落款日期，也没有发布日期，可能缺少末页，也无法判断是否按期报送。请核对文件是否完整，并查明发布日期。
-- en: >-
--   The report is neither signed with a date nor dated by its page: its last page may be missing, and nobody can say whether it came in
--   time. See whether the file is complete, and find out when it was published.
WITH looked_at AS (FROM current_reports)
SELECT township_code, report_year, report_id
FROM looked_at
WHERE signed_on IS NULL AND published_on IS NULL
