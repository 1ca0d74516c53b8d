"""What the place of a document that cannot be read says of whose it is."""

from __future__ import annotations

import pytest

from tasks.identify.by_place import say_whose
from tasks.identify.model import NotIdentified
from warehouse.register import Register


@pytest.mark.parametrize(
    ("places", "known"),
    [
        (["青澜区/2023/云门镇.docx"], ("990101", "990101001", 2023)),
        (["青澜区/云门镇2023年法治政府建设情况报告.docx"], ("990101", "990101001", 2023)),
        (["青澜区/2023/城关镇.docx"], ("990101", "990101002", 2023)),  # one of many of that name
        (["2023/城关镇.docx"], (None, None, 2023)),
        (["青澜区/2023/扫描件.pdf"], ("990101", None, 2023)),
        (["青澜区/扫描件.pdf"], ("990101", None, None)),
        (["扫描件.pdf"], (None, None, None)),
        (["大足区/2023/云门镇.docx"], (None, None, 2023)),  # which has none of that name
        (["青澜区/云门镇/2023/a.pdf", "青澜区/城关镇/2023/a.pdf"], (None, None, 2023)),  # copies under two names
        (["青澜区/云门镇/2022/a.pdf", "青澜区/云门镇/2023/a.pdf"], ("990101", "990101001", None)),
        (["两江新区/水土镇2017年法治政府建设报告.pdf"], ("500109", "500157005", 2017)),  # where it stood in that year
        (["500111/2023/雍溪镇.pdf"], ("500111", "500111115", 2023)),
    ],
)
def test_only_what_all_places_agree_on(
    register: Register, places: list[str], known: tuple[str | None, str | None, int | None]
) -> None:
    no = say_whose(NotIdentified("damaged", "坏了", "broken"), places, register)
    assert (no.district_code, no.township_code, no.report_year) == known
    assert (no.reason, no.zh, no.en) == ("damaged", "坏了", "broken")
