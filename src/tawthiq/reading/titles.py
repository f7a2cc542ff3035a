"""What the title of a bulletin says of its attacks: who struck, where no sentence of the text says it as surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tawthiq.reading.actors import actor_in
from tawthiq.reading.clauses import read_clause
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT, WEAK
from tawthiq.reading.gathered import LONGEST
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.moments import Moment, moments
from tawthiq.reading.nesting import statements
from tawthiq.reading.not_counts import skipped
from tawthiq.reading.places import places_in
from tawthiq.reading.turns import LATE_DEATH, totals_over_time


def is_mere_title(document: Document, block: Block) -> bool:
    """Say whether the first line is a title: others follow and it is no sentence."""
    text = document.prose.folded[block.span.start : block.span.end].rstrip()
    return len(document.blocks) > 1 and not text.endswith(".")


def _place_of_title(document: Document, language: str, told: Sequence[Draft], title: Block) -> None:
    """Give the one draft of a text the place of its title, where no sentence names one."""
    if len(told) != 1 or told[0].get("place") is not None:
        return
    sure = [p for p in places_in(document.prose, title.span, language, {}, []) if p.sure and p.kind != "area"]
    if len(sure) != 1:
        return
    span = document.prose.source_span(sure[0].span)
    told[0].say("place", sure[0].name, span, WEAK)
    told[0].say("place_kind", sure[0].kind or None, span, WEAK)
    told[0].say("governorate", sure[0].governorate, span, WEAK)


def _day_of_title(
    document: Document, language: str, draft: Draft, title: Block, days: Mapping[int, Moment]
) -> None:
    """Take the one full date of the title, where the text gave only its day of publication."""
    if draft.get("date") is not None and draft.confidence["date"] > WEAK:
        return
    if LATE_DEATH.search(document.prose.folded, title.span.start, title.span.end):
        return
    said = [days.get(m.span.start, m) for m in moments(document.prose.folded, title.span, language)]
    dates = [m for m in said if m.date is not None]
    if len(dates) == 1 and dates[0].date is not None:
        draft.put("date", dates[0].date.isoformat(), document.prose.source_span(dates[0].span), WEAK)


def _people_of_title(document: Document, language: str, draft: Draft, title: Block) -> None:
    """Take who the dead were, where the title counts as many dead as the text: 'Woman killed in …'."""
    dead = draft.get("civilians_killed")
    if dead is None or draft.get("children") is not None or draft.get("women") is not None:
        return
    prose = document.prose
    told = statements(prose, title.span, language, skipped(prose, title.span, language))
    told = [c for c in told if c.harm == "killed" and c.value]
    flat = [p for c in told for p in (c.parts or (c,))]
    if sum(c.value or 0 for c in told) != dead:
        return
    for key, kinds in (("children", ("child", "boy", "girl")), ("women", ("woman",))):
        number = sum(p.value or 0 for p in flat if p.category in kinds)
        if number:
            draft.say(key, number, prose.source_span(told[0].span), WEAK)


def sums_in_title(document: Document, language: str) -> bool:
    """Say whether the title counts several attacks over days or weeks: 'Four massacres in ten days'."""
    first = document.blocks[0] if document.blocks else None
    if first is None or first.kind != "title" or not is_mere_title(document, first):
        return False
    clause = read_clause(document.prose, first.span, first.span, language, {}, None)
    return totals_over_time(document.prose, clause)


def fill_from_title(
    document: Document, language: str, told: Sequence[Draft], days: Mapping[int, Moment]
) -> None:
    """Give drafts what the title says: its place, and the one party it names where they have none or only from a sentence about other things."""
    first = document.blocks[0] if document.blocks else None
    if first is None or first.kind != "title" or not is_mere_title(document, first):
        return
    if len(document.prose.plain) > LONGEST:
        return
    _place_of_title(document, language, told, first)
    if len(told) == 1:
        _day_of_title(document, language, told[0], first, days)
        _people_of_title(document, language, told[0], first)
    actor = actor_in(document.prose, first.span, language)
    if actor is None or len(actor.parties) != 1 or actor.parties == ("unknown",):
        return
    span = document.prose.source_span(actor.span)
    for draft in told:
        allied = (
            len(told) == 1
            and actor.parties == ("syrian-russian-alliance",)
            and draft.get("party")
            in (
                "russian",
                "syrian-regime",
            )
        )
        if allied:
            draft.put("party", actor.parties[0], span, WEAK)
            draft.put("attribution", actor.attribution, span, WEAK)
        doubtful = len(told) == 1 and draft.confidence.get("party", 1.0) <= CONTEXT
        if draft.get("parties") or (draft.get("party") is not None and not doubtful):
            continue
        if draft.get("party") != actor.parties[0]:
            draft.put("party", actor.parties[0], span, WEAK)
            draft.put("attribution", actor.attribution, span, WEAK)
