"""How the counts of a sentence nest: '13 civilians, including 7 children (4 boys, 3 girls)'.

A list after "including" is a part of the count before it and may be incomplete; a list after "namely" or of both
sexes in brackets claims to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tawthiq.reading.apposed import with_apposed
from tawthiq.reading.counted import PEOPLE, SEXES, WHOLES, Count, count_end, counts
from tawthiq.reading.harmed import harmed_later, listed_together, with_harms
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import Quantity


@dataclass(slots=True)
class _Nest:
    """What has been read of a sentence so far: finished counts, the list that is open, the bracket that is open."""

    done: list[Count]
    listing: bool = False
    complete: bool = False
    anchor: tuple[int, ...] | None = None
    depth: int = 0


def statements(
    prose: Prose, within: Span, language: str, skip: Sequence[Span] = (), carried: Count | None = None
) -> list[Count]:
    """Find the counts of a sentence with their parts; a sentence that begins 'among them' goes on with `carried`."""
    every = [c for c in counts(prose, within, language, skip) if c.category != "family"]
    found = with_harms(prose, every, within, language)
    if not found:
        return []
    marks = _marks(prose, within, language, found)
    nest = _Nest([])
    if carried is not None and _continues(prose, within, found, language):
        nest.done.append(replace(carried, parts=(), complete=False, grown=True))
        nest.listing = True
    for _, _, token in sorted(marks, key=lambda m: (m[0], m[1])):
        if isinstance(token, Count):
            _place(nest, token, prose)
        else:
            _note(nest, token, prose)
    limits = [*(c.span.start for c in nest.done[1:]), within.end]
    told = [harmed_later(prose, c, n, within, language) for c, n in zip(nest.done, limits, strict=True)]
    if language in ("en", "ar"):
        told = with_apposed(prose, listed_together(prose, told))
        limits = [*(c.span.start for c in told[1:]), within.end]
        told = [harmed_later(prose, c, n, within, language) for c, n in zip(told, limits, strict=True)]
    return [_all_of_them(prose, _without_men(c), language) for c in told]


MANY = 20


def _without_men(count: Count) -> Count:
    """Take a list of the women and children alone among many for what it is: not all of them."""
    if (
        count.complete
        and (count.value or 0) >= MANY
        and {p.category for p in count.parts} <= {"child", "woman", "unborn"}
    ):
        return replace(count, complete=sum(p.value or 0 for p in count.parts) >= (count.value or 0))
    return count


_ALL = {
    "en": re.compile(r"[ ,(-]{1,3}(?:all|both|(?P<half>half))(?:[ ]of[ ](?:them|whom))?[ ](?:were[ ]|are[ ])?(?P<w>children|women|minors)(?!\w)"),
    "ar": re.compile(r"[ ,(-]{1,3}(?:جميعهم|كلهم|كلاهما|وجميعهم)[ ](?:من[ ])?(?:ال)?(?P<w>اطفال|نسا|سيدات)(?!\w)"),
}  # fmt: skip


def _all_of_them(prose: Prose, count: Count, language: str) -> Count:
    """Read 'three siblings, all children' as a part that is the whole."""
    if language not in _ALL or count.category not in WHOLES or count.parts or count.value is None:
        return count
    match = _ALL[language].match(prose.folded, count.span.end)
    if match is None:
        return count
    category = word_table(language, "people").codes[match.group("w")]
    span = Span(match.start("w"), match.end("w"))
    if match.groupdict().get("half"):
        if count.value % 2:
            return count
        return replace(count, parts=(Count(category, Quantity(count.value // 2, span), span, count.harm),))
    return replace(count, parts=(Count(category, Quantity(count.value, span), span, count.harm),))


def _continues(prose: Prose, within: Span, found: Sequence[Count], language: str) -> bool:
    first = next(iter(word_table(language, "include").hits(prose.folded, within)), None)
    if first is None or first.span.start - within.start > 30 or first.span.start > found[0].span.start:
        return False
    return found[0].category in PEOPLE - WHOLES


def _marks(
    prose: Prose, within: Span, language: str, found: Sequence[Count]
) -> list[tuple[int, int, Count | Hit]]:
    marks: list[tuple[int, int, Count | Hit]] = [(c.span.start, 1, c) for c in found]
    for table in ("include", "namely"):
        marks += [
            (h.span.start, 0, Hit(table, h.span))
            for h in word_table(language, table).hits(prose.folded, within)
        ]
    for match in re.finditer(r"[();]|:(?=[ ])|(?<=[ ])-(?=[ ])", prose.folded[within.start : within.end]):
        at = within.start + match.start()
        marks.append((at, 0, Hit(match.group(), Span(at, at + 1))))
    return marks


def _note(nest: _Nest, mark: Hit, prose: Prose) -> None:
    """Take in a word or sign that opens or closes a list."""
    if mark.code == "(":
        last = _last_path(nest)
        near = last is not None and mark.span.start - _at(nest, last).span.end <= 24
        nest.depth += 1
        nest.anchor = last if near and nest.depth == 1 else None
    elif mark.code == ")":
        nest.depth = max(nest.depth - 1, 0)
        nest.anchor = None if not nest.depth else nest.anchor
    elif mark.code == ";":
        nest.listing = False
    elif mark.code in (":", "-"):
        nest.listing = nest.listing or bool(
            nest.done and not nest.depth and mark.span.start - count_end(nest.done[-1]) <= 30
        )
    elif nest.done and not nest.depth and mark.span.start - count_end(nest.done[-1]) <= 90:
        nest.listing = True
        nest.complete = mark.code == "namely" and not nest.done[-1].parts
        if nest.complete:
            nest.done[-1] = replace(nest.done[-1], complete=True)


def _place(nest: _Nest, count: Count, prose: Prose) -> None:
    """Put a count where it belongs: in the bracket, in the list that is open, or as a new whole."""
    if nest.anchor is not None and count.category not in ("", "family", "site"):
        _attach(nest, nest.anchor, count)
        return
    if nest.depth and nest.anchor is None and nest.done:
        return
    head = nest.done[-1] if nest.done else None
    if head is not None and (nest.listing or count.of_them) and _is_part(head, count, prose):
        child = head.part("child") if count.category in SEXES - {"unborn"} else None
        if child is not None and head.parts and head.parts[-1] is child and _unfinished(child):
            _attach(nest, (len(nest.done) - 1, len(head.parts) - 1), count)
        else:
            _attach(nest, (len(nest.done) - 1,), count)
        return
    nest.done.append(count)
    nest.listing = False


def _unfinished(child: Count) -> bool:
    """Say whether brackets gave one sex only and fewer than the whole: the other sex may follow outside them."""
    known = sum(p.value or 0 for p in child.parts)
    return len(child.parts) == 1 and child.value is not None and known < child.value


def _is_part(head: Count, count: Count, prose: Prose) -> bool:
    if count.harm and head.harm and count.harm != head.harm:
        return False
    between = prose.folded[count_end(head) : count.span.start]
    if (len(between) > 160 and not head.grown) or count.category in ("family", "site"):
        return False
    if (
        count.category in ("person", "other")
        and "famil" in prose.folded[count.span.start : count.span.end + 14]
    ):
        return head.category in WHOLES
    if head.category in PEOPLE or head.category in ("", "arrest"):
        return count.category in PEOPLE - {"civilian", "person", "other"} or (
            count.category == "civilian" and head.category in ("person", "")
        )
    return count.category not in ("", head.category) and (count.category in PEOPLE) == (
        head.category in PEOPLE
    )


def _last_path(nest: _Nest) -> tuple[int, ...] | None:
    if not nest.done:
        return None
    head = nest.done[-1]
    return (len(nest.done) - 1, len(head.parts) - 1) if head.parts else (len(nest.done) - 1,)


def _at(nest: _Nest, path: tuple[int, ...]) -> Count:
    count = nest.done[path[0]]
    return count.parts[path[1]] if len(path) > 1 else count


def _attach(nest: _Nest, path: tuple[int, ...], part: Count) -> None:
    head = nest.done[path[0]]
    if len(path) == 1:
        nest.done[path[0]] = replace(head, parts=(*head.parts, replace(part, harm=part.harm or head.harm)))
        return
    inner = head.parts[path[1]]
    grown = replace(inner, parts=(*inner.parts, replace(part, harm=inner.harm)))
    nest.done[path[0]] = replace(head, parts=(*head.parts[: path[1]], grown, *head.parts[path[1] + 1 :]))


def in_order(found: Sequence[Count]) -> bool:
    """Say whether counts stand in the order of the text, none on another."""
    return all(a.span.end <= b.span.start for a, b in pairwise(found))
