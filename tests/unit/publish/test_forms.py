"""A district's own form: filled as the layout says, its errors named by file and field, nothing evaluated."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from test_excel_workbook import METRIC, VALUE, district

from tasks.publish.excel.form import filled
from warehouse.catalogue import load_catalogue
from warehouse.forms import Form, FormError, Layout, load_forms

COLUMN = {"metric": METRIC["指标代码"], "label": "=宣讲"}
LAYOUT = {
    "title": "{district}{year}年度统计表",
    "header": ["填报单位：{district}司法局"],
    "groups": [{"heading": "普法", "columns": [COLUMN]}],
    "footer": ["填表人："],
}


def test_the_form_holds_the_layouts_columns_totals_and_lines() -> None:
    data = district(VALUE)
    layout = filled(data, Form("表", Layout.model_validate(LAYOUT)))
    assert layout == filled(data, Form("表", Layout.model_validate(LAYOUT)))
    sheet = openpyxl.load_workbook(io.BytesIO(layout)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[:4] == [
        ["青澜区2023年度统计表", None],
        ["填报单位：青澜区司法局", None],
        ["乡镇（街道）", "普法"],
        [None, "=宣讲\n（场）"],
    ]
    assert rows[4:8] == [["青石镇", 1234], ["石桥镇", None], ["合计", 1234], ["有数乡镇", "12/15"]]
    assert (sheet["B5"].number_format, sheet["B4"].data_type) == ('"≥"#,##0', "s")
    assert (rows[8][0][:14], rows[9][0]) == ("空白：报告没有提及，不等于零", "填表人：")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title: 表\ngroups: [{heading: a, columns: [{metric: 没有的}]}]",
            "groups[0].columns[0].metric: no metric 没有的",
        ),
        ("title: 表\ngroups: []", "groups: "),
        ("title: 表\nrows: 1\ngroups: [{heading: a, columns: [{metric: 法律明白人人数}]}]", "rows: "),
        ("title: '{town}'\ngroups: [{heading: a, columns: [{metric: 法律明白人人数}]}]", "title: only {district}"),
        ("title: [", "is not valid YAML"),
        ("", "layout: "),
    ],
)
def test_a_broken_layout_is_named_by_file_and_field(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as error:
        load_forms(tmp_path, load_catalogue())
    assert str(error.value).startswith(f"{tmp_path / 'mine.yaml'}: ")
    assert said in str(error.value)


def test_a_home_adds_forms_and_replaces_those_that_are_shipped(tmp_path: Path) -> None:
    (shipped,) = load_forms(tmp_path, load_catalogue())
    own = "title: 本区\ngroups: [{heading: 普法, columns: [{metric: 法律明白人人数}]}]"
    for name in (shipped.name, "另一张"):
        (tmp_path / f"{name}.yaml").write_text(own, encoding="utf-8")
    forms = load_forms(tmp_path, load_catalogue())
    assert {form.name: form.layout.title for form in forms} == {shipped.name: "本区", "另一张": "本区"}
    assert forms[0].layout.groups[0].columns[0].metric == "legal_literacy_persons"


def test_the_layout_of_the_guide_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "forms.zh-CN.md").read_text(encoding="utf-8")
    (tmp_path / "guide.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert "guide" in {form.name for form in load_forms(tmp_path, load_catalogue())}
