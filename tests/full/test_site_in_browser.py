"""The sample release's site in a real browser, from disk: needs Debian's chromium and the package playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright, to click through the site")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.full,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="apt-get install chromium, to click through the site"),
]


class Browser:
    """One page, and what it complained of or asked the network for."""

    def __init__(self, page: Any) -> None:
        self.page, self.trouble = page, list[str]()
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else self.trouble.append(r.url))

    def open(self, path: Path, fragment: str = "") -> None:
        self.page.goto(path.as_uri() + fragment)


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Path:
    return (sample_home / "current.duckdb").resolve().parent / "site"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Browser]:
    page = chromium.new_page()
    browser = Browser(page)
    yield browser
    page.close()
    assert browser.trouble == []


def test_every_number_of_a_township_leads_to_its_lit_mark(browser: Browser, site: Path) -> None:
    n = 0
    for path in sorted(site.glob("d/*/t-*.html")):
        browser.open(path)
        links = browser.page.eval_on_selector_all("td[id] a.v", "links => links.map(a => a.href)")
        for link in links:
            browser.page.goto(link)
            assert browser.page.evaluate(
                "() => { const t = document.querySelector(':target'); const m = t && (t.matches('mark') ? t : t.parentElement.querySelector(`mark[data-m~=${t.id}]`));"
                " const box = m && m.getBoundingClientRect(); return !!box && box.top >= 0 && box.bottom <= innerHeight; }"
            ), link
            n += 1
    assert n > 500


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


def test_every_kind_of_page_fits_a_phone(chromium: Any, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    for name in ("index.html", "search.html", "downloads.html", "dictionary.html", "d/990101/index.html",
                 "d/990101/2024.html", "d/990101/t-990101002.html", "d/990101/r-990101003-2024.html"):  # fmt: skip
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.close()
