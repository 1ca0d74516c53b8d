"""Feeds mutated texts to normalisation, extraction and resolution: no crash, and every span is its quote.

The mutations are atheris's, begun from the golden reports; it stops at the first input that breaks a claim.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import atheris

with atheris.instrument_imports(include=["tasks.extract", "tasks.resolve"]):
    from tasks.extract.engine import Extractor
    from tasks.resolve.resolve import resolve

from bench.accuracy.gold import ROOT
from warehouse.catalogue import load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REPORT = SimpleNamespace(report_year=2023, signed_on=None, period_end=None)
_LONGEST = 4096


def one(data: bytes) -> None:
    """One text: UTF-8 with what is broken kept as lone surrogates, as no reader would give it."""
    text = data.decode("utf-8", "surrogateescape")
    mentions = EXTRACTOR.extract(text, (), REPORT)
    for mention in mentions:
        quote = text[mention.char_start : mention.char_end]
        assert quote and quote == quote.strip(), (quote, mention)
        low, high = mention.value_low, mention.value_high
        assert low is None or high is None or low <= high, mention
    resolve(text, mentions, CATALOGUE)


def main() -> None:
    """Runs for the given time; atheris prints how many inputs were tried."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as corpus:
        for path in sorted((ROOT / "tests" / "golden").rglob("reports/*.txt")):
            for part, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
                if line.strip():
                    Path(corpus, f"{path.stem}-{part}").write_bytes(line.encode()[:_LONGEST])
        kept = Path(tempfile.gettempdir(), "township-fuzz-")
        arguments = [
            sys.argv[0],
            corpus,
            f"-artifact_prefix={kept}",
            f"-max_total_time={seconds}",
            f"-max_len={_LONGEST}",
            "-print_final_stats=1",
        ]
        atheris.Setup(arguments, one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
