"""A filled-in workbook back: every row is checked before anything is written, and those that do not fit are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.cli.console import out
from flows.cli.review_answers import KINDS, entries
from flows.cli.review_items import Item
from flows.cli.review_sheet import ANSWER, DECISION, ITEM, SHEET, SOURCE, WHO, WHY
from flows.decisions import Decisions, Signature
from flows.errors import BadInput, some
from tasks.read.document import Unreadable
from tasks.read.xlsx import sheets_of
from warehouse.corrections import NewEntry

_KIND_OF = {words: kind for kind, words in KINDS.items()}
_NEEDED = (DECISION, ANSWER, WHY, SOURCE, WHO, ITEM)


def apply_workbook(path: Path, decisions: Decisions, open_: Sequence[Item], who: str | None) -> None:
    """Writes the decisions of a workbook that `township review --excel` made, all of them or none.

    `who` signs the rows that name nobody.

    Raises:
        BadInput: the file is no such workbook, or a row does not fit; the message names file and rows.
    """
    found: list[NewEntry] = []
    wrong: list[str] = []
    by_item = {item.item: item for item in open_}
    n_rows = 0
    for row, cells in _rows(path):
        n_rows += 1
        try:
            found += _of_row(cells, by_item, decisions, who)
        except BadInput as error:
            wrong.append(f"row {row}: {error}")
    if wrong:
        raise BadInput(f"{path}: nothing was written: {some(wrong, '; ')}")
    if not found:
        raise BadInput(f"{path}: no row has a {DECISION}; choose one from the list in that column")
    written = decisions.named(decisions.add(found))
    out().print(f"已写入 {n_rows} 项决定：{written}；下次 township run 时生效。")


def _of_row(cells: dict[str, str], by_item: dict[str, Item], decisions: Decisions, who: str | None) -> list[NewEntry]:
    kind = _KIND_OF.get(cells[DECISION])
    if kind is None:
        raise BadInput(f"{DECISION} is '{cells[DECISION]}'; take one of {'、'.join(_KIND_OF)}")
    item = by_item.get(cells[ITEM])
    if item is None:
        decided = decisions.about(("item", cells[ITEM]))
        raise BadInput(
            f"{decided.where} decides it already"
            if decided
            else "it is decided already, or the release does not show it any more; write the list anew"
        )
    by = Signature(cells[WHO] or who or "", cells[WHY], cells[SOURCE])
    missing = [name for name, text in ((WHO, by.who), (WHY, by.why)) if not text]
    if kind == "supply" and not by.source:
        missing.append(SOURCE)
    if missing:
        raise BadInput(f"{'、'.join(missing)} is empty; a decision says who took it and why")
    return entries(decisions, item, kind, cells[ANSWER], by)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells by column of each row with a decision; a row with other answers and without one is refused."""
    try:
        sheets = sheets_of(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); name the filled-in workbook") from error
    except Unreadable as error:
        raise BadInput(f"{path}: {error.en}; save it as xlsx") from error
    sheet = next((s for s in sheets if s.name == SHEET), None)
    columns = {text: column for (row, column), text in sheet.cells.items() if row == 0} if sheet else {}
    if sheet is None or not columns.keys() >= {*_NEEDED}:
        raise BadInput(f"{path} is no workbook of township review --excel; it has no sheet {SHEET} with its columns")
    for row in sorted({row for row, _ in sheet.cells} - {0}):
        cells = {name: sheet.cells.get((row, columns[name]), "") for name in _NEEDED}
        if cells[DECISION]:
            yield row + 1, cells
        elif cells[ANSWER] or cells[WHY]:
            raise BadInput(f"{path}: nothing was written: row {row + 1}: {ANSWER} or {WHY} without a {DECISION}")
