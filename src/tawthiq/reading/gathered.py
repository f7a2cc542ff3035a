"""Drafts gathered from a whole bulletin, where no sentence of it tells an attack by itself.

A bulletin tells of an attack where it holds all of these, wherever they stand: somebody harmed or something hit; a
weapon, a platform or a party that acts; a place, and a day or else people counted. What stands once is taken, what
stands in two ways is left out, and every value is less sure than one that the telling sentence says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.reading.actors import Actor
from tawthiq.reading.asides import without_asides
from tawthiq.reading.clauses import OF_A_FIRE, Clause, read_clause
from tawthiq.reading.days_told import Day, day_told
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import fill_means, is_region
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.layout import Document
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import Moment
from tawthiq.reading.people_told import (
    composed,
    labelled_tolls,
    late_deaths,
    listed,
    one_alone,
    victim_card,
    with_one_harm,
)
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.prose import Prose, Span, fold_pattern, sentences
from tawthiq.reading.scenes import Scene, best_scene, scenes
from tawthiq.reading.tolls import tolls
from tawthiq.reading.turns import (
    gives_words,
    goes_on_summing,
    in_a_past_month,
    place_key,
    spares,
    sums_up,
    totals_over_time,
)

GATHERED = 0.5
"""Confidence of what is gathered from a whole bulletin."""
LONGEST = 2_500
"""A longer text is a report: its paragraphs tell of many things, and nothing is gathered over them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a bulletin: what was read from it, and the scenes it may name."""

    clause: Clause
    scenes: tuple[Scene, ...]
    struck: bool
    """Whether it says that something was attacked or hit."""
    void: bool
    """Whether it denies, sums up, or speaks of courts, aid, protests: it bears out no attack."""

    @property
    def harm(self) -> bool:
        """Say whether anybody is counted killed or injured in it."""
        return not self.void and any(c.harm in ("killed", "injured") and c.value for c in self.clause.counts)

    spared: bool = False
    """Whether it says that nobody was harmed."""

    @property
    def means(self) -> bool:
        """Say whether a weapon, a platform or a party that acts is named in it."""
        clause = self.clause
        party = clause.actor is not None
        weapon = clause.arms.munition if clause.arms.munition not in ("drowning", "siege") else None
        return not self.void and bool(party or clause.arms.platform or weapon)


def gather(
    document: Document,
    language: str,
    known: Known,
    days: Mapping[int, Moment],
    dateline: dt.date | None,
    read: Mapping[Span, Clause],
) -> list[Draft]:
    """Draft what a bulletin tells as a whole: one attack, or one for each part that names a place, means and harm."""
    prose = document.prose
    if len(prose.plain) > LONGEST or word_table(language, "taken_back").has(
        prose.folded, Span(0, len(prose.folded))
    ):
        return []
    told = [_told(prose, s, language, known, read) for b in document.blocks for s in _pieces(prose, b.span)]
    told = [
        t for n, t in enumerate(told) if n == 0 or not goes_on_summing(prose, told[n - 1].clause, t.clause)
    ]
    if _opens_with_a_sum(prose, told):
        return []
    if dateline is not None:
        told = [t for t in told if not in_a_past_month(t.clause)] or told
    titles = [b.span for b in document.blocks[:1] if b.kind == "title" and len(document.blocks) > 1]
    parts = list(_parts(told, titles))
    shared = day_told(prose, [t.clause for t in told if not t.void], days, dateline, language)
    drafts = []
    for part in parts:
        own = day_told(prose, [t.clause for t in part if not t.void], days, None, language)
        drafts.append(_draft(prose, language, part, own if own and len(parts) > 1 else shared, told))
    return [d for d in drafts if d is not None]


def _opens_with_a_sum(prose: Prose, told: Sequence[Told]) -> bool:
    """Say whether the first that a text tells is a total over time, without a day of its own."""
    first = next((t.clause for t in told if t.clause.casualties or (t.clause.attack and t.means)), None)
    return first is not None and totals_over_time(prose, first)


def _pieces(prose: Prose, within: Span) -> Iterator[Span]:
    """Give the sentences of a paragraph, cut at semicolons."""
    for sentence in sentences(prose, within):
        start = sentence.start
        for joint in _SEMICOLON.finditer(prose.folded, sentence.start, sentence.end):
            yield Span(start, joint.start())
            start = joint.end()
        yield Span(start, sentence.end)


_SEMICOLON = re.compile(r";[ ]?(?=\S)")


def _told(prose: Prose, sentence: Span, language: str, known: Known, read: Mapping[Span, Clause]) -> Told:
    if language == "ar":
        sentence = without_asides(prose, sentence, language)
    clause = read.get(sentence) or read_clause(prose, sentence, sentence, language, known, None)
    clause = with_one_harm(prose, clause, language)
    found = scenes(prose, sentence, language, known, [m.span for m in clause.moments])
    struck = clause.attack is not None or word_table(language, "struck").has(prose.folded, clause.span)
    return Told(clause, tuple(found), struck, _is_void(prose, clause, language), spares(prose, clause))


def _is_void(prose: Prose, clause: Clause, language: str) -> bool:
    """Say whether a sentence bears out no attack: denied, a sum over time, another subject with nobody counted dead."""
    if clause.only_talk or sums_up(clause) or any(_is_since(prose, m) for m in clause.moments):
        return True
    if (
        gives_words(prose, clause)
        and not (language == "ar" and not clause.speech)
        and not (clause.actor is not None and clause.actor.attribution == "admitted")
    ):
        return True
    if any(word_table(language, table).has(prose.folded, clause.span) for table in ("sums", "courts")):
        return True
    armed = clause.arms.platform or clause.arms.munition
    if not armed and OF_A_FIRE.search(prose.folded, clause.span.start, clause.span.end):
        return True
    if word_table(language, "no_hand").has(prose.folded, clause.span):
        return clause.actor is None and clause.arms.platform is None
    harmed = any(c.harm in ("killed", "injured") and c.value for c in clause.counts)
    if clause.other_subject and not harmed and not any(m.day for m in clause.moments):
        return True
    return not harmed and word_table(language, "no_attack").has(prose.folded, clause.span)


_SINCE = re.compile(r"\bsince[ ](?:the[ ])?$|(?<!\w)منذ[ ](?:\w+[ ])?$")


def _is_since(prose: Prose, moment: Moment) -> bool:
    return _SINCE.search(prose.folded, max(moment.span.start - 20, 0), moment.span.start) is not None


def _parts(told: Sequence[Told], titles: Sequence[Span]) -> Iterator[list[Told]]:
    """Part a bulletin where several of its sentences each name another place with means and harm of its own.

    A title heads no part: what it tells the text tells again.
    """
    heads = [
        (n, place)
        for n, t in enumerate(told)
        if _may_head(t)
        and not any(s.covers(t.clause.span) for s in titles)
        and (place := _sure(t)) is not None
    ]
    if len({place_key(place.name) for _, place in heads}) < 2:
        yield list(told)
        return
    for (n, _), (end, _) in zip(heads, [*heads[1:], (len(told), None)], strict=True):
        yield list(told[n:end])


def _may_head(told: Told) -> bool:
    """Say whether a sentence may tell an attack of its own: means and harm, and nothing of an earlier time."""
    clause = told.clause
    return (
        told.means
        and (told.harm or told.spared)
        and not (clause.earlier or clause.running or clause.late or clause.other_subject)
    )


def _sure(told: Told) -> PlaceSaid | None:
    best = best_scene(told.scenes)
    return best if best is not None and best.sure and best.governorate is not None else None


def _draft(
    prose: Prose, language: str, part: Sequence[Told], day: Day | None, everywhere: Sequence[Told]
) -> Draft | None:
    """Gather one draft from some sentences, or None where they do not bear out an attack."""
    useful = [t for t in part if not t.void]
    place = best_scene([s for t in useful for s in t.scenes])
    actor = _actor(useful)
    if place is None or not any(t.means for t in useful):
        return None
    draft = Draft(
        first=prose.source_span(part[0].clause.span)[0], last=prose.source_span(part[-1].clause.span)[1]
    )
    _people(prose, language, draft, useful)
    harm = any(draft.get(key) for key in ("civilians_killed", "combatants_killed", "injured"))
    if day is None and not (harm and actor is not None):
        return None
    if not harm and not (
        day is not None and actor is not None and any(_hits(t) or (t.spared and t.means) for t in useful)
    ):
        return None
    _place(prose, language, draft, place, everywhere)
    if day is not None:
        draft.say("date", day[0], prose.source_span(day[1]), GATHERED)
    for one in useful:
        if one.clause.actor in (actor, None):
            fill_means(prose, draft, one.clause, GATHERED)
        _arms(prose, draft, one.clause)
    return draft


def _people(prose: Prose, language: str, draft: Draft, useful: Sequence[Told]) -> None:
    """Take the toll: labels first, then each sentence that does not go back in time, then who the dead were."""
    whole = Span(useful[0].clause.span.start, useful[-1].clause.span.end)
    labelled_tolls(prose, draft, whole, language, GATHERED)
    now = [t for t in useful if not t.clause.earlier or t.clause.attack is not None]
    for one in now if any(t.harm for t in now) else useful:
        tolls(prose, draft, one.clause, GATHERED, anew=one.clause.update and one.harm)
    for one in useful:
        listed(prose, draft, one.clause, GATHERED)
        composed(prose, draft, one.clause.span, language, GATHERED)
    victim_card(prose, draft, whole, GATHERED)
    one_alone(prose, draft, [t.clause for t in useful], language, GATHERED)
    if language == "ar" and draft.get("injured") is None:
        late_deaths(prose, draft, [t.clause for t in useful], GATHERED)


def _hits(told: Told) -> bool:
    """Say whether a sentence says of a weapon or platform that it struck."""
    clause = told.clause
    return not told.void and told.struck and bool(clause.arms.platform or clause.arms.munition)


def _actor(told: Sequence[Told]) -> Actor | None:
    """Choose who struck: the one party that acts, named before unknown; None where sentences name several."""
    actors = [t.clause.actor for t in told if t.clause.actor is not None]
    joint = next((a for a in actors if a.parties == ("syrian-russian-alliance",)), None)
    if joint is not None:
        return joint
    named = [a for a in actors if a.parties != ("unknown",)]
    if len({a.parties for a in named}) > 1:
        return None
    return next(iter(named or actors), None)


def _arms(prose: Prose, draft: Draft, clause: Clause) -> None:
    arms = clause.arms
    if arms.platform_span is not None:
        draft.say("platform", arms.platform, prose.source_span(arms.platform_span), GATHERED)
    other = arms.munition == "torture" and draft.get("platform") is not None
    if arms.munition_span is not None and not other:
        draft.say("munition", arms.munition, prose.source_span(arms.munition_span), GATHERED)


def _place(prose: Prose, language: str, draft: Draft, place: PlaceSaid, everywhere: Sequence[Told]) -> None:
    """Take the scene, and its governorate: the one said with it anywhere, else the only one that is named."""
    span = prose.source_span(place.span)
    draft.say("place", place.name, span, GATHERED)
    draft.say("place_kind", place.kind or None, span, GATHERED)
    draft.say("governorate", place.governorate, span, GATHERED)
    hits = [h for t in everywhere for h in governorate_hits(prose, t.clause.span, language)]
    if len({h.code for h in hits}) == 1:
        draft.say("governorate", hits[0].code, prose.source_span(hits[0].span), GATHERED)


def is_other_business(prose: Prose, language: str, draft: Draft, *, alone: bool = True) -> bool:
    """Say whether a short text tells of an accident, a course, prices: words that say so, and nobody and nothing that struck."""
    if any(draft.get(key) is not None for key in ("party", "parties", "platform")):
        return False
    said = prose.folded if alone else fold_pattern(prose.source[draft.first : draft.last])
    return len(prose.plain) <= LONGEST and word_table(language, "no_hand").has(said, Span(0, len(said)))


def with_gathered(told: list[Draft], gathered: list[Draft]) -> list[Draft]:
    """Put together what sentences tell and what the whole bulletin says: all of it, the rest of one draft, or attacks left out."""
    if not told or not gathered:
        return told or gathered
    if len(told) == len(gathered) == 1:
        complete(told[0], gathered[0])
        return told
    by_place = {place_key(str(d.get("place"))): d for d in told}
    if len(gathered) > len(told) and set(by_place) <= {place_key(str(d.get("place"))) for d in gathered}:
        for draft in gathered:
            _agree(draft, by_place.get(place_key(str(draft.get("place")))))
        return gathered
    return told


_NO_TOLL = ("date", "time", "party", "attribution", "platform", "munition", "target")


def _agree(draft: Draft, told: Draft | None) -> None:
    """Take from the draft of a sentence what is no toll: it went on to the sentences of the other attacks."""
    for key in _NO_TOLL if told is not None else ():
        if told is not None and told.get(key) is not None:
            draft.put(key, told.get(key), told.spans.get(key), told.confidence[key])


def is_wanting(document: Document, language: str, told: Sequence[Draft]) -> bool:
    """Say whether a bulletin of several sentences may hold more than its drafts do: another attack, or what one lacks."""
    prose = document.prose
    pieces = sum(1 for b in document.blocks for _ in _pieces(prose, b.span))
    if len(prose.plain) > LONGEST:
        return False
    if pieces < 2:
        untold = not any(
            told[0].get(k) for k in ("civilians_killed", "injured", "arrested", "combatants_killed")
        )
        return len(told) == 1 and (
            (untold and language == "ar")
            or is_region(told[0])
            or any(told[0].get(k) is None for k in ("date", "place", "party"))
        )
    table = word_table("ar" if language == "ar" else "en", "governorates")
    regions = [table.has(prose.folded, p) for b in document.blocks for p in _pieces(prose, b.span)]
    if sum(regions) > len(told):
        return True
    if len(told) > 1:
        return False
    draft = told[0]
    means = draft.get("party") and (draft.get("platform") or draft.get("munition"))
    whole = all(
        draft.get(key) is not None for key in ("date", "place", "governorate", "civilians_killed", "injured")
    )
    return is_region(told[0]) or not (means and whole)


COMPLETED = (
    "date",
    "place",
    "governorate",
    "party",
    "attribution",
    "platform",
    "munition",
    "civilians_killed",
    "children",
    "women",
    "injured",
)
"""What a draft of the grammar may lack and the whole bulletin say."""


def _is_before(draft: Draft, span: tuple[int, int] | None) -> bool:
    """Say whether words stand before an attack is told: a total over several attacks names parties there."""
    return span is not None and span[1] <= draft.first


def complete(draft: Draft, gathered: Draft) -> None:
    """Fill what the one draft of a bulletin lacks with what the whole bulletin says; what is set stays set."""
    dead = draft.get("civilians_killed")
    if is_region(draft) and gathered.get("place") is not None and not is_region(gathered):
        for key in ("place", "governorate"):
            draft.values.pop(key, None)
    for key in COMPLETED:
        if key in ("children", "women") and dead is not None and gathered.get("civilians_killed") != dead:
            continue
        if key == "attribution" and draft.get("party") != gathered.get("party"):
            continue
        held = draft.get("munition") == "torture"
        if key in ("party", "attribution") and not held and _is_before(draft, gathered.spans.get("party")):
            continue
        draft.say(key, gathered.get(key), gathered.spans.get(key), GATHERED)
