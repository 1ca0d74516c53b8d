-- A row is a township of which the two registers say something else, now or for earlier years.
WITH old AS (FROM old_townships UNION ALL BY NAME FROM old_township_history),
new AS (FROM new_townships UNION ALL BY NAME FROM new_township_history)
SELECT DISTINCT township_code FROM (
    (SELECT * EXCLUDE (as_of) FROM old EXCEPT SELECT * EXCLUDE (as_of) FROM new)
    UNION ALL
    (SELECT * EXCLUDE (as_of) FROM new EXCEPT SELECT * EXCLUDE (as_of) FROM old)
)
