"""Reading one sentence: for each number or phrase in it, what it counts, in which role, and how we know."""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.extract.fold import Folded
from tasks.extract.frequency import frequency
from tasks.extract.items import COUNTABLE, Item, Reported, as_cases, joined_digits, unit_as_written, unitless_family
from tasks.extract.lacks import counts_nothing, is_reached, some_places
from tasks.extract.likeness import NONE, Likeness, Surroundings, surroundings
from tasks.extract.link import Link, topic_link
from tasks.extract.model import Mention
from tasks.extract.period import Periods
from tasks.extract.phrases import Phrase
from tasks.extract.quantity import Quantity
from tasks.extract.respective import Respective, respective
from tasks.extract.roles import Roles, as_change, is_change, stands_out
from tasks.extract.stories import story_span
from tasks.extract.structure import Sentence
from tasks.extract.things import link_listed, link_number, link_phrase, link_zero
from tasks.extract.triggers import Hits, TriggerIndex
from tasks.extract.weighing import weigh
from tasks.extract.windows import Window, delimiters, window
from warehouse.catalogue import Catalogue

_STANDARDS = ("的标准", "标准", "的要求", "标准配", "的原则", "目标", "的目标", "的考核", "的规定")
_LOST = "?■□\ufffd"
_REPEATED = frozenset(("events", "person_times", "batches", "days"))
_SEVERAL = frozenset(("each", "joint", "unit_mismatch"))  # flags of links that no likeness is asked about
_TOPIC, _HEADING = 200, 40  # characters before a sentence in which its topic may stand, of a heading at most
_OF_WHICH = re.compile("的[约近]?[0-9]+余?[个项件条处类]$")
_ALL_PLACES = re.compile(
    "[各每][一-龥（）()]{0,6}?(?:村|社区|嘎查|居|所|站)|一(?:个)?(?:村|社区|嘎查)|村村|社社|(?:村|社区)[均都]"
)


class Reading:
    """One sentence being read: its words, marks and times are looked up once."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: TriggerIndex,
        likeness: Likeness | None,
        text: str,
        folded: Folded,
        sentence: Sentence,
        identity: Reported,
        coming: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._folded = folded
        self._sentence = sentence
        self.text = folded.text[sentence.start : sentence.end]
        self._text = text
        listed = "；" in self.text or ";" in self.text
        self._whole = None if listed else self._slice(0, len(self.text))
        self._hits: Hits = index.hits(self.text)
        self._marks = delimiters(self.text)
        self._periods = Periods(self.text, identity.report_year, identity.signed_on)
        self._period_end = identity.period_end
        self._index = index
        self._likeness = likeness
        self._earlier: Hits | None = None
        self._answer: Respective | None = None
        self._said: list[Mention] = []
        self._change_at = -1  # end of the last figure that says by how much something changed
        self._roles = Roles(self.text, sentence.section, coming=coming)

    def read(self, items: list[Item], story: bool) -> list[Mention]:
        """Mentions of the sentence, one for each thing that each item counts."""
        found: list[Mention] = []
        previous = 0
        told = story_span(self.text) if story else (0, 0)
        listed = respective(self.text, items) if len(items) > 1 else {}
        for number, item in enumerate(items):
            numbers = (i.start for i in items[number + 1 :] if i.quantity is not None)
            following = next(numbers, len(self.text))
            if following == item.end:
                following = next(numbers, len(self.text))  # 12批40人次来访: what is counted stands behind both
            if item.quantity is not None:
                self._answer = listed.get(number)
                self._said = found
                made = self._number(item, item.quantity, previous, following)
            elif item.full is not None:
                made = self._full(item, item.full, previous, following)
            else:
                made = self._phrase(item, item.phrase, previous) if item.phrase else []
            for mention in made:
                if told[0] <= item.start < told[1] and mention.scope != "higher":
                    mention.scope, mention.metric_id = "case", None
                    family = self._catalogue.units.family_of.get(mention.unit or "")
                    mention.unit_canonical = self._catalogue.units.families[family][0] if family else None
            found += made
            previous = item.end if made else previous
        return found

    def _number(self, item: Item, q: Quantity, previous: int, following: int) -> list[Mention]:
        text = self.text
        w = window(text, self._marks, item.start, item.end, previous, following)
        flags: tuple[str, ...] = ()
        if q.unit is None:
            money = any(m.unit_canonical == "元" for m in self._said)
            family = unitless_family(text[w.clause : item.start], q, money)
            if family is None:
                return []
            q = replace(q, family=family)
            flags = ("unit_inferred",)
        else:
            q = as_cases(text, item.start, item.end, q)
        if joined_digits(self._folded, q):
            flags = (*flags, "joined_digits")
        before = self._sentence.start + item.start - 1
        if before >= 0 and self._folded.text[before] in _LOST:
            flags = (*flags, "lost_character")
        base = self._base(item, q)
        base.flags = flags
        if is_change(text, item.start, q) or self._changes_too(item.start, previous):
            base.scope = "township" if stands_out(text, item.start) else base.scope
            self._change_at = item.end
            return [as_change(base)]
        every = frequency(text, item.start, item.end) if q.family in _REPEATED else None
        if not every and text.startswith(_STANDARDS, item.end) and base.status == "achieved":
            base.status = "norm"
        if every and base.status in ("achieved", "planned"):
            base.status = "norm" if "至少" in text[w.clause : item.start] else "frequency"
        found = (
            link_listed(text, self._hits, w, q.family, self._answer, self._said, self._index)
            if self._answer is not None
            else []
        ) or link_number(text, self._hits, w, q.family, self._index, zero=q.high == 0)
        if found == [(None, ())]:
            found = [(self._by_topic(w, q.family), ())]
        if counts_nothing(self._sentence.section, text, w):
            found = [(None, ())]
        elif len(found) == 1 and not found[0][1] and self._likeness is not None and base.status != "norm" and not every:
            ruled = found[0][0]
            previous_metric = self._said[-1].metric_id if self._said else None
            said = (ruled.metric_id, ruled.rule) if ruled else (NONE, "")
            likely = self._likeness.likely(self._around(w, q, previous_metric, said))
            link = weigh(likely, ruled, text, self._hits, w, self._index)
            metric = self._catalogue.by_id[link.metric_id] if link else None
            some = metric is not None and some_places(self._sentence.section, text, w, metric, q.low)
            found = [(None if some else link, ())]
            base.part_share = likely.part
        rows = [base] + [replace(base) for _ in found[1:]]
        return [self._linked(row, link, extra, every) for row, (link, extra) in zip(rows, found, strict=True)]

    def around(self, items: list[Item], mentions: list[Mention]) -> dict[tuple[int, int], Surroundings]:
        """The words around each number of the sentence, by its span in the original text; `mentions` are the sentence's."""
        found: dict[tuple[int, int], Surroundings] = {}
        previous = 0
        for number, item in enumerate(items):
            if item.quantity is None:
                continue
            following = next((i.start for i in items[number + 1 :] if i.quantity is not None), len(self.text))
            w = window(self.text, self._marks, item.start, item.end, previous, following)
            shift = self._sentence.start
            span = self._folded.span(shift + item.start, shift + item.end)
            said = [m.metric_id for m in mentions if m.char_end <= span[0]]
            made = [m for m in mentions if (m.char_start, m.char_end) == span]
            if len(made) == 1 and not _SEVERAL.intersection(made[0].flags):
                ruled = (made[0].metric_id, made[0].rule) if made[0].metric_id else (NONE, "")
                found[span] = self._around(w, item.quantity, said[-1] if said else None, ruled)
            previous = item.end
        return found

    def _around(self, w: Window, q: Quantity, previous: str | None, ruled: tuple[str, str]) -> Surroundings:
        return surroundings(self.text, self._hits, w, previous, q.unit, q.family, ruled)

    def _by_topic(self, w: Window, family: str | None) -> Link | None:
        """What the sentences before in this paragraph, or its heading, speak of: 接到热线工单3286宗。办结3271宗。"""
        if self._earlier is None:
            self._earlier = self._index.hits(self._before())
        both = Hits(self._hits, self._earlier)
        rules = self._index.counting(both, family)
        return topic_link(self.text, self._hits, self._earlier, w, rules, both.objects)

    def _before(self) -> str:
        """What stands before the sentence in its paragraph, with the heading that the paragraph stands under."""
        text, end = self._folded.text, self._sentence.start
        start = max(0, end - _TOPIC)
        line = text.rfind("\n", start, end) + 1
        if line:
            heading = text.rfind("\n", start, line - 1) + 1
            start = heading if heading and line - heading <= _HEADING and "。" not in text[heading:line] else line
        return text[start:end]

    def _changes_too(self, start: int, previous: int) -> bool:
        """Whether the number only goes on a list of changes: 分别比上年减少12.3%、8.8%."""
        return previous == self._change_at and self.text[previous:start] in ("、", "和", "及", "与")

    def _full(self, item: Item, phrase: str, previous: int, following: int) -> list[Mention]:
        """A phrase that says all of it: 100 % where the catalogue has the rate, nothing elsewhere."""
        w = window(self.text, self._marks, item.start, item.end, previous, following)
        left = w.clause if _OF_WHICH.search(self.text, w.clause, previous) else w.left  # 反馈的5项问题均已整改
        w = replace(w, left=left, start=w.end)
        link = link_phrase(self.text, self._hits, w, phrase, self._index)
        if isinstance(link, bool) or not is_reached(self.text, w.clause, item.start):
            return []
        base = self._stated(item, 100.0, 100.0, "exact")
        if base.scope == "sub_area" and _ALL_PLACES.search(self.text, w.clause, item.end):
            base.scope = "township"  # 各村均已配备法律顾问: all of them are the township
        return [self._linked(base, link, () if link else ("part",), None, rule="phrase")]

    def _phrase(self, item: Item, phrase: Phrase, previous: int) -> list[Mention]:
        if phrase.kind == "frequency":
            base = self._stated(item, 1.0, 1.0, "exact")
            base.status = "frequency"
            base.unit_canonical = f"次/{phrase.period}"
            base.rule, base.confidence = "frequency", 0.9
            return [base]
        clause = max((m for m in self._marks if m < item.start), default=-1) + 1
        left = max(clause, previous)
        w = window(self.text, self._marks, item.end, item.end, left, len(self.text))
        w = Window(clause, left, item.end, item.end, item.end)
        if phrase.kind in ("share", "growth"):
            both = phrase.low is not None and phrase.high is not None
            base = self._stated(
                item, phrase.low, phrase.high, "exact" if both else "at_most" if phrase.high else "at_least"
            )
            base.value_origin, base.unit_canonical = "digits" if self.text[item.start].isdigit() else "words", "%"
            if phrase.kind == "growth":
                return [as_change(base)]
            found = link_number(self.text, self._hits, w, "percent", self._index)
            return [self._linked(replace(base), link, flags, None) for link, flags in found]
        shift = self._sentence.start
        subject = (phrase.subject[0] - shift, min(phrase.subject[1], self._sentence.end) - shift)
        links = link_zero(self.text, self._hits, w, subject, self._index)
        said = self.text.startswith(("未发生", "没有发生", "没有一", "无一", "为零", "为0", "均为"), item.start)
        if links == [None] and not said and not COUNTABLE.search(self.text, subject[0], subject[1]):
            return []
        return [self._linked(self._stated(item, 0.0, 0.0, "exact"), link, (), None, rule="zero") for link in links]

    def _base(self, item: Item, q: Quantity) -> Mention:
        mention = self._located(item, q)
        mention.value_low, mention.value_high = q.low, q.high
        mention.qualifier, mention.value_origin = q.qualifier, q.origin
        mention.unit = unit_as_written(self._text, self._folded, q)
        family = self._catalogue.units.families.get(q.family or "")
        mention.unit_canonical = family[0] if family else None
        return mention

    def _stated(self, item: Item, low: float | None, high: float | None, qualifier: str) -> Mention:
        mention = self._located(item, Quantity(0, 0, low, high, qualifier, "phrase", None, None, "", "", 0))
        mention.value_low, mention.value_high, mention.qualifier = low, high, qualifier
        return mention

    def _located(self, item: Item, q: Quantity) -> Mention:
        """A mention at its place, with section, status, scope and period of its clause."""
        start, end = self._folded.span(self._sentence.start + item.start, self._sentence.start + item.end)
        period = self._periods.at(item.start)
        section = self._sentence.section
        mention = Mention(start, end, None, None, "exact", "phrase", None, None)
        mention.sentence, mention.section = self._shown(item.start), section
        mention.status = self._roles.status(item.start, q, period)
        mention.scope = self._roles.scope(item.start)
        if mention.status == "achieved":
            mention.period_end = (period.period_end if period else None) or self._period_end
        mention.flags = ("since_event",) if period and period.since_event else ()
        mention.rule, mention.confidence = "value", 0.9
        return mention

    def _shown(self, position: int) -> str:
        """The sentence around a position as a person reads it: from ； to ；, in the original's characters."""
        if self._whole is not None:
            return self._whole
        begin = max(self.text.rfind("；", 0, position), self.text.rfind(";", 0, position)) + 1
        stops = [at for at in (self.text.find("；", position), self.text.find(";", position)) if at >= 0]
        finish = min(stops, default=len(self.text) - 1) + 1
        return self._slice(begin, finish)

    def _slice(self, begin: int, finish: int) -> str:
        shift = self._sentence.start
        start, end = self._folded.span(shift + begin, shift + finish)
        return self._text[start:end].strip()

    def _linked(
        self, mention: Mention, link: Link | None, flags: tuple[str, ...], every: str | None, rule: str | None = None
    ) -> Mention:
        """The mention with its metric, unit and flags."""
        mention.flags = (*mention.flags, *flags)
        if link is not None and mention.status not in ("frequency", "norm") and not every:
            metric = self._catalogue.by_id[link.metric_id]
            mention.metric_id, mention.dimension = link.metric_id, link.dimension
            mention.rule = f"{rule}:{link.rule}" if rule else link.rule
            mention.confidence = link.confidence
            if link.is_part:
                mention.flags = (*mention.flags, "part")
            if "unit_mismatch" not in flags:
                mention.unit_canonical = metric.unit
        elif rule:
            mention.rule = rule
        if every:
            mention.unit_canonical = f"{mention.unit_canonical}/{every}"
        return mention
