"""One hash for the code: where it changes, rows may change, and every document is processed again."""

from __future__ import annotations

import filecmp
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_PACKAGES = ("tasks", "warehouse")
_ELSEWHERE = frozenset({"__pycache__", "collect", "compare"})
_KNOWLEDGE = ("warehouse/catalogue/", "warehouse/register/data/")
_SUFFIXES = frozenset({".py", ".sql", ".yaml", ".csv", ".json", ".txt"})
_LIBRARIES = ("duckdb", "lxml", "pyarrow", "selectolax")
"""Libraries that shape rows or the bytes of Parquet files."""

_EXTRAS = ("onnxruntime", "opencv-python-headless", "rapidocr")
"""Those of the extra `ocr`: where it is added, scans are read that were quarantined."""


def code_fingerprint(root: Path = ROOT) -> str:
    """sha256 over every source and data file below `tasks/` and `warehouse/`, and the versions of the libraries used.

    Those of the extra `ocr` count where they are installed.
    `task.py` files are left out: they say when a stage runs, not what it does; so is `tasks/collect`, since what it
    brings counts by its bytes, and what only compares releases.
    """
    return _with_libraries(fingerprint_of_files(root, _sources(root)))


def _sources(root: Path) -> Iterator[Path]:
    for package in _PACKAGES:
        for path in (root / package).rglob("*"):
            elsewhere = _ELSEWHERE.intersection(path.relative_to(root).parts)
            if path.suffix in _SUFFIXES and path.name != "task.py" and not elsewhere:
                yield path


def _with_libraries(files: str) -> str:
    digest = hashlib.sha256(files.encode())
    for name in _LIBRARIES:
        digest.update(f"{name}=={version(name)}\n".encode())
    for name in _EXTRAS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name}=={version(name)}\n".encode())
    return digest.hexdigest()


def program_fingerprint(root: Path = ROOT) -> str:
    """The same without the data of catalogue and register, so that a change of these can be told from one of the code."""
    files = (
        path
        for path in _sources(root)
        if path.suffix == ".py" or not path.relative_to(root).as_posix().startswith(_KNOWLEDGE)
    )
    return _with_libraries(fingerprint_of_files(root, files))


def fingerprint_of_files(root: Path, files: Iterable[Path]) -> str:
    """sha256 over names (relative to `root`) and contents, in order of the names.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{content}  {path.relative_to(root).as_posix()}\n".encode())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """sha256 of the bytes of a file, which is not held in memory.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_bytes(files: Sequence[Path], others: Sequence[Path]) -> bool:
    """Whether the files of two lists, in their order, hold the same.

    Raises:
        OSError: a file cannot be read.
    """
    return len(files) == len(others) and all(
        filecmp.cmp(file, other, shallow=False) for file, other in zip(files, others, strict=True)
    )
