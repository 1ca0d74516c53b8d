-- Every sentence behind one observation, in the order of the text: FROM evidence('990101001', 2023, 'training_sessions').
-- The file is the one that the sentence stands in, which may be an annex.
CREATE OR REPLACE MACRO evidence(township, reported_year, metric) AS TABLE
    SELECT m.quote, m.sentence, m.section, m.char_start, m.char_end, m.mention_id, f.source_uri
    FROM observations AS o
    JOIN mentions AS m ON list_contains(o.mention_ids, m.mention_id)
    LEFT JOIN files AS main ON main.report_id = m.report_id AND main.role = 'main'
    LEFT JOIN blocks AS b
        ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
    LEFT JOIN files AS f ON f.file_id = coalesce(b.file_id, main.file_id)
    WHERE o.township_code = township AND o.report_year = reported_year AND o.metric_id = metric
    ORDER BY m.char_start, m.mention_id;
