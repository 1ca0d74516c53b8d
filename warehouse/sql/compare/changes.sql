-- Every change of two releases: of reports, then of observations, district years and district figures, each by year.
CREATE TEMP TABLE changes (
    level VARCHAR, change VARCHAR, cause VARCHAR, causes VARCHAR[], why VARCHAR, district_code VARCHAR, district VARCHAR,
    township_code VARCHAR, township VARCHAR, report_year SMALLINT, metric_id VARCHAR, metric VARCHAR, unit VARCHAR,
    old VARCHAR, new VARCHAR, old_low DOUBLE, old_high DOUBLE, new_low DOUBLE, new_high DOUBLE
)
