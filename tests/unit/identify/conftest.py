"""An invented district laid over the real register, and documents made of lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasks.identify.identify import identify
from tasks.identify.model import Identity, NotIdentified
from tasks.read.document import Block, Document
from warehouse.register import Register, load_register

OVERLAY = """township_code,township,township_type,district_code,district,city,province
990101001,云门镇,镇,990101,青澜区,云澜市,澜江省
990101002,城关镇,镇,990101,青澜区,云澜市,澜江省
990101003,松石瑶族乡,民族乡,990101,青澜区,云澜市,澜江省
990101004,东湾街道,街道,990101,青澜区,云澜市,澜江省
"""
BODY = """一、主要举措和成效
（一）加强理论学习。坚持把学习放在首位，认真落实各项制度，推进法治建设走深走实，取得了新的成效。
二、存在的问题
执法力量还不足，能力有待提高，将采取有力措施加以改进。
"""

Identify = Callable[..., Identity]
Refuse = Callable[..., NotIdentified]


def document(text: str, meta: dict[str, str] | None = None, header_lines: int = 0) -> Document:
    """A document of one block a line, as the reader of plain text makes it; the first lines may be a header block."""
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        kind = "header_block" if number < header_lines else "paragraph"
        blocks.append(Block(start, start + len(line), kind))
        start += len(line) + 1
    return Document(text, tuple(blocks), "text/plain", "txt", meta or {})


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    (folder / "qinglan.csv").write_text(OVERLAY, encoding="utf-8")
    return load_register(folder)


@pytest.fixture(scope="session")
def known(register: Register) -> Identify:
    """Identity of a report: what stands above the body, what stands below it, and where it was seen."""

    def call(head: str, tail: str = "", *places: str, body: str = BODY, **options: object) -> Identity:
        text = f"{head}\n{body}{tail}"
        return identify(document(text, **options), places or ("a.txt",), register)  # type: ignore[arg-type]

    return call


@pytest.fixture(scope="session")
def refused(known: Identify) -> Refuse:
    """The refusal of a report, which says in both languages what to do."""

    def call(*arguments: str, **options: object) -> NotIdentified:
        with pytest.raises(NotIdentified) as caught:
            known(*arguments, **options)
        assert caught.value.zh
        assert str(caught.value) == caught.value.en
        return caught.value

    return call
