"""Notes of cells, written a sheet at once: a tenth of the time that the library takes for each note by itself.

xlsxwriter lets the packager of a workbook be replaced; all other parts of the file stay its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from xlsxwriter.packager import Packager
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

Notes = Mapping[tuple[int, int], str]
"""Texts by row and column, from 0, in this order; free of what XML cannot hold."""

_CHARACTERS = 27
_COLUMNS = 5
_LINES_AT_MOST = 24
"""A note is as wide as five columns of townships, so that a line holds 27 Chinese characters, and as high as its lines."""

_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{ids}"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:285pt;height:{height}pt;z-index:{z};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>township</author></authors>'
    "<commentList>{comments}</commentList></comments>"
)
_COMMENT = (
    '<comment ref="{cell}" authorId="0"><text><r><rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><family val="2"/>'
    '</rPr><t xml:space="preserve">{text}</t></r></text></comment>'
)


class NotedWorkbook(Workbook):  # type: ignore[misc]  # the library is untyped
    """A workbook whose sheets may carry `cell_notes`."""

    def _get_packager(self) -> Packager:
        return _NotesPackager()


class _NotesPackager(Packager):  # type: ignore[misc]
    def _write_vml_files(self) -> None:
        for n, sheet in enumerate(self._noted(), 1):
            shapes = "".join(_shapes(sheet.cell_notes, sheet.vml_shape_id))
            self._filename(f"xl/drawings/vmlDrawing{n}.vml").write(_VML.format(ids=sheet.vml_data_id, shapes=shapes))

    def _write_comment_files(self) -> None:
        for n, sheet in enumerate(self._noted(), 1):
            comments = (
                _COMMENT.format(cell=xl_rowcol_to_cell(*at), text=escape(text)) for at, text in sheet.cell_notes.items()
            )
            self._filename(f"xl/comments{n}.xml").write(_COMMENTS.format(comments="".join(comments)))

    def _noted(self) -> Iterator[Workbook]:
        return (sheet for sheet in self.workbook.worksheets() if sheet.has_comments)


def _shapes(notes: Notes, first_id: int) -> Iterator[str]:
    for z, ((row, column), text) in enumerate(notes.items(), 1):
        lines = min(_LINES_AT_MOST, 1 + sum(-(-len(line) // _CHARACTERS) for line in text.split("\n")))
        top = max(row - 1, 0)
        yield _SHAPE.format(
            id=first_id + z,
            z=z,
            height=15 * lines,
            left=column + 1,
            right=column + 1 + _COLUMNS,
            top=top,
            bottom=top + lines,
            row=row,
            column=column,
        )
