"""Leads of Arabic news that sum up the attacks told after them: 'مقتل 9 …، حيث قتل 4 في بلدة …، فيما قتل 5 في …' is two attacks, not three."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tawthiq.reading.clauses import split_attacks
from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT
from tawthiq.reading.nesting import statements
from tawthiq.reading.not_counts import skipped
from tawthiq.reading.place_names import Known
from tawthiq.reading.prose import Prose, Span

_DETAILS = re.compile(r"[,;][ ](?:حيث|اذ|فقد)[ ]")
"""What turns from a sum to the attacks that make it."""
_HANDED_ON = ("date", "party", "attribution")
"""What a lead says of every attack it sums up."""


def without_lead(prose: Prose, sentence: Span, known: Known) -> Span:
    """Take the sum off a sentence whose details make it; the whole sentence where they do not."""
    joint = _DETAILS.search(prose.folded, sentence.start, sentence.end)
    if joint is None:
        return sentence
    lead = _dead(prose, Span(sentence.start, joint.start()))
    details = Span(joint.end(), sentence.end)
    parts = split_attacks(prose, details, "ar", known) if lead else []
    return details if len(parts) > 1 and sum(_dead(prose, p) for p in parts) == lead else sentence


def _dead(prose: Prose, within: Span) -> int:
    """Count the dead of a piece of text: the whole said first, else the people listed."""
    told = statements(prose, within, "ar", skipped(prose, within, "ar"))
    killed: list[Count] = [c for c in told if c.harm == "killed" and c.category in PEOPLE and c.value]
    whole = next((c for c in killed[:1] if c.category in WHOLES), None)
    return (whole.value or 0) if whole is not None else sum(c.value or 0 for c in killed)


def without_sum(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop a first draft that only sums up those after it; they keep its day and its party."""
    rest = list(drafts[1:])
    dead = [d.get("civilians_killed") for d in rest if d.get("civilians_killed")]
    if len(dead) < 2 or sum(dead) != drafts[0].get("civilians_killed"):
        return list(drafts)
    for key in _HANDED_ON:
        for draft in rest:
            draft.say(key, drafts[0].get(key), drafts[0].spans.get(key), CONTEXT)
    return rest
