"""Figures of a report with what each is about, so that the same figure can be compared wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tawthiq.reading.checks.dates import Period
from tawthiq.reading.checks.reported import exact
from tawthiq.reading.counted import PEOPLE, Count
from tawthiq.reading.labels import Context, Label, governorate_hits, labels, party_hits, sole
from tawthiq.reading.layout import Block, Document, Table
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import Moment
from tawthiq.reading.parted import Distribution, Sentence
from tawthiq.reading.prose import Prose, Span, is_quoted

Origin = Literal["list", "text", "table", "caption", "title"]

_TIME_WORDS = re.compile(
    r"\b(?:since|so far|to date|previous|last|past|this (?:month|year|week)|first half|annual|throughout|earlier|ago|ever|estimated|per|average|mostly|another|more|other)\b|"
    r"(?<!\w)(?:منذ|الماضي|السابق|حتي الان|هذا العام|سنويا|معدل|اخرين)(?!\w)|\b(?:depuis|precedent|dernier|derniere|cette annee|moyenne|autres)\b|"
    r"\b(?:seit|bislang|bisher|vorjahr|letzten|vergangenen|durchschnitt\w*|weitere)\b"
)
BENEATH = 1
"""How many blocks after the last line of a numbered list are still beneath it."""
_KILLED_KINDS = frozenset({"massacre"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its full address; two figures with the same `key` must be equal."""

    value: int
    category: str
    harm: str
    context: Context
    origin: Origin
    span: Span
    block: int = -1
    derived: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Give what the figure counts: category, harm, party, governorate, place, kind of incident, when."""
        c = self.context
        return (self.category, self.harm, c.party, c.governorate, c.place, c.kind, c.scope)


def context_of(
    document: Document,
    sentence: Span,
    language: str,
    found: Sequence[Moment],
    period: Period | None,
    before: str = "",
) -> Context:
    """Say what a sentence's counts are about, as far as the sentence itself says it."""
    prose = document.prose
    party, several = sole([h.code for h in party_hits(prose, sentence, language)])
    governorate, many = sole([h.code for h in governorate_hits(prose, sentence, language)])
    place = _place_named(prose, sentence, language)
    scope, vague = _scope(prose, sentence, found, period, before)
    kind = _kind(prose.folded[sentence.start : sentence.end])
    return Context(party, governorate, place, kind, scope, several or many or vague)


def _kind(text: str) -> str:
    """Say of what kind of killing a sentence speaks, as far as reports give totals of them."""
    if re.search("massac?r|massaker|مجازر|مجزره", text):
        return "massacre"
    return "torture" if re.search("tortur|folter|تعذيب", text) else ""


def _scope(
    prose: Prose, sentence: Span, found: Sequence[Moment], period: Period | None, before: str
) -> tuple[str, bool]:
    inside = [m for m in found if sentence.covers(m.span)]
    if period is not None:
        own = [m for m in inside if m.date in (period.first, period.last)]
        if len(own) >= 2 and len(own) == len(inside):
            return "", False
    days = {m.iso() for m in inside if m.month is not None}
    if len(days) == 1:
        return next(iter(days)) or "", None in days
    if inside:
        return "", True
    return before, _TIME_WORDS.search(prose.folded, sentence.start, sentence.end) is not None


_PLACE_EN = re.compile(
    r"(?<![\w'-])(?P<name>(?:(?:al|el|ash|ar|az|an|as|ad|at)[ -])?(?:[a-z'][\w'-]{1,30})(?:[ ](?:al|el|an|ash|az)[ -][\w'-]{1,30})?)[ ](?:city|town|village|camp)\b"
)
_PLACE_AR = re.compile(r"(?:مدينه|بلده|قريه|مخيم)[ ](?P<name>\w+(?:[ ]ال\w+)?)")
_THE = frozenset({"the", "this", "that", "a", "same", "of", "in", "each"})


def _place_named(prose: Prose, sentence: Span, language: str) -> str:
    pattern = _PLACE_AR if language == "ar" else _PLACE_EN
    names = {m.group("name") for m in pattern.finditer(prose.folded, sentence.start, sentence.end)}
    if not names:
        return ""
    name = sorted(names)[0]
    return "?" if len(names) > 1 or name.split()[0] in _THE else name


def list_figures(
    document: Document, found: Sequence[Distribution], contexts: dict[int, Context]
) -> Iterator[Figure]:
    """Give the figures of every list, and those that follow from it across its axes."""
    tops = [d for d in found if d.parent is None and d.axis in ("party", "governorate") and not d.close_only]
    starts = sorted(contexts)
    within = _numbered(document)
    for d in tops:
        at = bisect_right(starts, d.whole.span.start)
        context = contexts[starts[at - 1]] if at else Context()
        context = replace(context, unsure=not context.party and d.block in within)
        if d.axis == "party":
            context = replace(context, party="")
        if d.axis == "governorate":
            context = replace(context, governorate="")
        yield from _node_figures(d, context)
        yield from _across(d, context)


def _numbered(document: Document) -> frozenset[int]:
    """Find the blocks beneath a line of a numbered list: what they count is that line's, though they may not name it."""
    ends: dict[int, tuple[int, int]] = {}
    for n, block in enumerate(document.blocks):
        if block.order:
            ends[block.level] = (ends.get(block.level, (n, n))[0], n)
    return frozenset(n for first, last in ends.values() for n in range(first, last + BENEATH + 1))


def _node_figures(d: Distribution, context: Context) -> Iterator[Figure]:
    """Give the figures of a list; two lines read as one label are not both what they seem, and left out."""
    yield from _count_figures(d.whole, context, "list", d.block)
    named = Counter(i.label for i in d.items)
    for item in d.items:
        if named[item.label] > 1:
            continue
        below = _with(context, item.label)
        if item.below is not None and item.below.items:
            yield from _node_figures(item.below, below)
        else:
            yield from _count_figures(item.count, below, "list", d.block)


def _with(context: Context, label: Label) -> Context:
    if label.axis == "party":
        return replace(context, party=label.key)
    if label.axis == "governorate":
        return replace(context, governorate=label.key)
    return replace(context, unsure=True)


def _across(d: Distribution, context: Context) -> Iterator[Figure]:
    """Add up the inner axis over the outer one: what all parties together did in each governorate."""
    inner = [i.below for i in d.items if i.below is not None and i.below.items]
    if (
        len(inner) != len(d.items)
        or len({b.axis for b in inner}) != 1
        or d.partial
        or any(b.partial for b in inner)
    ):
        return
    totals: dict[str, list[Count]] = {}
    for below in inner:
        for item in below.items:
            totals.setdefault(item.label.key, []).append(item.count)
    for key, counts in totals.items():
        values = [exact(c) for c in counts]
        if None not in values:
            made = " + ".join(str(v) for v in values)
            about = _with(context, Label(inner[0].axis, key))
            yield Figure(
                sum(v or 0 for v in values),
                counts[0].category,
                counts[0].harm,
                about,
                "list",
                counts[0].span,
                derived=made,
            )


def _count_figures(count: Count, context: Context, origin: Origin, block: int) -> Iterator[Figure]:
    value = exact(count)
    if value is not None and count.category and not context.unsure and context.place != "?":
        harm = count.harm if count.category in PEOPLE else ""
        kind = "" if count.category in _KILLED_KINDS else context.kind
        yield Figure(value, count.category, harm, replace(context, kind=kind), origin, count.span, block)
    for part in count.parts:
        if part.category in PEOPLE:
            yield from _count_figures(replace(part, parts=()), context, origin, block)


def text_figures(
    document: Document,
    read: Sequence[Sentence],
    contexts: dict[int, Context],
    in_lists: Sequence[Distribution],
    language: str,
) -> Iterator[Figure]:
    """Give the figures of sentences outside lists and outside what others are quoted as saying."""
    taken = {c.span.start for d in in_lists for c in (d.whole, *(i.count for i in d.items))}
    within = _numbered(document)
    for sentence in read:
        block = document.blocks[sentence.block]
        if _is_speech(document.prose, sentence.span, block, language):
            continue
        origin: Origin = (
            "caption"
            if block.kind == "caption"
            else "title"
            if block.kind in ("title", "heading")
            else "text"
        )
        context = contexts[sentence.span.start]
        if (sentence.block in within and not context.party) or (block.level and block.kind == "item"):
            continue
        heads = [c for c in sentence.counts if not c.of_them and c.category in PEOPLE | _KILLED_KINDS]
        for count in heads[:1] if origin == "text" else heads:
            if count.category == "person" and _of_some(document.prose, sentence.span, language):
                continue
            if count.span.start not in taken:
                yield from _count_figures(count, context, origin, sentence.block)


def _of_some(prose: Prose, span: Span, language: str) -> bool:
    """Say whether a sentence that counts persons speaks of civilians or combatants: of some of the persons only."""
    return any(
        h.code in ("civilian", "combatant") for h in word_table(language, "people").hits(prose.folded, span)
    )


def _is_speech(prose: Prose, span: Span, block: Block, language: str) -> bool:
    if word_table(language, "speech").has(prose.folded, span):
        return True
    return is_quoted(prose, block.span.start, span.start)


_CELL = re.compile(r"(?:at least )?(\d{1,3}(?:[ ,.]\d{3})+|\d+)$")


def cell_value(prose: Prose, cell: Span) -> int | None:
    """Read a table cell as a number; a dash or nothing is zero; None where it holds words."""
    text = prose.folded[cell.start : cell.end].strip()
    if text in ("", "-", "--", "0", "nil", "none"):
        return 0
    match = _CELL.fullmatch(text)
    return int(re.sub(r"\D", "", match.group(1))) if match else None


def table_figures(document: Document, table: Table, language: str) -> Iterator[Figure]:
    """Give the figures of a table whose rows are parties or governorates and whose columns are categories."""
    prose = document.prose
    head = table.rows[0]
    columns = [labels(prose, c, language)[0] for c in head]
    about = _above(document, table, language)
    for row in table.rows[1:]:
        if len(row) != len(head) or not row:
            continue
        total = word_table(language, "total_labels").has(prose.folded, row[0])
        label = labels(prose, row[0], language)[0]
        if not total and label.axis not in ("party", "governorate"):
            continue
        for column, cell in zip(columns[1:], row[1:], strict=True):
            value = cell_value(prose, cell)
            if value is None or column.axis != "category" or column.key not in PEOPLE | _KILLED_KINDS:
                continue
            context = about if total else _with(about, label)
            harm = "killed" if column.key in PEOPLE else ""
            if not context.unsure and value:
                yield Figure(value, column.key, harm, context, "table", cell)


def _above(document: Document, table: Table, language: str) -> Context:
    """Read what a table is about from the line above it."""
    start = table.rows[0][0].start
    lines = [b for b in document.blocks if b.kind != "row" and b.span.end <= start]
    if not lines:
        return Context()
    prose = document.prose
    party, several = sole([h.code for h in party_hits(prose, lines[-1].span, language)])
    governorate, many = sole([h.code for h in governorate_hits(prose, lines[-1].span, language)])
    text = prose.folded[lines[-1].span.start : lines[-1].span.end]
    massacre = "massacre" if re.search("massac?r|massaker|مجازر|مجزره", text) else ""
    injured = (
        re.search(r"injur|wound|arrest|detain|جرح|مصاب|اصاب|اعتقال|bless|verletz|arrestation|festnahme", text)
        is not None
    )
    if lines[-1].kind in ("paragraph", "item") and not text.rstrip().endswith(":"):
        return Context(kind=massacre, unsure=injured)
    return Context("" if several else party, "" if many else governorate, "", massacre, "", injured)
