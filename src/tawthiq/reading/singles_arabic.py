"""People counted without a number in Arabic: 'سيدة', 'طفلان', 'زوجته', 'رجل وابنه', 'المواطن جمال'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tawthiq.reading.lexicon import CLITICS, Hit, pattern_of, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.single import Single


def arabic_singles(prose: Prose, within: Span) -> list[Single]:
    """Find the people of an Arabic sentence who are counted without a number, in no order, some found twice."""
    found = [
        *_arabic(prose, within),
        *_arabic_titled(prose, within),
        *_arabic_kin(prose, within),
        *_arabic_parents(prose, within),
    ]
    found += [
        Single("person", 1, Span(*m.span("w")))
        for m in _AR_ANOTHER.finditer(prose.folded, within.start, within.end)
    ]
    return found


_AR_ANOTHER = re.compile(
    r"(?:اصابه|اصيبت?|جرح|مقتل|اعتقال)[ ](?P<w>(?:ال)?(?:اخر|اخري)|ثالث|رابع|خامس|سادس|ثالثه|رابعه)(?![ ]?\w+ان\b)(?!\w)"
)


@cache
def _ar_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)[وف]?(?:لل|بال|ال|[بل])?(?:مع|خلفت?|خلفا|مخلف[اه]|موقع[اه]|اوقعت?|بينهم|بينهن|منهم|هم|بينها|احدهم|احدهما|احداهن|احداهما|الان|حصيله|حصيلتها|الحصيله هي|النار علي|{pattern_of('ar', 'harms')})|[,(:])[ ]?{CLITICS}$"
    )


_AR_JOINED = re.compile(r"(?<!\w)و$")
_AR_FATE = re.compile(r"[ ](?:\w+[ ]){0,2}?(?:قتل|قضي|استشهد|توفي|اصيب|اعتقل|احتجز|اختطف)")

TOLD_OF = re.compile(
    r"(?:[ ]\"?\w+\"?){1,5},[ ][^.;]{3,120}?,[ ](?=(?:قتل|قضي|استشهد|توفي|مات|اصيب|اعتقل)ت?(?!\w))"
)
"""What became of somebody named first, after words about him: 'الطفل فلان، من أبناء قرية …، قُتل'."""


def _arabic(prose: Prose, within: Span) -> Iterator[Single]:
    hits = [(h, 2) for h in word_table("ar", "dual").hits(prose.folded, within)]
    hits += [(h, 1) for h in word_table("ar", "singular").hits(prose.folded, within)]
    hits += [
        (h, 2)
        for h in word_table("ar", "people").hits(prose.folded, within)
        if _is_pointed_dual(prose, h.span)
    ]
    for hit, number in hits:
        if (
            prose.folded.endswith("ابنه", hit.span.start, hit.span.end)
            and prose.plain[hit.span.end - 1] == "ه"
        ):
            continue
        if _stands_alone(prose.folded, hit, number, within):
            yield Single(hit.code, number, hit.span)


_AR_KILLED_BEFORE = re.compile(
    r"(?:اغتال|قتل|اعدم|قنص|اصاب|اعتقل|احتجز|اختطف|خطف|مقتل|استشهاد|اغتيال|اعتقال|وفاه|اصابه|استهدف)(?:ت|وا|ته)?[ ](?:(?!في|ب|من|و|اثر|جرا)\w+[ ]){0,7}$"
)


def _arabic_titled(prose: Prose, within: Span) -> Iterator[Single]:
    """Find one person by title and name after what was done to him: 'اغتال مسلحون المواطن جمال الخيالي'."""
    for hit in word_table("ar", "singular").hits(prose.folded, within):
        if _is_object(prose, hit, within):
            yield Single(hit.code, 1, hit.span)
        if not prose.folded.startswith("ال", hit.span.start - 2) and not prose.folded.startswith(
            "ال", hit.span.start
        ):
            continue
        start = hit.span.start - (0 if prose.folded.startswith("ال", hit.span.start) else 2)
        before = prose.folded[max(start - 60, within.start) : start].replace('"', "")
        quoted = _AR_QUOTED.match(prose.folded, hit.span.end, within.end)
        named = quoted or re.match(r"[ ]\w{3,}", prose.folded[hit.span.end : hit.span.end + 12])
        if named and _AR_KILLED_BEFORE.search(before):
            yield Single(hit.code, 1, Span(hit.span.start, quoted.end() if quoted else hit.span.end))


_OBJECTS = frozenset(
    [
        "رجلا",
        "شابا",
        "طفلا",
        "مدنيا",
        "فتي",
        "يافعا",
        "مسنا",
        "سيده",
        "امراه",
        "طفله",
        "فتاه",
        "شخصا",
        "مواطنا",
    ]
)


def _is_object(prose: Prose, hit: Hit, within: Span) -> bool:
    """Say whether one person without a name is whom a verb before was done to: 'قتل قناص تابع لتنظيم … رجلاً'."""
    if prose.folded[hit.span.start : hit.span.end] not in _OBJECTS:
        return False
    if prose.folded[hit.span.start - 1 : hit.span.start] != " ":
        return False
    before = prose.folded[max(hit.span.start - 60, within.start) : hit.span.start].replace('"', "")
    return _AR_DONE_TO.search(before) is not None


_AR_DONE_TO = re.compile(
    r"(?<!\w)[وف]?(?:اغتال|قتل|اعدم|قنص|اصاب|اعتقل|احتجز|اختطف|خطف)(?:ت|وا)?[ ](?:(?!في|ب|من|و|اثر|جرا|بين)\w+[ ]){1,7}$"
)


_AR_QUOTED = re.compile(r'[ ]"[^"]{3,40}"')
"""A name in quotation marks: 'المدعو "فلان الفلاني"'."""


def _is_pointed_dual(prose: Prose, span: Span) -> bool:
    """Say whether the vowel marks of 'مدنيَّين' make it two and not many: a fatha before the ending."""
    if not prose.folded.endswith("يين", span.start, span.end):
        return False
    start, end = prose.source_span(Span(span.end - 3, span.end))
    return "\u064e" in prose.source[start : end - 1]


def _stands_alone(folded: str, hit: Hit, number: int, within: Span) -> bool:
    """Say whether a singular or dual is itself the count: after 'among them', a comma, a death, 'and', or at the head."""
    before = folded[max(hit.span.start - 18, within.start) : hit.span.start]
    if (
        before.endswith("(")
        and hit.code in ("woman", "girl")
        and folded.startswith("انثي بالغه", hit.span.start)
    ):
        return False
    if number == 2:
        return True
    if (before in ("", "ال") or before.endswith((" ان ", " بان "))) and (
        _AR_FATE.match(folded, hit.span.end, within.end) or TOLD_OF.match(folded, hit.span.end, within.end)
    ):
        return True
    return _ar_before().search(before) is not None or _AR_JOINED.search(before) is not None


_AR_KIN = re.compile(
    r"(?<!\w)(?:و|ف|ب|ل|وب|ول)?(?:(?P<woman>والدت|زوجت|شقيقت|جدت|عمت|خالت|معلمت|مدرست|ممرضت|مربيت|ام(?=ه|ها|هما|هم(?!\w)))|(?P<girl>ابنت|طفلت|حفيدت)|(?P<boy>ابن|حفيد)|"
    r"(?P<child>طفل|رضيع)|(?P<man>والد|شقيق|زوج|جد|عم|خال|اخ(?=و|ي)[وي]))(?:هما|هم|ها|ه)(?:[ ]الرضيعه?)?(?!\w)"
)
_AR_KIN_TWO = re.compile(
    r"(?<!\w)(?:و|ف|ب|ل)?(?:(?P<woman>زوجتا|زوجتي|شقيقتا|شقيقتي|والدتا|والدتي|كنتا|كنتي)|(?P<girl>ابنتا|ابنتي|طفلتا|طفلتي|حفيدتا|حفيدتي)|(?P<boy>ابنا|ابني|ولدا|ولدي)|(?P<child>طفلا|طفلي|حفيدا|حفيدي)|(?P<man>شقيقا|شقيقي|ابوا|والدا))(?:ه|ها|هما)(?!\w)"
)
_AR_KIN_BEFORE = re.compile(r"(?<!\w)(?:و|ف)$|[,(:][ ]?$")


def _arabic_kin(prose: Prose, within: Span) -> Iterator[Single]:
    """Find kin by the person they belong to, joined to another or after a harm: 'رجل وزوجته', 'أصيبت والدته'."""
    for pattern, number in ((_AR_KIN_TWO, 2), (_AR_KIN, 1)):
        for match in pattern.finditer(prose.folded, within.start, within.end):
            category = next(k for k, v in match.groupdict().items() if v)
            joined = match.group()[0] in "وف" and match.start(category) > match.start()
            before = prose.folded[max(match.start() - 18, within.start) : match.start()]
            if _AR_BESIDE.search(before):
                continue
            if joined or _AR_KIN_BEFORE.search(before) or _ar_before().search(before):
                yield Single(category, number, Span(match.start(category), match.end()))


_AR_BESIDE = re.compile(
    r"(?:تواجد|وجود|عمل|لعب|كان|كانت|سير|عود|ذهاب|خروج|مرور)(?:ه|ها|هما|هم)?[ ](?:مع|برفقه|الي جانب)[ ]$|(?:برفقه|رفقه)[ ]$"
)
"""Kin somebody was with, of whom nothing is said: 'أثناء تواجده مع والده'."""


_AR_PARENT = re.compile(r"(?<!\w)و?(?:(?P<man>اب|جد)|(?P<woman>ام|جده))(?=[,.)]|[ ]و)")


def _arabic_parents(prose: Prose, within: Span) -> Iterator[Single]:
    """Find 'أب وأم وطفلان' in a bracket or after a colon; the word for mother also begins names of places."""
    for part in re.finditer(r"(?:^|[(:])[ ]?(?P<in>[^().:]{5,140})", prose.folded[within.start : within.end]):
        base = within.start + part.start("in")
        for match in _AR_PARENT.finditer(prose.folded, base, within.start + part.end("in") + 1):
            category = "man" if match.group("man") else "woman"
            yield Single(category, 1, Span(match.start(category), match.end()))
