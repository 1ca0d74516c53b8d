"""Lines of a hundred thousand signs, as no report has them: looked at in time that grows with them, and no more."""

from __future__ import annotations

import pytest

from tasks.identify.signature import read_signature


@pytest.mark.parametrize("sign", ["|", "。", "-", "“", "…", " ", "镇"])
def test_a_line_of_one_sign_is_no_signature(sign: str) -> None:
    lines = ["全年办理案件15件。", sign * 100_000, "2024年1月18日", sign * 100_000]
    assert read_signature(lines, "\n".join(lines)).issuers == ()


def test_a_date_at_the_end_of_a_long_line_is_found() -> None:
    line = "全年办理案件15件。" * 100 + "望川镇人民政府 2024年1月18日"
    found = read_signature([line], line)
    assert found.issuers == ("望川镇人民政府",)
    assert str(found.signed) == "2024-01-18"
