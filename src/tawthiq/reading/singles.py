"""People counted without a number: 'a young man', 'father, mother', 'Woman, 32, killed', 'سيدة', 'طفلان', 'زوجته'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tawthiq.reading.lexicon import CLITICS, Hit, pattern_of, word_table
from tawthiq.reading.prose import Prose, Span


@dataclass(frozen=True, slots=True)
class Single:
    """One person, or two in an Arabic dual, as said."""

    category: str
    number: int
    span: Span
    named: bool = False


def singles(prose: Prose, within: Span, language: str) -> list[Single]:
    """Find the people of a sentence who are counted without a number; English and Arabic only."""
    if language == "en":
        found = [*_articled(prose, within), *_headed(prose, within), *_listed(prose, within)]
        found += [
            Single("person", 1, Span(*m.span()))
            for m in _ANOTHER.finditer(prose.folded, within.start, within.end)
        ]
        found += [
            *_aged(prose, within),
            *_named(prose, within),
            *_twins(prose, within),
            *_sibling_names(prose, within),
        ]
        found += [
            Single(category, 1, Span(*m.span(category)))
            for m in _COUPLE.finditer(prose.folded, within.start, within.end)
            for category in ("man", "woman")
        ]
    elif language == "ar":
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
    else:
        return []
    kept: list[Single] = []
    for single in sorted(
        (_grown_up(prose, s, language) for s in found), key=lambda s: (s.span.start, -s.span.end)
    ):
        if kept and single.named and prose.folded[kept[-1].span.end : single.span.start] == " ":
            kept[-1] = _one_of_two(kept[-1], single)
        elif not kept or not (kept[-1].span.touches(single.span) or _is_said_of(prose, kept[-1], single)):
            kept.append(single)
    return kept


def _one_of_two(kin: Single, named: Single) -> Single:
    """Take 'his cousin Badr al Tayfi, 10' for one person: what the age says, else what the kin says."""
    category = named.category if named.category != "person" else kin.category
    if category == "person" and kin.category == "woman":
        category = "woman"
    return Single(category, 1, Span(kin.span.start, named.span.end))


_CHILD_OF = re.compile(r"a[ ](?:child|boy|girl|toddler|infant|baby)[ ](?:of|aged)[ ]")


def _is_said_of(prose: Prose, before: Single, single: Single) -> bool:
    """Say whether 'a child of seven' says how old the one before was: 'her son, a child of seven,'."""
    joined = prose.folded[before.span.end : single.span.start] == ", "
    kin = before.category in ("boy", "girl", "child")
    return joined and kin and _CHILD_OF.match(prose.folded, single.span.start) is not None


_AR_YOUNG = re.compile(
    r"(?:[ ]\w+){0,3}[ ,(]{1,2}(?:(?:في[ ]|ابنه?[ ])ال(?:ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه)(?:[ ]عشره?)?(?!\w)|(?:1[0-7]|[1-9])[ ](?:سنه|سنوات|عاما|اعوام))"
)
_AGE_SAID = re.compile(
    r"(?:[ ][A-Z][\w'-]+){0,3}(?:,[ ](?:aged[ ])?|[ ]\(|[ ]of[ ]|[ ]aged[ ])(?P<age>\d{1,2})(?=[,).; ])"
)


_AR_GROWN = re.compile(
    r"[ ](?:ال)?(?:شابان|شابين|شابتان|شابتين|شاب|شابه|شبان|شباب|بالغان|بالغين|بالغ|بالغه)(?!\w)"
)
"""Sons and grandsons who are said to be young men: 'وولداه الشابان'."""


def _ends(prose: Prose, single: Single) -> int:
    grown = _AR_GROWN.match(prose.folded, single.span.end)
    return grown.end() if grown else single.span.end


def _grown_up(prose: Prose, single: Single, language: str) -> Single:
    """Take a son or daughter of full age for a grown person: 'our son Waddah, 22,'."""
    if (
        language == "ar"
        and single.category in ("boy", "girl", "child")
        and _AR_GROWN.match(prose.folded, single.span.end)
    ):
        grown = {"boy": "man", "girl": "woman"}.get(single.category, "person")
        return Single(grown, single.number, Span(single.span.start, _ends(prose, single)))
    if (
        language == "ar"
        and single.category in ("person", "woman", "man")
        and _AR_YOUNG.match(prose.folded, single.span.end)
    ):
        return Single("girl" if single.category == "woman" else "child", single.number, single.span)
    if language != "en" or single.category not in ("boy", "girl", "child"):
        return single
    said = _AGE_SAID.match(prose.plain, single.span.end)
    if (
        said is None
        or int(said.group("age")) < ADULT
        or re.match(r"[ ](?:month|day|week)", prose.plain[said.end() :])
    ):
        return single
    return Single("woman" if single.category == "girl" else "person", single.number, single.span)


_ANOTHER = re.compile(
    r"\b(?:another|a[ ](?:second|third|fourth|fifth|sixth))(?=[ ](?:(?:was|suffered|lost)[ ]|wounded\b|injured\b|hurt\b|killed\b))"
)
_COUPLE = re.compile(
    r"\b(?P<man>an?)[ ](?P<woman>(?:(?:married|elderly|young|newlywed|newly-wed|displaced)[ ])?couple)(?![ ]of\b)(?!\w)"
)
_AR_ANOTHER = re.compile(
    r"(?:اصابه|اصيبت?|جرح|مقتل|اعتقال)[ ](?P<w>(?:ال)?(?:اخر|اخري)|ثالث|رابع|خامس|سادس|ثالثه|رابعه)(?![ ]?\w+ان\b)(?!\w)"
)
_THINGS_AFTER = (
    r"(?!'s|-|\w|[ ](?:vehicle|car|house|home|truck|bus|convoy|building|facilit|infrastructure|object|target|area|"
    r"neighbo|populat|aircraft|motorcycle|gathering|settlement|camp|tent|shop|propert|site|cent(?:er|re)|airport|life|"
    r"lives|death|casualt|victim|fatal|harm|hospital|school|market|dormitor|union|organi|clothes|object))"
)
_NOT_BETWEEN = (
    r"unknown|few|of|in|on|at|by|for|from|to|and|or|with|who|that|which|was|were|kill\w*|injur\w*|wound\w*|number|group|"
    r"total|family|dozen|hundred|couple|pair|missile|shell|bomb|strike|raid|attack|result"
)


@cache
def _articled_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w'])(?:a|an|another|her|his|their|its|our|my|the|(?:the[ ])?[\w-]{{2,20}}'s(?=[ ](?:husband|wife|mother|father|brother|sister|son|daughter|uncle|aunt|grandson|granddaughter|child|baby)\b))[ ](?:(?!(?:{_NOT_BETWEEN})[ ])[\w'-]{{2,14}}[ ]){{0,2}}?"
        rf"(?P<w>{pattern_of('en', 'one')}){_THINGS_AFTER}"
    )


_DEATH_BEFORE = re.compile(
    r"(?:(?:^|[.;\n][ ]?)(?:the[ ])?(?:dead|killed|victims|fatalities)(?:[ ](?:are|were))?[ ]?:|kill(?:ed|ing)|deaths? of|claimed the life of|shot|gunned down|assassinat(?:ed|ing|ion of)|murder(?:ed|ing|[ ]of)?|execut(?:ed|ing)|injur(?:ed|ing)|wound(?:ed|ing)|namely)[ ](?:the[ ])?$"
)


def _articled(prose: Prose, within: Span) -> Iterator[Single]:
    for match in _articled_pattern().finditer(prose.folded, within.start, within.end):
        before = prose.folded[max(match.start() - 30, 0) : match.start()]
        if (
            match.group().startswith("the ")
            and "'s " not in match.group()
            and not (
                _DEATH_BEFORE.search(before) or _death_after().match(prose.folded, match.end(), within.end)
            )
        ):
            continue
        yield _english(match, match.start())


@cache
def _death_after() -> re.Pattern[str]:
    """Match the fate of 'the imam', told right after: 'the imam lost his life'."""
    return re.compile(
        rf"[ ](?:also[ ])?(?:(?:was|were|is|has been)[ ])?(?:{pattern_of('en', 'harms')})(?!\w)"
    )


@cache
def _headed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<lead>(?:(?:young|elderly|pregnant|local|displaced|female|teenage)[ ])?)(?P<w>{pattern_of('en', 'one')})"
        r"(?=,[ ]\d{1,2}(?:,|[ ])|[ ](?:shot[ ]dead|killed|dies|died|dead|wounded|injured|hurt|and[ ](?:his|her|their|an?|\w+[ ]"
        r"(?:children|sons|daughters)))(?!\w))"
    )


_HEAD = re.compile(r"[;:][ ]|[ ]-[ ]")


def _headed(prose: Prose, within: Span) -> Iterator[Single]:
    """Find 'Woman, 32, killed' at the head of a sentence or of what follows a semicolon: no article, as headlines write."""
    heads = [
        within.start,
        *(m.end() for m in _HEAD.finditer(prose.folded, within.start, within.end)),
    ]
    for head in heads:
        match = _headed_pattern().match(prose.folded, head, within.end)
        if match is not None:
            yield _english(match, head)


_LISTS = re.compile(r"\((?P<in>[^()]{5,140})\)|(?:[ ]-|:)[ ](?P<on>[^.;:()]{5,140})")
_PAIR = re.compile(
    r"\ban?[ ](?:\w+[ ])?(?:brother|sister|mother|father|husband|man|woman|boy|girl)[ ]and[ ](?P<w>brother|sister|mother|father|daughter|son|wife|husband|woman|girl|boy|man)(?!\w)"
)
_KIN = re.compile(
    r"(?:^|,[ ](?:and[ ])?|\band[ ])(?P<w>grandmother|grandfather|mother|father|wife|husband|daughter|son|sister|brother|infant|baby|"
    r"child|woman|man|girl|boy)(?=,|[ ]and[ ]|[ ]*$|[ ]-)"
)


def _listed(prose: Prose, within: Span) -> Iterator[Single]:
    """Find 'father, mother and two children' in a bracket, or after a colon or dash."""
    for match in _PAIR.finditer(prose.folded, within.start, within.end):
        yield _english(match, match.start("w"))
    for part in _LISTS.finditer(prose.folded, within.start, within.end):
        group = "in" if part.group("in") else "on"
        text = part.group(group)
        for match in _KIN.finditer(text):
            yield _english(match, part.start(group) + match.start("w"), part.start(group))


_SIBLINGS = re.compile(
    r"(?<![\w'])(?:[Tt]he[ ])?(?:[Tt]wo[ ])?(?P<w>[Ss]iblings|[Bb]rothers|[Ss]isters|[Cc]ousins|[Tt]wins|[Ss]pouses)[ ][A-Z][\w'-]+(?:[ ](?:al[ -]|el[ -])?[A-Z][\w'-]+){0,3}[ ]and[ ][A-Z][\w'-]+(?:[ ](?:al[ -]|el[ -])?[A-Z][\w'-]+){0,3}"
)
"""Two people by name: 'Siblings Rami and Lana al Mithali'."""


def _sibling_names(prose: Prose, within: Span) -> Iterator[Single]:
    for match in _SIBLINGS.finditer(prose.plain, within.start, within.end):
        category = {"brothers": "man", "sisters": "woman"}.get(match.group("w").lower(), "person")
        yield Single(category, 2, Span(*match.span()))


_TWINS = re.compile(
    r"\b(?:twin|two twin)[ ](?P<w>daughters|sons|boys|girls|sisters|brothers|babies|infants)(?!\w)"
)
_TWIN = {
    "daughters": "girl",
    "girls": "girl",
    "sisters": "woman",
    "sons": "boy",
    "boys": "boy",
    "brothers": "man",
}


def _twins(prose: Prose, within: Span) -> Iterator[Single]:
    """Find 'her twin daughters': two."""
    for match in _TWINS.finditer(prose.folded, within.start, within.end):
        yield Single(_TWIN.get(match.group("w"), "child"), 2, Span(*match.span()))


_AGED_NAME = re.compile(
    r"(?<![\w-])(?P<age>\d{1,2}|[a-z]{3,9}(?:-[a-z]{3,5})?)-(?P<unit>year|month|day)-old[ ](?=[a-z][a-z'-]+)"
)
ADULT = 18
_NAME = r"[A-Z][\w'-]+(?:[ ](?:al[ -]|el[ -])?[A-Z][\w'-]+){1,3}"
_NAME_AGED = re.compile(
    rf"(?P<title>(?:Mrs|Ms|Miss|Mr|Dr)\.?[ ])?{_NAME}(?:,[ ]|[ ]\()(?:aged[ ])?(?P<age>\d{{1,3}})(?:\)|(?=[,;]|[ ](?:was|were|and|who|died)))(?!,?[ ](?:January|February|March|April|May|June|July|August|September|October|November|December))"
)


_MRS = re.compile(rf"\b(?:Mrs|Ms|Miss)\.?[ ]{_NAME}(?![\w]|,[ ](?:aged[ ])?\d|[ ]\(\d)")
"""A woman by title and name: 'Mrs. Huda al Mawhum'."""


@cache
def _titled_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w'])(?<!\ba )(?<!\ban )(?<!\bthe )(?P<w>martyr|{pattern_of('en', 'one')})[ ](?=[a-z][\w'-]+[ ](?:al[ -]|el[ -])?[a-z])"
    )


def _named(prose: Prose, within: Span) -> Iterator[Single]:
    """Find a person by name: 'Mrs. Warda al Namudhaj, 52,' and 'the killing of pharmacist Tareq al Musawwar'."""
    for match in _NAME_AGED.finditer(prose.plain, within.start, within.end):
        title = (match.group("title") or "").strip(" .")
        young = int(match.group("age")) < ADULT
        category = "child" if young else "woman" if title in ("Mrs", "Ms", "Miss") else "person"
        yield Single(category, 1, Span(match.start(), match.end()), named=True)
    for match in _MRS.finditer(prose.plain, within.start, within.end):
        yield Single("woman", 1, Span(*match.span()))
    for match in _titled_pattern().finditer(prose.folded, within.start, within.end):
        if _NAME_AHEAD.match(prose.plain, match.end()):
            word = re.sub(r"\s+", " ", match.group("w"))
            yield Single(
                word_table("en", "one").codes.get(word, "person"), 1, Span(match.start("w"), match.end("w"))
            )


_NAME_AHEAD = re.compile(_NAME)


def _aged(prose: Prose, within: Span) -> Iterator[Single]:
    """Find a person by name with an age: 'Eight-year-old Layla'; under 18 a child."""
    for match in _AGED_NAME.finditer(prose.folded, within.start, within.end):
        words = prose.plain[match.end() : match.end() + 1]
        if not words.isupper():
            continue
        said = match.group("age")
        years = int(said) if said.isdigit() else int(word_table("en", "numbers").codes.get(said, ADULT))
        young = match.group("unit") != "year" or 0 < years < ADULT
        yield Single("child" if young else "person", 1, Span(match.start(), match.end() - 1))


_HERS = re.compile(r"(?:,[ ](?:\d{1,2}|[a-z][a-z' -]{3,30}),)?[ ]and[ ]her[ ]")
"""Said of a woman: 'a schoolteacher and her daughter'."""


def _english(match: re.Match[str], start: int, offset: int = 0) -> Single:
    word = re.sub(r"\s+", " ", match.group("w"))
    category = word_table("en", "one").codes.get(word, "person")
    if category not in ("child", "girl", "woman") and (
        re.search(r"\bfemale\b", match.group())
        or (category not in ("boy", "man") and _HERS.match(match.string, match.end("w")))
    ):
        category = "woman"
    return Single(category, 1, Span(start, offset + match.end("w")))


@cache
def _ar_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)[وف]?(?:لل|بال|ال|[بل])?(?:مع|خلفت?|خلفا|مخلف[اه]|موقع[اه]|اوقعت?|بينهم|بينهن|منهم|هم|بينها|احدهم|احدهما|احداهن|احداهما|الان|حصيله|حصيلتها|الحصيله هي|النار علي|{pattern_of('ar', 'harms')})|[,(:])[ ]?{CLITICS}$"
    )


_AR_JOINED = re.compile(r"(?<!\w)و$")
_AR_FATE = re.compile(r"[ ](?:\w+[ ]){0,2}?(?:قتل|قضي|استشهد|توفي|اصيب|اعتقل|احتجز|اختطف)")


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
        if not prose.folded.startswith("ال", hit.span.start - 2) and not prose.folded.startswith(
            "ال", hit.span.start
        ):
            continue
        start = hit.span.start - (0 if prose.folded.startswith("ال", hit.span.start) else 2)
        before = prose.folded[max(start - 60, within.start) : start]
        if re.match(
            r"[ ]\w{3,}", prose.folded[hit.span.end : hit.span.end + 12]
        ) and _AR_KILLED_BEFORE.search(before):
            yield Single(hit.code, 1, hit.span)


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
    if not before and _AR_FATE.match(folded, hit.span.end, within.end):
        return True
    return _ar_before().search(before) is not None or _AR_JOINED.search(before) is not None


_AR_KIN = re.compile(
    r"(?<!\w)(?:و|ف|ب|ل|وب|ول)?(?:(?P<woman>والدت|زوجت|شقيقت|جدت|عمت|خالت|ام(?=ه|ها|هما|هم(?!\w)))|(?P<girl>ابنت|طفلت|حفيدت)|(?P<boy>ابن|حفيد)|"
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
            if joined or _AR_KIN_BEFORE.search(before) or _ar_before().search(before):
                yield Single(category, number, Span(match.start(category), match.end()))


_AR_PARENT = re.compile(r"(?<!\w)و?(?:(?P<man>اب|جد)|(?P<woman>ام|جده))(?=[,.)]|[ ]و)")


def _arabic_parents(prose: Prose, within: Span) -> Iterator[Single]:
    """Find 'أب وأم وطفلان' in a bracket or after a colon; the word for mother also begins names of places."""
    for part in re.finditer(r"(?:^|[(:])[ ]?(?P<in>[^().:]{5,140})", prose.folded[within.start : within.end]):
        base = within.start + part.start("in")
        for match in _AR_PARENT.finditer(prose.folded, base, within.start + part.end("in") + 1):
            category = "man" if match.group("man") else "woman"
            yield Single(category, 1, Span(match.start(category), match.end()))
