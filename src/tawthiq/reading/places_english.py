"""Places in English prose: runs of capitals beside a kind of place, a verb of attack, or a preposition."""

from __future__ import annotations

import re
from functools import cache

from tawthiq.domain.scripts import fold
from tawthiq.reading.lexicon import tables, word_table
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.prose import Prose, Span, fold_pattern

_ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]r|[Aa]z|An|As|Ad|At|[Ee]d|[Ee]z|Adh)"

_WORD = r"[A-Z](?:h-[a-z])?[\w'’‘ʼ`´]*(?:-(?:[A-Z]|a[lnrszdh]-|el-)[\w'’‘ʼ`´]*)*"

NAME = rf"(?:{_ARTICLE}(?:-[ ]|[- ])|(?:as|an|at|ad|adh|ath|ash)-)?{_WORD}(?:[ ](?:{_ARTICLE}[- ]|al|bin[ ])?{_WORD}){{0,3}}"

_KIND = r"(?:[Cc]ity|[Tt]own|[Vv]illage|[Cc]amp|[Nn]eighbou?rhood|[Dd]esert|[Dd]istrict|[Qq]uarter|[Tt]ownship|[Hh]amlet|[Aa]rea|IDPs? camp)"

_AFTER = re.compile(
    rf"(?<![\w'-])(?P<name>{NAME})[ ]+(?:(?:IDPs?|refugee|the|displacement|informal|makeshift|tented)[ ]+)?(?P<kind>{_KIND})(?!\w)"
)

_OF = re.compile(
    rf"(?<!\w)(?:the[ ])?(?:\w+[ ])?(?P<kind>[Cc]ity|[Tt]own|[Vv]illage|[Cc]amp|[Nn]eighbou?rhood)s?[ ]of[ ](?P<name>{NAME})"
)

_DISTRICTS_OF = re.compile(
    rf"(?<!\w)(?:[Dd]istricts|[Nn]eighbou?rhoods|[Qq]uarters|[Ss]treets|[Pp]arts|[Oo]utskirts|[Ee]dges?|[Cc]ent(?:er|re))[ ]of[ ](?:the[ ]city[ ]of[ ])?(?P<name>{NAME})(?![ ](?:governorate|province|countryside|region))"
)
"""Parts of a city name the city: 'government-held districts of Aleppo'."""

_PAIR = re.compile(
    rf"between[ ](?:the[ ])?(?:villages|towns|cities)?(?:[ ]of[ ])?(?P<a>{NAME})[ ]and[ ](?P<b>{NAME})"
)

_LOOSE = re.compile(
    rf"(?<!\w)(?:[Ii]n|[Oo]n|[Aa]t|of|[Nn]ear|over|outside|beside|close to|hit|struck|bombed|shelled|targeted|attacked|bombarded|raided|targeting|pounded|in the vicinity of|around)[ ](?:nearby[ ]|neighbou?ring[ ]|central[ ]|downtown[ ])?\"?(?P<name>{NAME})"
)

_SUBJECT = re.compile(
    rf"(?<![\w'-])(?P<name>{NAME})(?=[ ](?:was|were|has been|came)[ ](?:\w+ly[ ]|again[ ])?(?:bombed|shelled|hit|struck|attacked|targeted|raided|bombarded|under)(?!\w))"
)

_DIRECTION = re.compile(r"(?:north|south|east|west)[ ]of[ ]$")

_COMMA = re.compile(
    rf"(?<![\w'-])(?<!was )(?<!were )(?<!named )(?<!called )(?P<name>{NAME})(?=,[ ](?:in[ ]|an?[ ](?:\w+[ ]){{0,2}}(?:city|town|village|camp|suburb|district|neighbou?rhood)|\d{{1,2}}[ ][A-Z]|(?:\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine|ten)[ ](?:civilians?|people|persons?|killed|dead|wounded|injured|martyrs?|children|women|victims?)|[a-z-]+ern[ ]|rural[ ]|[A-Z]))"
)

_LED = re.compile(r"-(?:backed|held|run|controlled|led|linked|based|affiliated|made|supported)(?!\w)")
_ATTACK_ON = re.compile(
    r"\b(?:raids?|strikes?|airstrikes?|(?:rocket|artillery|mortar|missile|shell|tank)[ ]fire|attacks?|shelling|bombardment|bombing|shells?|rockets?|missiles?|bombs)[ ](?:of|on|at|in|over)[ ]$"
)
_TOLD_THERE = re.compile(
    r",[ ](?:an?|at[ ]least|one|two|three|four|five|six|seven|eight|nine|ten|\d+)[ ]|,[ ](?:an?|the)[ ](?:\w+[ ]){0,2}?(?:village|town|city|camp)(?!\w)"
)
"""What follows a name that says it is the scene: 'In Tafas, a child …', 'in Hroza, a village in …'."""


def _is_scene(prose: Prose, match: re.Match[str], name: str) -> bool:
    """Say whether a name without its kind is where it happened: after 'shelled', 'raid on', or before who was killed there."""
    if fold_pattern(name) in word_table("en", "governorates").codes:
        return _STRUCK.match(match.group()) is not None
    start = match.end("name") - len(name)
    if _STRUCK.match(match.group()) or _ATTACK_ON.search(prose.folded, max(start - 30, 0), start):
        return True
    lead = re.search(r"(?:^|[.;:(]\s?|\n)(?:In|At)[ ]$", prose.plain[max(start - 6, 0) : start])
    after = _TOLD_THERE.match(prose.folded, match.end("name"))
    return after is not None and (lead is not None or "village" in after.group() or "town" in after.group())


_SITE_NOUN = re.compile(
    r"[ ](?:[A-Z]\w+[ ]){0,2}(?:Mosque|Hospital|School|Prison|Hall|Airbase|Airport|Air [Bb]ase|Cent(?:er|re)|Street|Market|Square|Church|University|Bridge|Bakery|Roundabout|Highway|"
    r"Checkpoint|Crossing|River|Dam|Forces|Front|Army|hospital|mosque|school|market|street|bakery|airbase|airport|checkpoint|bridge|roundabout|mountain|river|Mountain|military|square|highway|Regiment|Battalion|Barracks|[Bb]uilding|[Rr]oad|[Jj]unction|[Cc]ircle|intersection|(?:City[ ])?Circle|Palace|Company|Factory|Station|station|oil field|prison|Prison|jail|[Dd]etention|[Bb]ranch)\b"
)

_OF_AN_OFFICE = re.compile(
    r"(?:Ministry|Directorate|Department|Council|Network|Union|Court|Minister|Bureau|Office|Faculty)[ ]$"
)

_STRUCK = re.compile(r"(?:hit|struck|bombed|shelled|targeted|attacked|bombarded|raided|targeting|pounded)[ ]")

_REGION = re.compile(
    r"(?:'s?)?[ ](?:governorate|suburb|countryside|state|province|oblast|region|[a-z-]+ern (?:suburb|countryside))"
)


@cache
def _not_places() -> frozenset[str]:
    return frozenset(tables("en")["not_places"]["words"])


def english_places(prose: Prose, within: Span, known: Known) -> list[PlaceSaid]:
    found: list[PlaceSaid] = []
    for match in _PAIR.finditer(prose.plain, within.start, within.end):
        names = (cleaned(match.group("a")), cleaned(match.group("b")))
        if all(names):
            found.append(
                PlaceSaid(f"between {names[0]} and {names[1]}", "", Span(match.start("a"), match.end("b")))
            )
    for match in (
        *_OF.finditer(prose.plain, within.start, within.end),
        *_AFTER.finditer(prose.plain, within.start, within.end),
    ):
        name = cleaned(match.group("name"))
        if name and not _is_site(prose, match):
            kind = match.group("kind").lower().split()[-1]
            kind = _QUARTERS.get(kind, kind)
            start = match.end("name") - len(name)
            city = _city_of(prose, start, within) if kind == "neighborhood" else None
            found.append(city or PlaceSaid(name, kind, Span(start, match.end())))
    for match in _DISTRICTS_OF.finditer(prose.plain, within.start, within.end):
        if (name := cleaned(match.group("name"))) and not _is_site(prose, match):
            end = match.end("name")
            known_city = fold_pattern(name) in word_table("en", "governorates").codes
            found.append(PlaceSaid(name, "city" if known_city else "", Span(end - len(name), end)))
    for pattern in (_LOOSE, _COMMA, _SUBJECT):
        for match in pattern.finditer(prose.plain, within.start, within.end):
            name = cleaned(match.group("name"))
            if _OF_AN_OFFICE.search(prose.plain, max(match.start() - 24, 0), match.start()):
                continue
            if pattern is _LOOSE and _DIRECTION.search(
                prose.folded, max(match.start() - 14, 0), match.start("name")
            ):
                continue
            if re.search(r"\d", name) or _LED.match(prose.folded, match.end("name")):
                continue
            if name and not _is_site(prose, match) and not _REGION.match(prose.folded, match.end("name")):
                start = match.end("name") - len(name)
                found.append(
                    PlaceSaid(
                        name,
                        "",
                        Span(start, match.end("name")),
                        sure=_is_listed(name, known) or _is_scene(prose, match, name),
                    )
                )
    return found


_QUARTERS = {"neighbourhood": "neighborhood", "district": "neighborhood", "quarter": "neighborhood"}
"""Words for a part of a city, which is named as the place where it stands beside its city."""
_CITY_OF_QUARTER = re.compile(rf"(?<![\w'-])(?P<city>{NAME})['’]s?[ ]$")


def _city_of(prose: Prose, start: int, within: Span) -> PlaceSaid | None:
    """Find the city that owns a quarter: "Raqqa's Jazra neighbourhood"."""
    owner = _CITY_OF_QUARTER.search(prose.plain, max(start - 40, within.start), start)
    name = cleaned(owner.group("city")) if owner else ""
    if owner is None or not name:
        return None
    end = owner.end("city")
    return PlaceSaid(name, "city", Span(end - len(name), end))


def _is_listed(name: str, known: Known) -> bool:
    """Say whether the gazetteer knows a name; the name of a governorate alone says no town."""
    return fold(name) in known and fold_pattern(name) not in word_table("en", "governorates").codes


def _ends_name(words: list[str], first: int, number: int) -> bool:
    """Say whether a word follows an article within the name: 'Ein al Arab'."""
    return number > first + 1 and words[number - 1].lower() in ("al", "el")


def cleaned(name: str) -> str:
    """Drop words at the start of a run of capitals that are no part of a name."""
    words = re.sub(r"\s+", " ", name).split(" ")
    plain = [re.sub("[’‘ʼ`´]", "'", word) for word in words]
    first = next(
        (
            n
            for n, w in enumerate(plain)
            if w.strip("'") not in _not_places() and not w.lower().endswith("'s")
        ),
        len(words),
    )
    last = next(
        (
            n
            for n in range(first, len(plain))
            if plain[n] in _not_places() and not _ends_name(plain, first, n)
        ),
        len(words),
    )
    return re.sub("['’‘ʼ`´](?:s|S)?$", "", " ".join(words[first:last]))


def _is_site(prose: Prose, match: re.Match[str]) -> bool:
    return _SITE_NOUN.match(prose.plain, match.end("name")) is not None or bool(
        re.search(
            r"(?:Mosque|Hospital|School|Airbase|Airport|Cent(?:er|re)|Market|Street)$", match.group("name")
        )
    )
