-- What the functions of a release do; those of questions.sql carry their comments there.
COMMENT ON MACRO valid_in IS '登记册的这一行在该报告年度是否有效 | Whether a row of the register counts in a report year';
COMMENT ON MACRO to_decimal IS '精确小数，求和与次序无关；超出10^21为空 | Exact decimal, so that sums do not depend on order; NULL beyond 10^21';
COMMENT ON MACRO closed_sum IS '合计；有一个数未知即为空 | Sum; NULL where one number is open';
COMMENT ON MACRO open_sum IS '合计；未知的数按0计 | Sum, where an unknown number counts 0';
COMMENT ON MACRO middle IS '中位数：中间两数的平均 | Median: the mean of the two middle values';
COMMENT ON MACRO middle_low IS '下限的中位数，未知按0计 | Median of lows, unknown: 0';
COMMENT ON MACRO middle_high IS '上限的中位数，未知按无穷大计 | Median of highs, unknown: infinite';
COMMENT ON MACRO tidy IS '表中的数，至多九位小数；无穷大为空 | Number for a table, nine decimals at most; NULL for infinite';
COMMENT ON MACRO number_text IS '按习惯写数，至多四位小数 | Number as people write it, four decimals at most';
COMMENT ON MACRO interval_text IS '按习惯写区间：40、约1500、≥120、≤400、3–5 | Interval as people write it';
COMMENT ON MACRO value_text IS '带确切程度的数值的写法 | The interval of a figure with its qualifier';
COMMENT ON MACRO district_text IS '区县合计的写法：≤400，不写0–400 | Interval of a district figure: ≤400 rather than 0–400';
COMMENT ON MACRO significant_digits IS '有效数字的位数：128为3，2000为1 | Digits of a number that say something';
COMMENT ON MACRO TABLE evidence IS '一个观测值的每处原文：FROM evidence(''990101002'', 2023, ''legal_literacy_persons'') | Every sentence behind one observation';
COMMENT ON MACRO TABLE lineage IS '区县表一格的来历，直到原文字符：FROM lineage(''990101'', 2023, ''legal_literacy_persons'') | From a cell of district_metrics down to the characters';
