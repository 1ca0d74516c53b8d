-- A row is an observation of one report year that only one of the two releases has, or whose value, unit, status or period
-- differs. The mentions behind it and the report are no part of the value: a report published again unchanged changes nothing.
-- The causes are those that the rows prove, in the order of proof; where they prove none, $rest and $rest_said, which follow
-- from the versions of catalogue, code and register.
WITH changed AS (
    SELECT
        township_code, report_year, metric_id,
        o.report_id AS old_report, n.report_id AS new_report,
        o.value_low AS old_low, o.value_high AS old_high, o.qualifier AS old_qualifier, o.obs_status AS old_status,
        n.value_low AS new_low, n.value_high AS new_high, n.qualifier AS new_qualifier, n.obs_status AS new_status,
        o.unit AS old_unit, n.unit AS new_unit, o.period_end AS old_period, n.period_end AS new_period
    FROM old_observations AS o FULL JOIN new_observations AS n USING (township_code, report_year, metric_id)
    WHERE o.value_low IS DISTINCT FROM n.value_low OR o.value_high IS DISTINCT FROM n.value_high
        OR o.qualifier IS DISTINCT FROM n.qualifier OR o.unit IS DISTINCT FROM n.unit
        OR o.obs_status IS DISTINCT FROM n.obs_status OR o.period_end IS DISTINCT FROM n.period_end
),
cells AS (  -- entries about a value or about one that it follows from
    SELECT c.township_code, c.report_year, m.metric_id, string_agg(DISTINCT c.said, '；' ORDER BY c.said) AS said
    FROM corrections_changed AS c JOIN counted AS m ON m.from_metric = c.metric_id
    WHERE c.kind IN ('correct', 'supply', 'reject') GROUP BY ALL
),
reports AS (  -- any entry about a value of the report: the cause where nothing else differs
    SELECT township_code, report_year, string_agg(DISTINCT said, '；' ORDER BY said) AS said
    FROM corrections_changed WHERE kind IN ('correct', 'supply', 'reject') GROUP BY ALL
),
proved AS (
    SELECT
        c.*, r.source_said, concat_ws('；', r.correction_said, x.said) AS corrections_said, a.said AS report_said,
        coalesce(r.has_source, false) AS is_source,
        coalesce(r.has_correction, false) OR x.said IS NOT NULL AS is_correction,
        coalesce(r.has_register, false) OR u.township_code IS NOT NULL AS is_register,
        m.metric_id IS NOT NULL AS is_catalogue,
        old.district_code AS old_district, new.district_code AS new_district,
        coalesce(new.township, old.township) AS township, coalesce(new.district, old.district) AS district
    FROM changed AS c
    LEFT JOIN reports_changed AS r USING (township_code, report_year)
    LEFT JOIN cells AS x USING (township_code, report_year, metric_id)
    LEFT JOIN reports AS a USING (township_code, report_year)
    LEFT JOIN units_changed AS u USING (township_code)
    LEFT JOIN metrics_changed AS m USING (metric_id)
    LEFT JOIN old_reports AS old ON old.report_id = c.old_report
    LEFT JOIN new_reports AS new ON new.report_id = c.new_report
)
SELECT
    * EXCLUDE (source_said, corrections_said, report_said, is_source, is_correction, is_register, is_catalogue),
    CASE WHEN old_report IS NULL THEN 'added' WHEN new_report IS NULL THEN 'removed' ELSE 'changed' END AS change,
    CASE
        WHEN is_source OR is_correction OR is_register OR is_catalogue THEN list_filter(
            [
                CASE WHEN is_source THEN 'source' END, CASE WHEN is_correction THEN 'correction' END,
                CASE WHEN is_register THEN 'register' END, CASE WHEN is_catalogue THEN 'catalogue' END
            ], lambda cause: cause IS NOT NULL)
        WHEN $rest = 'unexplained' AND report_said IS NOT NULL THEN ['correction']
        ELSE [$rest]
    END AS causes,
    CASE
        WHEN is_source OR is_correction OR is_register OR is_catalogue THEN concat_ws('；',
            source_said, nullif(corrections_said, ''), CASE WHEN is_register THEN '登记册中该乡镇的记录不同' END,
            CASE WHEN is_catalogue THEN '该指标在目录中的条目不同' END)
        WHEN $rest = 'unexplained' AND report_said IS NOT NULL THEN report_said
        ELSE $rest_said
    END AS why
FROM proved
