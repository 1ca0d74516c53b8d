-- A row is a document that only one of the two releases has, or that came from another place.
SELECT
    file_id,
    CASE WHEN o.source_uri IS NULL THEN 'new' WHEN n.source_uri IS NULL THEN 'gone' ELSE 'moved' END AS what,
    coalesce(n.source_uri, o.source_uri) AS source_uri
FROM old_files AS o FULL JOIN new_files AS n USING (file_id)
WHERE o.source_uri IS DISTINCT FROM n.source_uri
