-- severity: warn
-- name_zh: 版本间数量不同
-- claim_zh: 报告的新旧版本数量一致
-- zh: >-
--   报告有{version}个版本，最新版与上一版有{n_changed}项数不同：{changes}。已采用最新版，请核实是否为正式更正。
-- en: >-
--   The report has {version} versions; {n_changed} figures of the latest differ from the one before: {changes_en}. The latest is
--   used. See whether the correction was meant.
WITH versions AS (
    SELECT n.township_code, n.report_year, n.report_id, n.version, o.report_id AS old_id
    FROM reports AS n
    JOIN reports AS o ON (o.township_code, o.report_year, o.version) = (n.township_code, n.report_year, n.version - 1)
    WHERE n.is_current
),
stated AS (
    SELECT
        v.report_id, m.metric_id, m.mention_id, m.report_id = v.report_id AS is_new,
        interval_text(m.value_low, m.value_high, m.qualifier = 'approx') AS value
    FROM versions AS v
    JOIN mentions AS m ON m.report_id IN (v.report_id, v.old_id)
    WHERE m.status = 'achieved' AND m.scope = 'township' AND m.dimension IS NULL AND m.metric_id IS NOT NULL
),
differences AS (
    SELECT
        report_id, metric_id, list(mention_id ORDER BY mention_id) FILTER (is_new) AS mention_ids,
        coalesce(string_agg(DISTINCT value, '/' ORDER BY value) FILTER (NOT is_new), '—') AS old_value,
        coalesce(string_agg(DISTINCT value, '/' ORDER BY value) FILTER (is_new), '—') AS new_value
    FROM stated GROUP BY ALL
    HAVING old_value <> new_value
),
looked_at AS (
    SELECT
        v.*, count(d.metric_id) AS n_changed,
        string_agg(m.name_zh || d.old_value || '→' || d.new_value, '，' ORDER BY d.metric_id) AS changes,
        string_agg(d.metric_id || ' ' || d.old_value || ' → ' || d.new_value, ', ' ORDER BY d.metric_id) AS changes_en,
        flatten(list(d.mention_ids ORDER BY d.metric_id) FILTER (d.mention_ids IS NOT NULL)) AS mention_ids
    FROM versions AS v
    LEFT JOIN differences AS d USING (report_id)
    LEFT JOIN metrics AS m USING (metric_id)
    GROUP BY v.township_code, v.report_year, v.report_id, v.version, v.old_id
)
SELECT township_code, report_year, report_id, mention_ids, version, n_changed, changes, changes_en
FROM looked_at
WHERE n_changed > 0
