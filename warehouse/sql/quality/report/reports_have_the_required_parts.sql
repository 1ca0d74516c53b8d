-- severity: info
-- name_zh: 缺少规定部分
-- claim_zh: 报告有规定的各部分
-- zh: >-
--   报告没有写到：{missing_zh}。请核对文件是否完整；确实没有的，提醒该乡镇按规定内容报告。
-- en: >-
--   The report does not speak of: {missing_en}. See whether the file is complete; where it is, remind the township of what a report has
--   to contain.
-- # Plain words are looked for first: they are found without a pattern.
WITH looked_at AS (
    SELECT
        township_code, report_year, report_id,
        contains(text, '不够') OR contains(text, '有待') OR contains(text, '有差距')
            OR regexp_matches(text, '存在[^。\n]{0,8}(问题|不足|短板|薄弱|困难)|(问题|困难|不足|短板|差距)[^。\n]{0,6}\n') AS has_problems,
        contains(text, '下一步') OR contains(text, '打算') OR contains(text, '计划')
            OR regexp_matches(text, '下步|下一阶段|今后|(工作|重点|主要)(安排|思路|举措)|展望|年[^。，\n]{0,8}安排') AS has_plan,
        contains(text, '第一责任人') OR regexp_matches(text, '主要负责(人|同志)|党政(主要)?负责|述法') AS has_duty
    FROM current_reports
    JOIN report_texts USING (report_id)
)
SELECT
    township_code, report_year, report_id,
    concat_ws('、', CASE WHEN NOT has_problems THEN '存在问题' END, CASE WHEN NOT has_plan THEN '下一步打算' END,
        CASE WHEN NOT has_duty THEN '主要负责人履行第一责任人职责' END) AS missing_zh,
    concat_ws(', ', CASE WHEN NOT has_problems THEN 'problems' END, CASE WHEN NOT has_plan THEN 'plans' END,
        CASE WHEN NOT has_duty THEN 'how its head fulfilled the duty of the first responsible person' END) AS missing_en
FROM looked_at
WHERE NOT (has_problems AND has_plan AND has_duty)
