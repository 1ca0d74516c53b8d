"""Runs of the main job on one home: again, at once, with readers, with limits, killed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the samples' home, which a test may change."""
    return Path(shutil.copytree(sample_home, tmp_path / "home", symlinks=True))


def releases(home: Path) -> list[str]:
    return sorted(p.name for p in (home / "releases").iterdir())


def last_summary(home: Path) -> dict[str, object]:
    return json.loads(max((home / "runs").glob("*.json"), key=os.path.getmtime).read_text(encoding="utf-8"))


def lake_files(home: Path) -> dict[str, bytes]:
    """The live files of the lake; what an earlier manifest named is removed by the next run."""
    live = json.loads((home / "lake" / "manifest.json").read_bytes())["files"]
    return {path: (home / "lake" / path).read_bytes() for path in live}


def test_second_run_does_nothing_and_makes_no_release(run_samples, home: Path) -> None:
    before, lake = releases(home), lake_files(home)
    result = run_samples(home)

    assert result.returncode == 0, result.stderr
    assert "无变化" in result.stdout
    assert releases(home) == before
    assert lake_files(home) == lake
    assert last_summary(home)["n_processed"] == 0


def test_same_inputs_make_the_same_bytes_in_another_home(run_samples, sample_home: Path, tmp_path: Path) -> None:
    result = run_samples(tmp_path / "elsewhere", TOWNSHIP_WORKERS="1", TOWNSHIP_BATCH_SIZE="3")

    assert result.returncode == 0, result.stderr
    assert lake_files(tmp_path / "elsewhere") == lake_files(sample_home)


def test_run_without_an_inbox_takes_what_the_home_holds(township, home: Path) -> None:
    shutil.rmtree(home / "lake")
    result = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")

    assert result.returncode == 0, result.stderr
    assert last_summary(home)["n_processed"] == 16


def test_limits_process_a_year_and_leave_the_rest_for_later(run_samples, sample_home: Path, tmp_path: Path) -> None:
    first = run_samples(tmp_path / "home", "--year", "2023", "--district", "青澜区")
    limited = last_summary(tmp_path / "home")
    second = run_samples(tmp_path / "home")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert limited["n_outside"] > 0
    assert limited["n_processed"] + limited["n_outside"] == 16
    assert lake_files(tmp_path / "home") == lake_files(sample_home)


def test_run_while_another_holds_the_home_ends_with_3(run_samples, home: Path) -> None:
    before = releases(home)
    with FileLock(home / ".lock"):
        result = run_samples(home)

    assert result.returncode == 3
    assert len(result.stderr.splitlines()) == 1
    assert "another run" in result.stderr
    assert releases(home) == before


def test_refused_release_ends_with_1_and_the_old_one_stays(run_samples, township, home: Path) -> None:
    """A township leaves the register, but the run is limited to a year in which it gave no report."""
    before, current = releases(home), (home / "current.duckdb").readlink()
    (overlay,) = (home / "register").glob("*.csv")
    kept = [line for line in overlay.read_text(encoding="utf-8").splitlines() if "柳塘乡" not in line]
    overlay.write_text("\n".join(kept), encoding="utf-8")
    refused = township("run", "--home", home, "--year", "2024", "--as-of", "2025-06-01", "--no-server")
    summary = last_summary(home)

    assert refused.returncode == 1
    (line,) = refused.stderr.splitlines()
    assert line.startswith("township: the gate refused the release, the old one is still current: check ")
    assert "township_codes_exist" in line
    assert summary["outcome"] == "refused"
    assert summary["problems"][0] in line
    assert (releases(home), (home / "current.duckdb").readlink()) == (before, current)
    assert township("sql", "SELECT * FROM 报送情况 WHERE 乡镇 = '柳塘乡'", "--home", home).returncode == 0

    whole = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")
    assert whole.returncode == 0, whole.stderr
    assert len(releases(home)) == len(before) + 1


def test_lake_that_was_changed_with_its_manifest_ends_with_1(township, home: Path) -> None:
    """Hashes cannot tell; the checks on the rows do."""
    manifest = json.loads((home / "lake" / "manifest.json").read_bytes())
    name = next(path for path in manifest["files"] if path.startswith("mentions/"))
    rows = pq.read_table(home / "lake" / name, partitioning=None)
    wrong = pa.array([f"{quote}余" for quote in rows["quote"].to_pylist()], rows.schema.field("quote").type)
    rows = rows.set_column(rows.schema.get_field_index("quote"), rows.schema.field("quote"), wrong)
    pq.write_table(rows, home / "lake" / name)
    data = (home / "lake" / name).read_bytes()
    manifest["files"][name] |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (home / "lake" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    before = releases(home)
    result = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")

    assert result.returncode == 1, result.stderr
    (line,) = result.stderr.splitlines()
    assert f"quote_is_the_marked_text fails for {rows.num_rows} rows" in line
    assert releases(home) == before


def test_fault_of_the_disk_ends_with_4_and_leaves_the_release(run_samples, home: Path) -> None:
    shutil.rmtree(home / "lake")
    (home / "lake").touch()
    result = run_samples(home)

    assert result.returncode == 4
    assert len(result.stderr.splitlines()) == 1
    assert "disk fault" in result.stderr
    assert str(home / "lake") in result.stderr
    assert (home / "current.duckdb").exists()


def test_run_in_which_nothing_could_be_used_ends_with_a_warning(township, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "program.bin").write_bytes(b"\x7fELF" + bytes(range(256)))
    result = township("run", "--inbox", tmp_path / "inbox", "--home", tmp_path / "home", "--no-server")

    assert result.returncode == 0
    assert "warning" in result.stderr
    assert "binary" in result.stdout


READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
count = "SELECT count(*) FROM observations"
print(con.execute(count).fetchone()[0], flush=True)
sys.stdin.readline()
print(con.execute(count).fetchone()[0], flush=True)
"""


def test_reader_and_run_do_not_disturb_each_other(run_samples, township, home: Path, tmp_path: Path) -> None:
    before = releases(home)
    inbox = tmp_path / "inbox"
    shutil.copytree(SAMPLES / "inbox", inbox)
    next(inbox.rglob("栗坪镇2024*")).unlink()
    (inbox / "桐坝镇").mkdir()
    next(inbox.rglob("桐坝镇2024*")).rename(inbox / "桐坝镇" / "moved.txt")
    reader = [sys.executable, "-c", READER, str(home / "current.duckdb")]
    with subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline()
        result = township("run", "--inbox", inbox, "--home", home, "--as-of", "2025-06-01", "--no-server")
        second, _ = process.communicate("go on\n", timeout=60)

    assert result.returncode == 0, result.stderr
    assert process.returncode == 0
    assert int(first) == int(second) > 0
    assert len(releases(home)) == len(before) + 1


def test_killed_run_leaves_the_old_release_and_the_next_run_completes(
    run_samples, sample_home: Path, tmp_path: Path
) -> None:
    """Once, in the midst of it; `make chaos` kills hundreds of runs."""
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "register", home / "register")
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server", "--home", str(home)]
    command += ["--inbox", str(SAMPLES / "inbox"), "--as-of", "2025-06-01"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(1.2)
        process.send_signal(signal.SIGKILL)

    result = run_samples(home)

    assert result.returncode == 0, result.stderr
    assert lake_files(home) == lake_files(sample_home)
    assert len(releases(home)) == 1
