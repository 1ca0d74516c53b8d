"""A progress bar on standard error for the step at work; gone when the work is done, absent where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.cli.console import err

_LABELS = {
    "prefect": "启动 Prefect",
    "wait": "等待另一次运行结束",
    "ingest": "收件",
    "plan": "比对",
    "extract": "读取与提取",
    "store": "入库",
    "publish": "发布",
    "upload": "上传",
}


class Bars:
    """Shows the step that reports progress; a new step takes the place of the one before."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """Shows that `done` of `total` are done in a step."""
        if step not in self._tasks:
            for earlier in self._tasks.values():
                self._progress.remove_task(earlier)
            self._tasks.clear()
            self._tasks[step] = self._progress.add_task(_LABELS.get(step, step), total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars for as long as the block lasts."""
    console = err()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bars(progress)
