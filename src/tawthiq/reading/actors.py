"""Who is said to have struck, and how sure the text is; who controlled the place is kept apart."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from tawthiq.reading.labels import party_hits
from tawthiq.reading.lexicon import Hit, word_table
from tawthiq.reading.prose import Prose, Span

NEAR_HEDGE = 60
"""How many characters a hedge may stand from the party it hedges."""

_NOT_ACTOR_BEFORE = re.compile(
    r"(?:headquarters?|military (?:base|point|position|camp|presence)|checkpoints?|positions?|presence|members?|fighters?|detention cent(?:er|re)s?|prisons?) (?:of|for|belonging to|affiliated (?:to|with)|"
    r"linked to)(?: the)?(?: \w+){0,2} $|(?:between|against|clashes with|frontlines? with|backed by|liberated from|defected from|targeting|border with) (?:the )?$|\b(?:areas?|territor(?:y|ies)|places?) (?:where|in which) [^.]{0,40}$|منطقه (?:فيها|تتواجد فيها|يتواجد فيها) [^.]{0,30}$|"
    r"(?:مقر|مقرات|نقطه عسكريه|حاجز|مواقع|عناصر|مقاتلي|مقاتل من|عنصر من|تواجد|وجود|خط تماس مع|تماس مع|اشتباكات مع|بين)[ ](?:\w+[ ])?(?:ل)?$|(?:الدفاع المدني|المرصد|الشبكه|الاحمر|الاحمر العربي|الشعب|الايتلاف|المجلس)[ ](?:ال)?$"
)
_CONTROL_AFTER = re.compile(r"(?:-held|-controlled| controlled| held|-run|-backed)")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who struck, one party or several together, with the level the words give: believed, suspected, claimed, stated …"""

    parties: tuple[str, ...]
    attribution: str | None
    span: Span


def actor_in(prose: Prose, within: Span, language: str) -> Actor | None:
    """Find who is said to have struck: the first party that is neither target nor holder of the ground."""
    hits = [h for h in party_hits(prose, within, language) if _acts(prose, h)]
    named = [h for h in hits if h.code != "unknown"]
    unknown = [h for h in hits if h.code == "unknown"]
    if not named or (
        unknown and unknown[0].span.start < named[0].span.start and _is_source(prose, unknown[0])
    ):
        return Actor(("unknown",), None, unknown[0].span) if unknown else None
    chosen = _joint(named)
    if chosen is None:
        parties, span = _together(prose, named)
        chosen = Hit(parties[0], span)
    else:
        parties = (chosen.code,)
    return Actor(parties, _level(prose, chosen, within, language), chosen.span)


def _is_source(prose: Prose, hit: Hit) -> bool:
    return len(prose.folded[hit.span.start : hit.span.end]) > 9


def _joint(named: list[Hit]) -> Hit | None:
    """Read 'Syrian or Russian' as the alliance: two parties of it right beside each other."""
    for first, second in itertools.pairwise(named):
        if {first.code, second.code} == {
            "syrian-regime",
            "russian",
        } and second.span.start - first.span.end <= 8:
            return Hit("syrian-russian-alliance", Span(first.span.start, second.span.end))
    return None


_AND = re.compile(r",? (?:and|along with|together with)(?: the)? |/| ?[،,]? و(?:ال)?")


def _together(prose: Prose, named: list[Hit]) -> tuple[tuple[str, ...], Span]:
    """Read 'A and B' as both: parties that nothing stands between but a word that joins."""
    parties, last = [named[0].code], named[0].span
    for following in named[1:]:
        if _AND.fullmatch(prose.folded[last.end : following.span.start]) is None:
            break
        parties, last = [*parties, following.code], following.span
    return tuple(dict.fromkeys(parties)), Span(named[0].span.start, last.end)


def _acts(prose: Prose, hit: Hit) -> bool:
    if _CONTROL_AFTER.match(prose.folded, hit.span.end):
        return False
    return _NOT_ACTOR_BEFORE.search(prose.folded[max(hit.span.start - 60, 0) : hit.span.start]) is None


def _level(prose: Prose, party: Hit, within: Span, language: str) -> str:
    start, end = (
        max(party.span.start - NEAR_HEDGE, within.start),
        min(party.span.end + NEAR_HEDGE, within.end),
    )
    for hit in word_table(language, "hedges").hits(prose.folded, Span(start, end)):
        between = prose.folded[min(hit.span.end, party.span.end) : max(hit.span.start, party.span.start)]
        if "." not in between and not re.search(r"(?:kill|dea|injur|مقتل|اصابه)", between):
            return hit.code
    return "stated"


def holders_in(prose: Prose, within: Span, language: str) -> tuple[list[str], Span | None]:
    """Find who is said to control the place, in the order named."""
    control = next(iter(word_table(language, "control").hits(prose.folded, within)), None)
    if control is None:
        return [], None
    window = Span(control.span.start, min(control.span.end + 130, within.end))
    hits = [h for h in word_table(language, "parties").hits(prose.folded, window) if h.code != "unknown"]
    codes = list(dict.fromkeys(h.code for h in hits))
    return codes, Span(window.start, hits[-1].span.end) if hits else None
