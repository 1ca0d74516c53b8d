-- What names a report names one that exists.
SELECT source, report_id
FROM (
    SELECT DISTINCT 'files' AS source, report_id FROM files WHERE report_id IS NOT NULL
    UNION ALL SELECT DISTINCT 'blocks', report_id FROM blocks
    UNION ALL SELECT DISTINCT 'mentions', report_id FROM mentions
    UNION ALL SELECT DISTINCT 'observations', report_id FROM observations
    UNION ALL SELECT DISTINCT 'findings', report_id FROM findings WHERE report_id IS NOT NULL
)
ANTI JOIN reports USING (report_id)
