"""Whoever has no extra is told in one line which one an option needs, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import object_store, runner
from flows.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.parametrize(
    ("arguments", "make"),
    [
        (("run", "--inbox", str(SAMPLES / "inbox"), "--no-server", "--runner", "dask"), "`make dask`"),
        (("publish", "s3://statistics/township"), "`make s3`"),
    ],
)
def test_missing_extra_is_named(
    arguments: tuple[str, ...],
    make: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in (runner, object_store):
        monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--home", str(tmp_path / "home")])
    (line,) = capsys.readouterr().err.splitlines()

    assert ended.value.code == 2
    assert make in line
    assert not (tmp_path / "home").exists()
