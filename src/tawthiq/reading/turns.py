"""Signs in a clause that it turns to another attack, sums up, or says the same again; and where its attack fell."""

from __future__ import annotations

import re
from dataclasses import replace

from tawthiq.reading.clauses import Clause
from tawthiq.reading.datelines import is_publication
from tawthiq.reading.moments import Moment
from tawthiq.reading.place_names import PlaceSaid
from tawthiq.reading.prose import Prose

_WORDS = re.compile(r'[:,] ?"')


def gives_words(prose: Prose, clause: Clause) -> bool:
    """Say whether somebody's own words stand in the clause."""
    return _WORDS.search(prose.folded, clause.span.start, clause.span.end) is not None


_ACCUSED = re.compile(
    r"\b(?:it|they|television|media|agency|residents?|locals?|villagers|activists|witnesses|eyewitnesses|survivors|people|families|relatives)[ ](?:\w+[ ]){0,4}?(?:accuse[ds]?|blame[ds]?)\b"
)


_ADMITS = re.compile(
    r"\b(?:said|says|announced|stated|claimed)[ ](?:in[ ][^.;,]{0,40}?[ ])?(?:that[ ])?(?:its|their|they|it|responsib)\w*[ ]?(?:\w+[ ]){0,3}(?:carried out|fired|launched|targeted|shelled|responsib|behind)|claimed responsib|"
    r"(?:perpetrators|source)[ ][^.;]{0,30}(?:unidentified|unknown|not known|not identified)|(?<!\w)تبن(?:ي|ت)(?!\w)|هي من اطلق"
)


def speaks_of_who(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause of somebody's words says who did it: a party that claims it, or that nobody knows."""
    return (
        accuses(prose, clause) or _ADMITS.search(prose.folded, clause.span.start, clause.span.end) is not None
    )


def accuses(prose: Prose, clause: Clause) -> bool:
    """Say whether people of the place accuse a party, in a sentence that tells no attack of its own."""
    return _ACCUSED.search(prose.folded, clause.span.start, clause.span.end) is not None


def main_place(clause: Clause) -> PlaceSaid | None:
    """Choose where the attack fell: a settlement before a quarter, one with its kind before a bare name."""
    sure = [p for p in clause.places if p.sure]
    settlements = [p for p in sure if p.kind in ("city", "town", "village", "camp", "")]
    if sure and sure[0].kind in ("neighborhood", "area") and not settlements:
        heading = clause.places[0]
        if not heading.sure and heading.span.start == clause.span.start:
            return replace(heading, kind="city", sure=True)
        within = next(
            (p for p in clause.places if p is not sure[0] and 0 <= p.span.start - sure[0].span.end <= 5), None
        )
        return replace(within, kind="city", sure=True) if within else sure[0]
    if (
        settlements
        and sure[0].kind in ("neighborhood", "area")
        and settlements[0].span.start - sure[0].span.end < 60
    ):
        return settlements[0]
    chosen = sure or list(clause.places)
    return chosen[0] if chosen else None


def place_key(name: str) -> str:
    return re.sub(r"^(al|el)[ -]|[\W_]", "", name.casefold())


def same_day(clause: Clause) -> bool:
    return any(m.relative == "0" for m in clause.moments)


def sums_up(clause: Clause) -> bool:
    """Say whether a clause sums up: two dates of a period, or many attacks."""
    many = any(c.category in ("massacre", "attack") and (c.value or 0) > 4 for c in clause.counts)
    one_day = clause.day is not None and clause.day.day is not None and bool(clause.places)
    return spans_time(clause) or (many and not (one_day and not clause.running))


def announces(clause: Clause) -> bool:
    """Say whether a clause announces several attacks of one party that the sentences after it tell: 'two massacres on …'."""
    several = any(c.category in ("massacre", "attack") and (c.value or 0) > 1 for c in clause.counts)
    return several and clause.actor is not None and not clause.places and not clause.running


def spans_time(clause: Clause) -> bool:
    full = [m for m in clause.moments if m.day is not None]
    return len(full) >= 2 and full[1].span.start - full[0].span.end <= 24


_AGAIN = re.compile(
    r"\banother\b|\bsecond\b|\bagain\b|\bseparate\b|\blater\b|\balso\b|(?<!\w)(?:اخر|اخري|ثان|ثانيه|كما|ايضا|لاحقا)(?!\w)"
)


def says_again(prose: Prose, clause: Clause) -> bool:
    return _AGAIN.search(prose.folded, clause.span.start, clause.span.end) is not None and clause.casualties


_SAME_HAND = re.compile(
    r"\b(?:the same|its|their)[ ](?:own[ ])?(?:[\w-]+[ ])?(?:forces?|members|fighters|gunmen|men|soldiers|troops|warplanes|helicopters?|aircraft|planes|jets|artillery|tanks|units?|group|party|snipers?|militants)\b|"
    r"(?<!\w)[وفبل]{0,2}(?:(?:مروحيات|طايرات|مقاتلات|مدفعيت|راجمات|دبابات|طيران|قناصت|عناصر|جنود|مسلحي|مسلحو|مقاتلي|مقاتلو)ه(?:ا|م)?|(?:ال)?(?:قوات|جهه|تنظيم|طيران|فصيل|مجموعه|طايرات|مروحيات)[ ](?:نفسه|ذاته)ا?)(?!\w)"
)


def by_the_same(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause names who struck by what was said before: 'its members', 'the same forces', 'مروحياته'."""
    return _SAME_HAND.search(prose.folded, clause.span.start, clause.span.end) is not None


_LEARNT = re.compile(
    r"\b(?:today|this (?:morning|evening))(?: is)?[, ]{1,2}$|(?<!\w)(?:اليوم|صباح اليوم|مسا اليوم)[, ]{1,2}$"
)


def learnt_later(prose: Prose, clause: Clause, moment: Moment) -> bool:
    """Say whether a full date is only when it was told: 'We learned today, 22 September, that two were killed yesterday'."""
    before = prose.folded[max(moment.span.start - 16, clause.span.start) : moment.span.start]
    heading = moment.span.start - clause.span.start < 45 and prose.folded[
        moment.span.end : moment.span.end + 1
    ] in (".", ":")
    told = heading or _LEARNT.search(before) is not None or is_publication(prose, moment, clause.span)
    return told and any(m.relative in ("yesterday", "-1") for m in clause.moments)


def in_a_past_month(clause: Clause) -> bool:
    """Say whether a clause of dated news tells of something in a month named without a day: 'In April a strike killed 170'."""
    months = [m for m in clause.moments if m.month is not None]
    return bool(months) and all(m.day is None for m in months) and len(months) == len(clause.moments)


def opens_with_aircraft(clause: Clause) -> bool:
    """Say whether aircraft are what a clause begins with: 'Helicopters dropped barrel bombs on X town'."""
    said = clause.arms.platform_span
    return (
        said is not None
        and said.start - clause.span.start < 20
        and (clause.arms.platform or "").startswith(("helicopter", "fixed-wing", "drone"))
    )


_OVER_TIME = re.compile(
    r"\b(?:in|over|during|within|for|after)[ ](?:no[ ])?(?:the[ ](?:past|last|space of)[ ]|approximately[ ]|about[ ]|around[ ]|nearly[ ])?(?:an?|one|two|three|four|five|six|seven|eight|ten|several|\d+)[ ](?:days|weeks?|months?|years?)\b|\bsince[ ](?:the[ ])?(?:start|beginning|outset|early|late|then|january|february|march|april|june|july|august|september|october|november|december|20\d\d)|"
    r"(?<!\w)(?:خلال|منذ|علي مدي|علي مدار)[ ](?:ال)?(?:\w+[ ]){0,2}?(?:اسبوع|اسابيع|شهر|اشهر|ايام|عام|بدايه|مطلع|انطلاق|اذار)|(?<!\w)خلال[ ](?:كانون|شباط|نيسان|ايار|حزيران|تموز|اب|ايلول|تشرين)"
)


def totals_over_time(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause counts what happened over days, weeks or longer, without a day of its own."""
    if clause.update or any(m.day is not None for m in clause.moments):
        return False
    several = any(c.category in ("massacre", "attack") and (c.value or 0) > 1 for c in clause.counts)
    return (clause.running or several) and _OVER_TIME.search(
        prose.folded, clause.span.start, clause.span.end
    ) is not None


def goes_on_summing(prose: Prose, before: Clause, clause: Clause) -> bool:
    """Say whether a clause only goes on with a running total: 'Since January … 61 were killed. More than 125 were wounded.'"""
    return (
        totals_over_time(prose, before)
        and clause.casualties
        and clause.day is None
        and not clause.places
        and clause.actor is None
        and not clause.arms.munition
    )


_SAME_CITY = re.compile(
    r"\b(?:in|of)[ ]the[ ](?:same[ ])?(?:city|town)\b|(?<!\w)(?:في|ب)[ ]?(?:ال)?(?:مدينه|بلده)(?:[ ](?:ذاتها|نفسها))?(?=[ ,.]|$)(?![ ]\w)"
)


def in_the_same_city(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause goes back to the city just named: 'al Bedo neighborhood in the city'."""
    return _SAME_CITY.search(prose.folded, clause.span.start, clause.span.end) is not None


_SPARED = re.compile(
    r"\b(?:no|without)[ ](?:reported[ ]|recorded[ ]|civilian[ ]|any[ ])?(?:casualt|victims|injur|deaths|dead|losses|loss|one (?:was )?(?:hurt|killed|harmed))|(?<!\w)(?:دون|بلا|لا)[ ](?:وقوع[ ]|تسجيل[ ]|اي[ ])?(?:ضحايا|اصابات|خساير|قتلي)"
)
"""An attack of a list in which nobody was harmed: '- Kansaba: regime helicopters, four barrel bombs, no casualties'."""


def spares(prose: Prose, clause: Clause) -> bool:
    """Say whether a clause says that nobody was harmed."""
    return _SPARED.search(prose.folded, clause.span.start, clause.span.end) is not None


_BOMBARDS = re.compile(r"shell|bombard|bomb|pound|rained|قصف|غار")


def bombards(prose: Prose, clause: Clause) -> bool:
    """Say whether the attack of a clause is a bombardment, and nobody is said to be harmed: told whole without a weapon."""
    return (
        clause.attack is not None
        and _BOMBARDS.search(prose.text(clause.attack).lower()) is not None
        and (
            spares(prose, clause)
            or _NO_WORD.search(prose.folded, clause.span.start, clause.span.end) is not None
        )
    )


_NO_WORD = re.compile(
    r"\b(?:without|no)[ ](?:\w+[ ])?(?:information|reports?|word|news)[ ](?:about|of|on)[ ](?:\w+[ ])?(?:casualt|injur|losses)|(?<!\w)(?:دون|ولا)[ ](?:ورود[ ])?(?:معلومات|انبا)[ ](?:عن|حول)"
)
LATE_DEATH = re.compile(
    r"\b(?:died?|dies|death|succumb\w*)\b[^.;]{0,60}\b(?:wounds?|injur(?:y|ies)|earlier)\b|(?<!\w)(?:متاثرا|متاثره|متاثرين)(?!\w)"
)
"""Words of a title that tell of a death after the attack: its day is not the attack's."""

_FOUND = re.compile(
    r"\b(?:bod(?:y|ies)|corpses?|remains)\b[^;]{0,320}?\b(?:found|discovered|recovered|dumped)\b|\bfound[ ](?:dead|the[ ](?:dead[ ])?bod(?:y|ies))\b|(?<!\w)(?:عثر|العثور)[ ](?:\w+[ ]){0,3}?(?:علي[ ])?(?:جثه|جثث|جثمان|جثتي)"
)


def found_dead(prose: Prose, clause: Clause, day: Moment) -> bool:
    """Say whether a day is when somebody was found dead: when he was killed is not told."""
    found = _FOUND.search(prose.folded, clause.span.start, clause.span.end)
    return found is not None and abs(day.span.start - found.end()) < 60


_DAYS_BEFORE = re.compile(
    r"[ ]?(?:on the day before|(?:only |just |about )?(?:\w+|\d+)[ ](?:days?|hours|weeks?)[ ](?:earlier|before(?!\w)))|[ ]?و?(?:قبل (?:ذلك|يومين|يوم|ايام)|كانت? قد)"
)


def with_its_own_day(prose: Prose, clause: Clause) -> bool:
    """Say whether an earlier attack is told whole: 'Two days earlier, on 27 July, a shell killed two in X city'."""
    dated = any(m.day is not None for m in clause.moments)
    told = dated and clause.casualties and any(p.sure for p in clause.places)
    return told and _DAYS_BEFORE.match(prose.folded, clause.span.start, clause.span.end) is not None


_ALSO = re.compile(
    r"\balso\b|\banother\b|\bseparate(?:ly)?\b|\bmeanwhile\b|\bsimilarly\b|\belsewhere\b|(?<!\w)(?:كما|ايضا|فيما|بينما|كذلك|وفي حادثه)(?!\w)"
)


def says_also(prose: Prose, clause: Clause) -> bool:
    return _ALSO.search(prose.folded, clause.span.start, clause.span.end) is not None
