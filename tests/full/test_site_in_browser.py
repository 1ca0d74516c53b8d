"""The sample release's site in a real browser, from disk, on a desktop and on a phone: needs Debian's chromium."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

pytestmark = [pytest.mark.full, pytest.mark.timeout(600)]

KINDS = (
    "index.html",
    "metrics.html",
    "m/legal_literacy_persons.html",
    "coverage.html",
    "findings.html",
    "corrections.html",
    "changes.html",
    "dictionary.html",
    "downloads.html",
    "search.html",
    "d/990101/index.html",
    "d/990101/2024.html",
    "d/990101/t-990101002.html",
    "d/990101/r-990101003-2024.html",
)
"""A page of every kind."""

OF_CHANGES = ("changes.html", "corrections.html", "d/990101/changes.html")
"""Those that have more to show in a release after another."""

SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
UNLIT = """fragments => fragments.filter(fragment => {
    if (fragment) location.hash = fragment;
    const t = document.querySelector(":target");
    const m = t && (t.matches("mark") ? t : t.parentElement.querySelector(`mark[data-m~=${t.id}]`));
    const box = m && m.getBoundingClientRect();
    return !box || box.top < 0 || box.bottom > innerHeight;
})"""
"""Those of some fragments (none: the one that the address has) whose mark is not on the screen when one goes there."""


AXE = {"resultTypes": ["violations"], "preload": False}
"""Without `preload`, axe fetches nothing; the pages forbid it."""

AXE_ON = {"desktop": AXE, "phone": AXE | {"rules": {"color-contrast": {"enabled": False}}}}
"""Colours are the same on both, and looking at them takes most of the time."""


class Browser:
    """One page, and what it complained of or asked the network for."""

    def __init__(self, page: Any, size: str) -> None:
        self.page, self.size, self.trouble = page, size, list[str]()
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else self.trouble.append(r.url))
        page.on("requestfailed", lambda r: self.trouble.append(f"{r.url}: {r.failure}"))

    def open(self, path: Path) -> None:
        self.page.goto(path.as_uri())


@pytest.fixture(scope="module")
def site(site_home: Path) -> Path:
    return (site_home / "current.duckdb").resolve().parent / "site"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium")
    assert path, "apt-get install chromium"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Browser]:
    """A page of each size."""
    yield from watched(chromium, request.param)


@pytest.fixture
def browser(chromium: Any) -> Iterator[Browser]:
    yield from watched(chromium, "desktop")


def watched(chromium: Any, size: str) -> Iterator[Browser]:
    width, height = SCREENS[size]
    page = chromium.new_page(viewport={"width": width, "height": height})
    browser = Browser(page, size)
    yield browser
    page.close()
    assert browser.trouble == []


def test_every_published_number_leads_to_its_lit_mark(browser: Browser, site: Path) -> None:
    fragments = defaultdict[str, set[str]](set)
    for path in [*site.glob("d/*/t-*.html"), *site.glob("d/*/[0-9]*.html")]:
        browser.open(path)
        numbers = "td[id^=v-] a, li[id^=y-] a:not(.who)"
        for link in browser.page.eval_on_selector_all(numbers, "links => links.map(a => a.href)"):
            report, _, fragment = link.partition("#")
            fragments[report].add(fragment)
    assert sum(map(len, fragments.values())) > 500
    for report, of_report in fragments.items():
        browser.page.goto(report)
        assert browser.page.evaluate(UNLIT, sorted(of_report)) == [], report


def test_totals_are_clicked_through_to_the_sentence(browser: Browser, site: Path) -> None:
    page = browser.page
    browser.open(site / "d/990101/2024.html")
    page.locator("a[href='#x-legal_literacy_persons']").first.click()
    page.locator(":target .values a.v").first.click()
    page.wait_for_url("**/r-*")
    assert page.evaluate(UNLIT, [""]) == []
    page.locator(":target a").first.click()
    page.locator(":target a.cell").first.click()
    page.wait_for_url("**/t-*")
    assert page.locator(":target a.v").is_visible()


@pytest.fixture(scope="module")
def later(run_samples: Any, site_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the release after a correction, which tells what changed."""
    home = Path(shutil.copytree(site_home, tmp_path_factory.mktemp("later") / "home", symlinks=True))
    entry = "{kind: withdraw, township: '990101003', year: 2024, who: 张三, decided_on: 2025-06-01, why: 乡镇撤回}"
    (home / "corrections").mkdir(exist_ok=True)
    (home / "corrections/one.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    assert run_samples(home, TOWNSHIP_SITE="true").returncode == 0
    return (home / "current.duckdb").resolve().parent / "site"


def test_axe_finds_nothing_serious_and_no_page_is_wider_than_the_screen(
    screen: Browser, site: Path, later: Path
) -> None:
    found = []
    for path in [*(site / name for name in KINDS), *(later / name for name in OF_CHANGES)]:
        screen.open(path)
        broken = [
            v
            for v in Axe().run(screen.page, options=AXE_ON[screen.size]).response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        found += [f"{path}: {rule['id']} {rule['nodes'][0]['html']}" for rule in broken]
        if screen.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
    assert found == []


def test_the_keyboard_shows_what_is_known_of_a_mark_and_leads_to_its_row(browser: Browser, site: Path) -> None:
    browser.open(sorted(site.glob("d/*/r-*.html"))[0])
    page = browser.page
    page.locator("mark.counted a").first.focus()
    assert page.locator("#tip").is_visible()
    assert "置信度" in page.locator("#tip").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#tip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector(':target').matches('tr[id^=i-m]')")


def test_tables_sort_and_filter_and_search_finds_a_metric(browser: Browser, site: Path) -> None:
    page = browser.page
    browser.open(site / "d/990101/2024.html")
    page.locator("table.figures thead button").nth(2).click()
    body = "table.figures tbody:nth-of-type(4)"
    cells = page.eval_on_selector_all(f"{body} tr:not(.cat) td:nth-of-type(2)", "all => all.map(c => c.dataset.v)")
    numbers = [float(cell) for cell in cells if cell not in ("", "None")]
    assert len(numbers) > 5 and numbers == sorted(numbers)
    page.locator(".filter input").first.fill("明白人")
    shown = page.locator("table.figures tbody tr:not(.cat):visible").all_inner_texts()
    assert shown and all("明白人" in text for text in shown)
    browser.open(site / "search.html")
    page.locator("#q").fill("法律明白人")
    page.locator("#results a").first.click()
    assert page.url.endswith("m/legal_literacy_persons.html")
