"""Lists whose lines have numbers or letters, and lists with headings: each line with what stands beneath it.

The first figure of a line is the part; where it has none, the sentence beneath gives it, else the lines beneath it make it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tawthiq.reading.checks.reported import exact
from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.labels import Label, labels
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.parted import NO_WHOLE, Distribution, Item, Sentence, distribution_marks
from tawthiq.reading.prose import Span
from tawthiq.reading.quantities import Quantity

BENEATH = 2
"""How many lines beneath a heading are looked at for its figure."""
LONGEST_HEADING = 60
"""Characters of a heading within a list."""
FARTHEST = 14
"""How many blocks outside any list may stand between two lines of one list."""
_NONE = re.compile(
    r"(?<!\w)(?:no|none|nil|not any|aucun|aucune|pas de|keine?|لا يوجد|لا توجد|لم (?:نسجل|نوثق|تسجل|توثق|يسجل))(?!\w)"
)
"""Said of a line that counts nobody."""


@dataclass(slots=True)
class Entry:
    """A line of a list: its label, its count where it says one, other counts it may mean, the lines beneath it.

    `announces` where it says that what stands beneath splits its count.
    """

    block: int
    label: Label
    count: Count | None
    others: tuple[Count, ...]
    announces: bool
    beneath: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's blocks with the sentences read in each."""

    document: Document
    sentences: Mapping[int, Sequence[Sentence]]
    language: str

    def level(self, at: int) -> int:
        """Give the list a block belongs to, 0 where there is none or no block."""
        return self.document.blocks[at].level if at < len(self.document.blocks) else 0

    def text(self, at: int) -> str:
        """Give a block's folded text."""
        span = self.document.blocks[at].span
        return self.document.prose.folded[span.start : span.end]


def begins_outline(outline: Outline, at: int) -> bool:
    """Say whether a numbered list begins here, or a list some of whose lines are headings of others."""
    block = outline.document.blocks[at]
    if not block.level:
        return False
    return block.order == 1 or (
        not block.order and any(_is_heading(outline, n) for n in _siblings(outline, at))
    )


def _siblings(outline: Outline, at: int) -> list[int]:
    level, bulleted = outline.level(at), not outline.document.blocks[at].order
    found, between = [at], 0
    for n in range(at + 1, len(outline.document.blocks)):
        if outline.level(n) == level:
            found.append(n)
            between = 0
        elif not outline.level(n):
            between += 1
            if between > FARTHEST or (bulleted and not _is_heading(outline, n - 1)):
                break
        elif outline.level(n) < level:
            break
    return found


def _is_heading(outline: Outline, at: int) -> bool:
    return outline.text(at).rstrip().endswith(":") and not any(
        c.value is not None for s in outline.sentences.get(at, ()) for c in s.counts
    )


def read_outline(outline: Outline, at: int, whole: Count) -> tuple[list[Entry], int]:
    """Read the list that begins at a block; also give the first block after it."""
    level = outline.level(at)
    last = _siblings(outline, at)[-1]
    entries: list[Entry] = []
    while at <= last:
        if outline.level(at) != level:
            at += 1
            continue
        none = _NONE.search(outline.text(at)) is not None
        entry, at = _entry(outline, at, whole, last)
        if entry.count is not None or entry.beneath or not none:
            entries.append(entry)
    return entries, at


def _entry(outline: Outline, at: int, whole: Count, last: int) -> tuple[Entry, int]:
    """Read a line with what stands beneath it, up to the next line of its list."""
    level, start = outline.level(at), at
    found = _figures(outline, at, whole)
    label = _label(outline, at, found[0] if found else None)
    at += 1
    while not found and at < len(outline.document.blocks) and at - start <= BENEATH and not outline.level(at):
        found = _figures(outline, at, whole)
        at += 1
    head = outline.text(at - 1).rstrip()
    announces = distribution_marks(outline.language).search(head) is not None
    entry = Entry(start, label, found[0] if found else None, tuple(found[1:]), announces)
    below = outline.level(at)
    if below > level and (at <= last or head.endswith(":") or announces or not found):
        entry.beneath, at = read_outline(outline, at, whole)
    return entry, at


def _figures(outline: Outline, at: int, whole: Count) -> list[Count]:
    """Give the counts of a line that may be its figure, the likeliest first."""
    for sentence in outline.sentences.get(at, ()):
        heads = [c for c in sentence.counts if exact(c) is not None and c.category not in NO_WHOLE]
        people = whole.category in PEOPLE
        ranked = sorted(heads, key=lambda c: _rank(outline, at, c, whole, people=people))
        if ranked:
            return [replace(c, category=c.category or whole.category) for c in ranked]
    return []


def _rank(outline: Outline, at: int, count: Count, whole: Count, *, people: bool) -> int:
    if count.category == whole.category or (people and count.category in WHOLES - {""}):
        return 0
    if not count.category:
        before = outline.document.prose.folded[outline.document.blocks[at].span.start : count.span.start]
        return 1 if before.rstrip().endswith(":") else 4
    return 2 if (count.category in PEOPLE) == people else 3


def _label(outline: Outline, at: int, count: Count | None) -> Label:
    """Read what a line is about: what stands before its figure, else what follows it."""
    prose, block = outline.document.prose, outline.document.blocks[at]
    inside = count is not None and block.span.covers(count.span)
    end = count.span.start if count is not None and inside else block.span.end
    found = labels(prose, Span(block.span.start, end), outline.language)
    if found[0].axis == "other" and count is not None and inside:
        after = labels(prose, Span(count.span.end, block.span.end), outline.language)
        return after[0] if after[0].axis in ("party", "governorate") else found[0]
    return found[0]


def _repeats(entries: Sequence[Entry]) -> list[Entry]:
    """Find lines that only say a figure of the list again, to split it: 'The 31 of the regime are split as follows:'."""
    known = {(e.label, exact(e.count)): e for e in reversed(entries) if exact(e.count) is not None}
    return [e for e in entries if e.announces and known.get((e.label, exact(e.count)), e) is not e]


def made_of(entry: Entry, whole: Count) -> Count | None:
    """Give an entry's figure: its own, else what the lines beneath it make; None where they do not all say one."""
    if entry.count is not None:
        return entry.count
    below = [made_of(e, whole) for e in entry.beneath]
    counts = [c for c in below if c is not None]
    if not counts or len(counts) != len(below):
        return None
    categories = dict.fromkeys(p.category for c in counts for p in c.parts)
    parts = tuple(_added([p for c in counts for p in c.parts if p.category == k]) for k in categories)
    return replace(_added(counts), parts=parts, complete=False)


def _added(counts: Sequence[Count]) -> Count:
    total = Quantity(sum(c.value or 0 for c in counts), counts[0].quantity.span)
    return replace(counts[0], quantity=total, parts=())


def outlined(entries: Sequence[Entry], d: Distribution) -> list[Distribution]:
    """Put the lines of a list into the total it splits, and each line's own split into a list of its own."""
    again = _repeats(entries)
    entries = [e for e in entries if e not in again]
    known = [(e, c) for e in entries if (c := made_of(e, d.whole)) is not None]
    if len(known) < 2:
        return []
    d.items = [Item(e.label, _like(c, d.whole)) for e, c in known]
    axes = [e.label.axis for e, _ in known if e.label.axis != "other"]
    d.axis = max(set(axes), key=axes.count) if axes else "other"
    d.partial = d.partial or len(known) < len(entries)
    found = [d]
    for (entry, _), item in zip(known, d.items, strict=True):
        found += _inner(entry, item, d)
    for entry in again:
        found += _inner(entry, Item(entry.label, _like(entry.count or d.whole, d.whole)), d)
    if exact(d.whole) is not None and not d.others:
        _fit(d, [e for e, _ in known])
    return found


def _inner(entry: Entry, item: Item, d: Distribution) -> list[Distribution]:
    """Give the lists beneath a line: of its own figure, or deeper."""
    if not entry.beneath:
        return []
    if entry.count is None:
        return [
            x
            for e in entry.beneath
            if (c := made_of(e, d.whole)) is not None
            for x in _inner(e, Item(e.label, c), d)
        ]
    below = Distribution(
        item.count, item.count.span, entry.block, parent=item, close_only=not entry.announces
    )
    found = outlined(entry.beneath, below)
    item.below = below if found else None
    return found


def _like(count: Count, whole: Count) -> Count:
    return replace(count, category=count.category or whole.category, harm=count.harm or whole.harm)


def _fit(d: Distribution, entries: Sequence[Entry]) -> None:
    """Where the first figures do not make the total, take for one line another figure of it that does."""
    gap = (d.whole.value or 0) - sum(i.count.value or 0 for i in d.items)
    if not gap:
        return
    for entry, item in zip(entries, d.items, strict=True):
        for other in entry.others:
            if (other.value or 0) - (item.count.value or 0) == gap:
                item.count = _like(other, d.whole)
                return


def trailing(outline: Outline, at: int, d: Distribution) -> Item | None:
    """Read a last line that has no number: 'Other parties: 12 …', where the total is not yet made."""
    if at >= len(outline.document.blocks) or outline.level(at) or d.axis == "other":
        return None
    head = re.match(r"[^:\d]{3,60}:", outline.text(at))
    found = _figures(outline, at, d.whole) if head else []
    block: Block = outline.document.blocks[at]
    if head is None or not found or block.kind in ("row", "note"):
        return None
    named = labels(
        outline.document.prose, Span(block.span.start, block.span.start + head.end()), outline.language
    )[0]
    room = _room(d)
    if named.axis != d.axis or named.key in {i.label.key for i in d.items} or room <= 0:
        return None
    likeliest = min(found, key=lambda c: abs(room - (c.value or 0)))
    return Item(named, _like(likeliest, d.whole)) if abs(room - (likeliest.value or 0)) < room else None


def _room(d: Distribution) -> int:
    """Give by how much a list falls short of its total."""
    return (d.whole.value or 0) - sum(i.count.value or 0 for i in d.items)


def read_headed(outline: Outline, at: int, d: Distribution) -> tuple[list[Entry], int]:
    """Read lists that go on beneath headings without a number, as long as the total is not made; also where they end."""
    found: list[Entry] = []
    room = _room(d)
    while room > 0 and at + 1 < len(outline.document.blocks):
        text = outline.text(at)
        heads = not outline.level(at) and len(text) <= LONGEST_HEADING and not re.search(r"[\d.]", text)
        if not heads or outline.document.blocks[at + 1].order != 1:
            break
        label = _label(outline, at, None)
        beneath, end = read_outline(outline, at + 1, d.whole)
        entry = Entry(at, label, None, (), announces=False, beneath=beneath)
        made = made_of(entry, d.whole)
        if made is None or (made.value or 0) > room:
            break
        found.append(entry)
        room, at = room - (made.value or 0), end
    return found, at
