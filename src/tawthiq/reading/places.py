"""Places named in prose: 'Kafranbel city in Idlib governorate's southern suburbs', 'قرية كفر حلب بريف حلب الغربي'.

A place someone came from, an aircraft took off from, or a name of a mosque or school is not where an attack fell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tawthiq.domain.scripts import fold
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.prose import Prose, Span

Known = Mapping[str, tuple[str, str]]
"""Folded spelling → (the name in English, its governorate), as the caller's gazetteer knows them."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place as said: `kind` city, town, village, camp, neighborhood or empty; `sure` where a kind stood with it."""

    name: str
    kind: str
    span: Span
    governorate: str | None = None
    side: str | None = None
    sure: bool = True


_ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]r|[Aa]z|An|As|Ad|At|[Ee]d|[Ee]z|Adh)"
_WORD = r"[A-Z][\w'’‘ʼ`´]*(?:-(?:[A-Z]|a[lnrszdh]-|el-)[\w'’‘ʼ`´]*)*"
_NAME = rf"(?:{_ARTICLE}[- ])?{_WORD}(?:[ ](?:{_ARTICLE}[- ]|al|bin[ ])?{_WORD}){{0,3}}"
_KIND = r"(?:[Cc]ity|[Tt]own|[Vv]illage|[Cc]amp|[Nn]eighbou?rhood|[Dd]esert|[Dd]istrict|[Tt]ownship|[Hh]amlet|[Aa]rea|IDPs? camp)"
_AFTER = re.compile(rf"(?<![\w'-])(?P<name>{_NAME})[ ]+(?:(?:IDPs?|refugee|the)[ ]+)?(?P<kind>{_KIND})(?!\w)")
_OF = re.compile(
    rf"(?<!\w)(?:the[ ])?(?:\w+[ ])?(?P<kind>[Cc]ity|[Tt]own|[Vv]illage|[Cc]amp|[Nn]eighbou?rhood)s?[ ]of[ ](?P<name>{_NAME})"
)
_PAIR = re.compile(
    rf"between[ ](?:the[ ])?(?:villages|towns|cities)?(?:[ ]of[ ])?(?P<a>{_NAME})[ ]and[ ](?P<b>{_NAME})"
)
_LOOSE = re.compile(
    rf"(?<!\w)(?:[Ii]n|[Oo]n|[Aa]t|of|[Nn]ear|over|outside|beside|close to|hit|struck|bombed|shelled|targeted|attacked|bombarded|raided|targeting|pounded|in the vicinity of|around)[ ](?P<name>{_NAME})"
)
_SUBJECT = re.compile(
    rf"(?<![\w'-])(?P<name>{_NAME})(?=[ ](?:was|were|has been|came)[ ](?:\w+ly[ ]|again[ ])?(?:bombed|shelled|hit|struck|attacked|targeted|raided|bombarded|under)(?!\w))"
)
_DIRECTION = re.compile(r"(?:north|south|east|west)[ ]of[ ]$")
_COMMA = re.compile(rf"(?<![\w'-])(?P<name>{_NAME})(?=,[ ](?:in[ ]|a[ ]|[a-z-]+ern[ ]|rural[ ]|[A-Z]))")
_NOT_PLACES = frozenset(
    [
        "The",
        "A",
        "An",
        "On",
        "In",
        "At",
        "This",
        "That",
        "These",
        "Those",
        "Syrian",
        "Russian",
        "Regime",
        "Government",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Civil",
        "SNHR",
        "UN",
        "Security",
        "Human",
        "Via",
        "Map",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Fixed",
        "Warplanes",
        "Helicopters",
        "Islamic",
        "Turkish",
        "Kurdish",
        "International",
        "Coalition",
        "Hay'at",
        "Armed",
        "Free",
        "Democratic",
        "National",
        "ISIS",
        "SDF",
        "HTS",
        "According",
        "Local",
        "Also",
        "Later",
        "Earlier",
        "Martyr",
        "Most",
        "Network",
        "Iranian",
        "Israeli",
        "American",
        "Artillery",
        "Rocket",
        "Forces",
        "His",
        "Her",
        "Their",
        "It",
        "He",
        "She",
        "They",
        "Governorate",
        "Suburbs",
        "Countryside",
        "Rural",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Northwestern",
        "Northeastern",
        "Southwestern",
        "Southeastern",
        "Red",
        "Crescent",
        "White",
        "Helmets",
        "Defense",
        "Defence",
        "Army",
        "One",
        "Eleven",
        "Twelve",
        "Several",
        "Dozens",
        "Many",
        "Some",
        "As",
        "By",
        "During",
        "When",
        "After",
        "Before",
        "Between",
        "From",
        "MiG",
        "SU",
        "Mr",
        "Dr",
        "Front",
        "Syria",
        "Military",
        "IDP",
        "IDPs",
        "Refugee",
    ]
)
_SITE_NOUN = re.compile(
    r"[ ](?:[A-Z]\w+[ ]){0,2}(?:Mosque|Hospital|School|Prison|Hall|Airbase|Airport|Air [Bb]ase|Cent(?:er|re)|Street|Market|Square|Church|University|Bridge|Bakery|Roundabout|Highway|"
    r"Checkpoint|Crossing|River|Dam|Forces|Front|Army|hospital|mosque|school|market|street|bakery|airbase|airport|checkpoint|bridge|roundabout|mountain|river|Mountain|military|square|highway|Regiment|Battalion|Barracks)\b"
)
_ORIGIN = re.compile(
    r"(?:\bfrom(?: the)?(?: (?:city|town|village)s? of)?|natives? of|displaced from|residents? of|originally from|fled|took off from|(?:stationed|based|positioned|deployed|positions|launchers?|batter(?:y|ies)) (?:in|at)|towards|to (?:the |a )?hospitals? in|buried in|moved to|"
    r"taken to|transferred to|people of|born in|headquarters in|hometown of)[ ](?:[a-z]+[ ]){0,2}$"
)
_STRUCK = re.compile(r"(?:hit|struck|bombed|shelled|targeted|attacked|bombarded|raided|targeting|pounded)[ ]")
_REGION = re.compile(r"(?:'s?)?[ ](?:governorate|suburb|countryside|[a-z-]+ern (?:suburb|countryside))")
_GOV_GAP = 110


def places_in(prose: Prose, within: Span, language: str, known: Known, skip: list[Span]) -> list[PlaceSaid]:
    """Find the places of a sentence in order of the text, origins and named sites left out, governorates filled in."""
    found = _arabic(prose, within, known) if language == "ar" else _english(prose, within, known)
    kept: list[PlaceSaid] = []
    for place in sorted(found, key=lambda p: (not p.sure, p.span.start, -p.span.end)):
        if not any(place.span.touches(s) for s in skip) and not any(place.span.touches(k.span) for k in kept):
            kept.append(place)
    here = [p for p in kept if not _is_origin(prose, p, language)]
    here = [p for p in here if not _is_bearing(prose, p)] or here
    kept = here if any(p.sure for p in here) or not _says_the_village(prose, within) else kept
    return [_located(prose, p, within, language, known) for p in sorted(kept, key=lambda p: p.span.start)]


_BEARING = re.compile(
    r"(?:\d[ ]?km|kilomet(?:er|re)s?|miles?)[ ](?:to the )?(?:\w+[ -]?){0,2}(?:of|from)[ ](?:the )?$|(?:north|south|east|west)(?:ern)?[ ]of[ ](?:the )?$"
)


def _is_bearing(prose: Prose, place: PlaceSaid) -> bool:
    """Say whether a place is named only to say where another lies: '55 km northeast of X city'."""
    return _BEARING.search(prose.folded, max(place.span.start - 45, 0), place.span.start) is not None


def _says_the_village(prose: Prose, within: Span) -> bool:
    """Say whether a sentence goes back to a place already named: 'on the outskirts of the village'."""
    return (
        re.search(
            r"\b(?:of|in|near) the (?:village|town|city|camp)\b", prose.folded[within.start : within.end]
        )
        is not None
    )


def _is_origin(prose: Prose, place: PlaceSaid, language: str) -> bool:
    before = prose.folded[max(place.span.start - 45, 0) : place.span.start]
    if language == "ar":
        return (
            re.search(
                r"(?:(?<!\w)(?<!الشمالي )(?<!الجنوبي )(?<!الشرقي )(?<!الغربي )(?<!الشماليه )(?<!الجنوبيه )(?<!الشرقيه )(?<!الغربيه )(?<!القسم )(?<!الاوسط )من(?! (?:محيط|وسط|اطراف))|المتمركزه (?:في|ب)|المتمركزين في|المتواجده في|نازحين من|نازحون من|ابنا|اهالي|الي|باتجاه|من مطار)[ ](?:\w+[ ])?$",
                before,
            )
            is not None
        )
    return _ORIGIN.search(before) is not None


def _english(prose: Prose, within: Span, known: Known) -> list[PlaceSaid]:
    found: list[PlaceSaid] = []
    for match in _PAIR.finditer(prose.plain, within.start, within.end):
        names = (_cleaned(match.group("a")), _cleaned(match.group("b")))
        if all(names):
            found.append(
                PlaceSaid(f"between {names[0]} and {names[1]}", "", Span(match.start("a"), match.end("b")))
            )
    for match in (
        *_OF.finditer(prose.plain, within.start, within.end),
        *_AFTER.finditer(prose.plain, within.start, within.end),
    ):
        name = _cleaned(match.group("name"))
        if name and not _is_site(prose, match):
            kind = match.group("kind").lower().replace("neighbourhood", "neighborhood").split()[-1]
            start = match.end("name") - len(name)
            found.append(PlaceSaid(name, kind, Span(start, match.end())))
    for pattern in (_LOOSE, _COMMA, _SUBJECT):
        for match in pattern.finditer(prose.plain, within.start, within.end):
            name = _cleaned(match.group("name"))
            if pattern is _LOOSE and _DIRECTION.search(
                prose.folded, max(match.start() - 14, 0), match.start("name")
            ):
                continue
            if name and not _is_site(prose, match) and not _REGION.match(prose.folded, match.end("name")):
                start = match.end("name") - len(name)
                found.append(
                    PlaceSaid(
                        name,
                        "",
                        Span(start, match.end("name")),
                        sure=fold(name) in known or _STRUCK.match(match.group()) is not None,
                    )
                )
    return found


def _cleaned(name: str) -> str:
    """Drop words at the start of a run of capitals that are no part of a name."""
    words = re.sub(r"\s+", " ", name).split(" ")
    plain = [re.sub("[’‘ʼ`´]", "'", word) for word in words]
    first = next(
        (n for n, w in enumerate(plain) if w.strip("'") not in _NOT_PLACES and not w.lower().endswith("'s")),
        len(words),
    )
    last = next((n for n in range(first, len(plain)) if plain[n] in _NOT_PLACES), len(words))
    return re.sub("['’‘ʼ`´](?:s|S)?$", "", " ".join(words[first:last]))


def _is_site(prose: Prose, match: re.Match[str]) -> bool:
    return _SITE_NOUN.match(prose.plain, match.end("name")) is not None or bool(
        re.search(
            r"(?:Mosque|Hospital|School|Airbase|Airport|Cent(?:er|re)|Market|Street)$", match.group("name")
        )
    )


_AR_KINDS = {
    "مدينه": "city",
    "بلده": "town",
    "قريه": "village",
    "مخيم": "camp",
    "حي": "neighborhood",
    "ناحيه": "town",
    "مزرعه": "village",
    "منطقه": "area",
    "باديه": "area",
}
_AR_KIND = re.compile(
    r"(?<!\w)[وفبل]?ل?(?:ال)?(?P<kind>مدينه|بلده|قريه|مخيم|حي|ناحيه|مزرعه|منطقه|باديه(?! (?:مدينه|بلده|قريه)))[ ](?=(?P<rest>[^\n,.;:()]{2,60}))"
)
_AR_PAIR = re.compile(r"بين[ ](?:قريتي|بلدتي|مدينتي)[ ](?P<rest>[^\n,.;:()]{2,60})")
_AR_BEFORE_RIF = re.compile(
    r"(?<!\w)(?:في|علي|استهدفت?|قصفت?|استهداف|قرب|محيط|وسط|اطراف)[ ](?P<rest>(?!ريف)\w+(?:[ ]\w+)?)[ ](?:ب|في[ ])ريف"
)
_AR_HEADS = frozenset(
    [
        "كفر",
        "معره",
        "معرة",
        "خان",
        "جسر",
        "دير",
        "تل",
        "اورم",
        "عين",
        "بيت",
        "راس",
        "جبل",
        "ام",
        "ابو",
        "عرب",
        "شيخ",
        "الشيخ",
        "مرج",
        "خربه",
        "باب",
        "وادي",
        "تله",
        "معر",
        "قلعه",
        "زور",
        "بير",
        "رسم",
        "حزه",
        "كفرنبل",
    ]
) - {"كفرنبل"}
_AR_STOP = frozenset(
    fold_word
    for fold_word in [
        "الشمالي",
        "الجنوبي",
        "الشرقي",
        "الغربي",
        "الشماليه",
        "الجنوبيه",
        "الشرقيه",
        "الغربيه",
        "الاوسط",
        "التابعه",
        "التابع",
        "الواقعه",
        "الواقع",
        "الخاضعه",
        "الخاضع",
        "التي",
        "الذي",
        "الساعه",
        "الاحد",
        "الاثنين",
        "الثلاثاء",
        "الاربعاء",
        "الخميس",
        "الجمعه",
        "السبت",
        "المسلحه",
        "السوري",
        "الماضي",
        "اليوم",
        "النازحين",
        "المدنيين",
        "المتفجره",
        "السكنيه",
        "السكني",
        "المكتظه",
        "المدمره",
        "المجاوره",
        "الحدوديه",
        "الطبي",
        "العام",
    ]
)
_AR_NOT_NAMES = frozenset(
    [
        "بريف",
        "في",
        "ما",
        "مما",
        "التابعه",
        "الواقعه",
        "سكني",
        "سكنيه",
        "شعبي",
        "وسط",
        "شمال",
        "جنوب",
        "شرق",
        "غرب",
        "عبر",
        "اثر",
        "يوم",
        "بتاريخ",
        "من",
        "علي",
        "الي",
        "قرب",
        "تابعه",
        "خاضعه",
        "كانت",
        "ليل",
        "مساء",
        "صباح",
        "فجر",
        "ظهر",
        "تسبب",
        "ادي",
        "اسفر",
        "ثم",
        "حيث",
        "وذلك",
        "شرقي",
        "غربي",
        "شمالي",
        "جنوبي",
        "ذاتها",
        "نفسها",
        "ذاته",
        "نفسه",
        "المذكوره",
        "و",
    ]
)


def _arabic(prose: Prose, within: Span, known: Known) -> list[PlaceSaid]:
    found: list[PlaceSaid] = []
    for match in _AR_PAIR.finditer(prose.folded, within.start, within.end):
        first = _arabic_name(prose, match.start("rest"), within.end)
        if first is not None:
            found.append(PlaceSaid("بين " + prose.text(first), "", first))
    for match in _AR_KIND.finditer(prose.folded, within.start, within.end):
        span = _arabic_name(prose, match.start("rest"), within.end)
        if span is not None:
            found.append(PlaceSaid(prose.text(span), _AR_KINDS[match.group("kind")], span))
    for match in _AR_BEFORE_RIF.finditer(prose.folded, within.start, within.end):
        span = _arabic_name(prose, match.start("rest"), match.end("rest"))
        if span is not None and not word_table("ar", "targets").has(prose.folded, span):
            found.append(PlaceSaid(prose.text(span), "", span, sure=False))
    found += _arabic_known(prose, within, known)
    return found


def _arabic_name(prose: Prose, start: int, end: int) -> Span | None:
    """Take a name's words: the first, what a compound name needs, and words with the article that are no adjective."""
    words = list(re.finditer(r"\w+", prose.folded[start : min(start + 60, end)]))
    if (
        not words
        or words[0].start() > 0
        or words[0].group() in _AR_NOT_NAMES | _AR_STOP
        or words[0].group().startswith("لل")
        or words[0].group().isdigit()
    ):
        return None
    last = words[0]
    for n, word in enumerate(words[1:4], start=1):
        text = word.group()
        joined = prose.folded[start + last.end() : start + word.start()] == " "
        compound = n == 1 and last.group().removeprefix("ال") in _AR_HEADS and text not in _AR_NOT_NAMES
        if not joined or not (compound or (text.startswith("ال") and text not in _AR_STOP and len(text) > 3)):
            break
        last = word
    return Span(start, start + last.end())


def _arabic_known(prose: Prose, within: Span, known: Known) -> list[PlaceSaid]:
    """Find places of the gazetteer that stand without a kind: one or two words, with or without a particle."""
    if not known:
        return []
    words = list(re.finditer(r"\w+", prose.folded[within.start : within.end]))
    found = []
    for n, word in enumerate(words):
        for length in (2, 1):
            group = words[n : n + length]
            if len(group) < length:
                continue
            span = Span(within.start + word.start(), within.start + group[-1].end())
            text = prose.folded[span.start : span.end]
            if (
                text in known
                and len(text) > 3
                and not word_table("ar", "governorates").has(prose.folded, span)
            ):
                found.append(PlaceSaid(prose.text(span), "", span))
                break
    return found


@cache
def _side_pattern(language: str) -> re.Pattern[str]:
    sides = pattern_of(language, "sides")
    if language == "ar":
        return re.compile(rf"ريف[ ](?:محافظه[ ])?(?:\w+[ ]){{0,2}}?(?P<side>{sides})(?!\w)")
    return re.compile(
        rf"(?<!\w)(?P<side>{sides})[ ](?:rural[ ])?(?:suburbs?|countryside|rural|outskirts)(?!\w)|(?<!\w)(?P<side2>{sides})[ ](?={pattern_of(language, 'governorates')})"
    )


def _located(prose: Prose, place: PlaceSaid, within: Span, language: str, known: Known) -> PlaceSaid:
    """Give a place the governorate said with it, else its own if it is a capital, else what the gazetteer knows."""
    window = Span(place.span.start, min(place.span.end + _GOV_GAP, within.end))
    hits = [h for h in governorate_hits(prose, window, language) if h.span.start >= place.span.start]
    governorate = next((h.code for h in hits if not _city_of(prose, h.span)), None) or (
        hits[0].code if hits else None
    )
    if governorate is None:
        every = governorate_hits(prose, within, language)
        governorate = every[0].code if len({h.code for h in every}) == 1 else None
    if governorate is None and fold(place.name) in known:
        governorate = known[fold(place.name)][1] or None
    side = _side_pattern(language).search(prose.folded, window.start, window.end)
    said = None
    if side is not None:
        word = side.group("side") or side.groupdict().get("side2") or ""
        said = word_table(language, "sides").codes.get(re.sub(r"\s+", " ", word), word) + " suburbs"
    return PlaceSaid(place.name, place.kind, place.span, governorate, said, place.sure)


def _city_of(prose: Prose, span: Span) -> bool:
    return prose.folded.startswith(" city", span.end)
