"""What decides that something is done: the manifest of the lake and the fingerprint of the code."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from warehouse.fingerprint import ROOT, code_fingerprint, fingerprint_of_files
from warehouse.manifest import LakeDocument, LakeFile, LakeManifest, load_manifest, save_manifest

MANIFEST = LakeManifest(
    {"code": "1"},
    {"a": LakeDocument("state", 2023), "b": LakeDocument("state", 0)},
    {"files/year=0000/x.parquet": LakeFile("x", 1, 1), "files/year=2023/y.parquet": LakeFile("y", 2, 3)},
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save_manifest(tmp_path / "manifest.json", MANIFEST)
    assert load_manifest(tmp_path / "manifest.json") == MANIFEST
    assert [p.name for p in tmp_path.iterdir()] == ["manifest.json"]


def test_no_manifest_is_an_empty_lake(tmp_path: Path) -> None:
    assert load_manifest(tmp_path / "manifest.json") == LakeManifest()


@pytest.mark.parametrize("damage", ["", "[]", "null", '{"version": 99}', '{"version": 2, "files": {"a": 1}}'])
def test_a_damaged_manifest_is_an_empty_lake_and_says_so(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "manifest.json").write_text(damage)
    with caplog.at_level(logging.WARNING):
        assert load_manifest(tmp_path / "manifest.json") == LakeManifest()
    assert "is damaged" in caplog.text


def test_without_a_year_both_files_and_documents_are_gone() -> None:
    rest = MANIFEST.without_years({2023})
    assert (rest.documents.keys(), rest.files.keys()) == ({"b"}, {"files/year=0000/x.parquet"})


def test_the_content_hash_is_of_the_files_alone() -> None:
    other_run = LakeManifest({"code": "2"}, {}, dict(reversed(MANIFEST.files.items())))
    assert other_run.content_hash == MANIFEST.content_hash
    assert MANIFEST.without_years({0}).content_hash != MANIFEST.content_hash


def code(root: Path) -> str:
    for name in ("tasks/read/a.py", "warehouse/sql/a.sql", "warehouse/catalogue/a.yaml"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return code_fingerprint(root)


@pytest.mark.parametrize("name", ["tasks/read/a.py", "warehouse/sql/a.sql", "warehouse/catalogue/a.yaml", "tasks/b.py"])
def test_a_change_of_code_or_data_changes_the_fingerprint(tmp_path: Path, name: str) -> None:
    before = code(tmp_path)
    (tmp_path / name).write_text("other")
    assert code_fingerprint(tmp_path) != before


@pytest.mark.parametrize("name", ["flows/a.py", "tasks/read/task.py", "tasks/__pycache__/a.py", "tasks/read/a.py~"])
def test_what_shapes_no_row_leaves_the_fingerprint(tmp_path: Path, name: str) -> None:
    before = code(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("other")
    assert code_fingerprint(tmp_path) == before


def test_a_renamed_file_is_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x")
    before = fingerprint_of_files(tmp_path, tmp_path.iterdir())
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert fingerprint_of_files(tmp_path, tmp_path.iterdir()) != before


def test_the_code_of_this_checkout_has_a_fingerprint() -> None:
    assert len(code_fingerprint(ROOT)) == 64
