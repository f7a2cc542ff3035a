"""Counted people and things in a sentence, and how the counts nest: '13 civilians, including 7 children (4 boys, 3 girls)'.

Every count keeps its words' place. A list after "including" is a part of the count before it and may be incomplete;
a list after "namely" or of both sexes in brackets claims to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tawthiq.reading.ages import ages_said, by_age, parents_of
from tawthiq.reading.kin_arabic import arabic_people
from tawthiq.reading.lexicon import pattern_of, word_table
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

    def harmed(self, harm: str) -> Count:
        """Give the count with a harm."""
        if harm == self.harm:
            return self
        return Count(
            self.category, self.quantity, self.span, harm, self.parts, self.complete, self.of_them, self.grown
        )

    def part(self, category: str) -> Count | None:
        """Give the part of a category, or None where none is said."""
        return next((p for p in self.parts if p.category == category), None)


_GAP_STOPS = {
    "en": "and|or|in|on|at|from|to|were|was|have|had|has|including|with|who|which|by|as|while|are|is|between|when|that|than",
    "ar": "جرا|اثر|نتيجه|بسبب|بعد|قبل|عند|حين|عندما|قرب|في|الي|علي|عن|بينهم|منهم|بين|و|كانوا|خلال|بتاريخ|ما",
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
    gap = rf"(?:(?!(?:{stops})(?!\w))(?:\d{{1,2}}-(?:year|month|day)-|[a-z'\u0600-\u06ff])[\w'-]{{0,24}}[ ]){{0,3}}?"
    return re.compile(
        rf"[\"”»]?[ \n]{{0,2}}(?P<of>{_OF_THEM[language]})?{partitive}{gap}{clitic}(?:{noun})(?!\w)"
    )


@cache
def _other_people() -> re.Pattern[str]:
    """Match who 'three other …' were: 'three other women'."""
    return re.compile(rf"[ ](?P<w>{pattern_of('en', 'people')})(?!\w)")


def counts(prose: Prose, within: Span, language: str, skip: Sequence[Span] = ()) -> list[Count]:
    """Find every count of a piece of text in order, not yet nested and without harms."""
    found: list[Count] = []
    skip = [*skip, *ages_said(prose, within, language), *parents_of(prose, within, language)]
    for quantity in quantities(prose.folded, within, language, skip):
        if _COMPOUND.match(prose.folded, quantity.span.end):
            continue
        match = _noun_after(language).match(prose.folded, _after_copula(prose.folded, quantity), within.end)
        category, start, end, of_them = "", quantity.span.start, quantity.span.end, False
        if match is not None:
            table = "people" if match.group("people") else "things"
            word = re.sub(r"\s+", " ", match.group("people") or match.group("thing"))
            category, end, of_them = (
                word_table(language, table).codes[word],
                match.end(),
                bool(match.group("of")),
            )
            if category == "other" and (named := _other_people().match(prose.folded, end)):
                category, end = (
                    word_table(language, "people").codes[re.sub(r"\s+", " ", named.group("w"))],
                    named.end(),
                )
            of_them = of_them or _ONE_A.match(prose.folded, quantity.span.end) is not None
            of_them = of_them or _AMONG_THEM.match(prose.folded, end) is not None
            if category in ("child", "woman") and _BOTH.match(prose.folded, end):
                category = ""
        if language == "ar":
            category, start, end = arabic_people(prose, quantity, category, Span(start, end))
        if not category and language == "en" and (family := _MEMBERS.match(prose.folded, quantity.span.end)):
            category, end = "person", family.end()
        if not category and prose.folded.endswith("family of ", 0, quantity.span.start):
            category = "person"
        if not category and language == "en" and (noun := harmed_people(prose, quantity, within)):
            category, end = "person", noun.end
        if category in ("person", "boy", "girl", "man", "woman") and language == "en":
            category = by_age(prose, category, end)
        found.append(Count(category, quantity, Span(start, end), of_them=of_them))
    found = [c for n, c in enumerate(found) if not (n and found[n - 1].span.touches(c.span))]
    found = _without_articles(prose, found, language)
    single = [
        Count(s.category, Quantity(s.number, s.span), s.span)
        for s in singles(prose, within, language)
        if not any(s.span.touches(c.span) for c in found)
        and not any(s.span.touches(t) and not s.span.covers(t) for t in skip)
        and not (language == "ar" and any(c.category and s.span.start - c.span.end == 1 for c in found))
    ]
    single = [c for c in single if not _FREED.search(prose.folded, max(c.span.start - 40, 0), c.span.start)]
    return _with_those_among(prose, sorted(found + single, key=lambda c: c.span.start), language)


_LISTED = re.compile(r",?[ ](?:and[ ])?(?:a[ ]|an[ ]|the[ ])?")


def _with_those_among(prose: Prose, found: list[Count], language: str) -> list[Count]:
    """Take all of a list that 'among them' closes for those just counted: 'four people, two women and a boy among them'."""
    if language != "en":
        return found
    for n in range(len(found) - 1, 0, -1):
        last, before = found[n], found[n - 1]
        if (
            last.of_them or _AMONG_THEM.match(prose.folded, last.span.end)
        ) and before.category in PEOPLE - WHOLES:
            joined = _LISTED.fullmatch(prose.folded, before.span.end, last.span.start)
            if joined is not None and _AMONG_THEM.match(prose.folded, last.span.end):
                found[n] = replace(last, of_them=True)
                found[n - 1] = replace(before, of_them=True)
        elif _AMONG_THEM.match(prose.folded, last.span.end) and last.category in PEOPLE - WHOLES:
            found[n] = replace(last, of_them=True)
    return found


_COMPOUND = re.compile(
    r"-(?:storey|story|floor|room|bed|seat|wheel|km|kilomet|met|hour|day|week|month|year|minute|man|person|way|lane|point|barrel|engine)"
)
"""What makes a number part of another word: 'a four-storey house'."""
_FREED = re.compile(
    r"\b(?:(?:work|play|walk|graz|liv|stay|travel|farm|harvest|rid)\w*ing with|release(?: of)?|free|looking for|search(?:ing)? for|visit(?:ing)?|to see|on behalf of|demand\w* for|ask\w* (?:about|for)|appeal\w* for)[ ](?:[\w']+[ ]){0,1}$"
)
"""Said of people to whom nothing happened here: 'his appeal to release his daughter'."""


def _without_articles(prose: Prose, found: list[Count], language: str) -> list[Count]:
    """Leave out articles that are also numbers: une, ein, واحد, where no person stands with them."""
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
    return found


_MEMBERS = re.compile(
    r"[ ](?:members|people)[ ]of[ ](?:the|a|one|his|her|their)[ ](?:[\w'-]+[ ]){0,3}(?:family|household|clan)(?!\w)"
)


@cache
def _harmed_noun() -> re.Pattern[str]:
    """Match any plural noun of which a harm is said right after: 'three beekeepers were killed', 'two farmhands injured'."""
    stops = f"{_GAP_STOPS['en']}|{pattern_of('en', 'numbers')}|{pattern_of('en', 'things')}|{pattern_of('en', 'munitions')}|{pattern_of('en', 'platforms')}"
    word = rf"(?!(?:{stops})(?!\w))[a-z][a-z'-]{{1,20}}"
    return re.compile(
        rf"(?:[ ]{word}){{0,2}}[ ](?P<n>{word}(?:s|men|women|folk|kin))"
        rf"(?:,[ ](?:among|including)[^,;.:]{{2,40}},)?(?=[ ](?:(?:were|was|are|is|have been|had been|have|had|lay|left|being)[ ](?:all[ ]|also[ ])?)?(?:{pattern_of('en', 'harms')})(?!\w))"
    )


_NO_PERSON = frozenset(
    [
        "houses",
        "homes",
        "vehicles",
        "cars",
        "cows",
        "sheep",
        "goats",
        "animals",
        "horses",
        "hectares",
        "tonnes",
        "tons",
        "litres",
        "trees",
        "buildings",
        "tents",
        "shops",
        "families",
        "villages",
        "towns",
        "days",
        "hours",
        "times",
        "years",
        "months",
        "weeks",
        "minutes",
        "meters",
        "metres",
        "birds",
        "bees",
        "donkeys",
        "camels",
        "boats",
        "trucks",
        "buses",
        "ambulances",
        "schools",
        "areas",
        "parts",
        "rounds",
        "bursts",
        "others",
    ]
)


def harmed_people(prose: Prose, quantity: Quantity, within: Span) -> Span | None:
    """Find people of any trade whose number and harm stand around their noun, or None."""
    match = _harmed_noun().match(prose.folded, quantity.span.end, within.end)
    if match is None or match.group("n") in _NO_PERSON:
        return None
    return Span(quantity.span.start, match.end("n"))


_AMONG_THEM = re.compile(
    r",?[ ](?:included(?=[,.;:)]|$|[ ]and)|(?:being[ ])?among(?:st)?[ ](?:them|the[ ](?:dead|victims|killed))(?=[,.;:)]|$|[ ](?:were|was|and|who)\b))"
)

"""Said after its count: 'seven civilians, two children among them'."""

_ONE_A = re.compile(r"[ ](?:an?|being[ ]an?|of[ ]them[ ]an?)[ ](?=\w)")
"""Said of one of those just counted: 'six civilians, one a boy of 13'."""

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


def count_end(count: Count) -> int:
    return max([count.span.end, *(count_end(p) for p in count.parts)])
