"""What was collected becomes reports with the address that they came from, by the command line and on a real site."""

from __future__ import annotations

import duckdb

from bench.web_site import COLUMN, SAMPLES, Site

FIXTURES = SAMPLES.parent / "tests" / "fixtures" / "office"


def rows(home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "current.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_collected_pages_become_reports_with_their_address(column: Site, place, township) -> None:
    place.collect()
    result = township("run", "--home", place.home, "--as-of", "2025-02-01", "--no-server")
    assert result.returncode == 0, result.stderr

    at = column.address + COLUMN
    reports = rows(place.home, "SELECT township, report_year, published_on::VARCHAR FROM reports")
    assert ("柳塘乡", 2024, "2025-01-20") in reports
    assert rows(place.home, f"SELECT count(*) FROM files WHERE source_uri = '{at}202501/t20250120_2.html'") == [(1,)]
    assert rows(place.home, "SELECT 区县, 状况, 已有 FROM 来源状况") == [("青澜区", "正常", 2)]

    again = township("run", "--home", place.home, "--as-of", "2025-02-01", "--no-server")
    place.collect(day=1)
    after = township("run", "--home", place.home, "--as-of", "2025-02-01", "--no-server")
    assert "无变化" in again.stdout and "无变化" in after.stdout, "another try of a source makes no release"


def test_page_and_docx_of_the_same_text_are_one_report(site: Site, place, township) -> None:
    page = (FIXTURES / "liping_2024.html").read_text(encoding="utf-8")
    link = '<p><a href="P020250120.docx">附件下载.docx</a></p></body>'
    site.page(f"{COLUMN}202501/t20250120_7.html", page.replace("</body>", link))
    site.page(f"{COLUMN}202501/P020250120.docx", (FIXTURES / "liping_2024.docx").read_bytes())
    site.column({"./202501/t20250120_7.html": "栗坪镇2024年法治政府建设年度报告"})
    place.source("qinglan", site.address + COLUMN)
    place.collect()
    result = township("run", "--home", place.home, "--as-of", "2025-02-01", "--no-server")
    assert result.returncode == 0, result.stderr

    found = rows(place.home, "SELECT township, report_year FROM reports")
    files = rows(place.home, "SELECT role, count(*) FROM files GROUP BY ALL ORDER BY ALL")
    assert found == [("栗坪镇", 2024)]
    assert files == [("copy", 1), ("main", 1)]


def test_annex_of_a_page_belongs_to_its_report_though_all_lie_in_the_folder_of_a_month(
    column: Site, place, township
) -> None:
    link = '<a href="./P9.csv">附件1：行政执法情况统计表.csv</a>'
    column.report(f"{COLUMN}202501/t20250120_2.html", "柳塘乡", 2024, links=link)
    column.page(
        f"{COLUMN}202501/P9.csv",
        "项目,数量\n行政处罚（件）,12\n行政检查（次）,34\n行政强制（件）,0\n".encode("gb18030"),
    )
    place.collect()
    result = township("run", "--home", place.home, "--as-of", "2025-02-01", "--no-server")
    assert result.returncode == 0, result.stderr

    found = rows(
        place.home,
        "SELECT r.township, f.role FROM files f JOIN reports r USING (report_id) WHERE f.source_uri LIKE '%P9.csv'",
    )
    assert found == [("柳塘乡", "annex")]
