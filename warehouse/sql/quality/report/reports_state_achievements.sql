-- severity: warn
-- name_zh: 没有工作成效
-- claim_zh: 报告有工作成效部分，并陈述数量
-- zh: >-
--   报告中没有读到工作成效部分的数量（全文数量{n_mentions}条）。请核对文件是否完整、是否只有部分页面或附件另存。
-- en: >-
--   No figure of the section on achievements was found ({n_mentions} in the whole report). See whether the file is complete,
--   or whether pages or an annex are missing.
WITH looked_at AS (FROM current_reports)
SELECT township_code, report_year, report_id, n_mentions
FROM looked_at
WHERE n_achievements = 0
