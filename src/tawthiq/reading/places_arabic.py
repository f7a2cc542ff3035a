"""Places in Arabic prose: a kind of place and the words of its name, or a name the gazetteer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.prose import Prose, Span

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
    "مديريه": "town",
    "عزله": "village",
    "ضاحيه": "town",
    "قري": "village",
    "بلدات": "town",
    "مدن": "city",
}

_AR_KIND = re.compile(
    r"(?<!\w)[وفبل]?(?P<the>لل|ل?ال|بال)?ل?(?P<kind>مدينه|بلده|قريه|مخيم|حي|ناحيه|مزرعه|منطقه|مديريه(?! (?:ال)?(?:صحه|تربيه|دفاع|اوقاف|زراعه|مياه|كهرب|خدمات|نقل|تعليم|امن|شرط))|عزله|ضاحيه|قري|بلدات|مدن|باديه(?! (?:مدينه|بلده|قريه)))[ ](?=(?P<rest>[^\n,.;:()]{2,60}))"
)

_AR_PAIR = re.compile(
    r"(?:بين[ ](?:قريتي|بلدتي|مدينتي)|طريق[ ](?:ال\w+[ ])?بين)[ ](?P<rest>(?!قريتي|بلدتي|مدينتي)[^\n,.;:()]{2,60})"
)

_AR_BEFORE_RIF = re.compile(
    r"(?<!\w)(?:في|علي|استهدفت?|قصفت?|استهداف|قرب|محيط|وسط|اطراف)[ ](?P<rest>(?!ريف)\w+(?:[ ]\w+)?)[ ](?:ب|في[ ])ريف"
)


_AR_HEAD = re.compile(
    r"(?!(?:عاجل|تحديث|بيان|خبر|نشره|حصاد|توثيق|تنويه|الدفاع|المرصد|شبكه|الشبكه|تقرير|ملخص|يوميات|احصاييه)(?!\w))(?P<n>\w{3,}(?:[ ](?!في|عن|من|علي|الشهر)\w{3,})?)(?:[ ](?:-|\|)[ ]|[,][ ](?:(?:ال)?\w+[ ])?\d{1,2}[ ]\w+(?:[ ]\w+)?[ ](?:19|20)\d\d[ ]?[:-][ ])"
)
"""The place at the head of a text: 'خان يونس - استشهد …'."""


_AR_PRISON = re.compile(
    r'(?<!\w)(?:في[ ]|ب)(?:سجن|معتقل)[ ](?:"(?P<q>[^"]{3,24})"|(?P<n>(?!النظام|التنظيم|الهييه|قسد|القوات|تابع)\w{4,}))'
)
_AR_TORTURED = re.compile(r"(?<!\w)(?:ب|ال|لل|بال)?(?:تعذيب|توفي|توفيت|قضي|قضت|وفات(?:ه|ها)|استشهد)(?!\w)")
"""A death in custody fell where the prison is: 'تحت التعذيب في سجن X'."""


@cache
def arabic_words(table: str) -> frozenset[str]:
    return frozenset(word_table("ar", table).codes)


@cache
def _city_of_quarter() -> re.Pattern[str]:
    """Match the city after a quarter of it: 'حي جوبر بدمشق', 'حيي X وY في حلب'."""
    city = pattern_of("ar", "governorates")
    return re.compile(
        rf"(?<!\w)(?:ب|ل)?(?:حي|حيي|احيا|سوق|شارع|ساحه|دوار|منطقتي)[ ][^,.;:()\n]{{2,40}}?,?[ ](?:ب|في[ ]|وسط[ ])(?P<city>(?:ال)?(?:{city}))(?!\w)"
    )


def arabic_places(prose: Prose, within: Span, known: Known) -> list[PlaceSaid]:
    """Find the places an Arabic sentence names: between two, a prison of a death in custody, those of a kind, before 'in the countryside of', known ones."""
    found: list[PlaceSaid] = []
    for match in _AR_PAIR.finditer(prose.folded, within.start, within.end):
        first = arabic_name(prose, match.start("rest"), within.end)
        if first is not None:
            found.append(_between(prose, first, within))
    prison = _AR_PRISON.search(prose.folded, within.start, within.end)
    if prison is not None and _AR_TORTURED.search(prose.folded, within.start, within.end):
        name = Span(*prison.span("q" if prison.group("q") else "n"))
        return [PlaceSaid(prose.text(name), "", name)]
    head = _AR_HEAD.match(prose.folded, within.start, within.end)
    if head is not None:
        found.append(PlaceSaid(prose.text(Span(*head.span("n"))), "", Span(*head.span("n")), sure=False))
    found += _of_a_kind(prose, within)
    for match in _AR_BEFORE_RIF.finditer(prose.folded, within.start, within.end):
        span = arabic_name(prose, match.start("rest"), match.end("rest"))
        if span is not None and not _is_common(prose, span):
            found.append(PlaceSaid(prose.text(span), "", span, sure=False))
    for match in _AR_COMPOUND.finditer(prose.folded, within.start, within.end):
        found.append(PlaceSaid(prose.text(Span(*match.span("n"))), "", Span(*match.span("n")), sure=False))
    found += _arabic_known(prose, within, known)
    return found


_AR_COMPOUND = re.compile(
    r"(?<!\w)(?:في|علي|قرب|وسط|شمالي?|جنوبي?|شرقي?|غربي?|استهدفت?|قصفت?)[ ](?P<n>(?:معره|كفر|خان|تل|خربه|اورم)[ ](?!في|بريف|ريف|من|علي)\w{3,})(?!\w)"
)
"""Names of two words whose first is part of names only: 'في معرة النعمان', 'على خان شيخون'."""


def _of_a_kind(prose: Prose, within: Span) -> Iterator[PlaceSaid]:
    """Find names after their kind, and the city of a quarter; after 'the town' stands no name, but one in quotation marks."""
    for match in _AR_KIND.finditer(prose.folded, within.start, within.end):
        if match.group("the") and not match.group("rest").startswith('"'):
            continue
        name = arabic_name(prose, match.start("rest"), within.end)
        if name is not None:
            span = _with_its_side(prose, match, name, within)
            yield PlaceSaid(prose.text(span), _AR_KINDS[match.group("kind")], span)
    for match in _city_of_quarter().finditer(prose.folded, within.start, within.end):
        city = Span(*match.span("city"))
        yield PlaceSaid(prose.text(city), "city", city)


_COMMON = ("targets", "people", "dual", "singular", "munitions", "platforms", "harms", "attack")
"""Tables whose words are no name of a place that stands without its kind."""


def _is_common(prose: Prose, span: Span) -> bool:
    """Say whether a word before 'in the countryside of' is no name: 'استهداف سيارتين في ريف …', 'في محيط القرية بريف …'."""
    first = prose.folded[span.start : span.end].split()[0].removeprefix("ل")
    return first in _AR_KINDS or any(word_table("ar", t).has(prose.folded, span) for t in _COMMON)


def _between(prose: Prose, first: Span, within: Span) -> PlaceSaid:
    """Give the place between two: 'بين بلدتي تسيل وسحم الجولان'."""
    if not prose.folded.startswith(" و", first.end):
        return PlaceSaid("بين " + prose.text(first), "", first)
    second = arabic_name(prose, first.end + 2, within.end)
    whole = Span(first.start, second.end if second is not None else first.end)
    return PlaceSaid("بين " + prose.text(whole), "", whole)


_OF_ANOTHER = re.compile(
    r"(?<!\w)[وفبل]{0,2}(?:ال)?(?:ريف|اطراف|محيط|جهه|جهات|مدخل|مداخل|ضواحي|احيا|حي|قسم|جانب|طرف|حدود|مشارف|محور|اراضي)[ ][^,.;:]{0,24}$"
)
"""Words before a name whose adjective an 'eastern' after the name is: 'أطراف بلدة X الشرقية'."""
_SIDE_OF_NAME = re.compile(
    r"[ ]ال(?:شمالي|جنوبي|شرقي|غربي)ه?(?=[,.;:)]|[ ](?:بريف|في|ب|التابع|الواقع|من[ ]ريف)|$)"
)


def _with_its_side(prose: Prose, kind: re.Match[str], name: Span, within: Span) -> Span:
    """Take 'eastern' for part of a village's name where it is said of nothing before: 'قرية الدير الشرقي'."""
    if kind.group("kind") not in ("قريه", "بلده", "مزرعه"):
        return name
    side = _SIDE_OF_NAME.match(prose.folded, name.end, within.end)
    before = prose.folded[max(kind.start("kind") - 40, within.start) : kind.start("kind")]
    return name if side is None or _OF_ANOTHER.search(before) else Span(name.start, side.end())


_IN_QUOTES = re.compile(r'"(?P<n>\w+(?:[ ]\w+){0,3})"')


def arabic_name(prose: Prose, start: int, end: int) -> Span | None:
    """Take a name's words: those in quotation marks, else the first, what a compound name needs, and words with the article that are no adjective."""
    quoted = _IN_QUOTES.match(prose.folded, start, end)
    if quoted is not None:
        return Span(*quoted.span("n"))
    words = list(re.finditer(r"\w+", prose.folded[start : min(start + 60, end)]))
    if (
        not words
        or words[0].start() > 0
        or words[0].group() in arabic_words("not_names") | arabic_words("name_stops")
        or words[0].group().startswith("لل")
        or words[0].group()[1:] in _AR_KINDS
        or words[0].group().isdigit()
    ):
        return None
    last = words[0]
    for n, word in enumerate(words[1:4], start=1):
        text = word.group()
        joined = prose.folded[start + last.end() : start + word.start()] == " "
        compound = (
            n == 1
            and last.group() in arabic_words("name_heads")
            and text not in arabic_words("not_names")
            and not (text.startswith("ب") and text[1:] in word_table("ar", "governorates").codes)
        )
        plain = n == 1 and _is_second_name(prose, text, start + word.end(), end)
        if not joined or not (
            compound
            or plain
            or (text.startswith("ال") and text not in arabic_words("name_stops") and len(text) > 3)
        ):
            break
        last = word
    return Span(start, start + last.end())


_KNOWN_BEFORE = re.compile(
    r"(?:^|(?<!\w)(?:في|علي|من|الي|قرب|محيط|وسط|اطراف|شمالي?|جنوبي?|شرقي?|غربي?|استهدفت?|قصفت?|استهداف|طالت?|داخل|ب|و)[ ]?)$"
)
"""Words before a name that stands without its kind: a name alone may be a common word as well."""
_REGION_AFTER = re.compile(r"[ ](?:بريف|في ريف|ريف|بمحافظه|في محافظه|التابعه|الواقعه|ناحيه|منطقه)(?!\w)")


def _is_second_name(prose: Prose, word: str, at: int, end: int) -> bool:
    """Say whether a word without the article ends a name of two: 'تير معلة' right before 'بريف حمص'."""
    if word in arabic_words("not_names") or word in arabic_words("name_stops") or len(word) < 3:
        return False
    if word[0] in "وبل" or word.isdigit():
        return False
    return _REGION_AFTER.match(prose.folded, at, end) is not None


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
                and _KNOWN_BEFORE.search(prose.folded, max(span.start - 14, within.start), span.start)
                and not word_table("ar", "governorates").has(prose.folded, span)
            ):
                found.append(PlaceSaid(prose.text(span), "", span))
                break
    return found
