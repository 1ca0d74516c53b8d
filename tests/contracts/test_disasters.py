"""What may happen to a home: a clear line, the old release current, and the next run heals."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FIXED = ("--as-of", "2025-06-01", "--no-server")

pytestmark = pytest.mark.timeout(300)  # up to eight commands a test, on a busy machine


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the samples' home, which a test may change."""
    return Path(shutil.copytree(sample_home, tmp_path / "home", symlinks=True))


def observations(township, home: Path) -> str:
    result = township("sql", "FROM observations ORDER BY ALL", "--format", "csv", "--home", home)
    assert result.returncode == 0, result.stderr
    return result.stdout


def a_document(home: Path, name: str = "桐坝镇2023") -> Path:
    """The stored bytes of a report that gave observations."""
    sidecar = next(p for p in sorted(home.glob("raw/??/*.json")) if name in p.read_text(encoding="utf-8"))
    return next(p for p in sidecar.parent.glob(f"{sidecar.stem}.*") if p != sidecar)


def flip_a_bit(path: Path) -> None:
    """As a failing disk does it: size and time of the file stay."""
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=times)


def test_stored_documents_that_are_damaged_or_gone_are_found_named_and_put_back(
    township, run_samples, home: Path
) -> None:
    before, damaged, gone = observations(township, home), a_document(home), a_document(home, "栗坪镇2023")
    good = damaged.read_bytes(), gone.read_bytes()
    flip_a_bit(damaged)
    gone.unlink()
    found = township("run", "--home", home, *FIXED)
    said = [
        (home / "quarantine" / f"{path.name.partition('.')[0]}.json").read_text("utf-8") for path in (damaged, gone)
    ]
    quarantined = township("sql", "SELECT 说明 FROM 文件隔离", "--home", home)
    again = township("run", "--home", home, *FIXED)
    healed = run_samples(home)

    assert found.returncode == 0, found.stderr
    assert "raw_damaged" in found.stdout
    assert quarantined.stdout.count("重新放入收件夹") == 2, quarantined.stderr
    assert "桐坝镇2023" in said[0]
    assert "栗坪镇2023" in said[1]
    assert damaged.name in found.stderr
    assert gone.name in found.stderr
    assert "无变化" in again.stdout
    assert healed.returncode == 0, healed.stderr
    assert "put back" in healed.stderr
    assert (damaged.read_bytes(), gone.read_bytes()) == good
    assert observations(township, home) == before


@pytest.mark.parametrize(
    "lost",
    ["lake", "lake/manifest.json", "lake/observations/year=2024"],
)
def test_lake_that_is_lost_is_made_again_from_the_raw_store(township, home: Path, lost: str) -> None:
    before = {p.relative_to(home): p.read_bytes() for p in home.glob("lake/*/year=*/*.parquet")}
    shutil.rmtree(home / lost) if (home / lost).is_dir() else (home / lost).unlink()
    released = len(list((home / "releases").iterdir()))
    result = township("run", "--home", home, *FIXED)

    assert result.returncode == 0, result.stderr
    assert {p.relative_to(home): p.read_bytes() for p in home.glob("lake/*/year=*/*.parquet")} == before
    assert len(list((home / "releases").iterdir())) == released


def test_lake_file_that_is_damaged_is_named_and_made_again(township, home: Path) -> None:
    (damaged,) = home.glob("lake/mentions/year=2023/*.parquet")
    good = damaged.read_bytes()
    flip_a_bit(damaged)
    result = township("run", "--home", home, *FIXED)

    assert result.returncode == 0
    assert str(damaged.relative_to(home / "lake")) in result.stderr
    assert damaged.read_bytes() == good


def test_clock_that_was_set_back_ends_with_2_and_says_what_to_do(township, home: Path) -> None:
    """A release of tomorrow and a clock of today, as a clock of yesterday would be."""
    manifest = (home / "current.duckdb").resolve().with_name("manifest.json")
    said = json.loads(manifest.read_bytes())
    said["built_at"] = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(said), encoding="utf-8")
    before = sorted(home.rglob("*"))
    refused = township("run", "--home", home, "--no-server")

    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert "clock" in line
    assert said["built_at"] in line
    assert "--as-of" in line
    assert sorted(home.rglob("*")) == before
    assert township("run", "--home", home, *FIXED).returncode == 0


def test_home_that_cannot_be_written_is_read_on(township, home: Path) -> None:
    mount = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'

    def read_only(*command: str | Path) -> subprocess.CompletedProcess[str]:
        private = ["unshare", "--mount", "sh", "-c", mount, "sh", home, *command]
        return subprocess.run(private, capture_output=True, text=True, timeout=110, check=False)

    if shutil.which("unshare") is None or read_only("true").returncode:
        pytest.skip("needs the right to mount")
    command = (sys.executable, "-m", "flows.cli.main")
    asked = read_only(*command, "sql", "SELECT count(*) FROM reports", "--home", home)
    ran = read_only(*command, "run", "--home", home, *FIXED)

    assert asked.returncode == 0, asked.stderr
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "cannot be written" in line
    assert str(home) in line


def test_folder_of_the_home_that_cannot_be_written_ends_with_4(township, home: Path) -> None:
    """A file in the place of a folder stops root too."""
    shutil.rmtree(home / "quarantine")
    (home / "quarantine").touch()
    before = (home / "current.duckdb").readlink()
    shutil.rmtree(home / "lake/mentions")
    result = township("run", "--home", home, *FIXED)
    (home / "quarantine").unlink()

    assert result.returncode == 4
    assert str(home / "quarantine") in result.stderr
    assert (home / "current.duckdb").readlink() == before
    assert township("run", "--home", home, *FIXED).returncode == 0


def start(home: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flows.cli.main", "run", "--home", str(home), *FIXED, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_run_that_waits_begins_when_the_other_has_ended_by_what_is_decided_then(township, home: Path) -> None:
    with FileLock(home / ".lock") as lock, start(home, "--wait") as waiting:
        time.sleep(4)
        assert waiting.poll() is None
        overlay = next((home / "register").glob("*.csv"))
        overlay.write_text(overlay.read_text(encoding="utf-8").replace("桐坝镇", "新坝镇"), encoding="utf-8")
        lock.release()
        _, errors = waiting.communicate(timeout=100)

    assert waiting.returncode == 0, errors
    named = township("sql", "SELECT township FROM townships WHERE township = '新坝镇'", "--home", home)
    assert "新坝镇" in named.stdout, "what was decided while it waited counts"


def test_second_run_says_which_process_holds_the_home(township, home: Path) -> None:
    shutil.rmtree(home / "lake")
    with start(home) as first:
        while not (home / ".staging").exists():
            time.sleep(0.01)
        first.send_signal(signal.SIGSTOP)  # so that it is not done before the second has begun
        second = township("run", "--home", home, *FIXED)
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=100)

    assert (first.returncode, second.returncode) == (0, 3)
    assert f"process {first.pid} on " in second.stderr
    assert "--wait" in second.stderr


def workers_of(home: Path) -> list[str]:
    """Processes that have a file below the home open."""
    opened = []
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()).startswith(str(home)):
                opened.append(link.parts[2])
        except OSError:
            continue
    return opened


def test_workers_end_with_a_run_that_was_killed_and_its_leftovers_go(township, home: Path) -> None:
    before = observations(township, home)
    shutil.rmtree(home / "lake")
    with start(home) as run:
        while not list(home.glob(".staging/*/parts/*/*.parquet")):
            time.sleep(0.005)
        assert workers_of(home)
        run.kill()
    (home / "raw" / a_document(home).parent.name / ".half.1.part").write_bytes(b"half of a document")
    deadline = time.monotonic() + 20
    while workers_of(home) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert workers_of(home) == []
    assert township("run", "--home", home, *FIXED).returncode == 0
    assert list(home.rglob("*.part")) == []
    assert not (home / ".staging").exists()
    assert observations(township, home) == before


def recipes() -> list[str]:
    """The commands of the section on backups in docs/operations.md."""
    page = (SAMPLES.parent / "docs/operations.md").read_text(encoding="utf-8")
    section = page.split("## Backup and restore")[1].split("\n## ")[0]
    return re.findall(r"```bash\n(.*?)```", section, re.DOTALL)


def test_backup_while_runs_go_on_and_restore_as_documented(township, run_samples, home: Path, tmp_path: Path) -> None:
    before = observations(township, home)
    backup, restore = (
        recipe.replace("/srv/township", str(home)).replace("/backup", str(tmp_path / "backup")) for recipe in recipes()
    )
    (tmp_path / "backup").mkdir()
    shutil.rmtree(home / "lake")
    with start(home) as run:
        while not list(home.glob(".staging/*/*")):
            time.sleep(0.005)
        subprocess.run(["bash", "-ec", backup], check=True, capture_output=True, timeout=60)
        assert run.poll() is None, "the copy was made while the run went on"
        run.communicate(timeout=100)
    (copy,) = (tmp_path / "backup").iterdir()
    shutil.rmtree(home)
    here = f"{sys.executable} -m flows.cli.main"
    restore = restore.replace("township run", f"{here} run {' '.join(FIXED)}").replace(
        "township verify", f"{here} verify"
    )
    restored = subprocess.run(["bash", "-ec", restore], capture_output=True, text=True, timeout=100, check=False)

    assert copy.is_dir()
    assert restored.returncode == 0, restored.stderr
    assert observations(township, home) == before
