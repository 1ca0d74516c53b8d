"""The committed sample files are what the script makes from the sources."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INBOX = ROOT / "samples" / "inbox"


def content(path: Path) -> bytes | dict[str, bytes]:
    """Bytes of a file; of a Word file its parts, since packed bytes depend on the version of zlib."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_the_script_makes_the_committed_files(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_samples.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = {path.relative_to(tmp_path): content(path) for path in tmp_path.rglob("*.*") if path.is_file()}
    kept = {path.relative_to(INBOX): content(path) for path in INBOX.rglob("*.*") if path.is_file()}
    assert made == kept
