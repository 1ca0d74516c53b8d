"""Manners: robots.txt, one request at a time, pauses, the season, and a run that was killed goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from bench.web_site import COLUMN, Site
from flows.errors import BadInput
from tasks.collect import load_sources


def test_robots_txt_is_asked_first_and_obeyed(column: Site, place) -> None:
    column.page("/robots.txt", b"User-agent: *\nDisallow: /zwgk/fdzdgknr/fzzfjsndbg/202501/t20250120_2\n")
    row = place.collect()["qinglan"]

    assert column.asked[0][0] == "/robots.txt"
    assert [path for path, _, _ in column.asked].count("/robots.txt") == 1
    assert (row["status"], row["reason"], row["n_new"]) == ("partial", "robots", 1)
    assert f"{COLUMN}202501/t20250120_2.html" not in column.paths()


def test_robots_txt_that_fails_closes_the_site(column: Site, place) -> None:
    column.page("/robots.txt", b"oops", status=500)
    assert place.collect()["qinglan"]["status"] == "failing"
    assert column.paths() == []


def test_requests_come_one_at_a_time_with_a_pause_and_a_name(column: Site, place) -> None:
    place.source("qinglan", column.address + COLUMN, delay=0.15)
    column.column({}, path="/other/")
    place.source("other", column.address + "/other/", delay=0.15)
    (place.home / "settings.toml").write_text('contact = "mailto:office@example.org"\n')
    place.collect()

    times = [when for _, _, when in column.asked]
    assert column.most_at_once == 1
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(times))
    agents = {headers["User-Agent"] for _, headers, _ in column.asked}
    assert (
        len(agents) == 1
        and agents.pop().startswith("township/")
        and "office@example.org" in column.asked[0][1]["User-Agent"]
    )


def test_crawl_delay_of_the_site_stands_before_a_shorter_one(column: Site, place) -> None:
    column.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.2\n")
    place.collect()
    times = [when for _, _, when in column.asked][1:]
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_out_of_season_nothing_is_asked_unless_named(column: Site, place) -> None:
    assert place.collect(day=200) == {}
    assert column.asked == []
    assert place.collect("qinglan", day=200)["qinglan"]["status"] == "ok"


def test_run_that_goes_on_after_a_kill_fetches_only_what_is_left(site: Site, place) -> None:
    links = {}
    for number in range(8):
        site.report(f"{COLUMN}t20250120_{number}.html", "桐坝镇", 2010 + number)
        links[f"t20250120_{number}.html"] = f"桐坝镇{2010 + number}年法治政府建设年度报告"
    site.column(links)
    place.source("qinglan", site.address + COLUMN, delay=0.2)
    command = [sys.executable, "-m", "flows.cli.main", "collect", "--source", "qinglan", "--home", str(place.home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while sum(path != COLUMN for path in site.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    before = set(site.paths()) - {COLUMN}
    assert 4 <= len(before) < 8
    site.forget()

    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    after = [path for path in site.paths() if path != COLUMN]
    assert len(set(after) & before) <= 1, "the page in work at the kill, no other"
    assert len(place.sidecars()) == 8
    assert "正常" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: a\ndistrict: x1\nlists: [ftp://a/]\n", "lists.0: 'ftp://a/' is no address"),
        ("id: a\ndistrict: x1\nlists: []\n", "lists: Tuple should have at least 1 item"),
        ("id: a b\ndistrict: x1\nlists: ['http://a/']\n", "id: String should match"),
        ("id: a\ndistrict: x1\nlists: ['http://a/']\npattern: '('\n", "pattern: '(' is no regular expression"),
        ("id: a\ndistrict: x1\nlists: ['http://a/']\nseason: {first: 13-01}\n", "season.first: '13-01' is no day"),
        ("id: a\ndistrict: x1\nlists: ['http://a/']\nfrom: b\n", "from: Extra inputs are not permitted"),
        ("id: [\n", "while parsing"),
        ("just words\n", "the file: Input should be"),
    ],
)
def test_broken_source_is_named_with_file_and_field(place, text: str, said: str) -> None:
    (place.home / "sources").mkdir()
    (place.home / "sources" / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"sources/broken\.yaml") as error:
        load_sources(place.home / "sources")
    assert said in str(error.value)


def test_district_and_id_are_checked(place) -> None:
    place.source("a", "http://example.org/", district="没有区")
    with pytest.raises(BadInput, match=r"source a: district: 没有区 is not in the register"):
        place.collect()
    place.source("a", "http://example.org/")
    with pytest.raises(BadInput, match="source b is not in"):
        place.collect("b")


def test_command_without_sources_says_what_to_do(place, township) -> None:
    result = township("collect", "--home", place.home)
    assert result.returncode == 2
    assert "put a YAML file there" in result.stderr


def test_command_shows_health_and_goes_on(column: Site, place, township) -> None:
    place.source("down", "http://127.0.0.1:9/")
    result = township("collect", "--source", "qinglan", "--source", "down", "--home", place.home)
    shown = township("collect", "--status", "--home", place.home)

    assert result.returncode == shown.returncode == 0, result.stderr
    assert "warning: 1 of 2 sources could not be collected: down" in result.stderr
    assert "未能采集" in shown.stdout and "无法连接网站" in shown.stdout
