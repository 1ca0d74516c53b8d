-- A row is a report that differs, with its causes and how they are said; where the documents prove none, $rest and $rest_said.
SELECT *,
    CASE WHEN has_source OR has_correction OR has_register THEN list_filter(
        [CASE WHEN has_source THEN 'source' END, CASE WHEN has_correction THEN 'correction' END,
         CASE WHEN has_register THEN 'register' END], lambda cause: cause IS NOT NULL)
    ELSE [$rest] END AS causes,
    CASE WHEN has_source OR has_correction OR has_register
        THEN concat_ws('；', source_said, correction_said, CASE WHEN has_register THEN '登记册中该乡镇的记录不同' END)
        ELSE $rest_said END AS why
FROM reports_changed
