"""`python -m bench.site`: the site of one district, of forty, and again after one report changed.

Invented reports go through the main job without a site; then the site is built on its own. The first page is opened from
disk in Chromium where that is installed. `--small` takes 2 districts of 10 townships for 40 of 30.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write_corpus, write_register
from bench.watched import Watched, watch

ROOT = Path(__file__).resolve().parents[2]
YEARS = range(2017, 2025)
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Built:
    """A site: where it lies, of how many reports, what building it took, its files and their bytes."""

    site: Path
    n_reports: int
    cost: Watched
    sizes: dict[str, int]

    @property
    def ms(self) -> float:
        """Milliseconds a report."""
        return 1000 * self.cost.seconds / self.n_reports


def main() -> None:
    """Prints the figures beside their targets."""
    parser = argparse.ArgumentParser(prog="python -m bench.site", description=__doc__)
    parser.add_argument("--small", action="store_true", help="2 districts of 10 townships")
    parser.add_argument("--districts", type=int, help="districts of the larger corpus (40)")
    parser.add_argument("--scratch", type=Path, help="folder for homes and sites (a temporary one)")
    arguments = parser.parse_args()
    n_townships = 10 if arguments.small else 30
    n_districts = arguments.districts or (2 if arguments.small else 40)
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-site-") as folder:
        scratch = Path(folder)
        one = _first(scratch / "one", 1, n_townships)
        _print_one(one, n_townships)
        many = _first(scratch / "many", n_districts, n_townships)
        again, made = _again(scratch / "many", many)
    print(f"\n{n_districts} districts, {many.n_reports:,} reports:")
    _print("seconds", f"{many.cost.seconds:.1f}")
    _print("MB", f"{_mb(many):.0f}")
    _print("peak memory of a process, MB", f"{many.cost.peak_mb:.0f}", "below 1500")
    _print("time a report, times that of one district", f"{many.ms / one.ms:.2f}", "at most 1.2")
    _print("again after one changed report, seconds", f"{again.seconds:.1f}")
    _print(
        "  pages of districts that were written", f"{len(made)}", "those of its district, and its reports' of the year"
    )
    _print("  districts that they are of", f"{len({path.split('/')[1] for path in made})}", "1")


def _first(folder: Path, n_districts: int, n_townships: int) -> Built:
    """The main job on a corpus, without a site, and then the site."""
    n_reports = write_corpus(folder / "inbox", n_districts, n_townships, YEARS)
    (folder / "home" / "register").mkdir(parents=True)
    write_register(folder / "home" / "register" / "invented.csv", n_districts, n_townships)
    (folder / "home" / "settings.toml").write_text("site = false\n", encoding="utf-8")
    release = _release(folder)
    site = folder / "first" / "site"
    cost = watch([sys.executable, "-m", "bench.site.build", str(release), str(site), str(folder)], ROOT)
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
    return Built(site, n_reports, cost, sizes)


def _release(folder: Path) -> Path:
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server", "--as-of", "2026-01-01"]
    command += ["--inbox", str(folder / "inbox"), "--home", str(folder / "home")]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return (folder / "home" / "current.duckdb").resolve().parent


def _again(folder: Path, first: Built) -> tuple[Watched, list[str]]:
    """One report gets another sentence; what building costs then, and the pages of districts that are not the old ones."""
    changed = min((folder / "inbox").rglob("*.txt"))
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("二、党政", "全年召开法治政府建设专题会议11次。\n二、党政", 1), encoding="utf-8")
    release, site = _release(folder), folder / "second" / "site"
    command = [sys.executable, "-m", "bench.site.build", str(release), str(site), str(folder), str(first.site)]
    cost = watch(command, ROOT)
    made = [path for path in first.sizes if path.startswith("d/") and not (site / path).samefile(first.site / path)]
    return cost, made


def _print_one(one: Built, n_townships: int) -> None:
    print(
        f"{os.cpu_count()} cores; a district of {n_townships} townships, {len(YEARS)} years, {one.n_reports} reports:"
    )
    _print("seconds", f"{one.cost.seconds:.1f}", "at most 30")
    _print("MB", f"{_mb(one):.1f}", "at most 30")
    kinds = {"report": "/r-", "township": "/t-", "year": "/20", "metric": "m/"}
    for kind, part in kinds.items():
        sizes = [size for path, size in one.sizes.items() if part in path]
        _print(f"  a page of kind {kind}, KB ({len(sizes)} pages)", f"{sum(sizes) / len(sizes) / 1000:.0f}")
    for name in ("index.html", "d/990201/2024.html"):
        if seconds := _opened(one.site / name):
            _print(f"{name} usable in Chromium, seconds", f"{seconds:.2f}", "at most 1 for the first page")


def _opened(page: Path) -> float | None:
    """Seconds until the page is loaded and its scripts have run, best of several; None without Chromium."""
    if not (path := shutil.which("chromium")):
        return None
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            tab = browser.new_context().new_page()
            start = time.perf_counter()
            tab.goto(page.as_uri(), wait_until="load")
            tab.locator("a").first.is_visible()
            found.append(time.perf_counter() - start)
            tab.context.close()
        browser.close()
    return min(found)


def _mb(built: Built) -> float:
    return sum(built.sizes.values()) / 1e6


def _print(name: str, value: str, target: str = "") -> None:
    print(f"  {name:<46}{value:>9}" + (f"   target: {target}" if target else ""))


if __name__ == "__main__":
    main()
