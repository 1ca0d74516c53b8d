"""What the sites of invented districts show on each day, and what therefore has to stand in the tables. Nothing is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bench.web_site import Site

Trouble = Literal["maintenance", "silent", "shell"]
"""A site that asks for a pause, one that ends each connection, and a list whose links are gone."""

COLUMN = "/zwgk/{code}/fzzfjsndbg/"


@dataclass(frozen=True, slots=True)
class Version:
    """What a report says from a day on: activities, leaflets (at least so many), disputes settled."""

    day: date
    activities: int
    leaflets: int
    disputes: int


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a township (code) on a year; one that `replaces` another is shown at its address, in its place."""

    code: str
    township: str
    year: int
    versions: tuple[Version, ...]
    replaces: Report | None = None

    @property
    def published(self) -> date:
        """The day that its page states."""
        return self.versions[0].day

    def on(self, day: date) -> Version | None:
        """What it says on a day; None before it is published."""
        return next((version for version in reversed(self.versions) if version.day <= day), None)


@dataclass(slots=True)
class District:
    """A district with its column: townships (name by code), reports, days of trouble, and the day on which its markup changes."""

    code: str
    name: str
    townships: dict[str, str]
    site: Site
    reports: list[Report] = field(default_factory=list)
    troubles: list[tuple[date, date, Trouble]] = field(default_factory=list)
    new_markup: date = date.max

    @property
    def column(self) -> str:
        """The path of the list page."""
        return COLUMN.format(code=self.code)

    def trouble(self, day: date) -> Trouble | None:
        """What is wrong with the site on a day."""
        return next((what for first, last, what in self.troubles if first <= day <= last), None)

    def changes(self) -> Iterator[date]:
        """Days on which the site shows something else than the day before."""
        for report in self.reports:
            yield from (version.day for version in report.versions)
        yield from (day for first, last, _ in self.troubles for day in (first, last + timedelta(days=1)))
        yield self.new_markup

    def pages(self, day: date) -> dict[str, tuple[Report, Version]]:
        """What stands at each address of the column."""
        shown: dict[str, tuple[Report, Version]] = {}
        for report in self.reports:
            if version := report.on(day):
                place = report.replaces or report
                shown[f"{place.published:%Y%m}/t{place.published:%Y%m%d}_{self.reports.index(place)}.html"] = (
                    report,
                    version,
                )
        return shown

    def show(self, day: date) -> None:
        """Puts the pages of a day on the site."""
        what = self.trouble(day)
        for path in [path for path in self.site.answers if path.startswith(self.column)]:
            del self.site.answers[path]
        pages = self.pages(day)
        links = {at: f"{report.township}{report.year}年法治政府建设年度报告" for at, (report, _) in pages.items()}
        self._list({} if what == "shell" else links, day)
        for at, (report, version) in pages.items():
            self.site.page(self.column + at, _page(self, report, version, len(self.site.asked)))
        if what in ("maintenance", "silent"):
            for path in [path for path in self.site.answers if path.startswith(self.column)]:
                if what == "silent":
                    self.site.answers[path] = _silent
                else:
                    self.site.page(path, "<html>系统维护中</html>", status=503, headers={"Retry-After": "3600"})

    def _list(self, links: dict[str, str], day: date) -> None:
        if day < self.new_markup:
            self.site.column({f"./{at}": title for at, title in links.items()}, path=self.column)
            return
        at_a_time = 5
        pages = [list(links.items())[n : n + at_a_time] for n in range(0, max(1, len(links)), at_a_time)]
        for number, page in enumerate(pages):
            rows = "".join(
                f"<tr><td><a target='_blank' href='{self.column}{at}'>{title}</a></td></tr>" for at, title in page
            )
            script = f"<script>createPageHTML({len(pages)}, {number}, 'index', 'html');</script>"
            path = self.column if number == 0 else f"{self.column}index_{number}.html"
            self.site.page(
                path,
                f"{_HEAD}<table id='bgList'>{rows}</table>{script}<div>主办：区人民政府办公室　网站标识码</div></body></html>",
            )


_HEAD = (
    "<html><head><title>法治政府建设年度报告_区人民政府门户网站</title></head><body><div class='menu'><a href='/'>网站首页</a>"
    "<a href='/zwgk/'>政务公开</a><a href='/hdjl/'>互动交流</a></div><div>当前位置：首页 &gt; 法治政府建设年度报告</div>"
)


def _silent(handler: object) -> None:
    """Ends the connection without an answer."""
    handler.close_connection = True  # type: ignore[attr-defined]


def _page(district: District, report: Report, version: Version, visits: int) -> str:
    title = f"{report.township}{report.year}年法治政府建设年度报告"
    return (
        f'<html><head><title>{title}_{district.name}人民政府</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{report.published} 09:00"></head><body><div class="nav"><a href="/">首页</a></div>'
        f"<table><tr><td>发布机构</td><td>{report.township}人民政府</td>"
        f"<td>发布日期</td><td>{report.published}</td></tr></table><h1>{title}</h1><div class='article'>"
        f"<p>{report.year}年，{report.township}党委、政府深入学习贯彻习近平法治思想，全面推进法治政府建设。</p>"
        f"<p>一、主要工作。全年开展法治宣传活动{version.activities}场次，发放宣传资料{version.leaflets}余份，"
        f"调解矛盾纠纷{version.disputes}件，未发生行政复议案件。</p>"
        "<p>二、存在问题。法治宣传形式较为单一，执法力量有待加强。</p>"
        f"<p>三、下一步打算。继续加强学习，提升依法行政能力。</p></div><p>浏览次数：{visits}</p></body></html>"
    )


@dataclass(slots=True)
class World:
    """All districts; `seen` is what a collector that missed nothing has by now, in the order in which it saw it."""

    districts: Sequence[District]
    seen: dict[tuple[str, int], list[Version]] = field(default_factory=dict)

    def show(self, day: date) -> None:
        """Puts the pages of a day on all sites."""
        for district in self.districts:
            district.show(day)

    def collected(self, day: date) -> None:
        """Notes what a run of this day could see."""
        for district in self.districts:
            if district.trouble(day) is None:
                for report, version in district.pages(day).values():
                    versions = self.seen.setdefault((report.code, report.year), [])
                    if version not in versions:
                        versions.append(version)

    def failing(self, day: date) -> set[str]:
        """Codes of the districts whose source is red on a day; a shell is none before the column showed anything."""
        return {
            d.code
            for d in self.districts
            if (what := d.trouble(day)) and (what != "shell" or any(key[0] in d.townships for key in self.seen))
        }

    def sums(self, district: District, year: int) -> dict[str, tuple[float, float | None, int]]:
        """By what is counted: sum of the lows, sum of the highs (None: open), and townships with a value."""
        now = [v[-1] for (code, of), v in self.seen.items() if of == year and code in district.townships]
        n = len(now)
        leaflets, disputes = sum(v.leaflets for v in now), sum(v.disputes for v in now)
        activities = sum(v.activities for v in now)
        return {
            "activities": (activities, activities, n),
            "leaflets": (leaflets, None, n),
            "disputes": (disputes, disputes, n),
            "reviews": (0, 0, n),
        }

    def coverage(self, district: District, year: int, day: date) -> dict[str, tuple[str, int | None]]:
        """Status and days after the deadline of each township, as of a day."""
        deadline = date(year + 1, 3, 31)
        published = {r.code: r.published for r in district.reports if r.year == year and (r.code, year) in self.seen}
        found: dict[str, tuple[str, int | None]] = {}
        for code in district.townships:
            if on := published.get(code):
                days = (on - deadline).days
                found[code] = ("late" if days > 0 else "published", days)
            else:
                found[code] = ("missing" if day > deadline else "pending", None)
        return found
