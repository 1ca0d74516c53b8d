"""A release in an object store: whole before the pointer moves, resumed, read by DuckDB. The store is a moto server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("s3fs", reason="the extra s3 is not installed: make s3")

from moto.server import ThreadedMotoServer

from flows.cli.main import main
from tasks.publish.object_store import POINTER, Stored, StoreRefused, open_store, publish_to_store

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "statistics"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The store as the environment names it, with one empty bucket."""
    for name, value in (
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    store = open_store()
    store.mkdir(BUCKET)
    yield store
    store.rm(BUCKET, recursive=True)


@pytest.fixture
def release(sample_home: Path) -> Path:
    (folder,) = (sample_home / "releases").iterdir()
    return folder


def township(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


class Breaks:
    """A store that is gone after so many files."""

    def __init__(self, store: Any, after: int) -> None:
        self._store, self._left = store, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def put_file(self, file: str, target: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise ConnectionError("the store is gone")
        self._store.put_file(file, target)


def broken_off(store: Any, release: Path, after: int) -> int:
    """Objects that are there after a copy that was broken off."""
    with pytest.raises(ConnectionError):
        publish_to_store(Breaks(store, after), f"{BUCKET}/township", release)
    return len(store.find(f"{BUCKET}/township/releases"))


def test_published_objects_are_the_files_and_the_pointer_names_them(
    store: Any, sample_home: Path, release: Path
) -> None:
    assert township("publish", f"s3://{BUCKET}/township/", "--home", sample_home) == 0

    place = f"{BUCKET}/township/releases/{release.name}"
    files = [
        *release.glob("parquet/**/*.parquet"),
        *(release / n for n in ("township.duckdb", "manifest.json", "SHA256SUMS")),
    ]
    expected = {f"{place}/{path.relative_to(release).as_posix()}": path.read_bytes() for path in files}
    assert len(expected) > 20
    assert {path: store.cat_file(path) for path in store.find(place)} == expected
    pointer = json.loads(store.cat_file(f"{BUCKET}/township/{POINTER}"))
    assert pointer["path"] == f"releases/{release.name}"


def test_copy_that_was_broken_off_has_no_pointer_and_goes_on_where_it_was(store: Any, release: Path) -> None:
    n_there = broken_off(store, release, after=9)
    assert n_there == 9
    assert not store.exists(f"{BUCKET}/township/{POINTER}")

    second = publish_to_store(store, f"{BUCKET}/township", release)
    assert second.moved
    assert second.n_written == second.n_objects - n_there
    third = publish_to_store(store, f"{BUCKET}/township", release)
    assert third == Stored(second.address, second.n_objects, 0, False)


def test_object_of_the_right_size_with_wrong_bytes_is_written_again(store: Any, release: Path) -> None:
    n_there = broken_off(store, release, after=9)
    damaged = next(p for p in store.find(f"{BUCKET}/township/releases") if p.endswith(".parquet"))
    good = store.cat_file(damaged)
    store.pipe_file(damaged, good[:-1] + bytes([good[-1] ^ 1]))

    second = publish_to_store(store, f"{BUCKET}/township", release)
    assert second.n_written == second.n_objects - n_there + 1
    assert store.cat_file(damaged) == good


def test_store_that_damages_what_is_sent_gets_no_pointer(store: Any, release: Path) -> None:
    class Damages(Breaks):
        def put_file(self, file: str, target: str) -> None:
            self._store.pipe_file(target, Path(file).read_bytes()[::-1])

    with pytest.raises(StoreRefused, match="is not what was sent to it"):
        publish_to_store(Damages(store, 0), f"{BUCKET}/township", release)
    assert not store.exists(f"{BUCKET}/township/{POINTER}")


def test_release_of_another_home_with_the_same_name_is_kept(
    store: Any, release: Path, sample_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copytree(release, tmp_path / release.name))
    (other / "SHA256SUMS").chmod(0o644)
    (other / "SHA256SUMS").write_text("0" * 64 + "  NOTES.md\n")
    publish_to_store(store, f"{BUCKET}/township", other)

    assert township("publish", f"s3://{BUCKET}/township", "--home", sample_home) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "holds another release of that name; choose another prefix" in line


def test_file_that_changed_on_the_disk_is_not_sent(store: Any, release: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(release, tmp_path / release.name))
    (changed / "manifest.json").chmod(0o644)
    (changed / "manifest.json").write_text("{}")
    with pytest.raises(StoreRefused, match=r"manifest\.json is not what was published"):
        publish_to_store(store, f"{BUCKET}/township", changed)
    assert not store.exists(f"{BUCKET}/township/{POINTER}")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://nobody/township", "there is no bucket for s3://nobody/township"),
        ("/srv/township", "write it as s3://bucket/prefix"),
    ],
)
def test_wrong_address_ends_with_2(
    store: Any, sample_home: Path, address: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert township("publish", address, "--home", sample_home) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


def test_each_run_copies_its_release_where_the_settings_say_so(
    store: Any, sample_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that fails stops no run, and the next one goes on."""
    home = Path(shutil.copytree(sample_home, tmp_path / "home", symlinks=True))
    arguments = ("run", "--home", home, "--as-of", "2025-06-01", "--no-server")
    monkeypatch.setenv("TOWNSHIP_OBJECT_STORE", "s3://nobody/township")
    assert township(*arguments) == 0
    assert "未写入，下次运行再试：there is no bucket" in capsys.readouterr().out

    monkeypatch.setenv("TOWNSHIP_OBJECT_STORE", f"s3://{BUCKET}/township")
    assert township(*arguments) == 0
    assert "对象存储" in capsys.readouterr().out
    assert store.exists(f"{BUCKET}/township/{POINTER}")


@pytest.mark.parametrize("page", ["docs/analysts.md", "docs/analysts.zh-CN.md"])
def test_analysts_read_the_store_as_their_page_says(
    store: Any, sample_home: Path, release: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_to_store(store, f"{BUCKET}/township", release)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if "s3fs" in block]
    exec(block, {})
    printed = capsys.readouterr().out

    assert township("sql", "SELECT count(*) FROM observations", "--home", sample_home, "--format", "csv") == 0
    count = capsys.readouterr().out.split()[-1]
    assert count in printed
