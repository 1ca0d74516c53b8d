"""From text to mentions: find what is written as a quantity, reject what counts nothing, say what the rest counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tasks.extract.cells import bare_cells, cell_mentions, table_units
from tasks.extract.fold import Folded, fold
from tasks.extract.items import Item, Reported
from tasks.extract.likeness import Likeness, Surroundings
from tasks.extract.model import Mention
from tasks.extract.parts import relate
from tasks.extract.phrases import frequencies, shares, zeros
from tasks.extract.quantity import Scanner
from tasks.extract.reading import Reading
from tasks.extract.reject import Rejector
from tasks.extract.respective import share_units
from tasks.extract.spans import inside
from tasks.extract.stories import is_case, is_scene, story_continues
from tasks.extract.structure import Sentence, list_start, opens_coming, sentences
from tasks.extract.triggers import TriggerIndex
from tasks.read.document import Block
from warehouse.catalogue import Catalogue

_STORY = 400
_PARAGRAPH = 1500


class Extractor:
    """Extracts mentions with one catalogue; everything is compiled once, and the extractor keeps no state."""

    def __init__(self, catalogue: Catalogue, *, likeness: bool = True) -> None:
        """`likeness` False leaves what no rule links unlinked, as the training of the likeness model needs it."""
        self._catalogue = catalogue
        self._likeness = Likeness(catalogue) if likeness else None
        self._index = TriggerIndex(catalogue)
        self._scanner = Scanner(catalogue.units)
        self._rejector = Rejector(catalogue.units)

    def extract(self, text: str, blocks: Sequence[Block], identity: Reported) -> list[Mention]:
        """Mentions of `text` in its order; spans are in code points of `text` as given.

        `blocks` locate tables: a bare figure in a cell is read with its header. Linear in the length of the text.
        """
        return self._extract(text, blocks, identity, None)

    def surroundings(
        self, text: str, blocks: Sequence[Block], identity: Reported
    ) -> dict[tuple[int, int], Surroundings]:
        """The words around each number of the text, by its span: what the likeness model is trained on."""
        around: dict[tuple[int, int], Surroundings] = {}
        self._extract(text, blocks, identity, around)
        return around

    def _extract(
        self,
        text: str,
        blocks: Sequence[Block],
        identity: Reported,
        around: dict[tuple[int, int], Surroundings] | None,
    ) -> list[Mention]:
        folded = fold(text)
        tables = bare_cells(text, blocks)
        items = self._find(folded, tables)
        mentions: list[Mention] = []
        position = 0
        story, stories = False, is_case(folded.text)
        found = sentences(folded.text, identity.report_year)
        for sentence in found:
            inside: list[Item] = []
            while position < len(items) and items[position].start < sentence.end:
                item = items[position]
                item.start, item.end = item.start - sentence.start, min(item.end, sentence.end) - sentence.start
                inside.append(item)
                position += 1
            if not inside:
                continue
            line = folded.text.rfind("\n", max(0, sentence.start - _PARAGRAPH), sentence.start) + 1
            opening = {line, list_start(folded.text, line, sentence.start)}
            coming = (line > 0 or sentence.start < _PARAGRAPH) and any(
                opens_coming(folded.text, at, identity.report_year) for at in opening
            )
            reading = Reading(self._catalogue, self._index, self._likeness, text, folded, sentence, identity, coming)
            # a story runs on within its paragraph, a few sentences at most
            line_start = folded.text.rfind("\n", max(0, sentence.start - _STORY), sentence.start) + 1
            told = folded.text[line_start : sentence.end] if line_start or sentence.start < _STORY else reading.text
            story = is_scene(reading.text) or (
                stories and (is_case(reading.text) or (story_continues(told, reading.text) and is_case(told)))
            )
            made = reading.read(inside, story)
            mentions += made
            if around is not None:
                around |= reading.around(inside, made)
        if tables:
            mentions += self._read_cells(text, blocks, tables, identity.report_year, folded, found)
        mentions.sort(key=lambda m: (m.char_start, m.char_end))
        relate(text, mentions, self._catalogue)
        return mentions

    def _read_cells(
        self,
        text: str,
        blocks: Sequence[Block],
        tables: Sequence[Block],
        report_year: int,
        folded: Folded,
        found: Sequence[Sentence],
    ) -> list[Mention]:
        """Mentions of the bare cells; a cell stands in the section of its line."""
        units = table_units(text, blocks)
        made = cell_mentions(text, tables, units, self._scanner, self._index, self._catalogue, report_year)
        for mention in made:
            mention.section = _section(folded, found, mention.char_start)
        return made

    def _find(self, folded: Folded, tables: Sequence[Block]) -> list[Item]:
        """Everything that may be a mention, in text order, at folded positions."""
        text = folded.text
        quoted = self._rejector.quoted(text)
        taken = [Item(p.start, p.end, phrase=p) for p in zeros(text)]
        zero_spans = [(i.start, i.end) for i in taken]
        numbers = [
            Item(q.start, q.end, quantity=q)
            for q in share_units(text, list(self._scanner.scan(text)))
            if not self._rejector.rejects(text, q, quoted) and not inside(zero_spans, q.start)
        ]
        ends = [n.start for n in numbers]
        taken += [
            Item(phrase.start, phrase.end, phrase=phrase)
            for phrase in frequencies(text)
            if bisect_left(ends, phrase.end) == bisect_right(ends, min(phrase.subject[1], phrase.end + 24))
        ]
        taken += [Item(p.start, p.end, phrase=p) for p in shares(text)]
        taken += [
            Item(m.start(), m.end(), full=m[0])
            for m in self._index.phrases.finditer(text)
            if text[m.start() - 1 : m.start() + 1] != "平均"
        ]
        found = sorted(numbers + taken, key=lambda i: (i.start, -i.end))
        if tables:
            spans = [(b.char_start, b.char_end) for b in tables]
            found = [i for i in found if not inside(spans, folded.span(i.start, i.end)[0])]
        return found


def _section(folded: Folded, found: Sequence[Sentence], char_start: int) -> str:
    """Section of the sentence (a cell's line) at a character of the original text."""
    at = char_start if folded.offsets is None else bisect_left(folded.offsets, char_start)
    return found[bisect_right(found, at, key=lambda s: s.start) - 1].section
