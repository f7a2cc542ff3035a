"""Incidents drafted from prose by rules: one draft for each attack told, none for what is only mentioned.

An attack is told where a sentence has an attack, a place and a day (its own, 'the same day', or the paragraph's).
Running totals, earlier strikes mentioned in passing, what witnesses say and what a report says of itself start none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tawthiq.reading.asides import without_asides
from tawthiq.reading.clauses import Clause, read_clause, split_attacks
from tawthiq.reading.counted import WHOLES, Count
from tawthiq.reading.details import detail
from tawthiq.reading.drafts import Draft
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.layout import Block, Document, read_document
from tawthiq.reading.lexicon import language_of
from tawthiq.reading.moments import Moment, moments, with_years
from tawthiq.reading.places import Known, PlaceSaid
from tawthiq.reading.prose import Prose
from tawthiq.reading.terse import whole_sentences
from tawthiq.reading.tolls import tolls, tolls_by_place

PLACED = (
    "place",
    "place_kind",
    "side",
    "governorate",
    "children",
    "boys",
    "girls",
    "unborn",
    "women",
    "men",
    "injured",
    "at_least",
)
"""What a draft says of its own place and toll: where one toll is parted among places, none of it is another's."""
SURE, CONTEXT, WEAK = 0.95, 0.8, 0.6
"""Confidence of what the telling sentence says, what another sentence says, what only a title or dateline says."""


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
    reader = _Reader(document, language, known, published)
    for block in document.blocks:
        if block.kind in ("note", "row", "caption", "heading") or (
            block.kind == "title" and _is_mere_title(document, block)
        ):
            continue
        reader.read_block(block)
    if not reader.drafts:
        for block in document.blocks[:3]:
            reader.read_block(block)
    told = [d for d in reader.drafts if _is_told(d)]
    for draft in told:
        reader.place_from_elsewhere(draft)
    return told


def _is_mere_title(document: Document, block: Block) -> bool:
    """Say whether the first line is a title: others follow and it is no sentence."""
    text = document.prose.folded[block.span.start : block.span.end].rstrip()
    return len(document.blocks) > 1 and not text.endswith(".")


def _is_told(draft: Draft) -> bool:
    return any(draft.get(key) is not None for key in ("place", "civilians_killed", "arrested"))


class _Reader:
    """Goes through a text once and keeps what is open: the draft, its paragraph, the last day named."""

    def __init__(self, document: Document, language: str, known: Known, published: dt.date | None) -> None:
        self.prose: Prose = document.prose
        self.language = language
        self.known = known
        self.drafts: list[Draft] = []
        self.open: Draft | None = None
        self.block_day: dt.date | None = None
        self.header: Clause | None = None
        self.located: dict[str, PlaceSaid] = {}
        found = with_years(
            [m for b in document.blocks for m in moments(self.prose.folded, b.span, language)], published
        )
        self.short = len(document.prose.plain) < 1_500
        self.days = {m.span.start: m for m in found}
        self.dateline = _dateline(document, found) or published

    def read_block(self, block: Block) -> None:
        """Read one paragraph; a paragraph that names no new attack goes on with the one open."""
        self.block_day = None
        self.header = None
        carried: Count | None = None
        for sentence in whole_sentences(self.prose, block.span, self.language):
            told = without_asides(self.prose, sentence, self.language)
            for span in split_attacks(self.prose, told, self.language, self.known):
                clause = read_clause(self.prose, span, block.span, self.language, self.known, carried)
                for place in clause.places:
                    if place.sure and place.governorate is not None:
                        self.located.setdefault(_key(place.name), place)
                killed = [c for c in clause.counts if c.harm == "killed" and c.category in WHOLES]
                carried = killed[-1] if killed else carried
                self.take(clause, block)

    def take(self, clause: Clause, block: Block) -> None:
        """Start a draft with a clause, add it to the open one, or leave it."""
        if clause.quoted or _summary(clause):
            return
        date = self.date_of(clause)
        if self.starts(clause, date):
            self.start(clause, date)
            self.part_by_place(clause)
        elif _announces(clause):
            self.header = clause
        elif self.open is not None:
            self.add(clause, block)

    def date_of(self, clause: Clause) -> str | None:
        """Give the day of a clause as written, from context where it says 'the same day'."""
        day = clause.day
        if day is None:
            return None
        moment = self.days.get(day.span.start, day)
        if moment.date is not None:
            self.block_day = moment.date
            return moment.date.isoformat()
        base = self.block_day or self.last_day()
        if moment.relative == "yesterday":
            return (self.dateline - dt.timedelta(days=1)).isoformat() if self.dateline else None
        if moment.relative:
            base = base or self.dateline
            return (base + dt.timedelta(days=int(moment.relative))).isoformat() if base else None
        if moment.weekday is not None and self.dateline is not None:
            back = (self.dateline.isoweekday() - moment.weekday) % 7
            return (self.dateline - dt.timedelta(days=back)).isoformat()
        return moment.iso() if moment.month is not None else None

    def last_day(self) -> dt.date | None:
        """Give the day of the last draft."""
        for draft in reversed(self.drafts):
            if draft.get("date") and len(draft.get("date")) == 10:
                return dt.date.fromisoformat(draft.get("date"))
        return None

    def starts(self, clause: Clause, date: str | None) -> bool:
        """Say whether a clause tells of an attack not told yet."""
        if clause.attack is None or clause.other_subject or (clause.earlier and not _same_day(clause)):
            return False
        means = clause.actor is not None or clause.arms.platform or clause.arms.munition
        whole = date is not None and means and any(p.sure for p in clause.places)
        if clause.speech and not clause.casualties and (self.open is not None or not whole):
            return False
        if clause.speech and (self.open is not None or _gives_words(self.prose, clause)):
            return False
        if clause.running and not (date and clause.places and not _spans_time(clause)):
            return False
        if not means and not clause.casualties:
            return False
        if (
            not any(p.sure for p in clause.places)
            and not clause.casualties
            and not (clause.places and date and means)
        ):
            return False
        if clause.late and date is None:
            return False
        if clause.denied or (
            date is None and self.block_day is None and not clause.casualties and not self.short
        ):
            return False
        if self.open is None:
            return bool(clause.places) or (clause.casualties and date is not None and bool(means))
        return self.is_new(clause, date)

    def is_new(self, clause: Clause, date: str | None) -> bool:
        """Say whether a clause tells of another attack than the open one: another day, another place, 'another raid'."""
        draft = self.open
        assert draft is not None
        place = _main_place(clause)
        other_place = place is not None and place.sure and _key(place.name) != _key(str(draft.get("place")))
        means = (
            clause.actor is not None or clause.arms.platform is not None or clause.arms.munition is not None
        )
        if clause.late:
            return False
        if date is not None and draft.get("date") is not None and date != draft.get("date"):
            return (place is not None and place.sure) or (clause.casualties and means)
        if date is not None and draft.get("date") is None and self.drafts[-1] is draft and not other_place:
            return False
        if date is not None and (other_place or _again(self.prose, clause)):
            return not clause.update
        return (
            other_place
            and means
            and clause.casualties
            and not clause.update
            and draft.get("civilians_killed") is not None
        ) or (other_place and means and _also(self.prose, clause) and not clause.update)

    def start(self, clause: Clause, date: str | None) -> None:
        """Open a draft with all the clause says."""
        before = self.drafts[-1] if self.drafts else None
        draft = Draft(
            first=self.prose.source_span(clause.span)[0], last=self.prose.source_span(clause.span)[1]
        )
        self.drafts.append(draft)
        self.open = draft
        self.fill(draft, clause, SURE)
        if self.header is not None:
            _fill_means(self.prose, draft, self.header, CONTEXT)
        day = clause.day
        if date is not None and day is not None:
            draft.say("date", date, self.prose.source_span(day.span), SURE if not day.relative else CONTEXT)
        elif self.block_day is not None and clause.day is None:
            draft.say("date", self.block_day.isoformat(), None, CONTEXT)
        elif self.dateline is not None and before is None:
            draft.say("date", self.dateline.isoformat(), None, WEAK)
        elif before is not None and clause.day is None:
            draft.say("date", before.get("date"), None, WEAK)
        if draft.get("place") is None and before is not None:
            for key in ("place", "place_kind", "side", "governorate"):
                draft.say(key, before.get(key), before.spans.get(key), WEAK)

    def part_by_place(self, clause: Clause) -> None:
        """Make a draft of each place where the clause parts one toll among places: 'three in A city and two in B city'."""
        shares = tolls_by_place(self.prose, clause)
        first = self.open
        if first is None or len(shares) < 2:
            return
        for number, (count, place) in enumerate(shares):
            draft = first if number == 0 else first.twin(PLACED)
            span = self.prose.source_span(place.span)
            for key, value in zip(
                PLACED, (place.name, place.kind, place.side, place.governorate), strict=False
            ):
                if value:
                    draft.put(key, value, span, SURE)
            draft.put("civilians_killed", count.value, self.prose.source_span(count.span), SURE)
            if number:
                self.drafts.append(draft)
        self.open = self.drafts[-1]

    def add(self, clause: Clause, block: Block) -> None:
        """Add to the open draft what a clause says of the same attack."""
        draft = self.open
        assert draft is not None
        if clause.earlier or clause.speech or (clause.running and not clause.update) or clause.other_subject:
            return
        draft.last = max(draft.last, self.prose.source_span(clause.span)[1])
        if draft.get("date") is None and clause.day is not None and clause.attack is not None:
            draft.say("date", self.date_of(clause), self.prose.source_span(clause.day.span), CONTEXT)
        if clause.update and clause.casualties:
            tolls(self.prose, draft, clause, SURE, anew=True)
        same_place = not clause.places or _key(clause.places[0].name) == _key(str(draft.get("place")))
        self.fill(draft, clause, CONTEXT, placed=clause.attack is not None or same_place)

    def place_from_elsewhere(self, draft: Draft) -> None:
        """Fill a missing governorate with what the text says of the same place elsewhere."""
        place = self.located.get(_key(str(draft.get("place"))))
        if draft.get("governorate") is None and place is not None:
            draft.say("governorate", place.governorate, self.prose.source_span(place.span), CONTEXT)
            draft.say("side", place.side, self.prose.source_span(place.span), CONTEXT)

    def only_governorate(self, draft: Draft, clause: Clause, confidence: float) -> None:
        """Take a governorate that a sentence names alone, without a place."""
        hits = [
            h
            for h in governorate_hits(self.prose, clause.span, self.language)
            if not _ORIGIN.search(self.prose.folded, max(h.span.start - 70, clause.span.start), h.span.start)
        ]
        if len({h.code for h in hits}) == 1:
            draft.say("governorate", hits[0].code, self.prose.source_span(hits[0].span), confidence)

    def fill(self, draft: Draft, clause: Clause, confidence: float, *, placed: bool = True) -> None:
        """Fill what is still empty."""
        place = _main_place(clause)
        if place is not None and placed and (confidence == SURE or draft.get("place") is None):
            span = self.prose.source_span(place.span)
            draft.say("place", place.name, span, confidence if place.sure else WEAK)
            draft.say("place_kind", place.kind or None, span, confidence)
            draft.say("side", place.side, span, confidence)
            draft.say("governorate", place.governorate, span, confidence)
        elif (
            place is not None
            and draft.get("governorate") is None
            and _key(place.name) == _key(str(draft.get("place")))
        ):
            draft.say("governorate", place.governorate, self.prose.source_span(place.span), confidence)
            draft.say("side", place.side, self.prose.source_span(place.span), confidence)
        elif place is None and draft.get("governorate") is None and clause.attack is not None:
            self.only_governorate(draft, clause, confidence)
        if clause.attack is not None or confidence == SURE or _ascribes(self.prose, clause):
            _fill_means(self.prose, draft, clause, confidence)
        if (
            not draft.get("civilians_killed")
            or confidence == SURE
            or draft.get("injured") is None
            or draft.get("children") is None
        ):
            tolls(self.prose, draft, clause, confidence)
        detail(self.prose, draft, clause, self.language, confidence)


_WORDS = re.compile(r'[:,] ?"')


def _gives_words(prose: Prose, clause: Clause) -> bool:
    """Say whether somebody's own words stand in the clause."""
    return _WORDS.search(prose.folded, clause.span.start, clause.span.end) is not None


_ORIGIN = re.compile(
    r"\b(?:from|natives? of|displaced from|born in)[ ][^,.;]{0,60}$|(?<!\w)من (?:ابنا|اهالي|سكان|نازحي)[ ][^,.;]{0,60}$"
)
"""Where somebody came from, which is not where it happened."""


def _fill_means(prose: Prose, draft: Draft, clause: Clause, confidence: float) -> None:
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
    if arms.munition_span is not None:
        draft.say("munition", arms.munition, prose.source_span(arms.munition_span), confidence)


_ASCRIBES = re.compile(
    r"believ|not know|accus|blam|identif|responsib|perpetrat|unknown|determine|claimed|belong|نعتقد|يعتقد|تحديد|مسووليه|اتهم|تبن|مجهول|مصدره"
)


def _ascribes(prose: Prose, clause: Clause) -> bool:
    """Say whether a sentence speaks of who did it."""
    return _ASCRIBES.search(prose.folded, clause.span.start, clause.span.end) is not None


def _main_place(clause: Clause) -> PlaceSaid | None:
    """Choose where the attack fell: a settlement before a quarter, one with its kind before a bare name."""
    sure = [p for p in clause.places if p.sure]
    settlements = [p for p in sure if p.kind in ("city", "town", "village", "camp", "")]
    if sure and sure[0].kind in ("neighborhood", "area") and not settlements:
        within = next(
            (p for p in clause.places if not p.sure and 0 <= p.span.start - sure[0].span.end <= 5), None
        )
        return within or sure[0]
    if (
        settlements
        and sure[0].kind in ("neighborhood", "area")
        and settlements[0].span.start - sure[0].span.end < 60
    ):
        return settlements[0]
    chosen = sure or list(clause.places)
    return chosen[0] if chosen else None


def _key(name: str) -> str:
    return re.sub(r"^(al|el)[ -]|[\W_]", "", name.casefold())


def _same_day(clause: Clause) -> bool:
    return any(m.relative == "0" for m in clause.moments)


def _summary(clause: Clause) -> bool:
    """Say whether a clause sums up: two dates of a period, or many attacks."""
    return _spans_time(clause) or any(
        c.category in ("massacre", "attack") and (c.value or 0) > 4 for c in clause.counts
    )


def _announces(clause: Clause) -> bool:
    """Say whether a clause announces several attacks of one party that the sentences after it tell: 'two massacres on …'."""
    several = any(c.category in ("massacre", "attack") and (c.value or 0) > 1 for c in clause.counts)
    return several and clause.actor is not None and not clause.places and not clause.running


def _spans_time(clause: Clause) -> bool:
    full = [m for m in clause.moments if m.day is not None]
    return len(full) >= 2 and full[1].span.start - full[0].span.end <= 24


_AGAIN = re.compile(
    r"\banother\b|\bsecond\b|\bagain\b|\bseparate\b|\blater\b|\balso\b|(?<!\w)(?:اخر|اخري|ثان|ثانيه|كما|ايضا|لاحقا)(?!\w)"
)


def _again(prose: Prose, clause: Clause) -> bool:
    return _AGAIN.search(prose.folded, clause.span.start, clause.span.end) is not None and clause.casualties


_ALSO = re.compile(
    r"\balso\b|\banother\b|\bseparate(?:ly)?\b|\bmeanwhile\b|\bsimilarly\b|\belsewhere\b|(?<!\w)(?:كما|ايضا|فيما|بينما|كذلك|وفي حادثه)(?!\w)"
)


def _also(prose: Prose, clause: Clause) -> bool:
    return _ALSO.search(prose.folded, clause.span.start, clause.span.end) is not None


def _dateline(document: Document, found: Sequence[Moment]) -> dt.date | None:
    """Find the day of publication: a date that stands alone on a line, or in the head of the first paragraph."""
    for moment in _dates_alone(document, found):
        return moment.date
    return None


def _dates_alone(document: Document, found: Sequence[Moment]) -> Iterator[Moment]:
    for block in document.blocks[:6]:
        inside = [m for m in found if block.span.covers(m.span) and m.date is not None]
        length = block.span.end - block.span.start
        if len(inside) == 1 and length - (inside[0].span.end - inside[0].span.start) <= 22:
            yield inside[0]
        head = document.prose.folded[block.span.start : block.span.start + 60]
        if (
            inside
            and inside[0].span.start - block.span.start <= 30
            and re.match(r"[\w ]{3,25}[,(][^.]{5,40}[):-]", head)
        ):
            yield inside[0]
