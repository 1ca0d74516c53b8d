-- severity: warn
-- claim_zh: 带数量的句子没有被多个乡镇照抄
-- zh: >-
--   {district}有{n}个乡镇（{townships}）写了同一句话，数也一样：{sentence} 可能照抄了模板或全区县的数，请核实各乡镇自己的数。
-- en: >-
--   {n} townships of {district} ({townships}) wrote one and the same sentence, with the same figures: {sentence} It may be copied from a
--   template, or be the district's figure. Ask each township for its own.
WITH beside AS (  -- reports with at least two others of their district
    FROM current_reports QUALIFY count(*) OVER (PARTITION BY district_code, report_year) >= 3
),
said AS (
    SELECT
        r.district_code, r.report_year, r.township_code, hash(replace(m.sentence, r.township, '')) AS words,
        min(m.mention_id) AS mention_id, sum(significant_digits(coalesce(m.value_low, m.value_high))) AS digits
    FROM mentions AS m
    JOIN beside AS r USING (report_id)
    WHERE m.scope = 'township' AND m.status = 'achieved' AND m.value_origin = 'digits' AND coalesce(m.value_low, m.value_high) >= 10
    GROUP BY ALL
),
looked_at AS (
    SELECT
        district_code, report_year, words, count(*) AS n, list(township_code ORDER BY township_code) AS codes,
        list(mention_id ORDER BY mention_id) AS mention_ids
    FROM said
    WHERE digits >= 3
    GROUP BY ALL
)
SELECT
    district_code, report_year, mention_ids, n, any_value(t.district) AS district,
    string_agg(t.township, '、' ORDER BY t.township_code) AS townships
FROM looked_at AS l
JOIN townships AS t USING (district_code)
WHERE n >= 3 AND list_contains(codes, t.township_code)
GROUP BY ALL
