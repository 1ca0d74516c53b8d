"""The sample release's site in a real browser, from disk, on a desktop and on a phone: needs Debian's chromium."""

from __future__ import annotations

import shutil
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
    "d/990101/changes.html",
    "d/990101/2024.html",
    "d/990101/t-990101002.html",
    "d/990101/r-990101003-2024.html",
)
"""A page of every kind."""

SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
LIT = """() => {
    const t = document.querySelector(":target");
    const m = t && (t.matches("mark") ? t : t.parentElement.querySelector(`mark[data-m~=${t.id}]`));
    const box = m && m.getBoundingClientRect();
    return !!box && box.top >= 0 && box.bottom <= innerHeight;
}"""
"""Whether the mark that the address names is on the screen."""


class Browser:
    """One page, and what it complained of or asked the network for."""

    def __init__(self, page: Any) -> None:
        self.page, self.trouble = page, list[str]()
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else self.trouble.append(r.url))
        page.on("requestfailed", lambda r: self.trouble.append(f"{r.url}: {r.failure}"))

    def open(self, path: Path) -> None:
        self.page.goto(path.as_uri())


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Path:
    return (sample_home / "current.duckdb").resolve().parent / "site"


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
    width, height = SCREENS[request.param]
    yield from watched(chromium, viewport={"width": width, "height": height})


@pytest.fixture
def browser(chromium: Any) -> Iterator[Browser]:
    yield from watched(chromium)


def watched(chromium: Any, **given: Any) -> Iterator[Browser]:
    page = chromium.new_page(**given)
    browser = Browser(page)
    yield browser
    page.close()
    assert browser.trouble == []


def test_every_published_number_leads_to_its_lit_mark(browser: Browser, site: Path) -> None:
    links = set()
    for path in [*site.glob("d/*/t-*.html"), *site.glob("d/*/[0-9]*.html")]:
        browser.open(path)
        numbers = "td[id^=v-] a, li[id^=y-] a:not(.who)"
        links |= set(browser.page.eval_on_selector_all(numbers, "links => links.map(a => a.href)"))
    assert len(links) > 500
    for link in sorted(links):  # those of a report one after the other: it is loaded once
        browser.page.goto(link)
        assert browser.page.evaluate(LIT), link


def test_totals_are_clicked_through_to_the_sentence(browser: Browser, site: Path) -> None:
    page = browser.page
    browser.open(site / "d/990101/2024.html")
    page.locator("a[href='#x-legal_literacy_persons']").first.click()
    page.locator(":target .values a.v").first.click()
    assert "/r-" in page.url and page.evaluate(LIT)
    page.locator(":target a").first.click()
    page.locator(":target a.cell").first.click()
    assert "/t-" in page.url and page.locator(":target a.v").is_visible()


def test_no_page_has_a_serious_finding_of_axe_or_is_wider_than_the_screen(screen: Browser, site: Path) -> None:
    found = []
    for name in KINDS:
        screen.open(site / name)
        broken = Axe().run(screen.page).response["violations"]
        found += [
            f"{name}: {v['id']} {v['nodes'][0]['html']}" for v in broken if v["impact"] in ("serious", "critical")
        ]
        if screen.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name}: wider than the screen")
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
