"""Hostile words and empty districts on the site: text everywhere, code nowhere, and pages that say what is not there."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from publish_world import World
from selectolax.lexbor import LexborHTMLParser as Parser
from small_documents import METRIC, Doc

from tasks.publish.notes import Notes
from tasks.publish.release_tables import TableFiles
from tasks.publish.site import About, build_site
from warehouse.processes import OWN_MEMORY
from warehouse.schema import tables

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x00𠮷=cmd|/c!A1' + "长" * 10_000


def site_of(release: Path, folder: Path, **changed: str) -> Path:
    """The site of a release in whose Parquet every text of these columns was replaced, but for keys and codes."""
    made = {}
    for name, schema in tables().items():
        files = [*release.glob(f"parquet/{name}/*/*.parquet"), *release.glob(f"parquet/{name}.parquet")]
        for n, file in enumerate(files):
            rows = pq.read_table(file, partitioning=None)
            for column, text in changed.items():
                if column in schema.names:
                    at = schema.names.index(column)
                    values = [text + v if column == "text" and v else text for v in rows[column].to_pylist()]
                    rows = rows.set_column(at, schema.arrow().field(at), pa.array(values, pa.string()))
            files[n] = folder / file.relative_to(release)
            files[n].parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows, files[n])
        made[name] = TableFiles(tuple(files), 0, "")
    site = folder / "site"
    build_site(
        made,
        site,
        About("0001", "", Notes(EVIL, EVIL, {})),
        earlier=None,
        workers=1,
        memory_limit=OWN_MEMORY,
        scratch=folder / "scratch",
    )
    return site


@pytest.fixture
def release(world: World) -> Path:
    return world.put(Doc("a"), Doc("q", reason="damaged")).publish().path


def test_hostile_names_titles_and_sentences_stay_text(release: Path, tmp_path: Path) -> None:
    words = ("township", "district", "title", "issuer", "doc_number", "source_uri", "sentence", "detail_zh", "name_zh")
    site = site_of(release, tmp_path, **dict.fromkeys(words, EVIL), quote="<b>40</b>", rule=EVIL, text=EVIL)
    seen = 0
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        tree = Parser(html)
        assert all(script.attributes.get("src") and not script.text() for script in tree.css("script"))
        assert not tree.css("img, b:not(.legend b), [onerror]")
        assert "\x00" not in html and "\u202e" not in html
        seen += "<script>alert(1)</script>" in (tree.body.text() if tree.body else "")
    assert seen > 5
    index = (site / "assets/search-index.js").read_text(encoding="ascii")
    assert "<" not in index and "\\u003cscript" in index


def test_marks_stay_in_place_beside_signs_outside_the_basic_plane(release: Path, tmp_path: Path) -> None:
    site = site_of(release, tmp_path)
    (page,) = site.glob("d/*/r-*.html")
    tree = Parser(page.read_text(encoding="utf-8"))
    assert [mark.text() for mark in tree.css("mark[data-m]")] == ["40名"]


def test_a_district_without_reports_and_a_metric_without_values_say_so(world: World, tmp_path: Path) -> None:
    release = world.put(Doc("q", reason="damaged")).publish().path
    assert "没有报告" in (release / "site/d/990101/2023.html").read_text(encoding="utf-8")
    assert "没有报告提及这项指标" in (release / f"site/m/{METRIC}.html").read_text(encoding="utf-8")
    assert "没有报告给出指标" in (release / "site/d/990101/t-990101001.html").read_text(encoding="utf-8")


def test_a_year_with_one_report_has_its_number_and_no_empty_plot(release: Path) -> None:
    tree = Parser((release / "site/d/990101/2023.html").read_text(encoding="utf-8"))
    section = tree.css_first(f"#x-{METRIC}")
    assert section is not None
    assert [a.text() for a in section.css("ul.values a:not(.who)")] == ["40"]
    assert len(section.css("svg")) == 1  # the years; one township has no distribution
