"""Has LibreOffice save documents as doc, rtf, odt and docx, for the tests of the read stage.

Two samples and one hand-made document (望川镇, which does not exist) with all that readers tend to lose: tracked changes, a
text box, notes, numbered lists, merged cells, a table in a cell, hidden text, headers. LibreOffice stamps files with its
version and the time, so each run gives other bytes, of the same text. Needs soffice. Usage: make_writer_fixtures.py [FOLDER]
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from make_office_fixtures import flat
from make_samples import SAMPLES, load

TARGET = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "writer"
SOURCES = ("lanyang_2024", "yunling_2023")
FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "docx": "MS Word 2007 XML"}
_KEPT = ("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_LEVEL = (
    '<text:list-level-style-number text:level="{}" style:num-prefix="{}" style:num-suffix="{}" '
    'style:num-format="一, 二, 三, ..."/>'
)
_STYLES = f"""
<style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="frame" style:family="graphic"><style:graphic-properties style:wrap="parallel"/></style:style>
<style:style style:name="grid" style:family="table"><style:table-properties style:width="12cm"/></style:style>
<style:style style:name="narrow" style:family="table-column">
<style:table-column-properties style:column-width="4cm"/></style:style>
<text:list-style style:name="list">{_LEVEL.format(1, "", "、")}{_LEVEL.format(2, "（", "）")}</text:list-style>"""
_BODY = """
<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion>{change}</text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion>{change}<text:p>3000</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>望川镇人民政府关于2023年度法治政府建设情况的报告</text:p>
<text:p>发放资料<text:change-start text:change-id="c1"/>5000<text:change-end text:change-id="c1"/><text:change
 text:change-id="c2"/>份，见<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://example.invalid/7">公示栏</text:a>。</text:p>
<text:p>参训<text:span>１２０余</text:span> 人次<text:tab/>（含<text:span text:style-name="hidden">隐藏9件</text:span>村干部）。</text:p>
<text:p>第一行<text:line-break/>第二行{frame}</text:p>
<text:p>开展宣传12场，“八五”普法——Café 𠮷田村。</text:p>
<text:list text:style-name="list"><text:list-item><text:p>工作成效</text:p>
<text:list><text:list-item><text:p>学法</text:p></text:list-item><text:list-item><text:p>普法</text:p></text:list-item></text:list>
</text:list-item><text:list-item><text:p>不足</text:p>
<text:list><text:list-item><text:p>人手少</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p>数据截至年底<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>不含区级部门4件。</text:p></text:note-body></text:note>，另有说明<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation>
<text:note-body><text:p>尾注：复议0件。</text:p></text:note-body></text:note>。</text:p>
<table:table table:style-name="grid"><table:table-column table:style-name="narrow" table:number-columns-repeated="3"/>
<table:table-header-rows>
<table:table-row>{two down}<table:table-cell table:number-columns-spanned="2"><text:p>处罚</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row>
<table:table-row><table:covered-table-cell/>{件数}{金额（万元）}</table:table-row>
</table:table-header-rows>
<table:table-row>{食品安全}{6}{1.2}</table:table-row>
<table:table-row>{合计}{6}<table:table-cell/></table:table-row></table:table>
<text:p>两表之间</text:p>
<table:table table:style-name="grid"><table:table-column table:style-name="narrow" table:number-columns-repeated="2"/>
<table:table-row>{事项}{情况}</table:table-row>
<table:table-row>{调解}<table:table-cell><text:p>共30件，其中：</text:p><table:table><table:table-column
 table:number-columns-repeated="2"/><table:table-row>{婚姻}{10}</table:table-row><table:table-row>{土地}{20}</table:table-row></table:table>
<text:p>成功率97%</text:p></table:table-cell></table:table-row></table:table>
<text:p>2024年1月18日</text:p>"""
# LibreOffice marks more than the end of the paragraph as deleted when it saves this as rtf
_JOINED = """<text:tracked-changes><text:changed-region text:id="c3"><text:deletion>{change}<text:p/><text:p/></text:deletion>
</text:changed-region></text:tracked-changes><text:p>开展宣传12<text:change text:change-id="c3"/>场。</text:p>"""
_PARTS = {
    "change": "<office:change-info><dc:creator>甲</dc:creator><dc:date>2024-01-18T10:00:00</dc:date></office:change-info>",
    "frame": '<draw:frame draw:style-name="frame" text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm" svg:x="1cm" '
    'svg:y="1cm"><draw:text-box><text:p>文本框：受教育120余人次。</text:p></draw:text-box></draw:frame>',
    "two down": '<table:table-cell table:number-rows-spanned="2"><text:p>项目</text:p></table:table-cell>',
}


def _fill(match: re.Match[str]) -> str:
    """The part of the body called so, or a cell of this text."""
    text = match.group(1)
    return _PARTS.get(text, f"<table:table-cell><text:p>{text}</text:p></table:table-cell>")


def by_hand(body: str) -> str:
    """A hand-made document, its parts and cells in braces, as a flat OpenDocument text."""
    return document(re.sub(r"\{(.+?)\}", _fill, body))


def document(body: str) -> str:
    """A flat OpenDocument text of this body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{_STYLES}<style:page-layout style:name='page'><style:header-style/>"
        "<style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles>"
        "<style:master-page style:name='Standard' style:page-layout-name='page'><style:header><text:p>页眉88件</text:p>"
        "</style:header><style:footer><text:p>第<text:page-number/>页</text:p></style:footer></style:master-page>"
        f"</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def make(folder: Path) -> None:
    """Writes each document in each format to `folder`.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = {name: flat(load(SAMPLES / "source" / f"{name}.txt")) for name in SOURCES}
    convert({**sources, "traps": by_hand(_BODY), "joined": by_hand(_JOINED)}, folder)
    (folder / "joined.rtf").unlink()


def convert(documents: dict[str, str], folder: Path) -> None:
    """Writes flat OpenDocument texts, by name, in each format to `folder`.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        originals = [Path(scratch) / f"{name}.fodt" for name in documents]
        for path, text in zip(originals, documents.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        for ending, name in FILTERS.items():
            form = f"{ending}:{name}"
            command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
            subprocess.run([*command, *map(str, originals)], check=True, capture_output=True, timeout=240)
    for path in folder.glob("*.odt"):
        _slim(path)


def _slim(path: Path) -> None:
    """Takes pictures of the first page and settings of the program out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in _KEPT}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
