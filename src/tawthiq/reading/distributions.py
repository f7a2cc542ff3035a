"""Totals and the lists that split them: '781 civilians, distributed as follows:' with its items, however deep they nest.

An item belongs to the open list that is split along the same axis (party, governorate, site …); so a list of
governorates under each party is read rightly with or without indentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.inline_splits import inline_splits
from tawthiq.reading.label_runs import FEWEST, read_run
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.list_items import place_item, read_item
from tawthiq.reading.nesting import statements
from tawthiq.reading.not_counts import skipped
from tawthiq.reading.outlined import Outline, begins_outline, outlined, read_headed, read_outline, trailing
from tawthiq.reading.parted import (
    Distribution,
    Item,
    Sentence,
    distribution_marks,
    is_partial,
    named_categories,
    other_wholes,
    says_along,
    whole_for,
)
from tawthiq.reading.prose import Prose, sentences

NEAR = 0.15
"""A list that names no total splits one that its items make but for this share, or none that is known."""
SHORTEST = 4
"""A sentence of fewer characters counts nobody."""


def read_sentences(document: Document, language: str) -> list[Sentence]:
    """Read the counts of every sentence outside tables and notes; 'among them' goes on from the sentence before."""
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if block.kind in ("row", "note"):
            continue
        carried: Count | None = None
        for span in sentences(document.prose, block.span):
            if span.end - span.start < SHORTEST:
                continue
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
    outline = Outline(document, by_block, language)
    before: list[Sentence] = []
    until = 0
    begins = {b.level: n for n, b in reversed([*enumerate(document.blocks)])}
    for number, block in enumerate(document.blocks):
        here = by_block.get(number, [])
        if opened and block.order > 1 and begins[block.level] <= opened[0].block:
            opened = []
        if opened and not opened[-1].items and number >= until:
            fresh_lists, until = _read_whole_list(outline, number, opened[-1])
            done += fresh_lists
        if number < until:
            done += [] if block.level else inline_splits(document.prose, here, before, language)
            before += here
            opened = []
            continue
        items = _items(document, block, language, opened)
        for item in items:
            into = place_item(opened, item, block)
            fresh_lists = [d for d in opened if d.items and id(d) not in listed]
            listed.update(id(d) for d in fresh_lists)
            done += fresh_lists
            below = _opening(document.prose, here, before, number, language, item.count, ())
            opened += [] if below is None else _beneath(item, into, below)
        if items:
            before += here
            continue
        if opened and not _passes(document.prose, block, begun=bool(opened[-1].items)):
            opened = []
        done += inline_splits(document.prose, here, before, language)
        split = [d.whole for d in done if d.parent is None]
        fresh = _opening(document.prose, here, before, number, language, None, split)
        if fresh is not None:
            opened = [fresh]
        before += here
    found = [d for d in done if d.items]
    for d in found:
        _settle(d)
    return [d for d in found if not d.unsure]


def _beneath(item: Item, into: Distribution, below: Distribution) -> list[Distribution]:
    """Make the list that an item announces the one beneath it, where the item says a number."""
    if item.count.value is None:
        return []
    below.whole = replace(item.count, category=item.count.category or into.whole.category)
    below.parent, item.below = item, below
    return [below]


def _items(document: Document, block: Block, language: str, opened: Sequence[Distribution]) -> list[Item]:
    """Read the items of one line of an open list: one, or two where each has its label and colon."""
    if not opened:
        return []
    several = read_run(document.prose, block.span, language, opened[-1])
    one = None if several else read_item(document, block, language, opened)
    return several or ([one] if one is not None else [])


def _read_whole_list(outline: Outline, at: int, opened: Distribution) -> tuple[list[Distribution], int]:
    """Read a list on one line, or a numbered one, into the total announced before it; also give the block after it.

    The block is 0 where no such list begins here.
    """
    run = read_run(outline.document.prose, outline.document.blocks[at].span, outline.language, opened)
    if len(run) >= FEWEST:
        opened.items = run
        axes = [i.label.axis for i in run]
        opened.axis = max(set(axes), key=axes.count)
        return [opened], at + 1
    if not begins_outline(outline, at):
        return [], 0
    entries, end = read_outline(outline, at, opened.whole)
    found = outlined(entries, opened)
    if not found:
        return [], 0
    more, end = read_headed(outline, end, opened)
    found = outlined([*entries, *more], opened) if more else found
    last = trailing(outline, end, opened)
    if last is not None:
        opened.items.append(last)
        end += 1
    return found, end


def _settle(d: Distribution) -> None:
    """Choose among the totals before a list that names none itself the one its items come closest to."""
    made = sum(i.count.value or 0 for i in d.items)
    own = {i.count.category for i in d.items} - {d.whole.category, ""}
    people = bool(own & PEOPLE)
    fitting = [c for c in (*reversed(d.others), d.whole) if not people or c.category in PEOPLE]
    before = d.whole.category
    d.whole = min(fitting or [d.whole], key=lambda c: abs((c.value or 0) - made))
    d.unsure = bool(d.others) and abs((d.whole.value or 0) - made) > NEAR * made
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
    split: Sequence[Count],
) -> Distribution | None:
    """Open a list where the block ends by announcing one: 'distributed as follows:'; `split` are totals split before."""
    if not here:
        return None
    last = here[-1]
    text = prose.folded[last.span.start : last.span.end]
    marks = list(distribution_marks(language).finditer(prose.folded, last.span.start, last.span.end))
    ends_open = text.rstrip().endswith(":")
    of_it = _OF_IT.search(text) is not None
    if not ends_open and not of_it and not (marks and len(text) - (marks[-1].end() - last.span.start) <= 3):
        return None
    said = own is not None or any(c.value for c in last.counts)
    named = frozenset[str]() if said else named_categories(prose, last.span, language)
    if not marks and not any(s.counts for s in here) and not named:
        return None
    along = bool(marks) or (bool(named) and says_along(prose, last.span))
    others = () if said else other_wholes(here, before, number, split, named)
    whole = (
        own
        or _bare(prose, last, language)
        or (whole_for([last], [], number) if said else whole_for(here, before, number))
        or (others[-1] if others else None)
    )
    if whole is None:
        return None
    if others and named and whole.category not in named and others[-1].category in named:
        whole = others[-1]
    partial = is_partial(prose, last.span, language)
    return Distribution(whole, last.span, number, partial=partial, close_only=not along, others=others)


_OF_IT = re.compile(
    r"(?:davon|hiervon|dont|of which|of them|of these|including|منها|منهم|بينها|بينهم)[ ]?:?[ ]?$"
)
"""Ends a line whose parts stand below it: '29 massacres, of which'."""


def _bare(prose: Prose, sentence: Sentence, language: str) -> Count | None:
    """Read the only number of an announcement that stands apart from its noun: 'no less than 40, in May, massacres as follows:'.

    One that has no noun at all is of people where they were killed: 'the killing of 118 by both groups as follows:'.
    """
    counts = [c for c in sentence.counts if c.value is not None]
    named = named_categories(prose, sentence.span, language)
    if len(counts) != 1 or counts[0].category or not counts[0].quantity.exact:
        return None
    if not named and counts[0].harm == "killed":
        return replace(counts[0], category="person")
    return replace(counts[0], category=next(iter(named))) if len(named) == 1 else None
