"""People counted without a number: 'a young man', 'father, mother', 'Woman, 32, killed', 'سيدة', 'طفلان', 'زوجته'."""

from __future__ import annotations

import re

from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.single import Single, of_their_age
from tawthiq.reading.singles_arabic import arabic_singles
from tawthiq.reading.singles_english import english_singles

_FIND = {"en": english_singles, "ar": arabic_singles}


def singles(prose: Prose, within: Span, language: str) -> list[Single]:
    """Find the people of a sentence who are counted without a number; English and Arabic only."""
    if language not in _FIND:
        return []
    found = [of_their_age(prose, s, language) for s in _FIND[language](prose, within)]
    kept: list[Single] = []
    for single in sorted(found, key=lambda s: (s.span.start, -s.span.end)):
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


_SAID_OF = re.compile(r"(?:[ ]of[ ](?:\d{1,2}|[a-z]{3,9})|[ ]aged[ ][\w-]+|,[ ]\d{1,2})?,[ ]")
_ONE_FATE = re.compile(
    r"(?:(?!\band\b|\bwere\b)[^.;]){0,90}?,?[ ](?:was|has been|is|died|succumbed|lost (?:his|her) life)(?!\w)"
)
"""One fate after two words for people: they are one, 'A boy of 13, a refugee from X, was killed'."""


def _is_said_of(prose: Prose, before: Single, single: Single) -> bool:
    """Say whether 'a child of seven' says how old the one before was: 'her son, a child of seven,'."""
    joined = _SAID_OF.fullmatch(prose.folded, before.span.end, single.span.start) is not None
    kin = before.category in ("boy", "girl", "child")
    if (
        joined
        and single.category == "person"
        and single.number == 1
        and _ONE_FATE.match(prose.folded, single.span.end)
    ):
        return True
    return joined and kin and _CHILD_OF.match(prose.folded, single.span.start) is not None
