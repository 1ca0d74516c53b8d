-- From a cell of district_metrics down to the characters: FROM lineage('990101', 2023, 'legal_literacy_persons').
-- A row is one number that the cell rests on: the observation of a township, a mention behind it, and where that stands. A
-- rate rests on the counts of its numerator and denominator too (`counts_as`); change_low and change_high rest on the year
-- before, which is lineage(…, 2022, …). A value that people supplied has no mention: `correction` says who, when and why.
CREATE OR REPLACE MACRO lineage(cell_district, cell_year, cell_metric) AS TABLE
    WITH made AS (  -- the one row of what made this release
        SELECT
            max(value) FILTER (item = 'release') AS release,
            max(value) FILTER (item = 'code') AS code,
            max(value) FILTER (item = 'catalogue') AS catalogue,
            max(value) FILTER (item = 'register') AS register
        FROM release
    ),
    counted AS (
        SELECT cell_metric AS metric_id, 'value' AS counts_as
        UNION ALL
        SELECT unnest([numerator, denominator]), unnest(['numerator', 'denominator'])
        FROM metrics WHERE metric_id = cell_metric AND numerator IS NOT NULL
    ),
    decided AS (
        SELECT township_code, report_year, metric_id,
            string_agg(kind || ' ' || who || ' ' || decided_on || ': ' || why, '; ' ORDER BY decided_on, correction_id) AS correction
        FROM corrections WHERE kind IN ('correct', 'supply', 'reject') GROUP BY ALL
    )
    SELECT
        d.district_code, d.district, d.report_year, d.edition, d.metric_id, c.counts_as,
        o.township_code, r.township, o.value_low, o.value_high, o.qualifier, o.unit, o.obs_status, x.correction,
        o.report_id, r.version, m.mention_id, m.quote, m.sentence, m.section, m.char_start, m.char_end,
        f.file_id, f.role, f.source_uri,
        CASE WHEN regexp_matches(f.source_uri, '^https?://') THEN f.source_uri END AS web_address,
        b.page, b."table", b.row, b.header_path,
        made.release, u.run_id, made.code, made.catalogue, made.register
    FROM district_metrics AS d
    JOIN counted AS c ON true
    JOIN reports AS r ON (r.district_code, r.report_year) = (d.district_code, d.report_year) AND r.is_current
    JOIN observations AS o ON (o.report_id, o.metric_id) = (r.report_id, c.metric_id)
    LEFT JOIN decided AS x ON (x.township_code, x.report_year, x.metric_id) = (o.township_code, o.report_year, o.metric_id)
    LEFT JOIN mentions AS m ON m.report_id = o.report_id AND list_contains(o.mention_ids, m.mention_id)
    LEFT JOIN blocks AS b
        ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
    LEFT JOIN files AS main ON main.report_id = o.report_id AND main.role = 'main'
    LEFT JOIN files AS f ON f.file_id = coalesce(b.file_id, main.file_id)
    CROSS JOIN made
    LEFT JOIN runs AS u ON u.release = made.release AND u.outcome = 'published'
    WHERE d.district_code = cell_district AND d.report_year = cell_year AND d.metric_id = cell_metric
    ORDER BY c.counts_as DESC, o.township_code, m.char_start, m.mention_id;
