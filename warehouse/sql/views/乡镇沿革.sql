-- 每个乡镇的每个名称和所属区县一行：两套代码对照（按区县和名称，不按代码）和适用年度。起止年度为空表示名册看不出来。
SELECT
    r.township_code AS 乡镇代码,          -- 民政代码或补充登记代码，更名、改区后不变
    r.nbs_code AS 统计局代码,             -- 国家统计局对这一名称的代码，没有为空
    r.township AS 乡镇,                   -- 名称
    r.township_type AS 类型,              -- 镇、乡、街道等
    r.district_code AS 区县代码,          -- 当时所属区县，六位区划代码，区县更名、改区后不变
    r.district AS 区县,                   -- 区县名称；以前的名称见 district_history
    r.city AS 地市,                       -- 地级市、州、盟，没有为空
    r.province AS 省级,                   -- 省、自治区、直辖市
    r.valid_from AS 起始年度,             -- 第一个报告年度
    r.valid_to AS 终止年度,               -- 最后一个报告年度
    zh_scheme(r.scheme) AS 登记册,        -- 出自哪个名册
    r.as_of AS 登记日期                   -- 名册的日期
FROM (FROM townships UNION ALL BY NAME FROM township_history) AS r
ORDER BY r.township_code, r.valid_to NULLS LAST
