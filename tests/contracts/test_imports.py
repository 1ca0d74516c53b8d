"""What is imported where: Prefect in few places, and nothing heavy before a command needs it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTS_PREFECT = re.compile(r"^\s*(?:from|import) prefect\b", re.MULTILINE)


def test_prefect_is_imported_in_flows_and_task_files_alone() -> None:
    sources = [p.relative_to(ROOT) for top in ("tasks", "warehouse") for p in (ROOT / top).rglob("*.py")]
    importing = {p for p in sources if IMPORTS_PREFECT.search((ROOT / p).read_text(encoding="utf-8"))}

    assert Path("tasks/ingest/task.py") in importing
    assert {p.name for p in importing} == {"task.py"}


def test_help_imports_nothing_heavy() -> None:
    loaded = "import sys, flows.cli.main; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT)

    assert "typer" in result.stdout.split()
    assert not {"prefect", "duckdb", "pyarrow", "pandas", "pydantic_settings"} & set(result.stdout.split())


def test_worker_imports_no_prefect() -> None:
    loaded = "import sys, flows.documents, flows.pipeline; print('prefect' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT)

    assert result.stdout == "False\n"
