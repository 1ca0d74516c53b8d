"""How well the passages' wording is understood: python -m bench.accuracy.wording [--errors WORD …].

--errors lists the passages that are read wrong, of the metrics, categories or files that contain one of the words (all
without a word); those held back are never listed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from bench.accuracy.passages import WHOLE, Marked, passages
from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from warehouse.catalogue import load_catalogue


def main() -> None:
    """Prints the shares that are right, by file, for what may be looked at and for what is held back."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy.wording", description=__doc__)
    parser.add_argument("--errors", nargs="*", metavar="WORD")
    words = parser.parse_args().errors
    catalogue = load_catalogue()
    category = {m.id: m.category for m in catalogue.metrics}
    extractor = Extractor(catalogue)
    tallies: dict[str, Counter[str]] = {}
    for passage in passages():
        if WHOLE in passage.name:
            continue  # whole reports, where a heading above a line says of which time it is: bench.accuracy.fresh
        found = by_span(extractor.extract(passage.text, (), passage.identity))
        tally = tallies.setdefault("held back" if passage.held else passage.name, Counter())
        wrong = list(compare(passage.text, passage.numbers, found, tally))
        shown = [
            passage.name,
            *(w for line in wrong for w in line.split()),
            *(category.get(w, "") for line in wrong for w in line.split()),
        ]
        if (
            words is not None
            and wrong
            and not passage.held
            and (not words or any(w in s for w in words for s in shown))
        ):
            print(passage.text, *wrong, sep="\n  ")
    for name, tally in tallies.items():
        print(f"{name:32}{_shares(tally)}")


def by_span(mentions: Iterable[Mention]) -> dict[tuple[int, int], list[Mention]]:
    """Mentions by their span."""
    found: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.char_start, mention.char_end), []).append(mention)
    return found


def compare(
    text: str,
    numbers: dict[tuple[int, int], Marked],
    found: dict[tuple[int, int], list[Mention]],
    tally: Counter[str],
) -> Iterable[str]:
    """What was found wrong of the numbers of a text, a line each; counts what is right."""
    tally["marked"] += len(numbers)
    tally["found"] += len(found)
    for span in sorted(found.keys() - numbers.keys()):
        yield f"no number: {text[slice(*span)]} {found[span][0].metric_id}"
    for span, number in numbers.items():
        quote = text[slice(*span)]
        mentions = found.get(span)
        if mentions is None:
            yield f"missed: {quote} {_said(number)}"
            continue
        tally["hit"] += 1
        if (mentions[0].status, mentions[0].scope) != (number.status, number.scope):
            yield f"role: {quote} is {number.status} {number.scope}, read {mentions[0].status} {mentions[0].scope}"
        else:
            tally["role"] += 1
        if not number.plain:
            continue
        metrics = {m.metric_id for m in mentions}
        right = bool(metrics & set(number.metrics))
        has = number.metrics[0] is not None
        tally["has"] += has
        tally["has_right"] += has and right
        tally["linked"] += metrics != {None}
        tally["linked_right"] += right and metrics != {None}
        if not right:
            yield f"metric: {quote} is {_said(number)}, read {' '.join(map(str, metrics))} by {mentions[0].rule}"


def _said(number: Marked) -> str:
    return " / ".join(str(m) for m in number.metrics)


def _shares(tally: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{tally[part] / max(1, tally[whole]):.3f}"

    return (
        f"{tally['marked']:6} numbers  spans P {share('hit', 'found')} R {share('hit', 'marked')}"
        f"  status and scope {share('role', 'hit')}  metric P {share('linked_right', 'linked')} R {share('has_right', 'has')}"
    )


if __name__ == "__main__":
    main()
