"""A small home of the samples' district: a few invented reports, real runs of the main job, entries in corrections/."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from flows.job import make_job
from flows.pipeline import run_plain
from flows.summary import Summary

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
AS_OF = date(2025, 6, 1)

SENTENCES = (
    "全镇已培育法律明白人52名。",
    "全年受理矛盾纠纷100件，成功化解90件。",
    "开展干部法治培训4期，全年参训210人次。",
    "全镇干部法治培训参训230人次。",
    "发放宣传资料4300余份。",
)
"""The third and the fourth contradict each other."""

LITERACY = "legal_literacy_persons"
CASES, SOLVED, RATE = "people_mediation_cases", "people_mediation_success", "people_mediation_success_rate"
TRAINED = "officials_law_training_attendance"

TONGBA, LIPING = "990101002", "990101003"
SIGNED = {"who": "张三", "decided_on": "2024-05-06", "why": "与司法所核对"}


def report(town: str = "桐坝镇", year: int = 2023, sentences: tuple[str, ...] = SENTENCES, title: str = "") -> str:
    """A report of an invented township."""
    return "\n".join(
        [
            title or f"{town}{year}年法治政府建设情况报告",
            f"{year}年，{town}认真落实法治政府建设各项部署，现将工作情况报告如下：",
            "一、主要工作",
            "".join(sentences),
            "二、存在的问题",
            "村干部遇事找法的意识还不强。",
            "三、主要负责人履行推进法治建设第一责任人职责情况",
            "党委书记、镇长认真履行第一责任人职责。",
            "四、下一步打算",
            "继续抓好普法工作。",
            f"{town}人民政府",
            f"{year + 1}年1月15日",
        ]
    )


def entry(kind: str, **fields: Any) -> dict[str, Any]:
    """An entry about 桐坝镇 2023 where it needs township and year and says nothing else."""
    about = {} if kind in ("exclude", "accept", "ignore") else {"township": "桐坝镇", "year": 2023}
    return {"kind": kind, **about, **fields, **SIGNED}


@dataclass(slots=True)
class Place:
    """An inbox and a home, and what tests do with them."""

    root: Path

    def __post_init__(self) -> None:
        if not self.root.joinpath("home").exists():
            self.inbox.mkdir(parents=True)
            shutil.copytree(SAMPLES / "register", self.home / "register")
            (self.home / "settings.toml").write_text("site = false\n", encoding="utf-8")  # nothing here looks at it

    def copy(self, root: Path) -> Place:
        """Another place with the same inbox and home, which a test may change."""
        return Place(Path(shutil.copytree(self.root, root, symlinks=True)))

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def home(self) -> Path:
        return self.root / "home"

    def put(self, name: str, text: str) -> Place:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return self

    def run(self, **limits: Any) -> Summary:
        """The main job; what stops it is raised as the command line would print it."""
        return run_plain(make_job(self.home, self.inbox, as_of=AS_OF, **limits))

    def decide(self, *entries: dict[str, Any], file: str = "a.yaml") -> Place:
        """Writes a file of corrections; without entries it is removed."""
        path = self.home / "corrections" / file
        path.parent.mkdir(exist_ok=True)
        if entries:
            path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
        else:
            path.unlink()
        return self

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the current release."""
        with duckdb.connect(str((self.home / "current.duckdb").resolve()), read_only=True) as con:
            return con.execute(query).fetchall()

    def value(self, metric: str, town: str = TONGBA, year: int = 2023) -> tuple[Any, ...] | None:
        """Bounds, qualifier and status of an observation; None where there is none."""
        found = self.rows(
            "SELECT value_low, value_high, qualifier, obs_status FROM observations "
            f"WHERE (metric_id, township_code, report_year) = ('{metric}', '{town}', {year})"
        )
        return found[0] if found else None

    def district(self, metric: str, year: int = 2023) -> tuple[Any, ...]:
        """Sum, its bounds, and how many townships state the metric."""
        (row,) = self.rows(
            f"SELECT sum_low, sum_high, n_values FROM district_metrics WHERE (metric_id, report_year) = ('{metric}', {year})"
        )
        return row

    @property
    def release(self) -> str:
        return (self.home / "current.duckdb").readlink().as_posix()

    @property
    def lake(self) -> dict[str, bytes]:
        """The live files of the lake with their bytes."""
        live = json.loads((self.home / "lake" / "manifest.json").read_bytes())["files"]
        return {path: (self.home / "lake" / path).read_bytes() for path in live}
