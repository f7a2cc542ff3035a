"""Counted people and things in a sentence, and how the counts nest: '13 civilians, including 7 children (4 boys, 3 girls)'.

Every count keeps its words' place. A list after "including" is a part of the count before it and may be incomplete;
a list after "namely" or of both sexes in brackets claims to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from tawthiq.reading.lexicon import CLITICS, Hit, pattern_of, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import Quantity, quantities
from tawthiq.reading.singles import singles

PEOPLE = frozenset(
    [
        "civilian",
        "person",
        "child",
        "boy",
        "girl",
        "unborn",
        "woman",
        "man",
        "combatant",
        "media",
        "medical",
        "civil-defense",
        "aid",
        "teacher",
        "other",
    ]
)
"""Categories of people; every other category is a thing."""
SEXES = frozenset({"boy", "girl", "unborn"})
WHOLES = frozenset({"civilian", "person", "other", ""})
"""Categories that other people are counted within."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count as said; `category` is empty where no noun stands with the number."""

    category: str
    quantity: Quantity
    span: Span
    harm: str = ""
    parts: tuple[Count, ...] = ()
    complete: bool = False
    of_them: bool = False
    grown: bool = field(default=False, compare=False)

    @property
    def value(self) -> int | None:
        """Give the number said, or None where it is vague."""
        return self.quantity.value

    def part(self, category: str) -> Count | None:
        """Give the part of a category, or None where none is said."""
        return next((p for p in self.parts if p.category == category), None)


_GAP_STOPS = {
    "en": "and|or|in|on|at|from|to|were|was|have|had|has|including|with|who|which|by|as|while|are|is|between|when|that|than",
    "ar": "في|الي|علي|عن|بينهم|منهم|بين|و|كانوا|خلال|بتاريخ|ما",
    "fr": "et|ou|dans|a|au|du|dont|par|en|pour|ont|sont|entre|qui",
    "de": "und|oder|in|im|am|auf|durch|von|bei|wurden|sind|davon|darunter|zwischen|mit",
}
_OF_THEM = {
    "en": r"(?:of|among|amongst)[ ](?:them|whom|these|those|which|the[ ](?:victims|dead|killed|total))(?:[ ]killed)?[ ,]*(?:(?:were|are|being|was)[ ])?",
    "ar": r"(?:منهم|منهن|من بينهم)[ ](?:كانوا[ ])?",
    "fr": r"(?:d'entre eux|d'entre elles|parmi eux)[ ,]*(?:(?:etaient|sont)[ ](?:des[ ])?)?",
    "de": r"(?:von ihnen|davon|von denen)[ ,]*(?:(?:waren|sind)[ ])?",
}


@cache
def _noun_after(language: str) -> re.Pattern[str]:
    """Match the noun of a number: up to three describing words may stand between, and 'of them'."""
    stops = f"{_GAP_STOPS[language]}|{pattern_of(language, 'numbers')}"
    noun = rf"(?P<people>{pattern_of(language, 'people')})|(?P<thing>{pattern_of(language, 'things')})"
    clitic = r"(?:ال)?" if language == "ar" else ""
    partitive = {
        "en": r"(?:of (?:the|its|their|his|our) )?",
        "ar": r"(?:من (?=ال))?",
        "fr": r"(?:d'|de |des )?",
        "de": "",
    }[language]
    gap = rf"(?:(?!(?:{stops})(?!\w))[a-z'\u0600-\u06ff][\w'-]{{0,24}}[ ]){{0,3}}?"
    return re.compile(rf"[ \n]{{0,2}}(?P<of>{_OF_THEM[language]})?{partitive}{gap}{clitic}(?:{noun})(?!\w)")


def counts(prose: Prose, within: Span, language: str, skip: Sequence[Span] = ()) -> list[Count]:
    """Find every count of a piece of text in order, not yet nested and without harms."""
    found: list[Count] = []
    skip = [*skip, *_ages(prose, within, language)]
    for quantity in quantities(prose.folded, within, language, skip):
        match = _noun_after(language).match(prose.folded, _after_copula(prose.folded, quantity), within.end)
        category, end, of_them = "", quantity.span.end, False
        if match is not None:
            table = "people" if match.group("people") else "things"
            word = re.sub(r"\s+", " ", match.group("people") or match.group("thing"))
            category, end, of_them = (
                word_table(language, table).codes[word],
                match.end(),
                bool(match.group("of")),
            )
            of_them = of_them or _AMONG_THEM.match(prose.folded, end) is not None
            if category in ("child", "woman") and _BOTH.match(prose.folded, end):
                category = ""
        if not category and prose.folded.endswith("family of ", 0, quantity.span.start):
            category = "person"
        found.append(Count(category, quantity, Span(quantity.span.start, end), of_them=of_them))
    found = [c for n, c in enumerate(found) if not (n and found[n - 1].span.touches(c.span))]
    if language in ("fr", "de"):
        found = [
            c
            for c in found
            if c.category in PEOPLE | {""}
            or not _ARTICLE.fullmatch(prose.folded[c.quantity.span.start : c.quantity.span.end])
        ]
        found = [
            c
            for c in found
            if c.category
            or not _ARTICLE.fullmatch(prose.folded[c.quantity.span.start : c.quantity.span.end])
            or not re.match(r"[ ]\d", prose.folded[c.span.end : c.span.end + 2])
        ]
    if language == "ar":
        found = [
            c for c in found if c.category or not _AR_ONE.fullmatch(prose.folded[c.span.start : c.span.end])
        ]
    taken = [*(c.span for c in found), *skip]
    single = [
        Count(s.category, Quantity(s.number, s.span), s.span)
        for s in singles(prose, within, language)
        if not any(s.span.touches(t) for t in taken)
    ]
    return sorted(found + single, key=lambda c: c.span.start)


_AGE = {
    "en": re.compile(r"\b(?:aged|age|ages)[ ](?:of[ ])?[\w-]+(?:[ ](?:and|to)[ ][\w-]+)?|(?<=man|boy)[,][ ]\d{1,2}(?=,)|(?<=girl)[,][ ]\d{1,2}(?=,)"),
    "ar": re.compile(r"(?<!\w)(?:عمره|عمرها|البالغه? من العمر)[ ]\w+"),
}  # fmt: skip
"""How old somebody was: no count of people."""


def _ages(prose: Prose, within: Span, language: str) -> list[Span]:
    if language not in _AGE:
        return []
    return [Span(*m.span()) for m in _AGE[language].finditer(prose.folded, within.start, within.end)]


_AMONG_THEM = re.compile(r",?[ ](?:being[ ])?among(?:st)?[ ](?:them|the[ ](?:dead|victims|killed))(?!\w)")
"""Said after its count: 'seven civilians, two children among them'."""
_ARTICLE = re.compile(r"une?|ein(?:e[nmr]?)?")
_AR_ONE = re.compile(r"(?:ال)?(?:واحد|واحده|احد|احدي)")

_BOTH = re.compile(r"[ ](?:and|or)[ ](?:children|women)|[ ]و(?:ال)?(?:اطفال|نسا|سيدات)")
_COPULA = re.compile(r"[ ](?:were|are|was)(?=[ ])")
_RELATIVE = re.compile(
    r"of (?:whom|them|which)[ ](?:[^.;:]{1,40} (?:were|are|was) [^.;:]{3,30}(?:,| and|, and) )*$"
)


def _after_copula(folded: str, quantity: Quantity) -> int:
    """Give where the noun of a number is looked for: after 'were' in 'of whom five were children'."""
    copula = _COPULA.match(folded, quantity.span.end)
    relative = _RELATIVE.search(folded[max(quantity.span.start - 90, 0) : quantity.span.start])
    return copula.end() if copula and relative else quantity.span.end


@cache
def _harm_words(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){CLITICS if language == 'ar' else ''}(?P<w>{pattern_of(language, 'harms')})(?!\w)"
    )


_BREAKS = {
    "en": r"\band\b|,|;|\bas well as\b|\bwhile\b|\bwith\b|\bbut\b",
    "ar": r",|;|(?<!\w)و",
    "fr": r"\bet\b|,|;|\bainsi que\b",
    "de": r"\bund\b|,|;|\bsowie\b",
}


def _harm_hits(folded: str, within: Span, language: str) -> list[Hit]:
    return list(word_table(language, "harms").hits(folded, within))


def _with_harms(prose: Prose, found: Sequence[Count], within: Span, language: str) -> list[Count]:
    """Give each count the harm said of it: just after it ('13 were killed'), else the last one said before it."""
    hits = _harm_hits(prose.folded, within, language)
    given: list[Count] = []
    for n, count in enumerate(found):
        limit = found[n + 1].span.start if n + 1 < len(found) else within.end
        floor = found[n - 1].span.end if n else within.start
        inside = [h for h in hits if count.span.covers(h.span)]
        before = [h for h in hits if h.span.end <= count.span.start]
        near = [h for h in before if h.span.start >= floor]
        adjacent = (
            near[-1]
            if near and len(prose.folded[near[-1].span.end : count.span.start].split()) <= 3
            else None
        )
        if adjacent is not None and re.search(
            _BREAKS[language], prose.folded[adjacent.span.end : count.span.start]
        ):
            adjacent = None
        after = next(
            (h for h in hits if count.span.end <= h.span.start < min(limit, count.span.end + 34)), None
        )
        if after is not None and re.search(
            _BREAKS[language], prose.folded[count.span.end : after.span.start]
        ):
            after = None
        chosen = adjacent or after or (inside[0] if inside else None) or (near[-1] if near else None)
        if chosen is None and given and prose.folded.find(";", given[-1].span.end, count.span.start) < 0:
            given.append(replace(count, harm=given[-1].harm))
        else:
            given.append(replace(count, harm=chosen.code if chosen else (before[-1].code if before else "")))
    return _listed_together(prose, given)


def _listed_together(prose: Prose, given: list[Count]) -> list[Count]:
    """Give 'a man, his wife and their children were killed' one harm: what is said at the end holds for the list."""
    for n in range(len(given) - 2, -1, -1):
        between = prose.folded[given[n].span.end : given[n + 1].span.start]
        if (
            not given[n].harm
            and given[n + 1].harm
            and re.fullmatch(
                r"(?:[ ](?:from|of)[ ](?:one|the same|a single)[ ]family)?[ ,]*(?:and|و|et|und)?[ ]*(?:their|his|her)?[ ]*",
                between,
            )
        ):
            given[n] = replace(given[n], harm=given[n + 1].harm)
    return given


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
    found = _with_harms(prose, every, within, language)
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
    told = [_harmed_later(prose, c, n, within, language) for c, n in zip(nest.done, limits, strict=True)]
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
    "en": re.compile(r"[ ,(-]{1,3}(?:all|both)(?:[ ]of[ ](?:them|whom))?[ ](?:were[ ]|are[ ])?(?P<w>children|women|minors)(?!\w)"),
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
    return replace(count, parts=(Count(category, Quantity(count.value, span), span, count.harm),))


_SUFFERED = re.compile(r"(?:\b(?:was|were|been|who|confirmed|found|pronounced|reported|left)|[,-])[ ]$")


def _harmed_later(prose: Prose, count: Count, limit: int, within: Span, language: str) -> Count:
    """Find the harm said after the parts: 'Nine people, five of them children, were killed', 'A man, from X, was shot dead'."""
    if count.harm or count.category not in PEOPLE:
        return count
    end = _end(count)
    hits = [h for h in _harm_hits(prose.folded, within, language) if h.span.start >= end]
    hit = next((h for h in hits if h.span.start <= end + 30), None)
    if hit is None and language == "en" and count.span.start - within.start < 40:
        hit = next((h for h in hits if h.span.end <= min(limit, end + 150)), None)
        before = prose.folded[max(hit.span.start - 16, end) : hit.span.start] if hit is not None else ""
        hit = hit if _SUFFERED.search(before) else None
    if hit is None:
        return count
    return replace(
        count, harm=hit.code, parts=tuple(replace(p, harm=p.harm or hit.code) for p in count.parts)
    )


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
            nest.done and not nest.depth and mark.span.start - _end(nest.done[-1]) <= 30
        )
    elif nest.done and not nest.depth and mark.span.start - _end(nest.done[-1]) <= 90:
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
    between = prose.folded[_end(head) : count.span.start]
    if len(between) > 160 or count.category in ("family", "site"):
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


def _end(count: Count) -> int:
    return max([count.span.end, *(_end(p) for p in count.parts)])


def in_order(found: Sequence[Count]) -> bool:
    """Say whether counts stand in the order of the text, none on another."""
    return all(a.span.end <= b.span.start for a, b in pairwise(found))
