"""What a page does not show is not read: it would publish figures that nobody sees."""

from __future__ import annotations

import pytest

from tasks.read.reader import read_document

SHOWN = "<p>" + "全镇持续推进法治政府建设，全年调处矛盾纠纷52件，群众满意。" * 4 + "</p>"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">调解矛盾纠纷99件</p>',
        '<div style="color: red; DISPLAY: none;"><p>调解矛盾纠纷99件<b hidden>内层</b></p></div>',
        "<p hidden>调解矛盾纠纷99件</p>",
        '<span style="visibility: hidden">调解矛盾纠纷99件</span>',
    ],
)
def test_hidden_text_is_left_out_with_a_record(hidden: str) -> None:
    page = f"<html><body><h1>法治政府建设报告</h1>{SHOWN}{hidden}{SHOWN}</body></html>"
    document = read_document(page.encode())
    assert "99件" not in document.text
    assert "52件" in document.text
    assert any(line.startswith("hidden: 调解矛盾纠纷99件") for line in document.removed)


def test_a_word_that_only_looks_like_hiding_hides_nothing() -> None:
    page = f"<html><body>{SHOWN}<p class='hidden-xs'>走访群众30户，display:none只是文字。</p>{SHOWN}</body></html>"
    assert "30户" in read_document(page.encode()).text
