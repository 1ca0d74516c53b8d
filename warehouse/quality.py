"""The quality checks of `warehouse/sql/quality`: one SELECT a file, whose name is the claim, with its words beside it.

The head of a file is a comment in YAML: `severity`, `name_zh` (what is wrong, in a few words), `claim_zh` (what should be), and
the templates `zh` and `en` of the message, which says what is wrong and what to do. The SELECT returns the rows that fail. What it compares stands in a CTE, `looked_at`, so that
a check that found nothing to compare can be told from one that found nothing wrong. Folders say what is compared with
what: `report` (a report with itself), `district`, `before` (the year before), `published` (the last release). `shared` holds
tables that the checks have in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

FOLDER = Path(__file__).parent / "sql" / "quality"
GROUPS = ("report", "district", "before", "published")

_HEAD = re.compile(r"\A((?:-- ?.*\n)+)")
_LINE_END = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_LAST_SELECT = re.compile(r"^SELECT\b", re.MULTILINE)


class Words(BaseModel):
    """The head of a check. In the templates `{name}` stands for a column of the failing row.

    Besides its columns a row has `township`, `metric_zh` and `sentence`, where it names a township, a metric or mentions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    severity: Literal["block", "warn", "info"]
    name_zh: str
    claim_zh: str
    zh: str
    en: str

    @field_validator("zh")
    @classmethod
    def _joined(cls, folded: str) -> str:
        """Without the space that YAML puts for a line end, where Chinese has none."""
        return _LINE_END.sub("", folded)


@dataclass(frozen=True, slots=True)
class Check:
    """One claim: `failing` selects the rows for which it is false, `looked_at` counts those that were compared."""

    name: str
    group: str
    words: Words
    failing: str
    looked_at: str


@lru_cache(maxsize=1)
def load_checks(folder: Path = FOLDER) -> tuple[Check, ...]:
    """All checks, those of a report first: a finding of them may be the cause of others.

    Raises:
        ValueError: a file has no proper head, or no CTE `looked_at` before its one SELECT; the message names it.
    """
    return tuple(_load(path) for group in GROUPS for path in sorted((folder / group).glob("*.sql")))


@lru_cache(maxsize=1)
def shared_tables(folder: Path = FOLDER) -> dict[str, str]:
    """The SELECT of each table that the checks share, by its name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "shared").glob("*.sql"))}


def placeholders(template: str) -> set[str]:
    """Names of the columns that a template asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _load(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    head = _HEAD.match(sql)
    text = "".join(line[3:] for line in head[1].splitlines(keepends=True)) if head else ""
    try:
        words = Words.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path.name}: its head is none of a check: {' '.join(str(error).split())}") from error
    selects = list(_LAST_SELECT.finditer(sql))
    if len(selects) != 1 or "looked_at AS (" not in sql[: selects[0].start()]:
        raise ValueError(f"{path.name}: must be a CTE looked_at and one SELECT at the begin of a line")
    counted = sql[: selects[0].start()] + "SELECT count(*) FROM looked_at"
    return Check(path.stem, path.parent.name, words, sql, counted)
