"""The site of a release, read without a browser: links, anchors, marks, and what is kept from the release before."""

from __future__ import annotations

import json
import os
import re
import shutil
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser as Parser
from selectolax.lexbor import LexborNode as Node

from bench.corpus import write_corpus, write_register


@pytest.fixture(scope="module")
def site(site_home: Path) -> Path:
    return (site_home / "current.duckdb").resolve().parent / "site"


@lru_cache(maxsize=1000)
def page(path: Path) -> Parser:
    return Parser(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1000)
def ids(path: Path) -> frozenset[str]:
    return frozenset(node.attributes["id"] or "" for node in page(path).css("[id]"))


def target(source: Path, link: str) -> tuple[Path, str]:
    path, _, fragment = link.partition("#")
    return (Path(os.path.normpath(source.parent / unquote(path))) if path else source), fragment


def marked(path: Path, key: str) -> str:
    """All that is marked for a mention."""
    marks = page(path).css(f"mark[data-m~={key}]")
    return "".join(mark.text() for mark in marks)


def query(site: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(site.parent / "township.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_every_link_leads_to_a_page_and_an_anchor_and_none_leaves_the_release(site: Path) -> None:
    assert follow_links(site) > 5000


def follow_links(site: Path) -> int:
    """How many links there are; fails at the first that leads nowhere."""
    n = 0
    for path in site.rglob("*.html"):
        for node in page(path).css("[href], [src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if link == "data:,":
                continue
            assert ":" not in link, link
            to, fragment = target(path, link)
            assert to.is_file(), f"{path}: {link}"
            assert to.is_relative_to(site.parent)
            assert not fragment or fragment in ids(to), f"{path}: {link}"
            n += 1
    return n


def test_no_page_uses_an_id_twice(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert len(ids(path)) == len(page(path).css("[id]")), path


def test_every_published_number_reaches_the_mark_of_its_sentence(site: Path) -> None:
    quotes = {
        (r, m.rpartition("-")[2]): q for m, r, q in query(site, "SELECT mention_id, report_id, quote FROM mentions")
    }
    observed = query(
        site,
        """SELECT o.township_code, o.report_year, o.metric_id, o.report_id, o.mention_ids, v.数值, c.district_code
           FROM observations AS o JOIN coverage AS c USING (township_code, report_year)
           JOIN 乡镇年度指标 AS v ON (v.乡镇代码, v.年度, v.指标代码) = (o.township_code, o.report_year, o.metric_id)""",
    )
    assert len(observed) > 500
    for town, year, metric, report, mentions, value, district in observed:
        folder = site / "d" / str(district)
        for path, cell in (
            (folder / f"t-{town}.html", f"#v-{year}-{metric}"),
            (folder / f"{year}.html", f"#y-{town}-{metric}"),
        ):
            found = page(path).css_first(cell)
            assert found is not None
            links = [a for a in found.css("a") if "who" not in (a.attributes.get("class") or "")]
            assert links[0].text().replace(",", "").replace(" ", "") == value
            assert len(links) == len(mentions)
            for link, mention in zip(links, mentions, strict=True):
                to, key = target(path, link.attributes["href"] or "")
                assert marked(to, key) == quotes[report, str(mention).rpartition("-")[2]]


def test_the_district_table_says_what_the_chinese_view_says(site: Path) -> None:
    rows = query(site, "SELECT 区县代码, 年度, 指标代码, 合计, 有数乡镇, 乡镇总数 FROM 区县年度汇总 WHERE 有数乡镇 > 0")
    assert rows
    for district, year, metric, total, n_values, n_townships in rows:
        row = page(site / f"d/{district}/{year}.html").css_first(f'table.figures a[href="../../m/{metric}.html"]')
        assert row is not None and row.parent is not None and row.parent.parent is not None
        cells = [cell.text().strip() for cell in row.parent.parent.css("td")]
        assert cells[1].replace(",", "").replace(" ", "") == (total or "")
        assert cells[3].startswith(f"{n_values}/{n_townships}")


def test_the_text_of_a_report_stands_on_its_page_character_by_character(site: Path) -> None:
    texts = query(
        site,
        """SELECT c.district_code, r.township_code, r.report_year, t.text FROM reports AS r
           JOIN report_texts AS t USING (report_id) JOIN coverage AS c USING (township_code, report_year) WHERE is_current""",
    )
    for district, town, year, text in texts:
        shown = page(site / f"d/{district}/r-{town}-{year}.html").css_first("div.text")
        assert isinstance(shown, Node)
        assert re.sub(r"\s", "", shown.text()) == re.sub(r"\s", "", str(text))


def test_every_page_is_whole_without_scripts_inline_and_says_its_language(site: Path) -> None:
    for path in site.rglob("*.html"):
        tree = page(path)
        assert tree.css_first("html").attributes["lang"] == "zh-Hans"
        assert len(tree.css("h1")) == 1 and tree.css_first("title").text().strip()
        assert all(script.attributes.get("src") and not script.text() for script in tree.css("script"))
        assert not tree.css("[style], [onclick], [onload], [onerror], style, iframe, object, form")


def test_the_same_home_makes_the_same_site_and_it_stands_in_the_sums(run_samples, site: Path, tmp_path: Path) -> None:
    assert run_samples(tmp_path / "home", TOWNSHIP_WORKERS="1", TOWNSHIP_SITE="true").returncode == 0
    again = (tmp_path / "home/current.duckdb").resolve().parent
    files = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    assert {p.relative_to(again / "site"): p.read_bytes() for p in (again / "site").rglob("*") if p.is_file()} == files
    listed = {line.split("  ")[1] for line in (again / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert {f"site/{path.as_posix()}" for path in files} <= listed


def test_only_sentences_and_no_site_are_settings(run_samples, site: Path, site_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(site_home, tmp_path / "home", symlinks=True))
    (home / "settings.toml").write_text('site_texts = "sentences"\n', encoding="utf-8")
    assert run_samples(home, TOWNSHIP_SITE="").returncode == 0
    fewer = (home / "current.duckdb").resolve().parent / "site"
    assert fewer.parent.name != site.parent.name
    silent = "现将有关情况报告如下"
    whole = [path.name for path in site.glob("d/*/r-*.html") if silent in path.read_text(encoding="utf-8")]
    assert whole and not any(silent in path.read_text(encoding="utf-8") for path in fewer.glob("d/*/r-*.html"))
    for path in site.glob("d/*/r-*.html"):
        short = fewer / path.relative_to(site)
        assert {i for i in ids(path) if i[0] == "m"} == {i for i in ids(short) if i[0] == "m"}
        assert all(marked(short, key) == marked(path, key) for key in ids(path) if key[0] == "m" and key != "main")
    (home / "settings.toml").write_text("site = false\n", encoding="utf-8")
    assert run_samples(home, TOWNSHIP_SITE="").returncode == 0
    assert not ((home / "current.duckdb").resolve().parent / "site").exists()


def test_a_district_without_a_year_that_others_have(township, tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    write_corpus(inbox, 2, 1, range(2020, 2023))
    write_register(home / "register" / "own.csv", 2, 1)
    first, second = sorted(inbox.iterdir())
    for path in (first / "2022", second / "2020", second / "2021"):
        shutil.rmtree(path)
    result = township(
        "run", "--inbox", inbox, "--home", home, "--as-of", "2025-06-01", "--no-server", TOWNSHIP_SITE="true"
    )

    assert result.returncode == 0, result.stderr
    overview = page((home / "current.duckdb").resolve().parent / "site" / "index.html")
    cells = [[cell.text(strip=True) for cell in row.css("td")] for row in overview.css("tbody tr")]
    assert [[cell == "—" for cell in row] for row in cells] == [[True, False, False], [False, True, True]]


def test_pages_of_a_year_that_did_not_change_are_kept(run_samples, site_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(site_home, tmp_path / "home", symlinks=True))
    old = (home / "current.duckdb").resolve().parent / "site"
    (home / "corrections").mkdir(exist_ok=True)
    (home / "corrections/one.yaml").write_text(
        "- {kind: withdraw, township: '990101003', year: 2024, who: 张三, decided_on: 2025-06-01, why: 乡镇撤回}\n",
        encoding="utf-8",
    )
    result = run_samples(home, TOWNSHIP_SITE="true")
    assert result.returncode == 0, result.stderr
    new = (home / "current.duckdb").resolve().parent / "site"
    assert new != old
    before, after = (json.loads((s / "pages.json").read_bytes()) for s in (old, new))
    assert before["d/990101/2023"] == after["d/990101/2023"]
    for path in before["d/990101/2023"]["pages"]:
        assert (old / path).samefile(new / path)
    same = {
        path
        for path, sha256 in before["d/990101/2024"]["pages"].items()
        if after["d/990101/2024"]["pages"].get(path) == sha256
    }
    assert len(same) == 6 and all((old / path).samefile(new / path) for path in same)
    assert (old / "m/population.html").samefile(new / "m/population.html")
    gone = set(before["d/990101/2024"]["pages"]) - set(after["d/990101/2024"]["pages"])
    assert gone == {"d/990101/r-990101003-2024.html"} and not (new / gone.pop()).exists()
    follow_links(new)
    assert page(new / "changes.html").css_first('a[href="d/990101/changes.html"]') is not None
    told = page(new / "d/990101/changes.html")
    (report,) = told.css("h2#report + .wide tbody tr")
    assert [cell.text() for cell in report.css("th, td")[:3]] == ["减少", "栗坪镇", "2024"]
    assert "乡镇撤回" in page(new / "corrections.html").css_first("main").text()
    sql = "SELECT count(*) FROM {} WHERE township_code = '990101003' AND report_year = 2024"
    ((n,),) = query(old, sql.format("observations"))
    assert f"连同{n}个观测值" in report.text()
    assert not told.css("h2#observation")  # what was withdrawn is not told again
    assert query(new, sql.format("observations")) == query(new, sql.format("reports")) == [(0,)]
