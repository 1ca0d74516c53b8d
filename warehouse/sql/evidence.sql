-- Every sentence behind one observation, in the order of the text: FROM evidence('990101001', 2023, 'training_sessions').
CREATE OR REPLACE MACRO evidence(township, reported_year, metric) AS TABLE
    SELECT m.quote, m.sentence, m.section, m.char_start, m.char_end, m.mention_id, f.source_uri
    FROM observations AS o
    JOIN mentions AS m ON list_contains(o.mention_ids, m.mention_id)
    LEFT JOIN files AS f ON f.report_id = m.report_id AND f.role = 'main'
    WHERE o.township_code = township AND o.report_year = reported_year AND o.metric_id = metric
    ORDER BY m.char_start, m.mention_id;
