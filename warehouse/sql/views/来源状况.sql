-- 每个采集来源一行：发布时的状况、问题和处理办法。随时查看用 township collect --status。
SELECT
    s.source_id AS 来源标识,              -- 来源文件中的 id
    s.district_code AS 区县代码,          -- 区县代码
    d.district AS 区县,                   -- 区县名称
    s.uri AS 网址,                        -- 栏目网址
    zh_source_status(s.status) AS 状况,   -- 正常、部分有问题、未能采集、尚未采集
    s.detail_zh AS 说明,                  -- 问题和处理办法
    s.last_success AS 最近成功,           -- 最近一次读完全部栏目页的时间（UTC）
    s.last_new AS 最近更新,               -- 最近一次有新增或变更的时间（UTC）
    s.n_listed AS 列出,                   -- 栏目列出的报告数
    s.n_pages AS 已有,                    -- 已采集的页面数
    s.n_troubles AS 问题数                -- 有问题的网址数
FROM sources AS s
LEFT JOIN (SELECT district_code, any_value(district) AS district FROM townships GROUP BY ALL) AS d USING (district_code)
ORDER BY s.district_code, s.source_id
