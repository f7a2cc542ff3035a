"""The same figure has the same value everywhere: summary, body, list, table, caption and title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tawthiq.reading.checks.reported import checked, finding, noun
from tawthiq.reading.figures import Figure
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.prose import Prose

ALLIANCE = "syrian-russian-alliance"
MEMBERS = frozenset({"syrian-regime", "russian"})


def check_same(prose: Prose, found: Sequence[Figure]) -> Outcome:
    """Compare every figure with those of the same key, and every title and caption with the body."""
    parties = frozenset(f.context.party for f in found if f.origin in ("list", "table")) - {"", ALLIANCE}
    figures = [_aligned(f, parties) for f in found]
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        if figure.origin not in ("title", "caption"):
            groups.setdefault(figure.key, []).append(figure)
    outcomes = [o for group in groups.values() for o in _compared(prose, group)]
    outcomes += [o for f in figures if f.origin in ("title", "caption") for o in _restated(prose, f, figures)]
    return gathered(outcomes)


def _aligned(figure: Figure, parties: frozenset[str]) -> Figure:
    """Treat the alliance as all parties together where the report counts only its members."""
    c = figure.context
    if c.party == ALLIANCE and parties <= MEMBERS:
        return Figure(
            figure.value, figure.category, figure.harm, type(c)("", c.governorate, c.place, c.kind, c.scope, c.unsure),
            figure.origin, figure.span, figure.block, figure.derived,
        )  # fmt: skip
    return figure


def similar(a: int, b: int) -> bool:
    """Say whether two numbers look like one number miswritten: close, or a digit lost, added, changed or moved."""
    if a == b:
        return True
    low, high = min(a, b), max(a, b)
    if low == 0 or high > 12 * low:
        return False
    if high <= low * 1.5 or high - low <= 3:
        return True
    x, y = str(a), str(b)
    if len(x) == len(y):
        return sum(p != q for p, q in zip(x, y, strict=True)) == 1 or sorted(x) == sorted(y)
    short, long = sorted((x, y), key=len)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _compared(prose: Prose, group: Sequence[Figure]) -> Iterator[Outcome]:
    """Compare the figures of one key with the one that stands in a list, else with the first."""
    listed = [f for f in group if f.origin == "list" and not f.derived]
    base = (listed or list(group))[0]
    if base.context.scope and base.origin != "list" and not any(f.origin == "table" for f in group):
        return
    for figure in group:
        if figure is base or figure.span == base.span:
            continue
        if figure.origin == "text" and base.origin == "text" and not _sure(figure, base):
            continue
        what = f"{figure.value} {noun(figure.category)} here = {base.value} there"
        yield checked(prose, "different-values", figure.span, what, _differs(prose, figure, base))


def _sure(a: Figure, b: Figure) -> bool:
    """Say whether two loose sentences speak of one figure: a party or a place, or parts that agree, tie them."""
    return (
        a.block != b.block
        and a.category in ("civilian", "massacre")
        and (a.harm == "killed" or a.category == "massacre")
    )


def _differs(prose: Prose, figure: Figure, base: Figure) -> Finding | None:
    if figure.value == base.value or not similar(figure.value, base.value):
        return None
    made = f" ({base.derived})" if base.derived else ""
    return finding(
        prose, "different-values", "fault", figure.span, f"{figure.value} {noun(figure.category)}", f"{base.value} {noun(base.category)}",
        f"{figure.value} {noun(figure.category)} are said here, {base.value}{made} in line {prose.line(base.span.start)} for the same figure.",
        base.span,
    )  # fmt: skip


def _of_one(figure: Figure, other: Figure) -> bool:
    """Say whether two figures may be one miswritten: of one party and governorate, or of as many digits."""
    a, b = figure.context, other.context
    same = (a.party, a.governorate) == (b.party, b.governorate)
    return same or len(str(figure.value)) == len(str(other.value))


def _restated(prose: Prose, figure: Figure, every: Iterable[Figure]) -> Iterator[Outcome]:
    """Check that a title's or caption's figure stands in the body for the same event or the whole report, or two that make it."""
    body = [
        f
        for f in every
        if f.origin not in ("title", "caption")
        and f.category == figure.category
        and f.harm == (figure.harm or f.harm)
    ]
    same_day = [f for f in body if figure.context.scope and f.context.scope == figure.context.scope]
    here = [f for f in same_day if f.context.place == figure.context.place] or same_day
    among = here if figure.context.scope else body
    if not among:
        return
    alike = [f for f in among if _of_one(f, figure)]
    nearest = min(alike, key=lambda f: abs(f.value - figure.value), default=figure)
    values = {f.value for f in among}
    of_a_site = {f.value for f in body if not (f.context.scope or f.context.place or f.context.party)}
    said = figure.value in values | of_a_site or any(figure.value - v in values for v in values)
    fault = None if said else _differs(prose, figure, nearest)
    yield checked(
        prose,
        "different-values",
        figure.span,
        f"{figure.value} {noun(figure.category)} stands in the body",
        fault,
    )
