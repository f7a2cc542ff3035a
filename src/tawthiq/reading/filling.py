"""What a clause says, filled into a draft: place, governorate, means, toll; what is set stays set."""

from __future__ import annotations

import re

from tawthiq.reading.clauses import Clause
from tawthiq.reading.details import detail
from tawthiq.reading.drafts import Draft
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.place_names import PlaceSaid
from tawthiq.reading.prose import Prose, Span, fold_pattern
from tawthiq.reading.tolls import tolls
from tawthiq.reading.turns import main_place, place_key, spares

SURE = 0.95

"""Confidence of what the telling sentence says."""

CONTEXT = 0.8

"""Confidence of what another sentence says."""

WEAK = 0.6

"""Confidence of what only a title or dateline says."""


_ORIGIN = re.compile(
    r"\b(?:from|natives? of|displaced from|born in)[ ][^,.;]{0,60}$|(?<!\w)من (?:ابنا|اهالي|سكان|نازحي)[ ][^,.;]{0,60}$"
)

"""Where somebody came from, which is not where it happened."""


def fill_means(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
    if clause.actor is not None and not draft.get("parties") and draft.get("party") in (None, "unknown"):
        if draft.get("party") == "unknown" and confidence != SURE:
            return
        span = prose.source_span(clause.actor.span)
        if len(clause.actor.parties) == 1:
            draft.put("party", clause.actor.parties[0], span, confidence)
        else:
            draft.put("parties", list(clause.actor.parties), span, confidence)
        draft.say("attribution", clause.actor.attribution, span, confidence)
    arms = clause.arms
    if arms.platform_span is not None:
        draft.say("platform", arms.platform, prose.source_span(arms.platform_span), confidence)
        draft.say("platform_count", arms.platform_count, prose.source_span(arms.platform_span), confidence)
    if arms.munition == "mortar shell" and draft.get("munition") == "shell" and arms.munition_span:
        draft.put("munition", arms.munition, prose.source_span(arms.munition_span), confidence)
    other = arms.munition == "torture" and draft.get("platform") is not None
    if arms.munition_span is not None and not other:
        draft.say("munition", arms.munition, prose.source_span(arms.munition_span), confidence)


_ASCRIBES = re.compile(
    r"believ|came from|fired from|launched from|originat|not know|accus|blam|identif|responsib|perpetrat|unknown|determine|claimed|belong|نعتقد|يعتقد|تحديد|مسووليه|اتهم|تبن|مجهول|مصدره"
)


def _ascribes(prose: Prose, clause: Clause) -> bool:
    """Say whether a sentence speaks of who did it."""
    return _ASCRIBES.search(prose.folded, clause.span.start, clause.span.end) is not None


def only_governorate(prose: Prose, language: str, draft: Draft, within: Span, confidence: float) -> None:
    """Take a governorate that a sentence names alone, without a place."""
    hits = [
        h
        for h in governorate_hits(prose, within, language)
        if not _ORIGIN.search(prose.folded, max(h.span.start - 70, within.start), h.span.start)
    ]
    if len({h.code for h in hits}) == 1:
        draft.say("governorate", hits[0].code, prose.source_span(hits[0].span), confidence)


def is_region(draft: Draft) -> bool:
    """Say whether the place of a draft is only the name of a governorate, taken without its kind."""
    place = draft.get("place")
    return (
        place is not None
        and not draft.get("place_kind")
        and fold_pattern(place) in word_table("en", "governorates").codes
    )


def _gives_way(draft: Draft, clause: Clause, place: PlaceSaid) -> bool:
    """Say whether an area or a governorate gives way to a settlement that the attack's next sentence names."""
    if not place.sure or place.kind in ("neighborhood", "area") or clause.attack is None:
        return False
    quarter = draft.get("place_kind") == "neighborhood" and not any(
        draft.get(key) for key in ("civilians_killed", "injured", "arrested")
    )
    return is_region(draft) or quarter or draft.get("place_kind") == "area"


def fill(
    prose: Prose, language: str, draft: Draft, clause: Clause, confidence: float, *, placed: bool = True
) -> None:
    """Fill what is still empty."""
    place = main_place(clause)
    if place is not None and _gives_way(draft, clause, place):
        for key in ("place", "place_kind"):
            draft.values.pop(key, None)
        if place.governorate is not None:
            draft.values.pop("governorate", None)
    if place is not None and placed and (confidence == SURE or draft.get("place") is None):
        span = prose.source_span(place.span)
        draft.say("place", place.name, span, confidence if place.sure else WEAK)
        draft.say("place_kind", place.kind or None, span, confidence)
        draft.say("side", place.side, span, confidence)
        draft.say("governorate", place.governorate, span, confidence)
    elif (
        place is not None
        and draft.get("governorate") is None
        and place_key(place.name) == place_key(str(draft.get("place")))
    ):
        draft.say("governorate", place.governorate, prose.source_span(place.span), confidence)
        draft.say("side", place.side, prose.source_span(place.span), confidence)
    elif place is None and draft.get("governorate") is None and clause.attack is not None:
        only_governorate(prose, language, draft, clause.span, confidence)
    if clause.attack is not None or confidence == SURE or _ascribes(prose, clause):
        fill_means(prose, draft, clause, confidence)
    if (
        not draft.get("civilians_killed")
        or confidence == SURE
        or draft.get("injured") is None
        or draft.get("children") is None
    ):
        tolls(prose, draft, clause, confidence)
    draft.spared = draft.spared or spares(prose, clause)
    detail(prose, draft, clause, language, confidence)
