-- A row is a township and year whose current report rests on other documents, or whose report stands in another district.
-- What the documents prove: `has_source`, one of them is new, gone, or came from another place and no entry decided so;
-- `has_correction`, an entry about one of them is new or gone; `has_register`, the register says something else of a
-- township that one of them belongs or belonged to.
WITH old AS (FROM old_reports WHERE is_current),
new AS (FROM new_reports WHERE is_current),
pairs AS (
    SELECT
        township_code, report_year, o.report_id AS old_report, n.report_id AS new_report,
        o.version AS old_version, n.version AS new_version, o.district_code AS old_district, n.district_code AS new_district,
        coalesce(n.township, o.township) AS township, coalesce(n.district, o.district) AS district
    FROM old AS o FULL JOIN new AS n USING (township_code, report_year)
    WHERE o.report_id IS DISTINCT FROM n.report_id OR o.district_code IS DISTINCT FROM n.district_code
),
touched AS (  -- documents of one of the two reports only
    SELECT township_code, report_year, file_id FROM (
        SELECT p.township_code, p.report_year, f.file_id FROM pairs AS p JOIN old_files AS f ON f.report_id = p.old_report
        UNION ALL
        SELECT p.township_code, p.report_year, f.file_id FROM pairs AS p JOIN new_files AS f ON f.report_id = p.new_report
    ) GROUP BY ALL HAVING count(*) = 1
),
decided AS (
    SELECT unnest(file_ids) AS file_id, said FROM corrections_changed
),
belongs AS (  -- where each of these documents belongs or belonged
    SELECT f.file_id, r.township_code FROM old_files AS f JOIN old_reports AS r USING (report_id)
    UNION
    SELECT f.file_id, r.township_code FROM new_files AS f JOIN new_reports AS r USING (report_id)
),
sources AS (
    SELECT t.township_code, t.report_year, string_agg(
        CASE c.what WHEN 'new' THEN '新文件 ' WHEN 'gone' THEN '不再有 ' ELSE '移动 ' END || c.source_uri, '；' ORDER BY c.what, c.source_uri
    ) AS said
    FROM touched AS t JOIN files_changed AS c USING (file_id) ANTI JOIN decided AS d ON d.file_id = t.file_id
    GROUP BY ALL
),
corrections AS (
    SELECT township_code, report_year, string_agg(DISTINCT said, '；' ORDER BY said) AS said FROM (
        SELECT t.township_code, t.report_year, d.said FROM touched AS t JOIN decided AS d USING (file_id)
        UNION ALL
        SELECT township_code, report_year, said FROM corrections_changed WHERE kind IN ('withdraw', 'assign')
    ) GROUP BY ALL
),
registers AS (
    SELECT DISTINCT t.township_code, t.report_year
    FROM touched AS t JOIN belongs AS b USING (file_id) JOIN units_changed AS u ON u.township_code = b.township_code
    UNION
    SELECT p.township_code, p.report_year FROM pairs AS p SEMI JOIN units_changed AS u USING (township_code)
)
SELECT
    p.*,
    CASE WHEN p.old_report IS NULL THEN 'added' WHEN p.new_report IS NULL THEN 'removed' ELSE 'changed' END AS change,
    s.said IS NOT NULL AS has_source, c.said IS NOT NULL AS has_correction, r.township_code IS NOT NULL AS has_register,
    s.said AS source_said, c.said AS correction_said
FROM pairs AS p
LEFT JOIN sources AS s USING (township_code, report_year)
LEFT JOIN corrections AS c USING (township_code, report_year)
LEFT JOIN registers AS r USING (township_code, report_year)
