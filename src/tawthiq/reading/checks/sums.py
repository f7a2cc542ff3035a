"""Parts sum to their whole on each axis, and no part is larger than its whole; lists that say they are partial may fall short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tawthiq.reading.checks.reported import checked, exact, finding, noun
from tawthiq.reading.counted import PEOPLE, SEXES, WHOLES, Count
from tawthiq.reading.findings import Finding, Outcome, Severity, gathered
from tawthiq.reading.parted import Distribution, Sentence
from tawthiq.reading.prose import Prose

DISJOINT = frozenset({"child", "woman", "man"})
"""Categories no person is in two of; women are adult women in this field."""
FEWEST = 2
"""Who is one has no parts: what seems one of a single person is of those told before."""
ONE_KIND = frozenset({"woman", "man", "boy", "girl"})
"""Categories that nobody of another kind is among."""
NEAR = 0.15
"""A list 'of whom' that misses its total by less than this share is reported as a warning: it was meant to be complete."""


def check_sums(prose: Prose, found: Sequence[Distribution]) -> Outcome:
    """Check every total against its list."""
    return gathered([outcome for d in found for outcome in _list_checks(prose, d)])


def _list_checks(prose: Prose, d: Distribution) -> Iterator[Outcome]:
    yield _compared(prose, d, d.whole, [i.count for i in d.items])
    if d.axis == "category" or not _belongs(d):
        return
    for part in d.whole.parts:
        items = [i.count.part(part.category) for i in d.items]
        yield _compared(prose, d, part, items)
        for inner in part.parts:
            inners = [p.part(inner.category) if p else None for p in items]
            if any(inners) and all(p is not None and p.parts for p in items if p is not None):
                yield _compared(prose, d, inner, inners)


def _belongs(d: Distribution) -> bool:
    """Say whether a list that only follows its whole makes it nearly: else its parts are no parts of it either."""
    total, values = exact(d.whole), [exact(i.count) for i in d.items]
    if not d.close_only or total is None or None in values:
        return True
    return total - sum(v or 0 for v in values) <= total * NEAR


def _compared(prose: Prose, d: Distribution, whole: Count, items: Sequence[Count | None]) -> Outcome:
    total = exact(whole)
    values = [exact(c) for c in items if c is not None]
    if total is None or not values or None in values:
        return Outcome()
    made = sum(v for v in values if v is not None)
    missing = len(items) - len(values)
    what = f"{total} {noun(whole.category)} = " + " + ".join(str(v) for v in values)
    return checked(prose, "sum", whole.span, what, _sum_fault(prose, d, whole, items, (total, made, missing)))


def _sum_fault(
    prose: Prose, d: Distribution, whole: Count, items: Sequence[Count | None], figures: tuple[int, int, int]
) -> Finding | None:
    total, made, missing = figures
    short = made < total
    if made == total or (d.partial and short) or _unborn_explains(d, whole, items, total - made):
        return None
    if d.close_only and short and (total - made > total * NEAR or len(items) < 2):
        return None
    first = next(c for c in items if c is not None)
    severity: Severity = "warning" if short and (missing or d.close_only) else "fault"
    parts = " + ".join(str(c.value) for c in items if c is not None)
    kind = "part-exceeds-whole" if any((c.value or 0) > total for c in items if c is not None) else "sum"
    return finding(
        prose, kind, severity, whole.span, f"{total} {noun(whole.category)}", str(made),
        f"{total} {noun(whole.category)} are said, but the {len(items)} parts listed make {parts} = {made}"
        + (f" ({missing} of them give no number)." if missing else "."),
        first.span,
    )  # fmt: skip


def _unborn_explains(d: Distribution, whole: Count, items: Sequence[Count | None], gap: int) -> bool:
    """Say whether unborn children counted beside the children here and among them there make the difference."""
    if whole.category != "child":
        return False
    beside = sum(exact(i.count.part("unborn")) or 0 for i in d.items)
    above = exact(d.whole.part("unborn")) or 0
    within = sum(exact(c.part("unborn")) or 0 for c in items if c is not None) + (
        exact(whole.part("unborn")) or 0
    )
    return gap != 0 and abs(gap) in {beside, above, within} - {0}


def check_parts(prose: Prose, read: Iterable[Sentence], tops: Iterable[Count] = ()) -> Outcome:
    """Check in every sentence that parts fit into their whole, and that complete lists make it."""
    heads = [c for s in read for c in s.counts if not c.grown or c.parts]
    return gathered([outcome for c in [*heads, *tops] for outcome in _part_checks(prose, c)])


def _part_checks(prose: Prose, head: Count) -> Iterator[Outcome]:
    total = exact(head)
    if total is None or total < FEWEST or not head.parts:
        return
    for part in head.parts:
        value = exact(part)
        if value is not None and _comparable(head, part):
            yield checked(
                prose,
                "part-exceeds-whole",
                part.span,
                f"{value} ≤ {total}",
                _larger(prose, head, part, value, total),
            )
        yield from _part_checks(prose, part)
    yield from _together(prose, head, total)


def _comparable(head: Count, part: Count) -> bool:
    if head.category in ONE_KIND and part.category in DISJOINT:
        return False
    if head.category in ("civilian", "") and part.category == "combatant":
        return False
    return part.category in PEOPLE and (head.category in PEOPLE or head.category in ("", "arrest"))


def _larger(prose: Prose, head: Count, part: Count, value: int, total: int) -> Finding | None:
    if value <= total:
        return None
    return finding(
        prose, "part-exceeds-whole", "fault", part.span, f"{value} {noun(part.category)} of {total} {noun(head.category)}",
        f"at most {total}", f"{value} {noun(part.category)} cannot be among {total} {noun(head.category)}.", head.span,
    )  # fmt: skip


def _together(prose: Prose, head: Count, total: int) -> Iterator[Outcome]:
    """Check the parts of one head together: disjoint groups within it, both sexes of the children, 'namely' lists."""
    if any(not p.quantity.exact for p in head.parts):
        return
    sexes = [p for p in head.parts if p.category in SEXES]
    groups = [p for p in head.parts if p.category in DISJOINT]
    if head.category == "child" and {p.category for p in sexes} >= {"boy", "girl"}:
        yield _made_of(prose, head, sexes, total)
    elif head.category in WHOLES and groups and _claims_all(prose, head):
        yield _made_of(prose, head, _kinds(head), total)
    elif len(groups) > 1 and head.category in WHOLES:
        made = sum(p.value or 0 for p in groups)
        fault = None
        if made > total and all((p.value or 0) <= total for p in groups):
            names = " and ".join(f"{p.value} {noun(p.category)}" for p in groups)
            fault = finding(
                prose, "part-exceeds-whole", "fault", head.span, f"{names} of {total} {noun(head.category)}", f"at most {total} together",
                f"{names} make {made}, more than the {total} {noun(head.category)} they are counted among.", groups[0].span,
            )  # fmt: skip
        yield checked(prose, "part-exceeds-whole", head.span, f"{made} ≤ {total}", fault)


_SOME_OF = re.compile(
    r"(?<!\w)(?:including|among|dont|notamment|darunter|unter ihnen|وبينهم|بينهم|من بينهم|ضمنهم)(?!\w)"
)


def _claims_all(prose: Prose, head: Count) -> bool:
    """Say whether the parts told of a head are meant to be all of it: no 'including' before them, no list of names."""
    if not head.complete or _SOME_OF.search(prose.folded, head.span.end, head.parts[0].span.start):
        return False
    made = sum(p.value or 0 for p in _kinds(head))
    return made >= (head.value or 0) or any((p.value or 0) > 1 for p in head.parts)


def _kinds(head: Count) -> list[Count]:
    """Give the parts that nobody is in two of: children as children, or else as boys and girls."""
    inner = frozenset[str]() if head.part("child") else SEXES
    return [p for p in head.parts if p.category in DISJOINT | {"unborn"} | inner]


def _made_of(prose: Prose, head: Count, parts: Sequence[Count], total: int) -> Outcome:
    made = sum(p.value or 0 for p in parts)
    unborn = sum(p.value or 0 for p in parts if p.category == "unborn")
    what = f"{total} {noun(head.category)} = " + " + ".join(str(p.value) for p in parts)
    fault = None
    if made != total and made - unborn != total:
        fault = finding(
            prose, "sum", "fault", head.span, f"{total} {noun(head.category)}", str(made),
            f"{total} {noun(head.category)} are said, but their parts make " + " + ".join(str(p.value) for p in parts) + f" = {made}.",
            parts[0].span,
        )  # fmt: skip
    return checked(prose, "sum", head.span, what, fault)


def check_unborn(prose: Prose, read: Iterable[Sentence]) -> Outcome:
    """Warn once where the unborn are counted among the children in one place and beside them in another."""
    inside: Count | None = None
    beside: Count | None = None
    for head in (c for s in read for c in s.counts):
        child = head.part("child")
        within = child.part("unborn") if child else None
        if (
            within is not None
            and child is not None
            and exact(child) == sum(exact(p) or 0 for p in child.parts)
        ):
            inside = inside or within
        if head.part("unborn") is not None and child is not None:
            beside = beside or head.part("unborn")
    if inside is None or beside is None:
        return Outcome()
    return checked(prose, "unborn", beside.span, "the unborn are counted one way", finding(
        prose, "unborn", "warning", beside.span, "an unborn child beside the children", "one way of counting throughout",
        "An unborn child is counted beside the children here and among the children elsewhere: say which rule holds.",
        inside.span,
    ))  # fmt: skip
