-- A row is one catalogue metric of one district in one report year, also where no township states it.
-- Rule: "district_metrics" in the contract (docs/decisions/0005-sql-models.md repeats it). Every figure bounds the
-- reporting townships only; with n_values < n_townships none is a figure for the district.
-- Reads observations, reports, townships, township_history, metrics, and editions (district_code, report_year, edition).
WITH register AS (  -- every name and district of a township, with the years for which it held
    FROM townships UNION ALL BY NAME FROM township_history
),
current_reports AS (
    SELECT DISTINCT township_code, report_year, district_code, district FROM reports WHERE is_current
),
district_years AS (
    SELECT DISTINCT district_code, report_year FROM current_reports
),
roster AS (  -- the townships of each district and year: whoever reported, and of the others the register of that year
    SELECT *, true AS has_report FROM current_reports
    UNION ALL BY NAME
    SELECT t.township_code, d.report_year, t.district_code, false AS has_report
    FROM district_years AS d
    JOIN register AS t ON t.district_code = d.district_code AND valid_in(d.report_year, t.valid_from, t.valid_to)
    ANTI JOIN current_reports AS r ON (r.township_code, r.report_year) = (t.township_code, d.report_year)
),
districts AS (
    SELECT
        district_code, report_year, max(district) AS district,  -- as the reports of the year have it
        count(*) AS n_townships, count(*) FILTER (has_report) AS n_reports
    FROM roster GROUP BY ALL
),
stated AS (
    SELECT r.district_code, o.*
    FROM observations AS o JOIN roster AS r USING (township_code, report_year)
),
totals AS (
    SELECT
        district_code, report_year, metric_id,
        count(*) AS n_values,
        count(*) FILTER (qualifier = 'exact') AS n_exact,
        count(period_end) AS n_partial,
        open_sum(value_low) AS sum_low,
        closed_sum(value_high) AS sum_high,
        middle_low(value_low) AS median_low,
        middle_high(value_high) AS median_high,
        min(coalesce(value_low, 0)) AS min,
        max(coalesce(value_high, 'inf'::DOUBLE)) AS max
    FROM stated GROUP BY ALL
),
rates AS (
    SELECT
        n.district_code, n.report_year, m.metric_id, count(*) AS n_rate,
        100 * sum(to_decimal(n.value_low))::DOUBLE / nullif(sum(to_decimal(d.value_low)), 0)::DOUBLE AS rate
    FROM metrics AS m
    JOIN stated AS n ON n.metric_id = m.numerator
    JOIN stated AS d ON d.metric_id = m.denominator AND (d.township_code, d.report_year) = (n.township_code, n.report_year)
    WHERE m.aggregation = 'weighted_rate'
        AND n.qualifier IN ('exact', 'approx') AND d.qualifier IN ('exact', 'approx')
    GROUP BY ALL
),
changes AS (  -- like with like: only townships that state the metric in both years
    SELECT
        s.district_code, s.report_year, s.metric_id, count(*) AS n_matched,
        open_sum(s.value_low) - closed_sum(p.value_high) AS sum_change_low,
        closed_sum(s.value_high) - open_sum(p.value_low) AS sum_change_high,
        middle_low(s.value_low) - middle_high(p.value_high) AS median_change_low,
        middle_high(s.value_high) - middle_low(p.value_low) AS median_change_high
    FROM stated AS s
    JOIN observations AS p
        ON (p.township_code, p.metric_id, p.report_year) = (s.township_code, s.metric_id, s.report_year - 1)
    GROUP BY ALL
)
SELECT
    d.district_code, d.district, d.report_year, e.edition, m.metric_id, m.unit, d.n_townships, d.n_reports,
    coalesce(t.n_values, 0) AS n_values,
    coalesce(t.n_exact, 0) AS n_exact,
    coalesce(t.n_partial, 0) AS n_partial,
    CASE WHEN m.aggregation IN ('sum', 'sum_and_median') THEN tidy(t.sum_low) END AS sum_low,
    CASE WHEN m.aggregation IN ('sum', 'sum_and_median') THEN tidy(t.sum_high) END AS sum_high,
    tidy(t.median_low) AS median_low,
    tidy(t.median_high) AS median_high,
    tidy(t.min) AS min,
    tidy(t.max) AS max,
    tidy(r.rate) AS rate,
    coalesce(r.n_rate, 0) AS n_rate,
    coalesce(c.n_matched, 0) AS n_matched,
    tidy(CASE WHEN m.aggregation IN ('sum', 'sum_and_median') THEN c.sum_change_low ELSE c.median_change_low END) AS change_low,
    tidy(CASE WHEN m.aggregation IN ('sum', 'sum_and_median') THEN c.sum_change_high ELSE c.median_change_high END) AS change_high
FROM districts AS d
CROSS JOIN metrics AS m
LEFT JOIN editions AS e USING (district_code, report_year)
LEFT JOIN totals AS t USING (district_code, report_year, metric_id)
LEFT JOIN rates AS r USING (district_code, report_year, metric_id)
LEFT JOIN changes AS c USING (district_code, report_year, metric_id)
