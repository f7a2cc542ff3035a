"""Dates and times of day in prose: what is said, never more; a weekday is kept beside the date it was said with."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.prose import Span, fold_pattern
from tawthiq.reading.quantities import quantities

DAYS_AGO = {"yesterday": 1, "two-before": 2}
"""Relative days that are counted from the day of publication, and how many days they lie before it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as said: any part may be missing; `year_said` tells a stated year from one taken from context."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""
    year_said: bool = True
    night: bool = False

    @property
    def date(self) -> dt.date | None:
        """Give the calendar day, or None where a part is missing or the day does not exist."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def impossible(self) -> bool:
        """Say whether a full date is written that no calendar has, such as 31 June."""
        return None not in (self.year, self.month, self.day) and self.date is None

    def iso(self) -> str | None:
        """Write what is known: 2019-07-05, 2019-07, 2019."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said: 'around 21:00', 'night'."""

    span: Span
    said: str


_ARABIC_ORDINALS = [
    "الاول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
    "الحادي عشر",
    "الثاني عشر",
    "الثالث عشر",
    "الرابع عشر",
    "الخامس عشر",
    "السادس عشر",
    "السابع عشر",
    "الثامن عشر",
    "التاسع عشر",
    "العشرين",
    "الحادي والعشرين",
    "الثاني والعشرين",
    "الثالث والعشرين",
    "الرابع والعشرين",
    "الخامس والعشرين",
    "السادس والعشرين",
    "السابع والعشرين",
    "الثامن والعشرين",
    "التاسع والعشرين",
    "الثلاثين",
    "الحادي والثلاثين",
]
_ENGLISH_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
    "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
]  # fmt: skip
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"


@cache
def _date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    months = pattern_of(language, "months")
    weekday = rf"(?<!\w)(?P<wd>{pattern_of(language, 'weekdays')})"
    day = r"(?P<d>0?[1-9]|[12]\d|3[01])"
    iso = rf"(?<![\d/-]){_YEAR.format('y')}(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep){day}(?![\d/-])"
    numeric = rf"(?:{weekday}[ ,]{{1,3}}(?:(?:den|dem|le|the)[ ])?)?(?<![\d/.-]){day}[ ]?[/.-][ ]?(?P<m>0?[1-9]|1[0-2])[ ]?[/.-][ ]?{_YEAR.format('y')}"
    year = rf"(?:[. ,/]{{1,3}}(?:of |in |de |عام |سنه )?{_YEAR.format('y')})?"
    if language == "en":
        first = rf"(?:{weekday}[ ,]{{1,3}}(?:(?:the|of)[ ])?)?(?<!\w)(?P<mn>{months})[ ]{{1,2}}{day}(?:st|nd|rd|th)?(?:[/-]\d{{1,2}})?(?![\w%]|[.,]\d{{1,3}}(?!\d)){year}"
        second = rf"(?:{weekday}[ ,]{{1,3}}(?:the[ ])?)?(?:(?<![\w.,/-])|(?<=night of \d[-/])|(?<=night of \d\d[-/])){day}(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<mn>{months})(?!\w){year}"
        ordinals = "|".join(sorted(_ENGLISH_ORDINALS, key=len, reverse=True))
        spelt = rf"(?:{weekday}[ ,]{{1,3}})?(?<!\w)the[ ](?P<ord>{ordinals})[ ](?:day[ ])?of[ ](?P<mn>{months})(?!\w){year}"
        texts = [iso, numeric, first, second, spelt]
    elif language == "ar":
        month = rf"(?P<mn>{months})(?!\w)(?:[ ]?/[ ]?(?:{months})(?!\w))?"
        ordinals = "|".join(sorted(_ARABIC_ORDINALS, key=len, reverse=True))
        number = rf"(?:(?:(?<![\d/.,-])|(?<=ليله \d[-/])|(?<=ليله \d\d[-/])|(?<=ليله \d - )|(?<=ليله \d\d - )){day}|(?<!\w)(?P<ord>{ordinals})(?=[ ]من))"
        texts = [
            iso,
            numeric,
            rf"(?:{weekday}[ ,]{{1,3}}(?:الموافق |في |بتاريخ |ل)?)?{number}[ ]?/?[ ]?(?:من )?(?:شهر )?{month}(?:[ ,/]{{1,3}}(?:ل?عام |ل?سنه |من عام |من سنه )?{_YEAR.format('y')})?",
        ]
    else:
        dot = r"\.?" if language == "de" else "(?:er)?"
        texts = [
            iso,
            numeric,
            rf"(?:{weekday}[ ,]{{1,3}}(?:(?:den|dem|le)[ ])?)?(?<![\w.,/-]){day}{dot}[ ](?P<mn>{months})(?!\w){year}",
        ]
    texts.append(
        rf"(?<!\w)(?P<mn>{months})(?!\w)(?:[ ]?/[ ]?(?:{months})(?!\w))?[ ,/]{{1,3}}(?:of |de |عام )?{_YEAR.format('y')}"
    )
    return tuple(re.compile(text) for text in texts)


def _moment(match: re.Match[str], language: str) -> Moment:
    groups = match.groupdict()
    month = groups.get("m")
    name = groups.get("mn")
    if name is not None:
        month = word_table(language, "months").codes[re.sub(r"\s+", " ", name)]
    day = groups.get("d")
    if day is None and groups.get("ord"):
        ordinals = _ARABIC_ORDINALS if language == "ar" else _ENGLISH_ORDINALS
        day = str(ordinals.index(re.sub(r"\s+", " ", groups["ord"])) + 1)
    weekday = groups.get("wd")
    known = word_table(language, "weekdays").codes.get(weekday, None) if weekday else None
    year, end = groups.get("y"), match.end()
    if year is None and language == "ar":
        year, end = _year_in_words(match)
    return Moment(
        Span(match.start(), end),
        int(year) if year else None,
        int(month) if month else None,
        int(day) if day else None,
        int(known) if known else None,
        year_said=year is not None,
    )


_YEAR_WORDS = re.compile(r"[ ,]{1,2}(?:من )?ل?(?:عام|سنه)[ ](?=الفي)")


def _year_in_words(match: re.Match[str]) -> tuple[str | None, int]:
    """Read the Arabic year written out after a date, 'عام ألفين وخمسة عشر', and where it ends."""
    before = _YEAR_WORDS.match(match.string, match.end())
    if before is None:
        return None, match.end()
    window = Span(before.end(), min(before.end() + 40, len(match.string)))
    said = next(iter(quantities(match.string, window, "ar")), None)
    if said is None or said.value is None or said.span.start != before.end():
        return None, match.end()
    return str(said.value), said.span.end


_NUMERIC_DATE = re.compile(r"\d[ ]?[/.-][ ]?\d")


def _patterns_for(folded: str, within: Span, language: str) -> tuple[re.Pattern[str], ...]:
    """Give the patterns of dates that can match: the first two need digits with a sign between, the rest a month."""
    patterns = _date_patterns(language)
    numeric = patterns[:2] if _NUMERIC_DATE.search(folded, within.start, within.end) else ()
    return numeric + (patterns[2:] if word_table(language, "months").has(folded, within) else ())


def moments(folded: str, within: Span, language: str) -> list[Moment]:
    """Find the dates of a piece of text, in order; a date is found once, in its longest form."""
    return list(_moments(folded, within, language))


@lru_cache(maxsize=256)
def _moments(folded: str, within: Span, language: str) -> tuple[Moment, ...]:
    """Find the dates once for all who ask for those of the same sentence."""
    found: list[Moment] = []
    taken = bytearray(within.end - within.start)

    def keep(moment: Moment) -> None:
        piece = slice(moment.span.start - within.start, moment.span.end - within.start)
        if not any(taken[piece]):
            taken[piece] = b"\x01" * (piece.stop - piece.start)
            found.append(moment)

    for pattern in _patterns_for(folded, within, language):
        for match in pattern.finditer(folded, within.start, within.end):
            keep(_moment(match, language))
    bare = _BARE_DAY.get(language)
    for match in bare.finditer(folded, within.start, within.end) if bare is not None else ():
        keep(_bare_day(match))
    for hit in word_table(language, "weekdays").hits(folded, within):
        keep(Moment(hit.span, weekday=int(hit.code), year_said=False))
    for hit in word_table(language, "relative_days").hits(folded, within):
        keep(Moment(hit.span, relative=hit.code, year_said=False))
    if language in ("en", "ar"):
        found = [_first_night(folded, m) for m in found]
    found = [replace(m, night=True) if _is_night(folded, m.span, language) else m for m in found]
    return tuple(sorted(found, key=lambda m: m.span.start))


_BARE_DAY = {
    "en": re.compile(r"(?<!\w)(?:on|being|of|by|until)[ ](?P<s>the[ ](?P<d>[12]?\d|3[01])(?:st|nd|rd|th)(?:[ ]of[ ](?:the[ ](?:same[ ])?|that[ ])month)?)(?=[,.;:)]|[ ](?:a|an|at|in|the|when|of[ ]the[ ]month|two|three|four|five|warplanes|helicopters|artillery|shelling|it|they)(?!\w))"),
    "ar": re.compile(rf"(?<!\w)(?:[وف]?(?:في|يوم|بتاريخ|ليله|فجر|مسا|صباح)[ ])?(?P<s>(?:(?P<d>[12]?\d|3[01])|(?P<ord>{'|'.join(sorted(_ARABIC_ORDINALS, key=len, reverse=True))}))[ ](?:منه(?!\w)|من[ ](?:ال)?شهر[ ](?:نفسه|ذاته|المذكور)))|(?<!\w)[وف]?(?:يوم|بتاريخ)[ ](?P<t>(?P<e>[12]?\d|3[01]))(?=[,.;:]|$)"),
}  # fmt: skip
"""A day of the month named before: 'On the 3rd, warplanes …', 'يوم 12.', 'الأول من الشهر نفسه'."""


def _bare_day(match: re.Match[str]) -> Moment:
    groups = match.groupdict()
    said = groups["d"] or groups.get("e")
    day = int(said) if said else _ARABIC_ORDINALS.index(re.sub(r"\s+", " ", groups["ord"])) + 1
    return Moment(Span(*match.span("s" if groups["s"] else "t")), day=day, year_said=False)


_NIGHT_BETWEEN = re.compile(
    r"(?:night[ ](?:of|between)[ ](?:the[ ])?|ليله[ ])(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:[ ]?[-/][ ]?|[ ](?:and|to)[ ](?:the[ ])?)$"
)


def _first_night(folded: str, moment: Moment) -> Moment:
    """Take 'the night of 17-18 December' as the night of the 17th."""
    before = _NIGHT_BETWEEN.search(folded, max(moment.span.start - 32, 0), moment.span.start)
    if before is None or moment.day is None or int(before.group("d")) != moment.day - 1:
        return moment
    return replace(moment, day=moment.day - 1, span=Span(before.start("d"), moment.span.end))


def inside(found: Sequence[Moment], span: Span) -> list[Moment]:
    """Give the dates, sorted by place, that lie within a piece of text."""
    first = bisect_left(found, span.start, key=lambda m: m.span.start)
    last = bisect_left(found, span.end, key=lambda m: m.span.start)
    return [m for m in found[first:last] if m.span.end <= span.end]


_NIGHT = {"en": re.compile(r"night of[ ,]|(?<!\w)night"), "ar": re.compile("ليل")}


def _is_night(folded: str, span: Span, language: str) -> bool:
    pattern = _NIGHT.get(language)
    return (
        pattern is not None
        and pattern.search(folded, max(span.start - 22, 0), min(span.end + 8, len(folded))) is not None
    )


def with_years(found: Sequence[Moment], published: dt.date | None = None) -> list[Moment]:
    """Fill missing years from the nearest date before that states one, else after, else from the day of publication."""
    filled: list[Moment] = []
    said = [m for m in found if m.year is not None and m.month is not None]
    first = said[0].year if said else (published.year if published else None)
    year = first
    for moment in found:
        if moment.year is not None and moment.month is not None:
            year = moment.year
        elif moment.month is not None and year is not None:
            moment = replace(moment, year=year, year_said=False)
        elif moment.day is not None and moment.month is None and filled:
            named = next((m for m in reversed(filled) if m.month is not None), None)
            moment = replace(moment, month=named.month, year=named.year) if named is not None else moment
        filled.append(moment)
    return filled


_CLOCK_EN = re.compile(
    r"(?:(?P<about>at a?round|around|about|approximately|nearly|at approximately|at about)[ ])?(?<![\d:])"
    r"(?:(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?:[ ]?(?P<ap>[ap])\.?m\b\.?)?|(?P<h2>1[0-2]|0?[1-9])[ ]?(?P<ap2>[ap])\.?m\b\.?)(?![\d:])"
)
_CLOCK_AR = re.compile(
    r"(?:ال)?ساعه[ ](?:(?P<about>حوالي|نحو|قرابه)[ ])?(?:ال)?(?:(?P<h>\d{1,2})(?::(?P<m>\d\d))?|(?P<w>\w+))(?:[ ](?P<ap>صباحا|ظهرا|عصرا|مساء?|ليلا|فجرا))?"
)
_HOURS_AR = {
    fold_pattern(word): n
    for n, word in enumerate(
        [
            "الواحدة",
            "الثانية",
            "الثالثة",
            "الرابعة",
            "الخامسة",
            "السادسة",
            "السابعة",
            "الثامنة",
            "التاسعة",
            "العاشرة",
        ],
        start=1,
    )
}
_DAY_PARTS = {
    "en": {"night": "night", "dawn": "dawn", "evening": "evening", "morning": "morning", "noon": "noon", "afternoon": "afternoon", "midnight": "midnight"},
    "ar": {"ليل": "night", "ليله": "night", "ليلا": "night", "فجر": "dawn", "فجرا": "dawn", "مساء": "evening", "صباح": "morning", "صباحا": "morning", "ظهر": "noon", "ظهرا": "noon", "عصر": "afternoon", "منتصف ليل": "midnight", "مسا": "evening"},
}  # fmt: skip


def clocks(folded: str, within: Span, language: str) -> list[Clock]:
    """Find the times of day of a piece of English or Arabic text."""
    if language == "en":
        return [_english_clock(m) for m in _CLOCK_EN.finditer(folded, within.start, within.end)]
    if language == "ar":
        found = (_arabic_clock(m) for m in _CLOCK_AR.finditer(folded, within.start, within.end))
        return [clock for clock in found if clock is not None]
    return []


def day_part(folded: str, within: Span, language: str) -> str | None:
    """Give the part of the day named in a piece of text (night, dawn, evening, …), or None."""
    parts = _DAY_PARTS.get(language, {})
    clitic = "[بو]?(?:ال)?" if language == "ar" else ""
    match = re.compile(rf"(?<!\w){clitic}({'|'.join(sorted(parts, key=len, reverse=True))})(?!\w)").search(
        folded, within.start, within.end
    )
    return parts[match.group(1)] if match else None


def _english_clock(match: re.Match[str]) -> Clock:
    hour = int(match.group("h") or match.group("h2"))
    half = match.group("ap") or match.group("ap2")
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    about = "around " if match.group("about") and match.group("about") != "at" else ""
    return Clock(Span(match.start(), match.end()), f"{about}{hour:02d}:{match.group('m') or '00'}")


def _arabic_clock(match: re.Match[str]) -> Clock | None:
    word = match.group("w")
    hour = (
        int(match.group("h"))
        if match.group("h")
        else _HOURS_AR.get(fold_pattern("ال") + (word or "").removeprefix("ال"))
    )
    if hour is None or hour > 24:
        return None
    if (match.group("ap") or "")[:2] in ("مس", "عص", "لي", "ظه") and hour < 12:
        hour += 12
    about = "around " if match.group("about") else ""
    return Clock(Span(match.start(), match.end()), f"{about}{hour:02d}:{match.group('m') or '00'}")
