"""What `township correct` is asked to write: looked up and shown, before anybody signs it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.cli.console import out
from flows.cli.evidence import look_up
from flows.cli.lookup import find_report, find_township, full_name
from flows.cli.numbers import Number
from flows.cli.query import release
from flows.cli.sentences import Sentence
from flows.decisions import Decisions
from flows.errors import BadInput, some
from tasks.ingest.inbox import list_arrivals
from tasks.ingest.model import Arrival
from tasks.ingest.named import documents_named
from warehouse.corrections import Correction, parse_value, value_text
from warehouse.corrections import find_township as registered

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an entry that nobody signed yet, what it is about in words, and the entry that decided it before."""

    fields: Fields
    words: tuple[str, ...]
    decided: Correction | None = None


def about_number(
    decisions: Decisions,
    kind: str,
    township: str,
    year: int,
    metric: str,
    *,
    value: str | None,
    sentence: int | None,
) -> Draft:
    """Shows a number with its sentences; the entry that corrects, supplies or rejects it.

    Raises:
        BadInput: there is nothing to correct or to reject, or the value is none.
    """
    with release(decisions.home.root) as connection:
        shown = look_up(connection, decisions.register, "correct", township, year, metric)
    shown.show(out())
    if kind == "reject":
        return _rejected(decisions, shown.number, sentence)
    if value is None:
        raise BadInput("correct: give the new VALUE, or --reject")
    return corrected(decisions, kind, shown.number, value)


def corrected(decisions: Decisions, kind: str, shown: Number, value: str) -> Draft:
    """The entry that puts a value in the place of what the report says, or where it says nothing.

    Raises:
        BadInput: the report says something or nothing, and the kind does not fit that; or the value is none.
    """
    decided = decisions.about(("value", shown.report, shown.metric[0]))
    now = value_text(shown.value) if shown.value else ""
    if decided:
        kind, expect = decided.kind, decided.expect or ""
    elif kind == "correct" and not now:
        raise BadInput(f"{shown.title}: the report states no value; to add one, give --supply and --source")
    elif kind == "supply" and now:
        raise BadInput(f"{shown.title}: the report states {now}; leave --supply out to correct it")
    elif shown.obs_status in ("corrected", "supplied"):
        raise BadInput(f"{shown.title}: its entry is gone since the last run; run township run first")
    else:
        expect = now
    try:
        new = value_text(parse_value(value, shown.metric[2]))
    except ValueError as error:
        raise BadInput(f"{error}") from error
    fields = _of_number(shown) | {"kind": kind, "expect": expect, "value": new}
    words = (f"{shown.title}：{expect or '无'} → {new}", *(s.plain() for s in shown.counted))
    return Draft(fields, words, decided)


def rejected(decisions: Decisions, shown: Number, sentence: Sentence) -> Draft:
    """The entry that keeps a number that a value rests on out of its metric, which may be that of a part."""
    metric = sentence.metric_id or shown.metric[0]
    decided = decisions.about((sentence.anchor, shown.report, metric))
    fields = _of_number(shown) | {
        "kind": "reject",
        "metric": metric,
        "expect": sentence.quote,
        "mention": sentence.anchor,
    }
    return Draft(fields, (f"{shown.title}：不计", sentence.plain()), decided)


def _rejected(decisions: Decisions, shown: Number, number: int | None) -> Draft:
    n = len(shown.counted)
    if not n:
        raise BadInput(f"{shown.title}: no number is counted, so there is none to reject")
    if (number is None and n > 1) or (number or 1) > n:
        raise BadInput(f"{shown.title} rests on {n} numbers; say which to reject: --sentence 1 to {n}")
    return rejected(decisions, shown, shown.counted[(number or 1) - 1])


def _of_number(shown: Number) -> dict[str, str | Sequence[str]]:
    return {"township": shown.place.township_code, "year": str(shown.year), "metric": shown.metric[0]}


def about_file(decisions: Decisions, kind: str, name: str, township: str | None, year: int | None) -> Draft:
    """Shows a document and what became of it; the entry that assigns, excludes or withdraws it.

    Raises:
        BadInput: there is no such document, or several; township and year are missing or cannot be told.
    """
    document = _document(decisions, name)
    state, report = _state(decisions, document)
    out().print(f"文件：{'、'.join(document.places)}（{document.file_id}）\n现状：{state}")
    place = document.places[0]
    if kind == "withdraw":
        if report is None:
            raise BadInput(f"{place} is no report of the current release, so there is none to withdraw")
        return _withdrawn(decisions, *report)
    if kind == "exclude":
        return excluded(decisions, document.file_id, place, state)
    if township is None or year is None:
        raise BadInput("correct: --assign needs TOWNSHIP and YEAR: --assign 雍溪镇 2023")
    return assigned(decisions, document.file_id, place, state, township, year)


def assigned(decisions: Decisions, file_id: str, place: str, state: str, township: str, year: int) -> Draft:
    """The entry that gives a document to a township and year.

    Raises:
        BadInput: the township cannot be told.
    """
    try:
        row = registered(township, year, decisions.register)
    except ValueError as error:
        raise BadInput(f"{error}") from error
    fields = {"kind": "assign", "file": file_id, "township": row.township_code, "year": str(year), "expect": state}
    return Draft(fields, (f"{place} → {full_name(row)} {year}年",), decisions.about(("file", file_id)))


def excluded(decisions: Decisions, file_id: str, place: str, state: str) -> Draft:
    """The entry that says that a document is not ours."""
    fields = {"kind": "exclude", "file": file_id, "expect": state}
    return Draft(fields, (f"{place}：不属于本库",), decisions.about(("file", file_id)))


def about_finding(decisions: Decisions, finding: str) -> Draft:
    """Shows a finding of the last run or of the current release; the entry that lets it pass the gate.

    Raises:
        BadInput: neither has a finding of that id.
    """
    said = next((line for line in _problems(decisions) if finding in line), None)
    if said is None and decisions.home.current.exists():
        with release(decisions.home.root) as connection:
            said = next((row[0] for row in connection.execute(_FINDING, [finding]).fetchall()), None)
    if said is None:
        raise BadInput(f"no finding {finding} in the last run or the current release; the message of the gate names it")
    out().print(said)
    fields = {"kind": "accept", "about": "finding", "item": finding}
    return Draft(fields, (said.partition(" | ")[0],), decisions.about(("item", finding)))


def _problems(decisions: Decisions) -> list[str]:
    """What kept the last run from publishing."""
    last = max(decisions.home.runs.glob("*.json"), default=None)
    problems: list[str] = json.loads(last.read_bytes()).get("problems", []) if last else []
    return problems


def about_report(decisions: Decisions, township: str, year: int) -> Draft:
    """Shows a report; the entry that withdraws all that comes of this township and year.

    Raises:
        BadInput: there is no such report.
    """
    with release(decisions.home.root) as connection:
        place = find_township(connection, decisions.register, "correct", township)
        find_report(connection, "correct", place, year)
        titles = connection.execute(_TITLES, [place.township_code, year]).fetchall()
    out().print(f"{full_name(place)} {year}年：{'；'.join(str(title or '无标题') for (title,) in titles)}")
    report = (place.township_code, year)
    fields = {"kind": "withdraw", "township": place.township_code, "year": str(year)}
    return Draft(fields, (f"{full_name(place)} {year}年：撤下",), decisions.about(("withdraw", report, "")))


def _withdrawn(decisions: Decisions, code: str, year: int, files: list[str]) -> Draft:
    """The entry that withdraws one version of a report, with all its files."""
    fields = {"kind": "withdraw", "township": code, "year": str(year), "file": files}
    place = decisions.register.by_code[code]
    decided = next(filter(None, (decisions.about(("withdraw", (code, year), file)) for file in files)), None)
    return Draft(fields, (f"{full_name(place)} {year}年：撤下这一版本",), decided)


def _document(decisions: Decisions, name: str) -> Arrival:
    found = documents_named(name, list_arrivals(decisions.home))
    if not found:
        raise BadInput(f"no document {name} in the raw store; give its file name or its sha256")
    if len(found) > 1:
        listed = some([f"{a.file_id} {a.places[0]}" for a in found], "; ")
        raise BadInput(f"{len(found)} documents are named {name}, give a sha256: {listed}")
    return found[0]


def _state(decisions: Decisions, document: Arrival) -> tuple[str, tuple[str, int, list[str]] | None]:
    """What the release makes of a document, in words; township, year and all files of its report, if it has one."""
    if not decisions.home.current.exists():
        return "尚未处理", None
    with release(decisions.home.root) as connection:
        rows = connection.execute(_FILE, [document.file_id]).fetchall()
    if not rows:
        return "尚未处理", None
    reason, code, year, files = rows[0]
    return (f"{code} {year}", (code, year, files)) if code else (str(reason or "尚未处理"), None)


_TITLES = "SELECT title FROM reports WHERE township_code = $1 AND report_year = $2 ORDER BY version"

_FINDING = "SELECT message_zh FROM findings WHERE finding_id = $1"

_FILE = """
SELECT q.reason, r.township_code, r.report_year,
    (SELECT list(o.file_id ORDER BY o.file_id) FROM files AS o WHERE o.report_id = f.report_id)
FROM files AS f LEFT JOIN quarantine AS q USING (file_id) LEFT JOIN reports AS r USING (report_id)
WHERE f.file_id = $1
"""
