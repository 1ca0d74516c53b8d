"""`township review`, and the home that commands take where none is named."""

from __future__ import annotations

import shutil
from pathlib import Path


def test_quantities_without_a_metric_are_ranked_with_a_sentence(township, sample_home: Path) -> None:
    result = township("review", "--unlinked", "--limit", "5", "--home", str(sample_home))

    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["计数对象", "单位", "报告数", "次数", "例句"]
    assert len([line for line in lines[1:] if line.strip()]) == 6, "five rows and how many are left"
    assert "--limit" in lines[-1]


def test_review_lists_what_deserves_a_look_where_nobody_can_be_asked(township, sample_home: Path) -> None:
    result = township("review", "--home", str(sample_home))

    assert result.returncode == 0, result.stderr
    assert "前后不一致" in result.stdout.splitlines()[0]
    assert "【210人次】" in result.stdout


def test_the_home_is_data_where_none_is_named(township, sample_home: Path, tmp_path: Path) -> None:
    missing = township("describe", cwd=tmp_path)
    assert (missing.returncode, "no release in data" in missing.stderr) == (2, True)
    shutil.copytree(sample_home, tmp_path / "data", symlinks=True)
    found = township("describe", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "district_metrics" in found.stdout
