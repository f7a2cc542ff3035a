"""What a sentence of a bulletin does: tells of an attack, adds to one, updates a toll, or speaks of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.reading.actors import Actor, actor_in
from tawthiq.reading.arms import Arms, arms_in
from tawthiq.reading.counted import Count
from tawthiq.reading.datelines import heads, is_publication
from tawthiq.reading.labels import governorate_hits, party_hits
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.moments import Clock, Moment, clocks, day_part, moments
from tawthiq.reading.nesting import statements
from tawthiq.reading.not_counts import skipped
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.places import places_in
from tawthiq.reading.prose import Prose, Span, is_quoted
from tawthiq.reading.sources_arabic import is_news
from tawthiq.reading.talk import UNLESS_TOLD, talk_in

HARMS = ("killed", "injured", "arrested")
"""What an incident is told of by: people killed, injured, or taken away."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, or the half of one that tells of two attacks, with all that was read from it."""

    span: Span
    moments: tuple[Moment, ...]
    clocks: tuple[Clock, ...]
    part: str | None
    places: tuple[PlaceSaid, ...]
    actor: Actor | None
    arms: Arms
    counts: tuple[Count, ...]
    attack: Span | None
    running: bool
    earlier: bool
    speech: bool
    quoted: bool
    update: bool
    other_subject: bool
    late: bool
    talk: str = ""
    """What kind of talk it only is: denied, remembered, demanded, condemned, tried …; empty where it may tell an attack."""
    wounded_on: frozenset[int] = frozenset()
    """Where days stand that are said of the wounding, in a clause that tells of a later death."""
    taking: bool = False
    """Whether what it tells is an arrest or abduction, not an attack."""

    @property
    def day(self) -> Moment | None:
        """Give the date of the clause: a full or relative one before a bare weekday."""
        dated = [m for m in self.moments if m.day is not None] or [m for m in self.moments if m.relative]
        chosen = dated or [m for m in self.moments if m.weekday is not None]
        wounded = next((m for m in chosen if m.span.start in self.wounded_on), None)
        return wounded or (chosen[0] if chosen else None)

    @property
    def only_talk(self) -> bool:
        """Say whether it only speaks of an attack: a condemnation with a day, a place and people harmed tells it."""
        if self.talk in UNLESS_TOLD:
            return not (self.casualties and any(m.day for m in self.moments) and self.places)
        return bool(self.talk)

    @property
    def casualties(self) -> bool:
        """Say whether anyone is said to be killed, injured or taken, in a number."""
        return any(c.harm in HARMS and c.value for c in self.counts)


_HAPPENED_ELSE = re.compile(
    r"(?<!time of )(?<!writing of )(?<!preparing )(?<!publishing )\b(?:the report|this report|our report|press release|this statement|video|footage|photo|satellite)\b|(?<!\w)(?<!اعداد )(?<!اعداد هذا )(?:ال)?(?:تقرير|بيان صحفي|فيديو)(?!\w)"
)
_COUNTS_ATTACKS = re.compile(
    r"\bsince[ ](?:the[ ])?(?:early|late|start|beginning|outset|march|january|20\d\d)|\bnumber[ ]of[ ](?:attacks|incidents|operations|murders|assassinations)|(?<!\w)منذ[ ](?:مطلع|بدايه|اذار|عام|كانون)|(?<!\w)عدد[ ](?:ال)?(?:هجمات|عمليات|حوادث|استهدافات)"
)
"""A total that rose and is no toll of one attack: 'Since early 2022 the number of attacks has risen to 459'."""
_AGAIN = re.compile(
    r"\banother\b|\bthis time\b|\bagain\b|(?<!\w)(?:هجوم|غاره|تفجير|انفجار|قصف|ضربه)(?: \w+)? (?:اخر|اخري|ثان)"
)


def read_clause(
    prose: Prose, span: Span, block: Span, language: str, known: Known, carried: Count | None
) -> Clause:
    """Read everything a clause says."""
    dates = _of_what_is_told(prose, span, moments(prose.folded, span, language))
    times = clocks(prose.folded, span, language)
    skip = skipped(prose, span, language)
    attack, taking = _attack(prose, span, language)
    text = prose.folded[span.start : span.end]
    told = statements(prose, span, language, skip, carried)
    end = _tail_start(prose, span, language)
    told = [c for c in told if c.span.start < end]
    late, told = _late(prose, span, told, language)
    actor, arms = actor_in(prose, span, language), arms_in(prose, span, language)
    if attack is None and (actor or arms.platform or arms.munition):
        attack = _harm_done(prose, span, told, language)
    return Clause(
        span,
        tuple(dates),
        tuple(times),
        day_part(prose.folded, span, language),
        tuple(
            places_in(
                prose,
                span,
                language,
                known,
                [*(m.span for m in dates), *_named_parties(prose, span, language)],
            )
        ),
        actor,
        arms,
        tuple(told),
        attack,
        _is_running(prose, span, language),
        _is_earlier(prose, span, attack, language) and not _AGAIN.search(text),
        _is_speech(prose, span, language),
        is_quoted(prose, block.start, span.start) or _opens_a_quote(text),
        word_table(language, "update").has(prose.folded, span) and not _COUNTS_ATTACKS.search(text),
        word_table(language, "not_event").has(prose.folded, span) or _HAPPENED_ELSE.search(text) is not None,
        late,
        talk_in(prose, span, language),
        frozenset(m.span.start for m in dates if _is_of_the_wound(prose, m, span)),
        taking,
    )


def _opens_a_quote(text: str) -> bool:
    """Say whether a clause begins somebody's words, not only a name in quotation marks."""
    head = text.lstrip()
    return head.startswith('"') and not 0 < head.find('"', 1) < 30


def _is_running(prose: Prose, span: Span, language: str) -> bool:
    """Say whether a clause gives a running total; 'as the Network documented' only names the source."""
    hits = word_table(language, "running").hits(prose.folded, span)
    return any(not prose.folded.endswith(" ما ", 0, h.span.start) for h in hits)


def _of_what_is_told(prose: Prose, span: Span, dates: list[Moment]) -> list[Moment]:
    """Leave out days of publication where another full date stands beside them."""
    told = [
        m
        for m in dates
        if m.day is None or not (is_publication(prose, m, span) or _is_dateline(prose, m, span, dates))
    ]
    return told if any(m.day is not None for m in told) else dates


def _is_dateline(prose: Prose, moment: Moment, span: Span, dates: Sequence[Moment]) -> bool:
    """Say whether a date heads a text whose sentence gives a day of its own: 'GENEVA (12 May 2020) - On 28 April, …'."""
    if moment.span.start - span.start > 60 or not heads(prose, moment):
        return False
    return any(m.day is not None and m.span.start > moment.span.end for m in dates)


def _named_parties(prose: Prose, span: Span, language: str) -> list[Span]:
    """Give the English names of parties: their capitals are no place's."""
    return [h.span for h in party_hits(prose, span, language)] if language == "en" else []


OF_A_FIRE = re.compile(
    r"fires?[ ](?:that[ ])?(?:has[ ]|have[ ])?(?:broke|broken|swept|spread|raged|burned|engulfed|erupted)"
)
"""'Fires broke out' is no attack by fire."""


def _attack(prose: Prose, span: Span, language: str) -> tuple[Span | None, bool]:
    """Find the first word of an attack or of an arrest, and say whether it is of an arrest."""
    first: dict[str, Span] = {}
    for table in ("attack", "taking"):
        hits = word_table(language, table).hits(prose.folded, span)
        hit = next((h for h in hits if not OF_A_FIRE.match(prose.folded, h.span.start)), None)
        if hit is not None:
            first[table] = hit.span
    attack = min(first.values(), key=lambda s: s.start, default=None)
    return attack, attack is not None and first.get("taking") == attack


def _harm_done(prose: Prose, span: Span, told: Sequence[Count], language: str) -> Span | None:
    """Find the harm that stands for an attack where no verb of attack does: 'Three were wounded when X sent two drones at a tractor'."""
    if not any(c.harm in ("killed", "injured") and c.value for c in told):
        return None
    if any(word_table(language, t).has(prose.folded, span) for t in ("sums", "no_hand")):
        return None
    hits = word_table(language, "harms").hits(prose.folded, span)
    return next((h.span for h in hits if h.code in ("killed", "injured")), None)


_LATE_JOINT = re.compile(r"[,;]|[ ](?:and|while|but)[ ]|[ ]و(?=\w)|[ ](?:فيما|بينما)[ ]")


def _late(prose: Prose, span: Span, told: Sequence[Count], language: str) -> tuple[bool, list[Count]]:
    """Say whether a clause tells only of a later death; of 'two died on the spot and a third of his wounds' keep the two."""
    late = next(word_table(language, "late_death").hits(prose.folded, span), None)
    if late is None:
        return False, list(told)
    joints = [m.start() for m in _LATE_JOINT.finditer(prose.folded, span.start, late.span.start)]
    before = [c for c in told if joints and c.span.end <= joints[-1] and c.harm in HARMS and c.value]
    if language == "ar" and len(before) == 1 and before[0].value == 1:
        died = _DIED.search(prose.folded, before[0].span.end, late.span.start)
        return (False, before) if died else (True, list(told))
    return (False, before) if before else (True, list(told))


_WOUND_BEFORE = re.compile(
    r"\b(?:wounds?|injur(?:y|ies)|injured|wounded|shot|hit)[ ](?:(?:that[ ])?(?:he|she|they)[ ](?:had[ ])?)?(?:sustained|suffered|received|incurred|inflicted)?(?:[^.;]{0,40}?[ ])?(?:on|earlier,? on|earlier|dated)[ ](?:\w+,?[ ])?$|"
    r"(?<!\w)(?:متاثرا|متاثره|متاثرين|اصيب|اصيبت|اصابته|اصابتها|جراحه|جراحها|جروحه|جراح|بجراح)[ ][^.;]{0,80}?(?:بتاريخ|يوم|في)[ ](?:\w+[ ]){0,2}$"
)
_DIED = re.compile(
    r"\b(?:died?|dies|dead|succumb\w*|passed away)\b|(?<!\w)(?:توفيت?|وفاه|قضي|قضت|مات|ماتت|استشهدت?|فارقت?)(?!\w)"
)


def _is_of_the_wound(prose: Prose, moment: Moment, span: Span) -> bool:
    """Say whether a day is when somebody was hit who died later: 'died on May 7 of wounds sustained on April 30'."""
    before = prose.folded[span.start : moment.span.start]
    return _DIED.search(before) is not None and _WOUND_BEFORE.search(before[-130:]) is not None


_NO_SPEECH = re.compile(r"[ ](?:the[ ])?(?:responsib|the li(?:fe|ves)|li(?:fe|ves))")


_TAIL = re.compile(r"[^.;\"]{0,60}[.]?$")


def _is_tail(prose: Prose, hit: Hit, span: Span) -> bool:
    """Say whether the source is only named at the end of what is told: '…, killing at least 14 people, said a medic.'"""
    rest = prose.folded[hit.span.end : span.end].rstrip()
    before = prose.folded[span.start : hit.span.start]
    comma = before.rfind(", ")
    return comma > 60 and len(before) - comma < 60 and '"' not in before and _TAIL.fullmatch(rest) is not None


def _tail_start(prose: Prose, span: Span, language: str) -> int:
    """Give where a source named at the end begins, or the end of the clause: who it is was not harmed."""
    hits = word_table(language, "speech").hits(prose.folded, span)
    return next((h.span.start for h in hits if _is_tail(prose, h, span)), span.end)


_NONE_REPORTED = re.compile(
    r"\b(?:no|without|nor|neither)[ ](?:[\w/-]+[ ]){1,6}?(?:(?:was|were|been|being|have been|has been)[ ])?$|(?<!\w)(?:دون|لم|لا)[ ](?:\w+[ ]){0,4}$"
)
"""Said of harm that nobody heard of: 'no casualties were reported'."""


def _is_speech(prose: Prose, span: Span, language: str) -> bool:
    """Say whether a clause gives somebody's words; 'claimed responsibility' and 'claimed the lives' give none."""
    hits = word_table(language, "speech").hits(prose.folded, span)
    return any(
        _NO_SPEECH.match(prose.folded, h.span.end) is None
        and not _is_tail(prose, h, span)
        and not (language == "ar" and is_news(prose, h, span))
        and _NONE_REPORTED.search(prose.folded, max(h.span.start - 70, span.start), h.span.start) is None
        for h in hits
    )


_BEFORE = re.compile(
    r"\b(?:(?:day|days|week|weeks|month|months|year|years|never|long|as)[ ])before(?![ ](?:the|a|an|it|they|he|she|being|going)[ ])|\bbefore(?=[,.;]|$)"
)
"""'the month before', but not 'before the truce'."""


def _is_earlier(prose: Prose, span: Span, attack: Span | None, language: str) -> bool:
    """Say whether the attack itself is put in an earlier time: the word stands before the verb, not after it."""
    hits = [*word_table(language, "earlier").hits(prose.folded, span)]
    if language == "en":
        hits += [Hit("", Span(*m.span())) for m in _BEFORE.finditer(prose.folded, span.start, span.end)]
    if language == "ar":
        hits = [h for h in hits if not _is_former(prose, h, span)]
    remnant = word_table(language, "munitions").hits(prose.folded, span)
    if any(h.code == "war remnant" for h in remnant):
        return False
    return any(attack is None or h.span.start <= attack.end + 12 for h in hits)


_FORMER = frozenset(["سابقا", "سابق", "السابق", "السابقه"])


def _is_former(prose: Prose, hit: Hit, span: Span) -> bool:
    """Say whether 'سابقاً' is said of somebody's office: no attack or arrest stands before it."""
    if prose.folded[hit.span.start : hit.span.end] not in _FORMER:
        return False
    before = Span(span.start, hit.span.start)
    return not any(word_table("ar", t).has(prose.folded, before) for t in ("attack", "taking"))


_JOINTS = {
    "en": re.compile(r";|,?[ ](?:while|whereas|and|as)[ ]|,[ ](?:and|while)[ ]"),
    "ar": re.compile(
        r"[;,][ ]?(?:كما|فيما|بينما|و)|[ ](?:فيما|بينما|كما)[ ]|[ ]و(?=قصف|استهدف|القت|القي|شن|اطلق)"
    ),
}


def split_attacks(prose: Prose, span: Span, language: str, known: Known) -> list[Span]:
    """Split a sentence that tells of two attacks, each with its own verb, place and casualties; else leave it whole."""
    joints = (_STRONG[language], _JOINTS[language])
    if not any(joint.search(prose.folded, span.start, span.end) for joint in joints):
        return [span]
    attacks = [h.span for h in word_table(language, "attack").hits(prose.folded, span)]
    if language == "ar":
        attacks += [h.span for h in word_table(language, "taking").hits(prose.folded, span)]
    if len(attacks) < 2 or span.end - span.start > 1_500:
        return [span]
    for joint in _STRONG[language].finditer(prose.folded, span.start, span.end):
        halves = (Span(span.start, joint.start()), Span(joint.start(), span.end))
        alike = language == "ar" and _ALIKE.match(prose.folded, joint.end(), halves[1].end) is not None
        stands = _is_attack if alike else _stands
        if stands(prose, halves[0], attacks, language, known) and _follows(
            prose, halves[1], attacks, language, known
        ):
            return [halves[0], *split_attacks(prose, halves[1], language, known)]
    for joint in _JOINTS[language].finditer(prose.folded, span.start, span.end):
        halves = (Span(span.start, joint.start()), Span(joint.start(), span.end))
        if all(_stands(prose, half, attacks, language, known) for half in halves):
            return [halves[0], *split_attacks(prose, halves[1], language, known)]
    return [span]


_STRONG = {
    "en": re.compile(r";[ ](?:and[ ])?(?:in|at|it|they)[ ]"),
    "ar": re.compile(r"[;,]?[ ](?:فيما|بينما|كما|بالتزامن مع|تزامنا مع|مضيفا ان|في حين)[ ]"),
}
"""Words after which another attack of the same hand may be told without naming it again."""


def _follows(prose: Prose, half: Span, attacks: Sequence[Span], language: str, known: Known) -> bool:
    """Say whether the second half tells another attack of the same hand: an attack, a place of its kind, people killed."""
    if not any(half.covers(a) for a in attacks):
        return False
    if word_table(language, "late_death").has(prose.folded, half):
        return False
    places = [p for p in places_in(prose, half, language, known, []) if p.sure]
    counts = statements(prose, half, language, skipped(prose, half, language))
    harms = HARMS if language == "ar" else ("killed", "injured")
    alike = language == "ar" and _ALIKE.search(prose.folded, half.start, half.end) is not None
    return bool(places) and (alike or any(c.harm in harms and c.value for c in counts))


_ALIKE = re.compile(r"(?<!\w)(?:قصف|هجوم|انفجار|غارات|غاره|استهداف|تفجير)[ ](?:\w+[ ])?(?:مماثل|مشابه)")
"""Another attack that is told by saying it was like the one before."""


def _stands(prose: Prose, half: Span, attacks: Sequence[Span], language: str, known: Known) -> bool:
    """Say whether half a sentence is an attack of its own: verb, named place, means or party, and casualties."""
    if not _is_attack(prose, half, attacks, language, known):
        return False
    counts = statements(prose, half, language, skipped(prose, half, language))
    return any(c.harm in HARMS and c.value for c in counts) or (
        language == "ar" and _TAKEN.search(prose.folded, half.start, half.end) is not None
    )


_TAKEN = re.compile(r"(?<!\w)[وف]?(?:اعتقل|احتجز|اختطف|خطف|اقتاد)(?:ت)?(?:هما|هم|هن)(?!\w)")
"""People taken who were named before: 'اعتقلتهما عناصر …'."""


def _is_attack(prose: Prose, half: Span, attacks: Sequence[Span], language: str, known: Known) -> bool:
    """Say whether half a sentence has a verb of attack, a named place, and means or a party."""
    if half.end - half.start < 25 or not any(half.covers(a) for a in attacks):
        return False
    places = places_in(prose, half, language, known, [])
    if not any(p.sure or not governorate_hits(prose, p.span, language) for p in places):
        return False
    actor, arms = actor_in(prose, half, language), arms_in(prose, half, language)
    from_air = any(
        h.code == "air-unspecified" for h in word_table(language, "platforms").hits(prose.folded, half)
    )
    return actor is not None or bool(arms.platform or arms.munition) or from_air
