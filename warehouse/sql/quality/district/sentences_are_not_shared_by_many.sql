-- severity: warn
-- name_zh: 多个乡镇同一句话
-- claim_zh: 带数量的句子没有被多个乡镇照抄
-- zh: >-
--   {district}有{n}个乡镇（{townships}）写了同一句话，数也一样：{sentence} 可能照抄了模板或全区县的数，请核实各乡镇自己的数。
-- en: >-
--   {n} townships of {district} ({townships}) wrote one and the same sentence, with the same figures: {sentence} It may be copied from a
--   template, or be the district's figure. Ask each township for its own.
WITH beside AS (  -- reports with at least two others of their district
    SELECT *, count(*) OVER (PARTITION BY district_code, report_year) AS n_reports FROM current_reports QUALIFY n_reports >= 3
),
said AS (
    SELECT
        r.district_code, r.report_year, r.n_reports, r.township_code, m.mention_id, coalesce(m.value_low, m.value_high) AS size,
        hash(replace(m.sentence, r.township, '')) AS words
    FROM mentions AS m
    JOIN beside AS r USING (report_id)
    WHERE m.scope = 'township' AND m.status = 'achieved' AND m.value_origin = 'digits' AND size >= 10
),
looked_at AS (
    SELECT district_code, report_year, words, n_reports, count(DISTINCT township_code) AS n FROM said GROUP BY ALL
),
shared AS (  -- the digits that the sentence's figures have together say whether it can be equal by chance
    SELECT
        district_code, report_year, n_reports, n, list(DISTINCT township_code) AS codes,
        list(mention_id ORDER BY mention_id) AS mention_ids, sum(significant_digits(size)) / n AS digits
    FROM said
    JOIN looked_at USING (district_code, report_year, words, n_reports)
    WHERE n >= 3
    GROUP BY district_code, report_year, n_reports, words, n
)
SELECT
    district_code, report_year, mention_ids, n, min(t.district) AS district,
    string_agg(t.township, '、' ORDER BY t.township_code) AS townships
FROM shared
JOIN townships AS t USING (district_code)
WHERE (digits >= 5 OR (digits >= 3 AND 4 * n >= n_reports)) AND list_contains(codes, t.township_code)
GROUP BY ALL
