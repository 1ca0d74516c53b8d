-- Every quote is the text between its offsets, character by character.
SELECT m.mention_id, m.quote, substring(t.text, m.char_start + 1, m.char_end - m.char_start) AS marked
FROM mentions AS m
LEFT JOIN report_texts AS t USING (report_id)
WHERE m.char_start < 0 OR m.char_end <= m.char_start OR marked IS DISTINCT FROM m.quote
