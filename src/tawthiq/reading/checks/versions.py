"""Two language versions of a report say the same: figures by address, lists in order, dates and period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tawthiq.reading.checks.reported import checked, exact, finding, noun
from tawthiq.reading.counted import Count
from tawthiq.reading.findings import Outcome, gathered
from tawthiq.reading.parted import Distribution
from tawthiq.reading.proofread import Reading


def check_versions(one: Reading, other: Reading) -> Outcome:
    """Compare a report with another version of it; findings stand in the first and name the line of the second."""
    return gathered([*_lists(one, other), _loose(one, other), *_days(one, other)])


def _lists(one: Reading, other: Reading) -> Iterator[Outcome]:
    """Compare lists of the same axis and length, in order; their labels must agree where both are known."""
    rest = list(other.lists)
    for d in one.lists:
        twin = next((e for e in rest if _alike(d, e)), None)
        if twin is None:
            continue
        rest.remove(twin)
        yield from _pair(one, other, d.whole, twin.whole)
        by_label = {i.label.key: i.count for i in twin.items}
        for n, item in enumerate(d.items):
            match = (
                by_label.get(item.label.key) if d.axis in ("party", "governorate") else twin.items[n].count
            )
            if match is not None:
                yield from _pair(one, other, item.count, match)


def _alike(d: Distribution, e: Distribution) -> bool:
    if d.axis != e.axis or len(d.items) != len(e.items) or d.whole.category != e.whole.category:
        return False
    same = {i.label.key for i in d.items} == {i.label.key for i in e.items} or d.axis not in (
        "party",
        "governorate",
    )
    parents = (d.parent.label.key if d.parent else "") == (e.parent.label.key if e.parent else "")
    return same and parents


def _pair(one: Reading, other: Reading, count: Count, twin: Count) -> Iterator[Outcome]:
    said, there = exact(count), exact(twin)
    if said is not None and there is not None:
        fault = None
        if said != there:
            fault = finding(
                one.document.prose, "languages", "fault", count.span, f"{said} {noun(count.category)}", f"{there} {noun(twin.category)}",
                f"This version says {said} {noun(count.category)}, the other {there} in its line {other.document.prose.line(twin.span.start)}.",
            )  # fmt: skip
        yield checked(one.document.prose, "languages", count.span, f"{said} = {there}", fault)
    for part in count.parts:
        match = twin.part(part.category)
        if match is not None:
            yield from _pair(one, other, part, match)


def _loose(one: Reading, other: Reading) -> Outcome:
    """Align the counts of people outside lists in order; a lone replaced number between equal neighbours differs."""
    mine, theirs = _numbers(one), _numbers(other)
    matcher = SequenceMatcher(
        None, [(c.category, c.value) for c in mine], [(c.category, c.value) for c in theirs], autojunk=False
    )
    outcomes = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            outcomes += [
                checked(
                    one.document.prose, "languages", m.span, f"{m.value} {noun(m.category)} in both", None
                )
                for m in mine[a:b]
            ]
        elif tag == "replace" and b - a == d - c:
            pairs = zip(mine[a:b], theirs[c:d], strict=True)
            outcomes += [o for x, y in pairs if x.category == y.category for o in _pair(one, other, x, y)]
    return gathered(outcomes)


def _numbers(reading: Reading) -> list[Count]:
    listed = {c.span.start for d in reading.lists for c in (d.whole, *(i.count for i in d.items))}
    heads = [c for s in reading.sentences for c in s.counts if c.span.start not in listed]
    flat = [p for c in heads for p in (c, *c.parts)]
    return [
        _bare(c)
        for c in flat
        if exact(c) is not None and c.category in ("civilian", "child", "woman", "massacre")
    ]


def _bare(count: Count) -> Count:
    return Count(count.category, count.quantity, count.span, count.harm)


def _days(one: Reading, other: Reading) -> Iterator[Outcome]:
    """Compare the days named: as many different ones on each side, one replaced on either is a fault."""
    mine = [m for m in one.moments if m.date is not None]
    theirs = [m for m in other.moments if m.date is not None]
    lack = Counter(m.date for m in mine) - Counter(m.date for m in theirs)
    more = Counter(m.date for m in theirs) - Counter(m.date for m in mine)
    if sum(lack.values()) != 1 or sum(more.values()) != 1:
        return
    moment = next(m for m in mine if m.date in lack)
    twin = next(m for m in theirs if m.date in more)
    yield checked(one.document.prose, "languages", moment.span, "the same days", finding(
        one.document.prose, "languages", "fault", moment.span, str(moment.date), str(twin.date),
        f"This version says {moment.date}, the other {twin.date} in its line {other.document.prose.line(twin.span.start)}.",
    ))  # fmt: skip


def unmatched(one: Reading, other: Reading) -> Sequence[Distribution]:
    """Give the lists of the first version that have no twin in the second: what was not compared."""
    return [d for d in one.lists if not any(_alike(d, e) for e in other.lists)]
