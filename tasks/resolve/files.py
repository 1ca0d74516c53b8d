"""Findings on the files of one report: figures that stand in one of them and not, or differently, in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.model import Mention
from tasks.resolve.differences import Difference
from tasks.resolve.model import Finding
from warehouse.catalogue import Catalogue

CHECK = "files_differ"
_LONGEST = 80  # characters of a sentence in a message


@dataclass(frozen=True, slots=True)
class Source:
    """A file as findings name it: where it lies, its text and its mentions."""

    place: str
    text: str
    mentions: Sequence[Mention]


def file_findings(main: Source, copy: Source, found: Sequence[Difference], catalogue: Catalogue) -> Iterator[Finding]:
    """One finding a difference; it names both files, the sentence and both values, and the mention in the main file."""
    for difference in found:
        ours = None if difference.one is None else main.mentions[difference.one]
        theirs = None if difference.other is None else copy.mentions[difference.other]
        stated = ours or theirs
        if stated is None:
            continue
        metric = catalogue.by_id[stated.metric_id] if stated.metric_id else None
        what_zh, what_en = (f"“{metric.name_zh}”", metric.id) if metric else ("数字", "a figure")
        said, copied = _quote(main, ours), _quote(copy, theirs)
        sentence = _around(stated, main if ours else copy)
        yield Finding(
            CHECK,
            "warn",
            metric.id if metric else None,
            () if difference.one is None else (difference.one,),
            f"同一报告的两个文件中{what_zh}不一致：{main.place} {_zh(said)}，{copy.place} {_zh(copied)}（“{sentence}”）。"
            f"现按前者取数；请核对原件，前者有误的，取得更正后的文件放入收件夹",
            f"two files of one report differ in {what_en}: {main.place} {_en(said)}, {copy.place} {_en(copied)} "
            f"('{sentence}'). The former counts; check the original, and if that is wrong put a corrected file into the "
            "inbox",
        )


def _quote(source: Source, mention: Mention | None) -> str | None:
    return None if mention is None else source.text[mention.char_start : mention.char_end]


def _zh(quote: str | None) -> str:
    return "没有此数" if quote is None else f"为“{quote}”"


def _en(quote: str | None) -> str:
    return "does not have it" if quote is None else f"says '{quote}'"


def _around(mention: Mention, source: Source) -> str:
    """The sentence of a mention; of a long one the part around the figure."""
    sentence = mention.sentence.strip()
    if len(sentence) <= _LONGEST:
        return sentence
    at = max(0, sentence.find(source.text[mention.char_start : mention.char_end]))
    start = max(0, min(at - _LONGEST // 2, len(sentence) - _LONGEST))
    end = start + _LONGEST
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"
