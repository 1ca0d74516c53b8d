-- 每个乡镇、年度一行：报告是否发布、何时发布。期限为次年3月31日，自2019年度报告起适用；此前没有期限，不记逾期和缺报。
SELECT
    c.district_code AS 区县代码,          -- 六位区划代码，更名、改区后不变
    c.district AS 区县,                   -- 区县当年名称
    c.township_code AS 乡镇代码,          -- 民政代码或补充登记代码
    c.township AS 乡镇,                   -- 乡镇当年名称
    c.report_year AS 年度,                -- 报告所述年度
    zh_coverage(c.status) AS 报送状态,    -- 已发布、逾期发布、未到期限、未见报告或文件不能使用
    c.published_on AS 发布日期,           -- 首次发布的日期，不详为空
    zh_date_basis(c.date_basis) AS 日期依据,  -- 发布日期从何而来
    c.days_after_deadline AS 超期天数,    -- 比期限晚的天数，负数为提前
    c.n_mentions AS 数量条数,             -- 报告中陈述的数量
    c.n_observations AS 指标数            -- 报告中有数的指标
FROM coverage AS c
ORDER BY c.district_code, c.report_year, c.township_code
