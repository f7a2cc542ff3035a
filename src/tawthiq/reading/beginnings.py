"""Whether a clause begins an incident: tells of an attack not told yet, or of another than the one that is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tawthiq.reading.clauses import Clause
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import is_region
from tawthiq.reading.prose import Prose
from tawthiq.reading.turns import (
    bombards,
    by_the_same,
    gives_words,
    main_place,
    opens_with_aircraft,
    place_key,
    same_day,
    says_again,
    says_also,
    spans_time,
    with_its_own_day,
)
from tawthiq.reading.turns_arabic import (
    is_alike,
    tells_another,
)


@dataclass(slots=True)
class State:
    """What is open while a text is read: the draft, its paragraph, the last day named."""

    prose: Prose
    language: str
    short: bool
    """Whether the text is short enough for a sentence without a day to tell an attack."""

    dateline: dt.date | None = None
    drafts: list[Draft] = field(default_factory=list)
    open: Draft | None = None
    block_day: dt.date | None = None
    header: Clause | None = None
    before: Clause | None = None
    same_hand: bool = False
    split_off: bool = False


def in_custody(clause: Clause, date: str | None) -> bool:
    """Say whether a clause tells of a death under torture on a day: the place is often not known."""
    many = any(c.harm == "killed" and (c.value or 0) > 3 for c in clause.counts)
    return date is not None and not many and clause.arms.munition == "torture" and clause.attack is not None


def starts(state: State, clause: Clause, date: str | None) -> bool:
    """Say whether a clause tells of an attack not told yet."""
    before = clause.earlier and not (same_day(clause) or with_its_own_day(state.prose, clause))
    if clause.attack is None or clause.other_subject or before:
        return False
    means = bool(clause.actor is not None or clause.arms.platform or clause.arms.munition)
    means = means or (state.open is not None and state.language == "ar" and is_alike(state.prose, clause))
    whole = date is not None and means and any(p.sure for p in clause.places)
    if clause.speech and not clause.casualties and (state.open is not None or not whole):
        return False
    if clause.speech and (state.open is not None or gives_words(state.prose, clause)):
        return False
    if clause.running and not (
        date and (clause.places or in_custody(clause, date)) and not spans_time(clause)
    ):
        return False
    if not means and not clause.casualties:
        return False
    if (
        not any(p.sure for p in clause.places)
        and not clause.casualties
        and not (clause.places and date and means)
        and not in_custody(clause, date)
    ):
        return False
    if date is None and (clause.late or (clause.taking and not clause.casualties)):
        return False
    if clause.only_talk or (
        date is None and state.block_day is None and not clause.casualties and not state.short
    ):
        return False
    if state.open is None:
        told = clause.casualties and date is not None and bool(means) and clause.arms.munition != "drowning"
        return bool(clause.places) or told or in_custody(clause, date)
    return is_new(state, clause, date)


def is_new(state: State, clause: Clause, date: str | None) -> bool:
    """Say whether a clause tells of another attack than the open one: another day, another place, 'another raid'."""
    draft = state.open
    assert draft is not None
    place = main_place(clause)
    other_place = (
        place is not None
        and place.sure
        and not is_region(draft)
        and place_key(place.name) != place_key(str(draft.get("place")))
    )
    means = clause.actor is not None or clause.arms.platform is not None or clause.arms.munition is not None
    if clause.late:
        return False
    if state.language == "ar" and tells_another(state.prose, clause, place, draft):
        return True
    if state.split_off and place is not None and place_key(place.name) != place_key(str(draft.get("place"))):
        return clause.casualties or (state.language == "ar" and is_alike(state.prose, clause))
    if date is not None and draft.get("date") is not None and date != draft.get("date"):
        acts = means or by_the_same(state.prose, clause)
        return (place is not None and place.sure) or (clause.casualties and acts)
    if date is not None and draft.get("date") is None and state.drafts[-1] is draft and not other_place:
        return False
    if date is not None and (other_place or says_again(state.prose, clause)):
        return not clause.update
    if not other_place or clause.update:
        return False
    tolled = draft.spared or any(
        draft.get(key) is not None for key in ("civilians_killed", "injured", "arrested")
    )
    weapon = clause.arms.platform is not None or clause.arms.munition is not None
    acts = clause.actor is not None or by_the_same(state.prose, clause) or opens_with_aircraft(clause)
    return (
        ((means or state.same_hand) and clause.casualties and tolled)
        or (means and says_also(state.prose, clause))
        or (
            (weapon or bombards(state.prose, clause))
            and acts
            and clause.attack is not None
            and not clause.speech
        )
    )
