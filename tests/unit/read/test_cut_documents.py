"""Documents of word processors that were cut short: refused, unless nothing of their text is lost."""

from __future__ import annotations

import pytest
from test_read_any_bytes import read_or_refuse

from tasks.read.reader import read_document


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_a_cut_is_refused_or_has_cost_no_text(ending: str, writer_bytes) -> None:
    data = writer_bytes(f"traps.{ending}").rstrip(b"\r\n")
    whole = read_document(data)
    for end in range(len(data) // 50, len(data) - 1, len(data) // 50):
        document = read_or_refuse(data[:end])
        assert document is None or document.text == whole.text
