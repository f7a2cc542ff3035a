"""Totals and the lists that split them: '781 civilians, distributed as follows:' with its items, however deep they nest.

An item belongs to the open list that is split along the same axis (party, governorate, site …); so a list of
governorates under each party is read rightly with or without indentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tawthiq.reading.counted import PEOPLE, WHOLES, Count, statements
from tawthiq.reading.labels import Label, labels
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import Moment, clocks, moments
from tawthiq.reading.prose import Prose, Span, sentences


@dataclass(slots=True)
class Item:
    """One line of a list: its label, its count, and the list below it."""

    label: Label
    count: Count
    below: Distribution | None = None


@dataclass(slots=True)
class Distribution:
    """A total and the items that split it; `partial` where the list says that it is not all."""

    whole: Count
    sentence: Span
    block: int
    axis: str = ""
    items: list[Item] = field(default_factory=list)
    partial: bool = False
    close_only: bool = False
    parent: Item | None = None
    shape: tuple[str, str, int] | None = None
    others: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the counts read from it, and the block it stands in."""

    span: Span
    block: int
    counts: tuple[Count, ...]


def skipped(prose: Prose, within: Span, language: str) -> list[Span]:
    """Give the spans whose numbers are no counts: dates, times, shares, articles of law."""
    spans = [
        m.span
        for m in moments(prose.folded, within, language)
        if m.weekday is None or m.day or _is_day(prose, m)
    ]
    spans += [c.span for c in clocks(prose.folded, within, language)]
    for match in _NOT_COUNTS.finditer(prose.folded, within.start, within.end):
        if match.group("year") is None or not _counts_something(prose, match.end(), language):
            spans.append(Span(match.start(), match.end()))
    return spans


_DAY_BEFORE = re.compile(r"(?<!\w)(?:ال)?(?:يوم|مسا|صباح|فجر|ليل|ليله|امس|ظهر|عصر)[ ]$")


def _is_day(prose: Prose, moment: Moment) -> bool:
    """Say whether an Arabic weekday that is also a number is the day: 'اليوم الاثنين'."""
    return _DAY_BEFORE.search(prose.folded, max(moment.span.start - 10, 0), moment.span.start) is not None


def _counts_something(prose: Prose, end: int, language: str) -> bool:
    """Say whether a number that looks like a year stands right before what it counts: '1997 civilians'."""
    ahead = Span(end, min(end + 30, len(prose.folded)))
    hits = [h for t in ("people", "things") for h in word_table(language, t).hits(prose.folded, ahead)]
    return any(not prose.folded[end : h.span.start].strip() for h in hits)


_NOT_COUNTS = re.compile(
    r"\d{1,3}(?:[.,]\d{1,2})?[ ]{0,2}%|(?:\d{1,3}(?:[.,]\d{1,2})?|(?<![a-z])[a-z]{1,20}(?:-[a-z]{1,12})?)[ ](?:percent|per cent|pour cent|prozent)(?!\w)|\d{1,3}(?:[.,]\d{1,2})?[ ](?:في الميه|بالميه|في المايه|بالمايه)|"
    r"\d{1,2}[ ]?\([ ]?\d[ ]?\)(?:[ ]?\([ ]?\w{1,6}[ ]?\))*|(?<![a-z])(?:articles?|rules?|resolutions?|chapters?|art\.|artikel|regel|resolution|ماده|قرار|قاعده)[ ](?:no\.? )?\d+(?:[ ](?:and|et|und|و)[ ]?\d+)?|"
    r"(?<!\w)(?:aged?|age of)[ ]\d{1,3}(?!\d)|(?<!\d)\d{1,3}[- ]years?[- ]old|(?<![\w.,])(?P<year>(?:19|20)\d\d)(?![\w,.]?\d)"
)


@cache
def _marker(language: str) -> re.Pattern[str]:
    return word_table(language, "distributed").pattern


def read_sentences(document: Document, language: str) -> list[Sentence]:
    """Read the counts of every sentence outside tables and notes; 'among them' goes on from the sentence before."""
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if block.kind in ("row", "note"):
            continue
        carried: Count | None = None
        for span in sentences(document.prose, block.span):
            read = tuple(
                statements(document.prose, span, language, skipped(document.prose, span, language), carried)
            )
            found.append(Sentence(span, number, read))
            killed = [c for c in read if c.harm in ("killed", "") and c.category in WHOLES]
            carried = killed[-1] if killed else (carried if not read else None)
    return found


def distributions(document: Document, read: Sequence[Sentence], language: str) -> list[Distribution]:
    """Find every total that is split, in a list below it or within its sentence."""
    done: list[Distribution] = []
    listed: set[int] = set()
    opened: list[Distribution] = []
    by_block: dict[int, list[Sentence]] = {}
    for sentence in read:
        by_block.setdefault(sentence.block, []).append(sentence)
    before: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        here = by_block.get(number, [])
        item = _item(document, block, language, opened) if opened else None
        if item is not None:
            into = _place(opened, item, block)
            fresh_lists = [d for d in opened if d.items and id(d) not in listed]
            listed.update(id(d) for d in fresh_lists)
            done += fresh_lists
            below = _opening(document.prose, here, before, number, language, item.count)
            if below is not None and item.count.value is not None:
                below.whole, below.parent = (
                    replace(item.count, category=item.count.category or into.whole.category),
                    item,
                )
                item.below = below
                opened.append(below)
            before += here
            continue
        if opened and not _passes(document.prose, block, begun=bool(opened[-1].items)):
            opened = []
        done += _inline(document.prose, here, before, language)
        fresh = _opening(document.prose, here, before, number, language, None)
        if fresh is not None:
            opened = [fresh]
        before += here
    found = [d for d in done if d.items]
    for d in found:
        _settle(d)
    return found


def _settle(d: Distribution) -> None:
    """Choose among the totals before a list that names none itself the one its items come closest to."""
    made = sum(i.count.value or 0 for i in d.items)
    own = {i.count.category for i in d.items} - {d.whole.category, ""}
    people = bool(own & PEOPLE)
    fitting = [c for c in (*reversed(d.others), d.whole) if not people or c.category in PEOPLE]
    before = d.whole.category
    d.whole = min(fitting or [d.whole], key=lambda c: abs((c.value or 0) - made))
    for item in d.items:
        category = d.whole.category if item.count.category == before else item.count.category
        harm = item.count.harm if category == item.count.category and item.count.harm else d.whole.harm
        parts = tuple(replace(p, harm=p.harm or harm) for p in item.count.parts)
        item.count = replace(item.count, category=category, harm=harm, parts=parts)


def _passes(prose: Prose, block: Block, *, begun: bool) -> bool:
    """Say whether a line can stand inside a list without ending it: a page number, a rule, a heading before the first item."""
    text = prose.folded[block.span.start : block.span.end].rstrip()
    if not begun and text.endswith(":") and len(text) <= 60 and not re.search(r"\d", text):
        return True
    return (
        len(re.sub(r"\W", "", prose.folded[block.span.start : block.span.end])) <= 3 or block.kind == "note"
    )


def _opening(
    prose: Prose,
    here: Sequence[Sentence],
    before: Sequence[Sentence],
    number: int,
    language: str,
    own: Count | None,
) -> Distribution | None:
    """Open a list where the block ends by announcing one: 'distributed as follows:'."""
    if not here:
        return None
    last = here[-1]
    text = prose.folded[last.span.start : last.span.end]
    marks = list(_marker(language).finditer(prose.folded, last.span.start, last.span.end))
    ends_open = text.rstrip().endswith(":")
    if not ends_open and not (marks and len(text) - (marks[-1].end() - last.span.start) <= 3):
        return None
    if not marks and not any(s.counts for s in here):
        return None
    whole = own or _whole_for(here, before, number)
    if whole is None:
        return None
    partial = _is_partial(prose, last.span, language)
    others = (
        () if own is not None or any(c.value for c in last.counts) else _other_wholes(here, before, number)
    )
    return Distribution(whole, last.span, number, partial=partial, close_only=not marks, others=others)


def _whole_for(here: Sequence[Sentence], before: Sequence[Sentence], number: int) -> Count | None:
    """Find the total a list splits: the last one of its block, else of the three blocks before."""
    for sentence in reversed([*before[-8:], *here]):
        if number - sentence.block > 3:
            return None
        heads = [
            c
            for c in sentence.counts
            if c.value is not None and c.category not in {*_NO_WHOLE, ""} and not (c.of_them or c.grown)
        ]
        killed = [c for c in heads if c.category in WHOLES and c.harm in ("killed", "")]
        if killed or heads:
            return (killed or heads)[0 if len(killed or heads) == 1 else -1 if not killed else 0]
    return None


def _other_wholes(here: Sequence[Sentence], before: Sequence[Sentence], number: int) -> tuple[Count, ...]:
    near = [s for s in (*before[-8:], *here) if number - s.block <= 3]
    return tuple(
        c
        for s in near
        for c in s.counts
        if c.value is not None and not c.grown and c.category and c.category not in _NO_WHOLE
    )


_NO_WHOLE = frozenset({"site", "meter", "hour", "year", "month", "day", "money", "account", "family"})


def _is_partial(prose: Prose, span: Span, language: str) -> bool:
    return word_table(language, "partial").has(prose.folded, span)


_LABELLED = re.compile(r"(?P<label>[^:\n]{1,110}?)(?:[ ]?:[ \n]{0,3}|[ ]-[ ])(?P<rest>.+)", re.DOTALL)


def _item(document: Document, block: Block, language: str, opened: Sequence[Distribution]) -> Item | None:
    """Read a block as an item of a list: 'Label: 12 …', '12 … in Label', 'In Label, 12 …'."""
    prose = document.prose
    if block.kind in ("row", "note", "heading", "title") and not (
        block.kind == "heading" and ":" in prose.folded[block.span.start : block.span.end]
    ):
        return None
    match = _LABELLED.fullmatch(prose.folded, block.span.start, block.span.end)
    if (match is not None and not re.search(r"\d", match.group("label")[:-1])) or (
        match and _SITE_NUMBER.match(match.group("label"))
    ):
        assert match is not None
        rest = Span(match.start("rest"), block.span.end)
        count = _item_count(prose, rest, language, opened[-1], anywhere=True)
        if count is not None:
            return Item(
                _label(prose, Span(match.start("label"), match.end("label")), language, opened), count
            )
    count = _item_count(prose, block.span, language, opened[-1], anywhere=block.kind == "item")
    if count is None:
        return None
    found = _label(
        prose, Span(count.span.end, min(_sentence_end(prose, block.span), block.span.end)), language, opened
    )
    if found.axis == "other":
        found = _label(prose, Span(block.span.start, count.span.start), language, opened)
    if found.axis in ("other", "month") and block.kind != "item":
        return None
    return Item(found, count)


_SITE_NUMBER = re.compile(r"(?:site|location|attack)[ ]\d")


def _sentence_end(prose: Prose, span: Span) -> int:
    return next((s.end for s in sentences(prose, span)), span.end)


def _item_count(
    prose: Prose, within: Span, language: str, above: Distribution, *, anywhere: bool
) -> Count | None:
    whole = above.whole
    people = any(c.category in WHOLES for c in (whole, *above.others))
    for sentence in list(sentences(prose, within))[:3]:
        for count in statements(prose, sentence, language, skipped(prose, sentence, language)):
            if count.value is None or count.category in _NO_WHOLE:
                continue
            near = count.span.start - within.start <= 25
            fits = count.category in ("", whole.category) or (count.category in WHOLES and people)
            if (near or anywhere) and (fits and (count.category or near)):
                return replace(
                    count, category=count.category or whole.category, harm=count.harm or whole.harm
                )
            if near and count.category not in PEOPLE and whole.category not in PEOPLE:
                return count
        if not anywhere:
            return None
    return None


def _label(prose: Prose, span: Span, language: str, opened: Sequence[Distribution]) -> Label:
    """Choose the reading of a label that fits a list now open, else the surest."""
    readings = labels(prose, span, language)
    wanted = [d.axis for d in reversed(opened) if d.axis]
    for axis in wanted:
        for reading in readings:
            if reading.axis == axis and axis != "other":
                return reading
    return readings[0]


def _place(opened: list[Distribution], item: Item, block: Block) -> Distribution:
    """Put an item into the open list it belongs to; deeper lists are closed."""
    shape = (block.kind, block.bullet, block.indent)
    for depth in range(len(opened) - 1, -1, -1):
        candidate = opened[depth]
        fits = candidate.axis == item.label.axis or (not candidate.items and depth == len(opened) - 1)
        if fits and not (candidate.items and item.label.axis == "other" and candidate.shape != shape):
            return _added(opened, depth, item, shape)
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth].shape == shape:
            return _added(opened, depth, item, shape)
    return _added(opened, len(opened) - 1, item, shape)


def _added(opened: list[Distribution], depth: int, item: Item, shape: tuple[str, str, int]) -> Distribution:
    del opened[depth + 1 :]
    into = opened[depth]
    into.items.append(item)
    into.axis = into.axis or item.label.axis
    into.shape = into.shape or shape
    return into


def _inline(
    prose: Prose, here: Sequence[Sentence], before: Sequence[Sentence], language: str
) -> list[Distribution]:
    """Find totals split within a sentence: '781 civilians: 625 by regime forces and 156 by Russian forces'."""
    found = [
        _announced(prose, here[:n], before, s, language) or _unannounced(prose, here[:n], before, s, language)
        for n, s in enumerate(here)
    ]
    return [d for d in found if d is not None]


def _announced(
    prose: Prose, earlier: Sequence[Sentence], before: Sequence[Sentence], sentence: Sentence, language: str
) -> Distribution | None:
    """Read a split that the sentence announces: 'distributed as …', or a colon."""
    mark = _marker(language).search(prose.folded, sentence.span.start, sentence.span.end)
    colon = _COLON.search(prose.folded, sentence.span.start, sentence.span.end)
    if mark is None and colon is None:
        return None
    at, to = (mark.start(), mark.end()) if mark else (colon.end(), colon.end()) if colon else (0, 0)
    heads = [c for c in sentence.counts if c.span.end <= at]
    rest = [c for c in sentence.counts if c not in heads]
    whole = heads[-1] if heads else _whole_for([], [*before, *earlier], sentence.block) if mark else None
    return _split(prose, sentence, to, rest, whole, language, close_only=False)


_COLON = re.compile(r":(?=[ ])")


def _unannounced(
    prose: Prose, earlier: Sequence[Sentence], before: Sequence[Sentence], sentence: Sentence, language: str
) -> Distribution | None:
    """Read a split that only its labels show: '781 civilians, 625 by A and 156 by B', or 'A killed 625, B 156' after it."""
    heads = [c for c in sentence.counts if c.value is not None]
    if len(heads) < 2:
        return None
    first, rest = heads[0], heads[1:]
    whole = _whole_for([], [*before, *earlier][-2:], sentence.block)
    if whole is not None and all((c.value or 0) <= (whole.value or 0) for c in heads):
        found = _split(prose, sentence, sentence.span.start, heads, whole, language, close_only=True)
        if found is not None and len(found.items) == len(heads):
            return found
    joined = rest[0].of_them or _last(first) + 8 >= rest[0].span.start
    if not first.category or first.of_them or len(rest) < 2 or not joined:
        return None
    if not all(c.of_them or c.category in ("", first.category) for c in rest):
        return None
    return _split(prose, sentence, -1, rest, first, language, close_only=True)


def _split(
    prose: Prose,
    sentence: Sentence,
    at: int,
    rest: Sequence[Count],
    whole: Count | None,
    language: str,
    *,
    close_only: bool,
) -> Distribution | None:
    if whole is None or whole.value is None or whole.category in _NO_WHOLE:
        return None
    items = _inline_items(prose, sentence.span, at, rest, whole, language)
    if len(items) < 2:
        return None
    partial = _is_partial(prose, sentence.span, language)
    return Distribution(whole, sentence.span, sentence.block, items[0].label.axis, items, partial, close_only)


def _inline_items(
    prose: Prose, sentence: Span, at: int, rest: Sequence[Count], whole: Count, language: str
) -> list[Item]:
    """Label the counts of a split: all labels before their counts, or all after; one axis, each value once."""
    rest = [
        c
        for c in rest
        if c.value is not None
        and (c.category in ("", whole.category) or (c.category in WHOLES and whole.category in WHOLES))
    ]
    if len(rest) < 2:
        return []
    start = at if at >= 0 else whole.span.end
    ends = [c.span.start for c in rest[1:]] + [sentence.end]
    begins = [start, *(_last(c) for c in rest[:-1])]
    after = [labels(prose, Span(c.span.end, e), language) for c, e in zip(rest, ends, strict=True)]
    ahead = [labels(prose, Span(b, c.span.start), language) for b, c in zip(begins, rest, strict=True)]
    for readings in (ahead, after):
        for axis in ("party", "governorate", "site"):
            keys = [next((r.key for r in rs if r.axis == axis), "") for rs in readings]
            if all(keys) and len(set(keys)) == len(keys):
                return [Item(Label(axis, k), _like(c, whole)) for k, c in zip(keys, rest, strict=True)]
    return []


def _like(count: Count, whole: Count) -> Count:
    return replace(count, category=count.category or whole.category, harm=count.harm or whole.harm)


def _last(count: Count) -> int:
    return max([count.span.end, *(_last(p) for p in count.parts)])
