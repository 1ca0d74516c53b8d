"""What a run did: for people on the terminal and in the Prefect UI, for machines as `runs/<run_id>.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from flows.errors import Refused
from warehouse.atomic import write_atomic
from warehouse.home import Home
from warehouse.models import vocabularies
from warehouse.quality import load_checks

Outcome = Literal["published", "nothing_new", "refused"]

_MOST = 8  # files that could not be taken in, by name

_SEVERITIES = {"block": "阻止发布", "warn": "警告", "info": "提示"}
_RESULTS = {"holds": "成立", "fails": "有发现", "nothing_to_compare": "无可比对"}
_OUTCOMES = {"published": "已发布", "nothing_new": "无变化", "refused": "未通过核查，仍用原发布"}


@dataclass(frozen=True, slots=True)
class Summary:
    """One run. Times are ISO in UTC, `seconds` by step; counts are of this run unless their name says `total`.

    `failed` lists what ingest could not take, place and error; `quarantined` counts documents by reason; `n_outside`
    documents that `--year` or `--district` left for later. `totals` counts rows of the release by table, `findings` its
    findings by check. `checks` is the verdict of the checks, as in the release's manifest; `problems` are the causes for
    which the gate refused, the first first. `held` is a release that was rolled back, and that this run would have made again,
    `store` says what became of its copy in the object store.
    """

    run_id: str
    started_at: str
    ended_at: str
    host: str
    outcome: Outcome
    release: str | None
    release_path: str | None
    n_seen: int
    n_new: int
    n_moved: int
    failed: list[tuple[str, str]]
    n_processed: int
    quarantined: dict[str, int]
    n_outside: int
    totals: dict[str, int]
    findings: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    checks: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    held: str | None = None
    store: str | None = None

    @property
    def n_quarantined(self) -> int:
        """Documents that this run quarantined."""
        return sum(self.quarantined.values())

    @property
    def n_usable(self) -> int:
        """Documents of this run that the release uses."""
        return self.n_processed - self.n_quarantined

    def raise_if_refused(self) -> None:
        """Raises Refused with a line for each of the first causes where the gate refused the release."""
        if self.outcome == "refused":
            first, *others = self.problems
            lines = [f"the gate refused the release, the old one is still current: {first}", *others[: _MOST - 1]]
            rest = f"{len(self.problems) - _MOST} more causes and " if len(self.problems) > _MOST else ""
            raise Refused(*lines[:-1], f"{lines[-1]}; {rest}the whole run: runs/{self.run_id}.json")

    def lines(self) -> list[tuple[str, str]]:
        """Label and value of each line that a person reads."""
        reasons = "，".join(f"{reason} {n}" for reason, n in sorted(self.quarantined.items()))
        rows = [
            ("收件文件", f"{self.n_seen}（新 {self.n_new}，移动 {self.n_moved}，未能收取 {len(self.failed)}）"),
            ("本次处理", f"{self.n_processed} 份"),
            ("本次隔离", f"{self.n_quarantined} 份" + (f"（{reasons}）" if reasons else "")),
        ]
        rows[1:1] = [("未能收取", f"{place}：{reason}") for place, reason in self.failed[:_MOST]]
        if len(self.failed) > _MOST:
            rows.insert(1 + _MOST, ("未能收取", f"…另有 {len(self.failed) - _MOST} 个，见 runs/{self.run_id}.json"))
        if self.n_outside:
            rows.append(("限定之外", f"{self.n_outside} 份，留待下次"))
        rows += [(label, f"{self.totals[name]:,}") for label, name in _TOTALS if name in self.totals]
        rows += self._checked()
        held = f"（{self.held} 已回退，内容与它相同的不再发布）" if self.held else ""
        rows.append(("结果", _OUTCOMES[self.outcome] + held))
        rows += [("原因", problem) for problem in self.problems]
        if self.release_path:
            rows.append(("发布", self.release_path))
        if self.store:
            rows.append(("对象存储", self.store))
        rows.append(("用时", f"{sum(self.seconds.values()):.1f} 秒"))
        return rows

    def _checked(self) -> list[tuple[str, str]]:
        """What the checks found: how much of each severity, the first of it, and what could not be compared."""
        if not self.checks:
            return []
        found, results = self.checks["findings"], self.checks["results"]
        nothing = self.checks["nothing_to_compare"]
        words = vocabularies()["check"] | {check.name: check.words.name_zh for check in load_checks()}
        kinds = "，".join(f"{words.get(name, name)} {n}" for name, n in sorted(self.findings.items()))
        shown = "，".join(f"{_SEVERITIES[severity]} {n:,}" for severity, n in found.items()) or "无"
        done = "，".join(f"{_RESULTS[result]} {n} 项" for result, n in results.items())
        return [
            (
                "核查",
                (done or "无报告可核查")
                + (f"（{'、'.join(nothing[:3])}{' 等' if len(nothing) > 3 else ''}）" if nothing else ""),
            ),
            ("发现", shown + (f"（{kinds}）" if kinds else "")),
            *(("", first) for first in self.checks["first"]),
        ]

    def markdown(self) -> str:
        """The lines as a Markdown table."""
        body = "\n".join(f"| {label} | {value.replace('|', '&#124;')} |" for label, value in self.lines())
        return f"# {self.run_id}\n\n| 项目 | 值 |\n| --- | --- |\n{body}\n"

    def save(self, home: Home) -> Path:
        """Writes `runs/<run_id>.json` and returns its path."""
        home.runs.mkdir(parents=True, exist_ok=True)
        path = home.runs / f"{self.run_id}.json"
        data = asdict(self) | {"n_quarantined": self.n_quarantined}
        write_atomic(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        return path


_TOTALS = [("乡镇", "townships"), ("报告", "reports"), ("数量原文", "mentions"), ("观测值", "observations")]
