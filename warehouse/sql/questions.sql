-- Table macros for the questions that are asked again and again: FROM 区县汇总表('青澜区', 2023). Districts, townships and
-- metrics go by Chinese name or by code.

CREATE OR REPLACE MACRO 区县汇总表(区县或代码, 报告年度) AS TABLE
    SELECT 类别, 指标, 单位, 合计, 中位数, 加权比率, 覆盖, 说明
    FROM 区县年度汇总
    WHERE 区县或代码 IN (区县, 区县代码) AND 年度 = 报告年度;
COMMENT ON MACRO TABLE 区县汇总表 IS '一个区县一年的全部指标，没有乡镇提及的也列出。FROM 区县汇总表(''青澜区'', 2023)';

CREATE OR REPLACE MACRO 历年数值(乡镇或代码, 指标或代码) AS TABLE
    SELECT 年度, 乡镇, 数值, 单位, 下限, 上限, 确切程度, 取得方式, 原文字样, 来源句
    FROM 乡镇年度指标
    WHERE 乡镇或代码 IN (乡镇, 乡镇代码) AND 指标或代码 IN (指标, 指标代码)
    ORDER BY 乡镇代码, 年度;
COMMENT ON MACRO TABLE 历年数值 IS '一个乡镇一项指标的历年数值；没有提及的年度不在其中。FROM 历年数值(''桐坝镇'', ''法律明白人人数'')';

CREATE OR REPLACE MACRO 乡镇排名(区县或代码, 报告年度, 指标或代码) AS TABLE
    SELECT
        rank() OVER (ORDER BY coalesce(下限, 0) DESC) AS 名次,
        乡镇, 数值, 单位, 下限, 上限, 确切程度
    FROM 乡镇年度指标
    WHERE 区县或代码 IN (区县, 区县代码) AND 年度 = 报告年度 AND 指标或代码 IN (指标, 指标代码)
    ORDER BY 名次, 乡镇代码;
COMMENT ON MACRO TABLE 乡镇排名 IS '一个区县一年一项指标，按下限从大到小；≥ 的可能更靠前，没有提及的不排。FROM 乡镇排名(''青澜区'', 2023, ''法律明白人人数'')';

CREATE OR REPLACE MACRO 同乡镇增减(区县或代码, 报告年度, 指标或代码) AS TABLE
    SELECT
        now.乡镇, before.数值 AS 上年, now.数值 AS 本年, now.单位,
        tidy(to_decimal(now.下限) - to_decimal(before.上限)) AS 增减下限,
        tidy(to_decimal(now.上限) - to_decimal(before.下限)) AS 增减上限
    FROM 乡镇年度指标 AS now
    JOIN 乡镇年度指标 AS before
        ON before.乡镇代码 = now.乡镇代码 AND before.指标代码 = now.指标代码 AND before.年度 = now.年度 - 1
    WHERE 区县或代码 IN (now.区县, now.区县代码) AND now.年度 = 报告年度 AND 指标或代码 IN (now.指标, now.指标代码)
    ORDER BY now.乡镇代码;
COMMENT ON MACRO TABLE 同乡镇增减 IS '两年都有数的乡镇比上年的增减，是区间；未知为空。FROM 同乡镇增减(''青澜区'', 2024, ''法律明白人人数'')';

CREATE OR REPLACE MACRO 数字来源(乡镇或代码, 报告年度, 指标或代码) AS TABLE
    SELECT 乡镇, 指标, 数值, 单位, 取得方式, 原文字样, 来源句, 文件, 位置
    FROM 原文依据
    WHERE 乡镇或代码 IN (乡镇, 乡镇代码) AND 年度 = 报告年度 AND 指标或代码 IN (指标, 指标代码);
COMMENT ON MACRO TABLE 数字来源 IS '一个数字的每处原文、文件和位置。FROM 数字来源(''桐坝镇'', 2023, ''法律明白人人数'')';

CREATE OR REPLACE MACRO 可靠数值(最低置信度) AS TABLE
    SELECT v.*
    FROM 乡镇年度指标 AS v
    JOIN observations AS o
        ON o.township_code = v.乡镇代码 AND o.report_year = v.年度 AND o.metric_id = v.指标代码
    WHERE
        v.取得方式 NOT IN ('原文矛盾', '推算') AND v.确切程度 = '确数' AND v.截止日期 IS NULL
        AND NOT EXISTS (
            FROM mentions AS x WHERE list_contains(o.mention_ids, x.mention_id) AND x.confidence < 最低置信度
        );
COMMENT ON MACRO TABLE 可靠数值 IS '只要整年、确数、不矛盾、不推算，且识别置信度不低于所给的数值。FROM 可靠数值(0.9)';
