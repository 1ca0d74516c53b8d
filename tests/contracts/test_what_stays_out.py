"""What must not enter the project: places of one machine, addresses of registries, and indexes in the lock files."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each pattern has a character class in it, so that it does not match itself.
MACHINE = re.compile(rb"(?<![\w.])/(?:wor[k]|tm[p]|roo[t]|hom[e]|op[t]|mn[t]|User[s])/[A-Za-z0-9_.]|[A-Z]:\\Users")
REGISTRIES = re.compile(
    rb"pythonhoste[d]|pypi\.or[g]|registr[y]\.|npmjs\.co[m]|yarnpk[g]\.|proxy\.golan[g]|crates\.i[o]/|conda\.anaco[n]da|"
    rb"/simple/?[\"'\s]|//mirror[s]?\.",
    re.IGNORECASE,
)
LOCKED = re.compile(r"[a-z0-9][\w.\-]*(?:\[[\w, \-]+\])?==\S+(?: ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def tracked() -> Iterator[tuple[str, bytes]]:
    """Each tracked file and its bytes; of a packed one (docx) the parts."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        data = path.read_bytes()
        yield name, data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                yield from ((f"{name}: {part}", parts.read(part)) for part in parts.namelist())


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRIES], ids=["places of a machine", "registries"])
def test_no_tracked_file_names(pattern: re.Pattern[bytes]) -> None:
    found = {name: match[0] for name, data in tracked() if (match := pattern.search(data))}
    assert found == {}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-ocr.lock", "requirements-dev.lock"])
def test_lock_file_holds_hashed_pins_and_nothing_else(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LOCKED.fullmatch(line)] == []
    assert len(lines) > 100
