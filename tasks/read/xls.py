"""Old Excel workbook (xls, also et of WPS) → document, each number in the format that its cell has.

Own reader: python-calamine knows no formats and no hidden rows, and a number in a header or one cell far down makes it
end the whole process for want of memory.
"""

from __future__ import annotations

import struct

from tasks.read import finish, sheets
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.number_format import BUILT_IN, DAYS_TO_1904, is_date, shown
from tasks.read.ole import Compound
from tasks.read.piece import Findings
from tasks.read.refusal import refuse
from tasks.read.sheets import Room, Sheet
from tasks.read.xls_records import BOF, Records, Strings, damaged

_FILEPASS, _FORMAT, _XF, _BOUNDSHEET, _DATEMODE, _SST = 0x2F, 0x41E, 0xE0, 0x85, 0x22, 0xFC
_ROW, _COLINFO, _MERGED = 0x208, 0x7D, 0xE5
_NUMBER, _RK, _MULRK, _LABEL, _LABELSST, _RSTRING, _BOOLERR, _STRING = (
    0x203,
    0x27E,
    0xBD,
    0x204,
    0xFD,
    0xD6,
    0x205,
    0x207,
)
_FORMULAS = (0x06, 0x206, 0x406)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BIFF8 = 0x600
_COLUMNS = 256
_TEXTS = 500_000


def read(data: bytes) -> Document:
    """Document of a workbook.

    Raises:
        Unreadable: damaged, encrypted, hostile, too_large or no_text.
    """
    try:
        book = _Workbook(Records(_stream(data))).sheets()
    except (struct.error, IndexError) as error:
        raise damaged() from error
    findings = Findings()
    return finish.finish(sheets.pieces(book, findings), findings, FORMATS["xls"].media_type, "xls")


def _stream(data: bytes) -> bytes:
    compound = Compound(data)
    return compound.stream("Workbook" if "Workbook" in compound.names else "Book")


class _Workbook:
    """The common part of a workbook, and its sheets read by it."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._is_new = True
        self._codes = dict(BUILT_IN)
        self._styles: list[int] = []
        self._texts: list[str] = []
        self._days = 0
        self._sheets: dict[int, Sheet] = {}
        room = Room()
        for kind, chunks in records.substream(0):
            data = chunks[0]
            if kind == BOF:
                self._is_new = struct.unpack_from("<H", data)[0] >= _BIFF8
            elif kind == _FILEPASS:
                raise refuse("encrypted")
            elif kind == _DATEMODE:
                self._days = DAYS_TO_1904 if data[:1] == b"\1" else 0
            elif kind == _FORMAT:
                code = Strings(chunks, 2, is_new=self._is_new).plain(2 if self._is_new else 1)
                self._codes[struct.unpack_from("<H", data)[0]] = code
            elif kind == _XF:
                self._styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == _SST:
                strings, count = Strings(chunks, 8), struct.unpack_from("<4xI", data)[0]
                if count > _TEXTS:
                    raise refuse("too_large", "文本过多", "too many texts")
                self._texts = [strings.rich() for _ in range(count)]
            elif kind == _BOUNDSHEET:
                start, state, type_ = struct.unpack_from("<IBB", data)
                name = Strings(chunks, 6, is_new=self._is_new).plain(1)
                if type_ == 0:
                    self._sheets[start] = Sheet(name, room, hidden=state & 3 != 0)

    def sheets(self) -> list[Sheet]:
        """The sheets with their cells, in the order of their tabs."""
        for start, sheet in self._sheets.items():
            self._fill(sheet, start)
        return list(self._sheets.values())

    def _fill(self, sheet: Sheet, start: int) -> None:
        waiting: tuple[int, int] | None = None  # a formula whose text is the next record
        for kind, chunks in self._records.substream(start):
            data = chunks[0]
            if kind in _FORMULAS:
                row, column, style, value = struct.unpack_from("<HHH8s", data)
                waiting = (row, column) if value[6:] == b"\xff\xff" and value[0] == 0 else None
                if not waiting:
                    sheet.put(row, column, self._result(value, style))
            elif kind == _STRING:
                if waiting:
                    sheet.put(*waiting, Strings(chunks, 0, is_new=self._is_new).plain())
                    waiting = None
            elif kind == _MULRK:
                row, column = struct.unpack_from("<HH", data)
                for at in range(4, len(data) - 6, 6):
                    style, number = struct.unpack_from("<HI", data, at)
                    sheet.put(row, column + (at - 4) // 6, self._shown(_unpacked(number), style))
            elif kind in (_NUMBER, _RK, _LABEL, _LABELSST, _RSTRING, _BOOLERR):
                row, column, style = struct.unpack_from("<HHH", data)
                sheet.put(row, column, self._cell(kind, chunks, style))
            else:
                _layout(sheet, kind, data)

    def _cell(self, kind: int, chunks: list[bytes], style: int) -> str:
        data = chunks[0]
        if kind == _NUMBER:
            return self._shown(struct.unpack_from("<d", data, 6)[0], style)
        if kind == _RK:
            return self._shown(_unpacked(struct.unpack_from("<I", data, 6)[0]), style)
        if kind == _LABELSST:
            at = struct.unpack_from("<I", data, 6)[0]
            return self._texts[at] if at < len(self._texts) else ""
        if kind == _BOOLERR:
            return _ERRORS.get(data[6], "#N/A") if data[7] else _truth(data[6])
        return Strings(chunks, 6, is_new=self._is_new).plain()

    def _result(self, value: bytes, style: int) -> str:
        """The result of a formula that is no text."""
        if value[6:] != b"\xff\xff":
            return self._shown(struct.unpack("<d", value)[0], style)
        return {1: _truth(value[2]), 2: _ERRORS.get(value[2], "#N/A")}.get(value[0], "")

    def _shown(self, value: float, style: int) -> str:
        code = self._codes.get(self._styles[style], "General") if style < len(self._styles) else "General"
        return shown(value + (self._days if is_date(code) else 0), code)


def _layout(sheet: Sheet, kind: int, data: bytes) -> None:
    """Hidden rows and columns, merged areas."""
    if kind == _ROW:
        row, flags = struct.unpack_from("<H10xI", data)
        if flags & 0x20:
            sheet.hidden_rows.add(row)
    elif kind == _COLINFO:
        first, last, flags = struct.unpack_from("<HH4xH", data)
        if flags & 1 and not {first, last} <= sheet.hidden_columns:
            sheet.hidden_columns.update(range(first, min(last, _COLUMNS) + 1))
    elif kind == _MERGED:
        for at in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * at)
            sheet.merged.append((top, left, bottom, right))


def _unpacked(number: int) -> float:
    """A number in 30 bits: a whole one or the upper half of a long one, perhaps a hundredfold."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0])
    return value / 100 if number & 1 else value


def _truth(value: int) -> str:
    return "TRUE" if value else "FALSE"
