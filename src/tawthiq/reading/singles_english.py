"""People counted without a number in English: 'a young man', 'Woman, 32, killed', 'her twin daughters', a name with an age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.single import ADULT, Single


def english_singles(prose: Prose, within: Span) -> list[Single]:
    """Find the people of an English sentence who are counted without a number, in no order, some found twice."""
    found = [
        *_articled(prose, within),
        *_headed(prose, within),
        *_listed(prose, within),
        *_aged(prose, within),
        *_aged_noun(prose, within),
        *_named(prose, within),
        *_leading_name(prose, within),
        *_twins(prose, within),
        *_sibling_names(prose, within),
    ]
    found += [
        Single("person", 1, Span(*m.span()))
        for m in _ANOTHER.finditer(prose.folded, within.start, within.end)
    ]
    found += [
        Single(category, 1, Span(*m.span(category)))
        for m in _COUPLE.finditer(prose.folded, within.start, within.end)
        for category in ("man", "woman")
    ]
    return found


_ANOTHER = re.compile(
    r"\b(?:another|a[ ](?:second|third|fourth|fifth|sixth))(?=[ ](?:(?:was|suffered|lost)[ ]|wounded\b|injured\b|hurt\b|killed\b))|(?:(?<=wounding )|(?<=injuring )|(?<=killing )|(?<=wounded )|(?<=injured ))another(?=[.,;]|[ ]and[ ]|$)"
)
_COUPLE = re.compile(
    r"\b(?P<man>an?)[ ](?P<woman>(?:(?:married|elderly|young|newlywed|newly-wed|displaced)[ ])?couple)(?![ ]of\b)(?!\w)"
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
                _DEATH_BEFORE.search(before)
                or _AND_HIS.match(prose.plain, match.end(), within.end)
                or _AND_WERE.match(prose.folded, match.end(), within.end)
                or _death_after().match(prose.folded, match.end(), within.end)
            )
        ):
            continue
        yield _english(match, match.start())


_AND_HIS = re.compile(
    r"(?:,[ ](?:named[ ](?:as[ ])?)?[A-Z][\w'-]+(?:[ ](?:al[ -]|el[ -])?[A-Z][\w'-]+){0,3},)?[ ]and[ ](?:his|her|two|three|four|a|an)[ ]"
)
_AND_WERE = re.compile(r"[ ]of[ ]an?[ ][\w-]+(?:[ ][\w-]+)?[ ]were[ ]")
"""Who is told of with others: 'The driver, Sami Adib, and his wife', 'two nurses and the driver of an ambulance were injured'."""


@cache
def _death_after() -> re.Pattern[str]:
    """Match the fate of 'the imam', told right after: 'the imam lost his life'."""
    return re.compile(
        rf"[ ](?:also[ ])?(?:(?:was|were|is|has been)[ ])?(?:{pattern_of('en', 'harms')})(?!\w)"
    )


@cache
def _headed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<lead>(?:(?:young|elderly|pregnant|local|displaced|female|teenage|civilian|married|old)[ ])?)(?P<w>{pattern_of('en', 'one')})"
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
        yield Single(_by_age(match), 1, Span(match.start(), match.end() - 1))


def _by_age(match: re.Match[str]) -> str:
    """Take somebody whose age is said before for a child or a grown person: 'Eight-year-old Layla', 'an under-18-year-old child'."""
    said = match.group("age")
    years = int(said) if said.isdigit() else int(word_table("en", "numbers").codes.get(said, ADULT))
    young = match.group("unit") != "year" or 0 < years < ADULT or "under-" in match.group()
    return "child" if young else "person"


_AGED_NOUN = re.compile(
    r"(?:\ban?[ ]|,[ ]|\bof[ ]|\b(?=under-))(?:under-)?(?P<age>\d{1,2}|[a-z]{3,9}(?:-[a-z]{3,5})?)[ -](?P<unit>year|month|day)s?[ -]old[ ](?P<w>[a-z][a-z-]{2,})(?!\w)"
)


def _aged_noun(prose: Prose, within: Span) -> Iterator[Single]:
    """Find a person of any trade by the age before: 'a 12-year-old apprentice'."""
    for match in _AGED_NOUN.finditer(prose.folded, within.start, within.end):
        if not prose.plain[match.start("w")].islower():
            continue
        yield Single(_by_age(match), 1, Span(match.start("age"), match.end()))


_LEADING_NAME = re.compile(rf"{_NAME}(?:,[ ][a-z][^,.;]{{2,60}},)?[ ]and[ ](?=(?:his|her)[ ])")


_NAMED_SUBJECT = re.compile(
    rf"(?P<n>{_NAME})(?:,[ ][^.;]{{2,160}}?,)?[ ](?:was|has been)[ ](?:arrested|detained|kidnapped|abducted|killed|shot|assassinated|executed|injured|wounded)(?!\w)"
)
_NO_NAME = re.compile(
    r"Forces|Army|Front|Network|Observatory|Defen[cs]e|Group|Brigade|Police|City|Town|Village|Camp"
)


def _leading_name(prose: Prose, within: Span) -> Iterator[Single]:
    """Find somebody by name at the head of a sentence, told of with kin: 'Name Name and his two sons were arrested'."""
    match = _LEADING_NAME.match(prose.plain, within.start, within.end)
    if match is not None:
        yield Single("person", 1, Span(within.start, match.end() - 5))
        return
    subject = _NAMED_SUBJECT.match(prose.plain, within.start, within.end)
    if subject is not None and not _NO_NAME.search(subject.group("n")):
        yield Single("person", 1, Span(*subject.span("n")))


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
