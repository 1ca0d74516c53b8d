"""Make the small documents that the tests of the read stage use: `python scripts/make_fixtures.py`.

Everything in them is invented (望川镇 of 青澜区 does not exist). The same run gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT

TARGET = Path(__file__).parent.parent / "tests" / "fixtures" / "documents"

TITLE = "望川镇人民政府关于2023年度法治政府建设情况的报告"
BODY = [
    "2023年，望川镇在区委、区政府领导下扎实推进法治政府建设。现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）抓实学法用法。全年组织党委理论学习中心组学法12次，开展执法人员培训3期，参训150余人次。",
    "（二）规范行政执法。办理行政处罚案件15件，罚没款3.68万元；新申领行政执法证8人，全部通过考试。",
    "（三）化解矛盾纠纷。排查各类矛盾纠纷210件，化解205件；未发生行政复议、行政诉讼案件。",
    "二、存在的不足",
    "执法力量偏弱，9个村（社区）中仍有2个没有固定的法律顾问值班点。",
    "三、下一步打算",
    "2024年计划开展法治宣传活动20场以上，培育法律明白人30名。",
    "望川镇人民政府",
    "2024年1月18日",
]
TABLE = [
    ["事项", "案件数（件）", "金额（万元）"],
    ["行政处罚", "15", "3.68"],
    ["行政强制", "2", "—"],
]
TEXT = "\n".join([TITLE, *BODY])

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def main() -> None:
    """Write all fixtures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in {**texts(), **pages(), **words(), **refused()}.items():
        (TARGET / name).write_bytes(data)
        print(f"{name}  {len(data)}")


def texts() -> dict[str, bytes]:
    """One report in every encoding, and one as a program broke its lines."""
    lines = ["\t".join(row) for row in TABLE]
    return {
        "report_utf8.txt": TEXT.encode(),
        "report_utf8_bom.txt": TEXT.encode("utf-8-sig"),
        "report_gb18030.txt": TEXT.replace("\n", "\r\n").encode("gb18030"),
        "report_utf16le_bom.txt": b"\xff\xfe" + TEXT.encode("utf-16-le"),
        "report_utf16be_bom.txt": b"\xfe\xff" + TEXT.encode("utf-16-be"),
        "report_utf16le.txt": TEXT.encode("utf-16-le"),
        "report_utf16be.txt": TEXT.encode("utf-16-be"),
        "wrapped.txt": "\n".join([*wrap(TITLE, BODY, 44), "", *lines]).encode(),
    }


def wrap(title: str, body: list[str], columns: int) -> list[str]:
    """Lines of a page of `columns` columns (two a Han character), paragraphs indented by two Han spaces."""
    lines = [title]
    for paragraph in body:
        line, used = "", 0
        for character in "　　" + paragraph:
            size = 1 if character.isascii() else 2
            if used + size > columns:
                lines.append(line)
                line, used = "", 0
            line, used = line + character, used + size
        lines.append(line)
    return lines


def pages() -> dict[str, bytes]:
    """A page of today's sites, an old page of nested tables in GB2312, and a column of links."""
    paragraphs = "".join(f"<p>&nbsp;&nbsp;<span>{text}</span></p>\n" for text in BODY)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE[1:])
    modern = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{TITLE}_青澜区人民政府</title>
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-22 09:30">
<meta name="ContentSource" content="望川镇"><style>p {{ margin: 0 }}</style><script>var a = "<p>1件</p>";</script></head>
<body><div class="top"><span>今天是：2026年2月12日 星期四</span><span> 多云 3~9℃</span></div>
<ul class="nav"><li><a href="/">首页</a></li>
<li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li></ul>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 法治政府建设年度报告</div>
<table class="head"><tr><td>索 引 号：</td><td>11990101MB0000000X/2024-00012</td><td>发文字号：</td><td>望府发〔2024〕3号</td></tr>
<tr><td>发布机构：</td><td>青澜区人民政府办公室</td><td>成文日期：</td><td>2024-01-18</td></tr>
<tr><td>发布日期：</td><td>2024-01-22</td><td>有效性：</td><td>有效</td></tr></table>
<ul><li>[索引号] 11990101MB0000000X/2024-00012</li><li>发布日期：2024-01-22　来源：望川镇　浏览次数：128</li></ul>
<h1>{TITLE}</h1><div>【字号：大 中 小】 <a href="javascript:print()">打印</a></div><div>语音播报</div>
<div class="TRS_Editor">{paragraphs}
<p>附件：2023年行政执法情况统计表（单位：万元）</p>
<table border="1"><thead><tr><th rowspan="2">事项</th><th colspan="2">办理结果</th></tr>
<tr><th>案件数（件）</th><th>金额（万元）</th></tr></thead><tbody>{cells}</tbody></table></div>
<div><a href="a.html">上一篇：某某镇的报告</a></div>
<div class="foot">版权所有：青澜区人民政府　主办：青澜区人民政府办公室　澜ICP备00000000号</div></body></html>"""
    broken = "<br>\r\n　　".join(BODY)
    old = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>{TITLE}</title>
<body><table width=980><tr><td><a href=/>首页</a> | <a href=/x>乡镇动态</a></td></tr><tr><td>
<table><tr><td>• 11990101MB0000000X/2024-00012 • 法制 • 2024-01-18 • 2024-01-22</td></tr></table>
<table><tr><td align=center><font size=5><b>{TITLE}</font></b></td></tr>
<tr><td align=center>2024-01-22 09:30</td></tr><tr><td>　　{broken}</td></tr></table>
<tr><td><a href=/1>相关链接一</a><a href=/2>相关链接二</a><tr><td align=center>主办单位：青澜区人民政府 网站标识码：9901010001"""
    link = "<li><a href='{0}.html'>某{0}镇法治政府建设年度报告</a><span>2024-01-{0}</span></li>"
    items = "".join(link.format(n) for n in range(10, 30))
    column = (
        f"<html><head><title>法治政府建设年度报告</title></head><body><h2>年度报告</h2><ul>{items}</ul></body></html>"
    )
    return {"page.html": modern.encode(), "page_old.html": old.encode("gb18030"), "column.html": column.encode()}


def words() -> dict[str, bytes]:
    """A report written by python-docx, and one by hand with everything that readers lose."""
    document = docx.Document()
    document.add_heading(TITLE, level=0)
    for text in BODY:
        document.add_paragraph(text)
    document.add_paragraph("2023年行政执法情况统计表（单位：万元）")
    table = document.add_table(rows=0, cols=3)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = "页眉不是正文"
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {
            name: archive.read(name) for name in archive.namelist() if not name.startswith(("docProps", "customXml"))
        }
    return {"report.docx": pack(parts), "traps.docx": pack(traps())}


def traps() -> dict[str, str]:
    """Tracked changes, a text box with its fallback, a content control, a footnote, numbering and merged cells."""
    box = "<w:txbxContent><w:p><w:r><w:t>文本框：受教育120余人次。</w:t></w:r></w:p></w:txbxContent>"
    shape = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = [
        "<w:p><w:r><w:t>修订：发放资料</w:t></w:r><w:ins><w:r><w:t>5000</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>3000</w:delText><w:tab/></w:r></w:del><w:r><w:t>份。</w:t></w:r></w:p>",
        "<w:moveFrom><w:r><w:t>移走77件</w:t></w:r></w:moveFrom>",
        f"<w:p><w:r><w:t>正文一</w:t></w:r><w:r><mc:AlternateContent>{shape}{fallback}</mc:AlternateContent></w:r></w:p>",
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件：法律明白人40名。</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='420'/></w:tabs></w:pPr><w:r><w:t>左</w:t><w:tab/>"
        "<w:t>右</w:t><w:br/><w:t>软</w:t><w:softHyphen/><w:t>连</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏9件</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>开展宣传12</w:t></w:r></w:p><w:p><w:r><w:t>场。</w:t></w:r></w:p>",
        *(
            f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
            f"<w:r><w:t>{text}</w:t></w:r></w:p>"
            for level, text in ((0, "工作成效"), (1, "学法"), (1, "普法"), (0, "不足"), (1, "人手少"))
        ),
        "<w:p><w:r><w:t>数据截至年底</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        "<w:tbl><w:tr>"
        + cell("项目", "<w:vMerge w:val='restart'/>")
        + cell("处罚", "<w:gridSpan w:val='2'/>")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("件数")
        + cell("金额（万元）")
        + "</w:tr><w:tr>"
        + cell("食品安全")
        + cell("6")
        + cell("1.2")
        + "</w:tr></w:tbl>",
    ]
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>不含区级部门。</w:t></w:r></w:p></w:footnote>"
    level = "<w:lvl w:ilvl='{}'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='{}'/></w:lvl>"
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W}>{note}</w:footnotes>",
        "word/numbering.xml": f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
        f"{level.format(0, '%1、')}{level.format(1, '（%2）')}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
    }


def cell(text: str, properties: str = "") -> str:
    """A table cell of Word."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def refused() -> dict[str, bytes]:
    """Documents that must be refused: bombs, entities, passwords, formats that are not read."""
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    lol = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 9))
    entities = f"<!DOCTYPE d [<!ENTITY e0 '法'>{lol}]>"
    outside = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    deep = "<w:ins>" * 2000 + "</w:ins>" * 2000
    return {
        "entity_bomb.docx": word(paragraph.format("&e8;"), entities),
        "external_entity.docx": word(paragraph.format("&x;"), outside),
        "zip_bomb.docx": word(paragraph.format(" " * (20 << 20))),
        "deep.docx": word(deep),
        "empty.docx": word(paragraph.format("")),
        "encrypted.docx": compound("EncryptedPackage"),
        "old.doc": compound("WordDocument"),
        "scan.pdf": scan(),
    }


def word(body: str, prolog: str = "") -> bytes:
    """A docx of this body."""
    xml = f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>"
    return pack({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": xml})


def compound(stream: str) -> bytes:
    """An OLE file with a directory of two entries and no content."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", stream)]
    return header + b"".join(entries).ljust(512, b"\0")


def scan() -> bytes:
    """A PDF of one page, all of it a picture."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        "stream\n0\nendstream",
        "<</Length 28>>stream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
    )
    body = "".join(f"{number} 0 obj{content}endobj\n" for number, content in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip whose bytes depend on the parts alone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


if __name__ == "__main__":
    main()
