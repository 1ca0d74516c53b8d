-- 每个不能使用的文件一行：原因和处理办法。
SELECT
    q.source_uri AS 来源,                 -- 相对收件夹的路径或网址
    q.reason AS 原因代码,                 -- 原因代码
    q.detail_zh AS 说明,                  -- 问题和处理办法
    q.district_code AS 区县代码,          -- 可以认定的区县
    q.township_code AS 乡镇代码,          -- 可以认定的乡镇
    t.township AS 乡镇,                   -- 乡镇名称
    q.report_year AS 年度,                -- 可以认定的年度
    q.candidates AS 候选,                 -- 不能认定时的各种可能（JSON）
    q.file_id AS 文件                     -- 文件标识
FROM quarantine AS q
LEFT JOIN townships AS t USING (township_code)
ORDER BY q.source_uri, q.file_id
