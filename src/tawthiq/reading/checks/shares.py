"""Shares and rates are recomputed from the figures they follow from, to half a point; a share with a digit lost is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tawthiq.reading.checks.dates import Period
from tawthiq.reading.checks.reported import checked, exact, finding
from tawthiq.reading.counted import WHOLES, Count
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.labels import governorate_hits, party_hits
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.parted import Distribution, Sentence
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import percentage_before

HALF_POINT = 0.5
MOST_OWN = 60
"""How many counts of its own paragraph, the nearest first, a share may follow from."""
FARTHEST = 400
"""How many sentences back a share may look for its figures."""
LOOK_BACK = 2
"""How many totals before a share, outside its own paragraph, it may follow from; items of lists are no totals."""

_PERCENT = re.compile(
    r"%|(?<!\w)(?:percent|per cent|pour cent|prozent|pct)(?!\w)|(?<!\w)(?:في|ب)[ ]?ال(?:ميه|مايه)(?!\w)"
)
_CHANGE = re.compile(
    r"increas|decreas|ris(?:e|en)|fell|drop|compared|higher|lower|ارتفاع|انخفاض|زياده|مقارنه|hausse|baisse|augment|diminu|gestiegen|anstieg|ruckgang|gesunken"
)


def check_shares(
    prose: Prose, read: Sequence[Sentence], found: Sequence[Distribution], language: str
) -> Outcome:
    """Check every percentage whose figures stand before it."""
    outcomes: list[Outcome] = []
    items = _item_starts(found)
    for n, sentence in enumerate(read):
        text = prose.folded[sentence.span.start : sentence.span.end]
        if _CHANGE.search(text):
            continue
        for mark in _PERCENT.finditer(prose.folded, sentence.span.start, sentence.span.end):
            said = percentage_before(prose.folded, mark.start(), language)
            if said is not None:
                span = Span(said[2], mark.end())
                outcomes += _share(prose, sentence, span, said, _bases(read, n, items), found, language)
    return gathered(outcomes)


def _item_starts(found: Sequence[Distribution]) -> frozenset[int]:
    return frozenset(i.count.span.start for d in found for i in d.items)


def _bases(read: Sequence[Sentence], n: int, items: frozenset[int]) -> list[Count]:
    """Give what a share in a sentence can be a share of: counts of its paragraph, and the last totals before it.

    A line of a list is a total only to the paragraph right below it.
    """
    block = read[n].block
    own: list[Count] = []
    totals: list[Count] = []
    for at in range(n, max(n - FARTHEST, -1), -1):
        counts = [c for c in reversed(read[at].counts) if _is_base(c)]
        if read[at].block == block:
            own += counts[: MOST_OWN - len(own)]
            continue
        totals += [c for c in counts if c.span.start not in items or block - read[at].block == 1]
        if len(totals) >= LOOK_BACK:
            break
    return [*own, *totals[:LOOK_BACK]]


def _is_base(count: Count) -> bool:
    return exact(count) is not None and (count.value or 0) > 0 and count.category in WHOLES


def _share(
    prose: Prose,
    sentence: Sentence,
    span: Span,
    said: tuple[float, int, int],
    bases: Sequence[Count],
    found: Sequence[Distribution],
    language: str,
) -> Iterator[Outcome]:
    """Compare a share with every figure it can follow from; one that fits is enough."""
    possible = _possible(prose, sentence, span, bases, found, language)
    if not possible:
        return
    value, decimals, _ = said
    slack = HALF_POINT if decimals == 0 else 0.6 * 10**-decimals
    fits = any(abs(value - right) <= slack + 1e-6 for right, _ in possible)
    nearest = min(possible, key=lambda p: abs(p[0] - value))
    fault = None if fits else _wrong_share(prose, span, value, decimals, nearest)
    yield checked(prose, "share", span, f"{value:g} % = {possible[0][0]:.1f} %", fault)


def _wrong_share(prose: Prose, span: Span, value: float, decimals: int, right: tuple[float, str]) -> Finding:
    return finding(
        prose, "share", "fault", span, f"{value:g} %", f"{right[0]:.{max(decimals, 1)}f} %",
        f"{value:g} % is said, but {right[1]} is {right[0]:.1f} %.",
    )  # fmt: skip


def _possible(
    prose: Prose,
    sentence: Sentence,
    span: Span,
    bases: Sequence[Count],
    found: Sequence[Distribution],
    language: str,
) -> list[tuple[float, str]]:
    bracketed = _bracketed(prose, sentence, span, bases)
    if bracketed:
        return bracketed
    if _OF_THESE.match(prose.folded, span.end):
        return []
    near = _about(prose, sentence.span, span)
    parties = {h.code for h in party_hits(prose, near, language)}
    wanted = _wanted(prose, near, language)
    if not wanted and not (parties and _counted_ahead(sentence, span)):
        wanted = _wanted(prose, _ahead(prose, sentence.span, span), language)
    if wanted:
        return [
            (100 * made / (base.value or 1), f"{made} of {base.value}")
            for base in bases
            if (made := _parts_sum(base, wanted)) is not None
        ]
    governorates = {h.code for h in governorate_hits(prose, near, language)}
    keys = parties if len(parties) == 1 else governorates if len(governorates) == 1 and not parties else set()
    before = [
        d
        for d in found
        if d.whole.span.start < span.start and exact(d.whole) and d.whole.category in (*WHOLES, "massacre")
    ]
    shares = [
        (i.count, d.whole)
        for d in reversed(before)
        for i in d.items
        if i.label.key in keys and exact(i.count) is not None
    ]
    return [(100 * (c.value or 0) / (w.value or 1), f"{c.value} of {w.value}") for c, w in shares]


_OF_THESE = re.compile(r"[ ]of (?:the |all |these )?(?:child|women|female|girls|boys)(?!\w*[ ](?:and|or)[ ])")
"""Makes children or women the whole of a share, not a part: '70 % of child victims were under 12'."""
_BRACKET = re.compile(r"[ ]?[,(][ ]?(?:or |soit |oder |أي |اي )?")


def _bracketed(
    prose: Prose, sentence: Sentence, share: Span, bases: Sequence[Count]
) -> list[tuple[float, str]]:
    """Read a share in brackets right after its count: '40 women (8 %)' are a share of those they are counted among."""
    if not prose.folded[share.end : share.end + 2].lstrip().startswith(")"):
        return []
    for head in sentence.counts:
        for count in (head, *head.parts):
            value = exact(count)
            if value is None or not _BRACKET.fullmatch(prose.folded, count.span.end, share.start):
                continue
            larger = [b for b in bases if (b.value or 0) >= value and b is not head]
            wholes = [head] if count is not head else larger if count.category in WHOLES else []
            return [(100 * value / (w.value or 1), f"{value} of {w.value}") for w in wholes if exact(w)]
    return []


def _about(prose: Prose, sentence: Span, share: Span) -> Span:
    """Take the part of the sentence a share speaks of: up to the next share or count, else from the one before."""
    following = _PERCENT.search(prose.folded, share.end, sentence.end)
    end = following.start() - 8 if following else sentence.end
    stop = re.compile(r"[;:]").search(prose.folded, share.end, max(end, share.end))
    return Span(
        share.start, min(stop.start() if stop else end, share.end + 110) if end > share.end else sentence.end
    )


def _ahead(prose: Prose, sentence: Span, share: Span) -> Span:
    """Take what stands before a share: 'women and children were 53 %'; up to the share before it."""
    earlier = [m.end() for m in _PERCENT.finditer(prose.folded, sentence.start, share.start)]
    return Span(max([sentence.start, share.start - 70, *earlier]), share.start)


def _counted_ahead(sentence: Sentence, share: Span) -> bool:
    """Say whether children or women are counted before a share: then it need not be theirs."""
    parts = [p for c in sentence.counts for p in (c, *c.parts)]
    return any(p.category in ("child", "woman") and p.span.end <= share.start for p in parts)


def _wanted(prose: Prose, near: Span, language: str) -> tuple[str, ...]:
    if word_table(language, "share_women_children").has(prose.folded, near):
        return ("child", "woman")
    after = [
        h.code
        for h in word_table(language, "people").hits(prose.folded, near)
        if h.code in ("child", "woman")
    ]
    return (
        tuple(dict.fromkeys(after))
        if len(set(after)) == 1
        else ("child", "woman")
        if set(after) == {"child", "woman"}
        else ()
    )


def _parts_sum(base: Count, wanted: Sequence[str]) -> int | None:
    values = [exact(base.part(w)) for w in wanted]
    return None if None in values else sum(v or 0 for v in values)


def check_rates(
    prose: Prose,
    read: Sequence[Sentence],
    found: Sequence[Distribution],
    period: Period | None,
    language: str,
) -> Outcome:
    """Check 'an average of eight civilians a day' against the total and the days of the period."""
    if period is None:
        return Outcome()
    days = {"day": period.days, "week": period.days / 7, "month": period.days / 30.44}
    outcomes = []
    items = _item_starts(found)
    for n, sentence in enumerate(read):
        if not word_table(language, "rate_marks").has(prose.folded, sentence.span):
            continue
        for unit in word_table(language, "rate_units").hits(prose.folded, sentence.span):
            rate = next(
                (c for c in reversed(sentence.counts) if 0 <= unit.span.start - c.span.end <= 30 and c.value),
                None,
            )
            bases = [
                c
                for c in _bases(read, n, items)
                if rate is not None
                and c is not rate
                and (c.category == rate.category or rate.category in ("", "person"))
            ]
            if rate is not None and bases:
                outcomes.append(
                    _rate(prose, rate, [(c.value or 0) / days[unit.code] for c in bases], unit.code)
                )
    return gathered(outcomes)


def _rate(prose: Prose, rate: Count, possible: Sequence[float], unit: str) -> Outcome:
    said = rate.value or 0
    fits = any(abs(said - right) <= (0.5 if not rate.quantity.bound else 1.0) + 0.01 for right in possible)
    fault = None
    if not fits:
        right = min(possible, key=lambda p: abs(p - said))
        fault = finding(
            prose, "rate", "fault", rate.span, f"{said} a {unit}", f"{right:.1f} a {unit}",
            f"{said} a {unit} are said, but the total over the stated period makes {right:.1f}.",
        )  # fmt: skip
    return checked(prose, "rate", rate.span, f"{said} a {unit}", fault)
