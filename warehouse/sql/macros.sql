-- Small functions that models and views share; they are part of a release's database and open to analysts.

-- The row of the register counts in this report year; an unknown first or last year does not limit.
CREATE OR REPLACE MACRO valid_in(report_year, valid_from, valid_to) AS
    report_year BETWEEN coalesce(valid_from, report_year) AND coalesce(valid_to, report_year);

-- Exact decimal, so that a sum depends neither on the order of rows nor on threads; NULL beyond 10^21.
CREATE OR REPLACE MACRO to_decimal(x) AS try_cast(x AS DECIMAL(30, 9));

-- Sum of x; NULL where one x is open.
CREATE OR REPLACE MACRO closed_sum(x) AS
    CASE WHEN count(to_decimal(x)) = count(*) THEN sum(to_decimal(x)) END;

-- Sum of x, where an unknown x counts 0.
CREATE OR REPLACE MACRO open_sum(x) AS sum(coalesce(to_decimal(x), 0));

-- Median: the mean of the lower and the upper middle value, defined for infinite values too.
CREATE OR REPLACE MACRO middle(x) AS (quantile_disc(x, 0.5) - quantile_disc(-x, 0.5)) / 2;

-- Median of lows (unknown: 0) and of highs (unknown: infinite).
CREATE OR REPLACE MACRO middle_low(x) AS middle(coalesce(x, 0));
CREATE OR REPLACE MACRO middle_high(x) AS middle(coalesce(x, 'inf'::DOUBLE));

-- Number for a table: nine decimals at most, so that no binary remainder shows, nor the sign of one (-0); NULL for infinite.
CREATE OR REPLACE MACRO tidy(x) AS CASE WHEN isfinite(x::DOUBLE) THEN round(x::DOUBLE, 9) + 0 END;

-- Number as people write it, four decimals at most: 40, 98.5.
CREATE OR REPLACE MACRO number_text(x) AS
    coalesce(rtrim(rtrim(try_cast(x AS DECIMAL(38, 4))::VARCHAR, '0'), '.'), x::VARCHAR);

-- Interval as people write it: 40, 约1500, ≥120, ≤400, 3–5; NULL where nothing is known.
CREATE OR REPLACE MACRO interval_text(low, high, about) AS
    CASE
        WHEN low IS NULL THEN '≤' || number_text(high)
        WHEN high IS NULL THEN '≥' || number_text(low)
        WHEN low = high THEN CASE WHEN about THEN '约' ELSE '' END || number_text(low)
        ELSE number_text(low) || '–' || number_text(high)
    END;

-- The interval of a figure with its qualifier.
CREATE OR REPLACE MACRO value_text(low, high, qualifier) AS interval_text(low, high, qualifier = 'approx');

-- Interval of a district figure, whose low is 0 where it is unknown: ≤400 rather than 0–400.
CREATE OR REPLACE MACRO district_text(low, high, about) AS
    interval_text(CASE WHEN low = 0 AND high > 0 THEN NULL ELSE low END, high, about);

-- Digits of a number that say something: 3 of 128, 1 of 2000, 4 of 12.05. Few numbers with three or more are equal by chance.
CREATE OR REPLACE MACRO significant_digits(x) AS length(trim(replace(number_text(x), '.', ''), '0'));
