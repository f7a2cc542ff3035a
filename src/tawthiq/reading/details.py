"""The lesser facts of an attack: time, target, site, family, origin of the displaced, control, a second strike on rescuers."""

from __future__ import annotations

import re

from tawthiq.reading.actors import holders_in
from tawthiq.reading.clauses import Clause
from tawthiq.reading.drafts import Draft
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import number_word

_FAMILY = {
    "en": re.compile(r"\b(?:one|a single|the same)[ ]family\b"),
    "ar": re.compile(r"(?:عائله|اسره)[ ]واحده"),
}
_MOSTLY = re.compile(r"mostly|most of|معظمهم|غالبيتهم")
_PART = {"mostly": "mostly", "most of": "most", "معظمهم": "most", "غالبيتهم": "most"}
_DISPLACED = {
    "en": re.compile(
        r"(?:displaced|IDPs?|internally displaced(?: persons| people)?)(?: farmers| people| family| families)?,?[ ](?:who were[ ])?(?:previously[ ])?(?:displaced[ ])?from[ ](?P<place>(?:(?:al|el)[ -])?[A-Z][\w'-]+(?:[ ](?:(?:al|el)[ -])?[A-Z][\w'-]+){0,2})"
    ),
    "ar": re.compile(
        r"(?:نازحين|نازحون|نازحه|نازحا|مهجرين|نازح)[ ](?:\w+[ ])?من[ ](?:(?:مدينة|بلدة|قرية|محافظة)[ ])?(?P<place>\w+(?:[ ]ال\w+)?)"
    ),
}
_DOUBLE = re.compile(
    r"after (?:about |around )?(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty) minutes|(?P<n2>\d{1,2}|two|three|five|ten|fifteen|twenty) minutes (?:later|after)|بعد (?:نحو |قرابه )?(?P<n3>\d{1,2}|خمس|عشر) دقايق"
)
_RESCUE = re.compile(
    r"double|same (?:site|place|location)|rescu|civil defen|paramedic|مزدوج|المكان نفسه|الموقع نفسه|مسعف|الدفاع المدني|اسعاف"
)


def detail(prose: Prose, draft: Draft, clause: Clause, language: str, confidence: float) -> None:
    """Take the lesser facts a clause says."""
    if clause.clocks and clause.attack is not None:
        draft.say("time", clause.clocks[0].said, prose.source_span(clause.clocks[0].span), confidence)
    elif clause.attack is not None and clause.moments and clause.part is not None:
        draft.say("time", clause.part, None, confidence)
    target = _target(prose, clause, language)
    if target is not None and clause.attack is not None:
        draft.say("target", target.code, prose.source_span(target.span), confidence)
    family = _FAMILY[language].search(prose.folded, clause.span.start, clause.span.end)
    if family is not None:
        span = prose.source_span(Span(family.start(), family.end()))
        mostly = _MOSTLY.search(prose.folded, max(family.start() - 50, clause.span.start), family.start())
        draft.say("one_family", _PART[mostly.group()] if mostly else "all", span, confidence)
    displaced = _DISPLACED[language].search(prose.plain, clause.span.start, clause.span.end)
    if displaced is not None:
        span = prose.source_span(Span(displaced.start("place"), displaced.end("place")))
        draft.say("displaced_from", displaced.group("place"), span, confidence)
    holders, held = holders_in(prose, clause.span, language)
    if held is not None:
        draft.say("controlled_by", holders, prose.source_span(held), confidence)
    _second_strike(prose, draft, clause, confidence)


def _target(prose: Prose, clause: Clause, language: str) -> Hit | None:
    """Find what was hit: the first target after the attack that is not said to be undamaged or near."""
    start = clause.attack.end if clause.attack is not None else clause.span.start
    for hit in word_table(language, "targets").hits(prose.folded, Span(start, clause.span.end)):
        before = prose.folded[max(hit.span.start - 40, clause.span.start) : hit.span.start]
        if not re.search(
            r"\b(?:near|from|meters|metres|vicinity|not|no|without|opposite)\b[^,]{0,30}$|(?:قرب|بعد|متر|دون|لم)[ ][^,]{0,20}$",
            before,
        ):
            return hit
    return None


def _second_strike(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    match = _DOUBLE.search(prose.folded, clause.span.start, clause.span.end)
    if match is None or not _RESCUE.search(prose.folded, clause.span.start, clause.span.end):
        return
    said = match.group("n") or match.group("n2") or match.group("n3")
    minutes = number_word(said, "ar" if match.group("n3") else "en")
    draft.say("double_tap_minutes", minutes, prose.source_span(Span(match.start(), match.end())), confidence)
