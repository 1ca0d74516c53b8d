"""Templates are compiled once, and a folder that cannot hold them changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from tasks.publish.site.compiled import Compiled


def rendered(folder: Path, source: str = "{{ 1 + 1 }} 份", made_with: str = "1") -> str:
    cache = Compiled(folder, made_with)
    return Environment(loader=DictLoader({"page": source}), bytecode_cache=cache).get_template("page").render()


def test_a_template_is_kept_and_made_again_where_it_changed(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert rendered(folder) == rendered(folder) == "2 份"
    (kept,) = folder.iterdir()
    before = kept.read_bytes()
    assert rendered(folder, "{{ 2 + 2 }} 份") == "4 份"
    assert kept.read_bytes() != before


def test_what_other_code_has_made_is_not_taken(tmp_path: Path) -> None:
    assert rendered(tmp_path) == rendered(tmp_path, made_with="2")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("bad", [b"", b"j2", b"\x00" * 64])
def test_a_damaged_file_is_no_error(tmp_path: Path, bad: bytes) -> None:
    rendered(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(bad)
    assert rendered(tmp_path) == "2 份"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert rendered(tmp_path / "file" / "folder") == "2 份"
