-- A row is an entry of corrections that only one of the two releases has and that can change rows.
SELECT
    coalesce(n.kind, o.kind) AS kind,
    coalesce(n.township_code, o.township_code) AS township_code,
    coalesce(n.report_year, o.report_year) AS report_year,
    coalesce(n.metric_id, o.metric_id) AS metric_id,
    coalesce(n.file_ids, o.file_ids) AS file_ids,
    CASE WHEN n.kind IS NULL THEN '撤回' ELSE '' END || zh_correction_kind(coalesce(n.kind, o.kind)) || '（'
        || coalesce(n.who, o.who) || '，' || coalesce(n.decided_on, o.decided_on) || '：' || coalesce(n.why, o.why) || '）' AS said
FROM old_corrections AS o FULL JOIN new_corrections AS n USING (correction_id)
WHERE (o.kind IS NULL OR n.kind IS NULL) AND coalesce(n.kind, o.kind) NOT IN ('accept', 'ignore')
