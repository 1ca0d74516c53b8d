"""Where pages stand, and the templates that make them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.publish.site.compiled import Compiled
from tasks.publish.site.words import change, grouped, harmless, rule
from warehouse.fingerprint import fingerprint_of_files

HERE = Path(__file__).parent
ASSETS = HERE / "assets"


def district_page(code: str) -> str:
    """Path of a district's page, below the site."""
    return f"d/{code}/index.html"


def year_page(code: str, year: int) -> str:
    """Path of the page of a district and year."""
    return f"d/{code}/{year}.html"


def township_page(code: str, township: str) -> str:
    """Path of a township's page; a township that moved has one in each district."""
    return f"d/{code}/t-{township}.html"


def changes_page(code: str) -> str:
    """Path of the page of what changed in a district since the release before; only where something did."""
    return f"d/{code}/changes.html"


def report_page(code: str, township: str, year: int) -> str:
    """Path of the page of a township's current report on a year."""
    return f"d/{code}/r-{township}-{year}.html"


def metric_page(metric_id: str) -> str:
    """Path of a metric's page."""
    return f"m/{metric_id}.html"


def anchor(mention_id: str) -> str:
    """Id of a mention's mark on its report's page: m0012."""
    return "m" + mention_id.rpartition("-")[2]


def place(mention_ids: list[str], code: str, township: str, year: int) -> str:
    """Path and anchor of the first of these mentions, or, where a person supplied the figure, of that entry."""
    return f"{report_page(code, township, year)}#{anchor(mention_ids[0]) if mention_ids else 'values'}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: every expression is escaped, and harmless; a name that is not given is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        bytecode_cache=Compiled(HERE / "__pycache__", _made_with()),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    paths = (changes_page, district_page, metric_page, place, report_page, township_page, year_page)
    env.globals |= {f.__name__: f for f in paths}
    env.filters |= {"grouped": grouped, "anchor": anchor, "rule": rule}
    env.globals["change"] = change
    return env


def _made_with() -> str:
    """Jinja's version and the code that compiled templates hold: options, filters, and what makes text harmless."""
    sources = fingerprint_of_files(HERE, [HERE / "pages.py", HERE / "words.py"])
    return f"{version('jinja2')}-{sources[:12]}"


def render(template: str, path: str, **given: Any) -> str:
    """A page; `root` leads from it to the site's folder."""
    return environment().get_template(template).render(root="../" * path.count("/"), **given)


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if type(value) is str else value


Metrics = Mapping[str, dict[str, Any]]
"""Rows of the catalogue by id, in the order of tables."""
