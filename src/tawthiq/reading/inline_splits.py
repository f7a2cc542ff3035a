"""Totals split within a sentence: '781 civilians: 625 by regime forces and 156 by Russian forces'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted import WHOLES, Count
from tawthiq.reading.labels import Label, labels, party_hits
from tawthiq.reading.parted import (
    NO_WHOLE,
    Distribution,
    Item,
    Sentence,
    distribution_marks,
    is_partial,
    whole_for,
)
from tawthiq.reading.prose import Prose, Span


def inline_splits(
    prose: Prose, here: Sequence[Sentence], before: Sequence[Sentence], language: str
) -> list[Distribution]:
    """Find totals split within a sentence: '781 civilians: 625 by regime forces and 156 by Russian forces'."""
    found = [
        _announced(prose, here[max(n - 9, 0) : n], before, s, language)
        or _open_end(_unannounced(prose, here[max(n - 9, 0) : n], before, s, language), here[n + 1 : n + 3])
        for n, s in enumerate(here)
    ]
    return [d for d in found if d is not None]


def _open_end(d: Distribution | None, after: Sequence[Sentence]) -> Distribution | None:
    """Take a split that falls short for partial where the sentences after it may tell the rest."""
    if d is None:
        return None
    room = (d.whole.value or 0) - sum(i.count.value or 0 for i in d.items)
    rest = [
        c for s in after for c in s.counts if c.category in ("", d.whole.category) or c.category in WHOLES
    ]
    goes_on = any(0 < (c.value or 0) <= room for c in rest)
    return replace(d, partial=d.partial or goes_on)


def _announced(
    prose: Prose, earlier: Sequence[Sentence], before: Sequence[Sentence], sentence: Sentence, language: str
) -> Distribution | None:
    """Read a split that the sentence announces: 'distributed as …', or a colon."""
    mark = distribution_marks(language).search(prose.folded, sentence.span.start, sentence.span.end)
    colon = _COLON.search(prose.folded, sentence.span.start, sentence.span.end)
    if mark is None and colon is None:
        return None
    at, to = (mark.start(), mark.end()) if mark else (colon.end(), colon.end()) if colon else (0, 0)
    heads = [c for c in sentence.counts if c.span.end <= at]
    rest = [c for c in sentence.counts if c not in heads]
    whole = heads[-1] if heads else whole_for([], [*before[-9:], *earlier], sentence.block) if mark else None
    found = _split(prose, sentence, to, rest, whole, language, close_only=False)
    return found if found is None or _is_of_all(prose, found, [*earlier, *before], language) else None


_COLON = re.compile(r":(?=[ ])")


def _unannounced(
    prose: Prose, earlier: Sequence[Sentence], before: Sequence[Sentence], sentence: Sentence, language: str
) -> Distribution | None:
    """Read a split that only its labels show: '781 civilians, 625 by A and 156 by B', or 'A killed 625, B 156' after it."""
    heads = [c for c in sentence.counts if c.value is not None]
    if len(heads) < 2:
        return None
    first, rest = heads[0], heads[1:]
    whole = whole_for([], [*before[-2:], *earlier][-2:], sentence.block)
    if whole is not None and all((c.value or 0) <= (whole.value or 0) for c in heads):
        found = _split(prose, sentence, sentence.span.start, heads, whole, language, close_only=True)
        if (
            found is not None
            and len(found.items) == len(heads)
            and _is_of_all(prose, found, [*earlier, *before], language)
        ):
            return found
    joined = rest[0].of_them or _last_end(first) + 8 >= rest[0].span.start
    if not first.category or first.of_them or len(rest) < 2 or not joined:
        return None
    if not all(c.of_them or c.category in ("", first.category) for c in rest):
        return None
    return _split(prose, sentence, -1, rest, first, language, close_only=True)


def _is_of_all(prose: Prose, d: Distribution, before: Sequence[Sentence], language: str) -> bool:
    """Say whether a total of a sentence before may be split by parties: not where it is the toll of one of them, or another."""
    said = next((s for s in before if s.span.covers(d.whole.span)), None)
    if d.axis != "party" or said is None:
        return True
    parties = {h.code for h in party_hits(prose, said.span, language)} - {"syrian-russian-alliance"}
    return not parties or (len(parties) > 1 and parties == {i.label.key for i in d.items})


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
    if whole is None or whole.value is None or whole.category in NO_WHOLE:
        return None
    items = _inline_items(prose, sentence.span, at, rest, whole, language)
    if len(items) < 2:
        return None
    partial = is_partial(prose, sentence.span, language)
    return Distribution(whole, sentence.span, sentence.block, items[0].label.axis, items, partial, close_only)


def _inline_items(
    prose: Prose, sentence: Span, at: int, rest: Sequence[Count], whole: Count, language: str
) -> list[Item]:
    """Label the counts of a split: all labels before their counts, or all after; one axis, each value once."""
    rest = [
        c
        for c in rest
        if c.value is not None
        and (
            c.category in ("", whole.category)
            or (c.category in WHOLES and (whole.category in WHOLES or _arrested(whole, c)))
        )
    ]
    if len(rest) < 2:
        return []
    start = at if at >= 0 else whole.span.end
    ends = [c.span.start for c in rest[1:]] + [sentence.end]
    begins = [start, *(_last_end(c) for c in rest[:-1])]
    after = [labels(prose, Span(c.span.end, e), language) for c, e in zip(rest, ends, strict=True)]
    ahead = [labels(prose, Span(b, c.span.start), language) for b, c in zip(begins, rest, strict=True)]
    for readings in (ahead, after):
        for axis in ("party", "governorate", "site", "month"):
            keys = [next((r.key for r in rs if r.axis == axis), "") for rs in readings]
            if all(keys) and len(set(keys)) == len(keys):
                return [Item(Label(axis, k), _like(c, whole)) for k, c in zip(keys, rest, strict=True)]
    return _in_pairs(prose, Span(start, sentence.end), rest, whole, language)


def _arrested(whole: Count, count: Count) -> bool:
    return whole.category == "arrest" and count.harm == "arrested"


def _in_pairs(prose: Prose, within: Span, rest: Sequence[Count], whole: Count, language: str) -> list[Item]:
    """Label counts some of which follow their party and some of which stand before it: 'A killed 12, and 9 were killed by B'."""
    marks: list[tuple[int, str, Count | None]] = [(c.span.start, "", c) for c in rest]
    for hit in party_hits(prose, within, language):
        marks.append((hit.span.start, hit.code, None))
    marks.sort(key=lambda m: m[0])
    told = [m for n, m in enumerate(marks) if not (n and m[1] and m[1] == marks[n - 1][1])]
    if len(told) != 2 * len(rest):
        return []
    found: list[Item] = []
    for (_, before, first), (_, after, second) in zip(told[::2], told[1::2], strict=True):
        count, party = first or second, before or after
        if count is None or not party:
            return []
        found.append(Item(Label("party", party), _like(count, whole)))
    return found if len({i.label for i in found}) == len(found) else []


def _like(count: Count, whole: Count) -> Count:
    return replace(count, category=count.category or whole.category, harm=count.harm or whole.harm)


def _last_end(count: Count) -> int:
    return max([count.span.end, *(_last_end(p) for p in count.parts)])
