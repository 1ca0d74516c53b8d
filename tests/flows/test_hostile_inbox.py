"""The main job on a file of every hostile kind beside the samples, the short form of `python -m bench.hostile`."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.hostile.account import accounts, differences, outcomes
from bench.hostile.corpus import KINDS, write_corpus
from bench.hostile.job import SAMPLES, run_job


def test_hostile_files_cost_nothing_but_themselves(tmp_path: Path, site_home: Path) -> None:
    inbox = tmp_path / "inbox"
    shutil.copytree(SAMPLES / "inbox", inbox)
    corpus = write_corpus(inbox, of_each=1)
    ran = run_job(inbox, tmp_path / "run", kills=1, most_seconds=110, traced=False)

    assert (ran.code, ran.errors) == (0, "")
    kinds = accounts(corpus, outcomes(ran))
    assert kinds.keys() == KINDS.keys()
    assert [problem for account in kinds.values() for problem in account.problems] == []
    assert differences(site_home, ran.home) == []
    assert ran.left == []
