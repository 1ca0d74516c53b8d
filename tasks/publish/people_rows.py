"""What a workbook shows beside the published tables: evidence, decisions and doubts, the catalogue, the release."""

from __future__ import annotations

EVIDENCE = "原文依据"
"""Every number with its sentences, file and place."""

REMARKS = "更正与存疑"
"""What people decided, what checks found, what could not be used."""

CATALOGUE = "指标目录"
"""What each metric means."""

ROWS = {
    EVIDENCE: "FROM 原文依据 WHERE 年度 = $year AND list_contains($districts, 区县代码)",
    REMARKS: """
        SELECT * FROM (
            SELECT
                c.district_code AS 区县代码, '更正' AS 种类, zh_correction_kind(d.kind) AS 事项, c.township AS 乡镇,
                m.name_zh AS 指标, d.expect AS 原为,
                interval_text(d.value_low, d.value_high, d.qualifier = 'approx') AS 改为,
                d.why AS 说明, d.source AS 依据, d.who AS 决定人, d.decided_on AS 日期,
                c.township_code AS 乡镇代码, d.metric_id AS 指标代码, 0 AS place, d.correction_id AS id
            FROM corrections AS d
            JOIN coverage AS c USING (township_code, report_year)
            LEFT JOIN metrics AS m USING (metric_id)
            WHERE d.report_year = $year
            UNION ALL
            SELECT
                f.district_code, '存疑', zh_severity(f.severity), c.township,
                m.name_zh, x.quote, NULL,
                f.message_zh, x.sentence, NULL, NULL,
                f.township_code, f.metric_id, CASE f.severity WHEN 'block' THEN 1 WHEN 'warn' THEN 2 ELSE 3 END, f.finding_id
            FROM findings AS f
            LEFT JOIN coverage AS c USING (township_code, report_year)
            LEFT JOIN metrics AS m USING (metric_id)
            LEFT JOIN mentions AS x ON x.mention_id = f.mention_ids[1]
            WHERE f.report_year = $year
            UNION ALL
            SELECT
                coalesce(c.district_code, q.district_code), '文件隔离', q.reason, c.township,
                NULL, NULL, NULL,
                q.detail_zh, q.source_uri, NULL, NULL,
                q.township_code, NULL, 4, q.file_id
            FROM quarantine AS q
            LEFT JOIN coverage AS c USING (township_code, report_year)
            WHERE q.report_year = $year
        )
        WHERE list_contains($districts, 区县代码)
        ORDER BY 区县代码, place, 乡镇代码 NULLS FIRST, 指标代码 NULLS FIRST, id""",
}
"""The rows of some districts ($districts, codes) of a year ($year), by sheet."""

CATALOGUE_ROWS = "FROM 指标目录"
