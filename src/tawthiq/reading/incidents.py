"""Incidents drafted from prose by rules: one draft for each attack told, none for what is only mentioned.

An attack is told where a sentence has an attack, a place and a day (its own, 'the same day', or the paragraph's).
Running totals, earlier strikes mentioned in passing, what witnesses say and what a report says of itself start none.
A short text in which no sentence tells an attack by itself is read as a whole: see `gathered`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tawthiq.reading.abroad import say_region
from tawthiq.reading.custody import deaths_in_custody
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT, SURE, WEAK
from tawthiq.reading.gathered import gather, is_other_business, is_wanting, with_gathered
from tawthiq.reading.layout import Document, read_document
from tawthiq.reading.leads_arabic import without_sum
from tawthiq.reading.lexicon import language_of
from tawthiq.reading.place_names import Known
from tawthiq.reading.prose import Prose, fold_pattern
from tawthiq.reading.reader import Reader
from tawthiq.reading.talk import looks_back_from
from tawthiq.reading.titles import fill_from_title, is_mere_title, sums_in_title


def draft_incidents(
    text: str, *, known: Known | None = None, published: dt.date | None = None
) -> list[dict[str, Any]]:
    """Draft the incidents a text tells, in its order, with the keys and words of the field's bulletins."""
    document = read_document(text)
    language = language_of(document.prose)
    if language not in ("en", "ar"):
        return []
    return [d.as_json(text) for d in _drafts(document, language, known or {}, published)]


def _drafts(document: Document, language: str, known: Known, published: dt.date | None) -> list[Draft]:
    reader = Reader(document, language, known, published)
    for block in document.blocks:
        if block.kind in ("note", "row", "caption", "heading") or (
            block.kind == "title" and is_mere_title(document, block)
        ):
            continue
        reader.read_block(block)
    if not reader.drafts:
        for block in document.blocks[:3]:
            reader.read_block(block)
    if language == "ar":
        reader.drafts = without_sum(reader.drafts)
    alone = language != "ar" or len(reader.drafts) < 2
    told = [
        d
        for d in reader.drafts
        if _is_told(d) and not is_other_business(document.prose, language, d, alone=alone)
    ]
    for draft in told:
        reader.place_from_elsewhere(draft)
    if not told or is_wanting(document, language, told):
        told = with_gathered(
            told, gather(document, language, known, reader.days, reader.dateline, reader.read)
        )
        told = [d for d in told if _is_told(d)]
    if sums_in_title(document, language) and not any(d.confidence.get("date", 0) >= SURE for d in told):
        return []
    for draft in told:
        if draft.get("arrested") == 1 and draft.confidence.get("place", SURE) <= WEAK:
            draft.forget("place", "place_kind", "side", "governorate")
    fill_from_title(document, language, told, reader.days)
    deaths_in_custody(document, language, told, reader.days)
    for draft in told:
        say_region(document.prose, draft, CONTEXT)
        draft.without_arms_of_arrest()
    told = [d for d in told if not (_only_fighters(d) or _only_sank(document.prose, d))]
    from_day = looks_back_from(document, language, reader.days, reader.dateline) if told else None
    return told if from_day is None else [d for d in told if str(d.get("date") or "") >= from_day.isoformat()]


def _is_told(draft: Draft) -> bool:
    """Say whether a draft holds enough; the arrest of one person needs its day, and its place or who did it."""
    if draft.get("arrested") == 1 and draft.get("civilians_killed") is None:
        place, party = draft.get("place") is not None, draft.get("party") is not None
        return (place and party) or ((place or party) and draft.get("date") is not None)
    return any(draft.get(key) is not None for key in ("place", "civilians_killed", "arrested"))


def _only_fighters(draft: Draft) -> bool:
    """Say whether nobody is told harmed by an attack but fighters: that is fighting among them."""
    harmed = any(draft.get(key) for key in ("civilians_killed", "injured", "arrested"))
    return bool(draft.get("combatants_killed")) and not harmed


_SANK = re.compile(r"capsiz|overturn|\bsank\b|(?<!\w)(?:انقلاب|انقلب)")


def _only_sank(prose: Prose, draft: Draft) -> bool:
    """Say whether people drowned when a boat went down that nobody is said to have struck."""
    if draft.get("munition") != "drowning" or draft.get("party") or draft.get("platform"):
        return False
    return _SANK.search(fold_pattern(prose.source[draft.first : draft.last])) is not None
