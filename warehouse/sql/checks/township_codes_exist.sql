-- What names a township names one of the register.
SELECT source, township_code
FROM (
    SELECT DISTINCT 'reports' AS source, township_code FROM reports
    UNION SELECT DISTINCT 'observations', township_code FROM observations
    UNION SELECT DISTINCT 'coverage', township_code FROM coverage
    UNION SELECT DISTINCT 'quarantine', township_code FROM quarantine
    UNION SELECT DISTINCT 'findings', township_code FROM findings
)
ANTI JOIN townships USING (township_code)
WHERE township_code IS NOT NULL
