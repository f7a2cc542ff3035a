"""A text read once, clause by clause: each begins a draft, adds to the open one, or is left."""

from __future__ import annotations

import datetime as dt

from tawthiq.reading.asides import without_asides
from tawthiq.reading.beginnings import State, starts
from tawthiq.reading.clauses import Clause, read_clause, split_attacks
from tawthiq.reading.counted import WHOLES, Count
from tawthiq.reading.datelines import day_of_publication, heads
from tawthiq.reading.distributions import SHORTEST
from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT, SURE, WEAK, fill, fill_means, only_governorate
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.leads_arabic import without_lead
from tawthiq.reading.moments import DAYS_AGO, moments, with_years
from tawthiq.reading.place_lists import listed_places
from tawthiq.reading.place_names import Known, PlaceSaid
from tawthiq.reading.prose import Span, fold_pattern
from tawthiq.reading.sources_arabic import retells
from tawthiq.reading.terse import whole_sentences
from tawthiq.reading.tolls import tolls, tolls_by_place
from tawthiq.reading.turns import (
    announces,
    by_the_same,
    found_dead,
    gives_words,
    goes_on_summing,
    in_a_past_month,
    in_the_same_city,
    learnt_later,
    main_place,
    place_key,
    speaks_of_who,
    sums_up,
)
from tawthiq.reading.turns_arabic import (
    days_of_the_wound,
    goes_on,
    share,
    take_place,
    tells_something_else,
)

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


class Reader(State):
    """Goes through a text once, sentence by sentence, and drafts what it tells."""

    def __init__(self, document: Document, language: str, known: Known, published: dt.date | None) -> None:
        short = len(document.prose.plain) < 1_500
        super().__init__(document.prose, language, short)
        self.known = known
        self.located: dict[str, PlaceSaid] = {}
        self.read: dict[Span, Clause] = {}
        """The clauses read that lean on no clause before: they are read the same when the text is gathered."""

        found = with_years(
            [m for b in document.blocks for m in moments(self.prose.folded, b.span, language)], published
        )
        self.days = {m.span.start: m for m in found}
        self.dateline = day_of_publication(document, found) or published

    def read_block(self, block: Block) -> None:
        """Read one paragraph; a paragraph that names no new attack goes on with the one open."""
        self.block_day = None
        self.header = None
        self.before = None
        carried: Count | None = None
        for sentence in whole_sentences(self.prose, block.span, self.language):
            if sentence.end - sentence.start < SHORTEST:
                continue
            told = without_asides(self.prose, sentence, self.language)
            if self.language == "ar":
                told = without_lead(self.prose, told, self.known)
            before = len(self.drafts)
            spans = split_attacks(self.prose, told, self.language, self.known)
            for number, span in enumerate(spans):
                clause = read_clause(self.prose, span, block.span, self.language, self.known, carried)
                if not any(c.grown for c in clause.counts):
                    self.read[span] = clause
                self.same_hand = number > 0 and clause.actor is None
                self.split_off = number > 0
                for place in clause.places:
                    if place.sure and place.governorate is not None:
                        self.located.setdefault(place_key(place.name), place)
                killed = [c for c in clause.counts if c.harm == "killed" and c.category in WHOLES]
                carried = killed[-1] if killed else carried
                self.take(clause, block)
            for draft in self.drafts[before:]:
                only_governorate(self.prose, self.language, draft, told, CONTEXT)
            self.share_date(self.drafts[before:])

    def share_date(self, drafts: list[Draft]) -> None:
        """Give the one day that a sentence of several attacks names to each of them."""
        said = {d.get("date") for d in drafts if d.get("date") is not None and d.confidence["date"] == SURE}
        if len(drafts) > 1 and len(said) == 1:
            for draft in drafts:
                if draft.get("date") is None or draft.confidence["date"] == WEAK:
                    draft.put("date", next(iter(said)), None, CONTEXT)

    def take(self, clause: Clause, block: Block) -> None:
        """Start a draft with a clause, add it to the open one, or leave it."""
        summing = self.before is not None and goes_on_summing(self.prose, self.before, clause)
        if not summing:
            self.before = clause
        if clause.quoted or summing or sums_up(clause) or (self.dateline and in_a_past_month(clause)):
            return
        date = self.date_of(clause)
        again = self.language == "ar" and self.open is not None and self.goes_on(clause)
        if not again and starts(self, clause, date):
            self.start(clause, date)
            self.part_by_place(clause)
        elif announces(clause):
            self.header = clause
        elif self.open is not None:
            self.add(clause, block)

    def date_of(self, clause: Clause) -> str | None:
        """Give the day of a clause as written, from context where it says 'the same day'."""
        day = clause.day
        if day is None or found_dead(self.prose, clause, day):
            return None
        if clause.late and self.language == "ar" and (ago := days_of_the_wound(self.prose, clause.span)):
            died = self.days.get(day.span.start, day).date
            return (died - dt.timedelta(days=ago)).isoformat() if died is not None else None
        moment = self.days.get(day.span.start, day)
        named = next(
            (
                m
                for m in clause.moments
                if m.month is None and (m.weekday is not None or m.relative in DAYS_AGO)
            ),
            None,
        )
        if named is not None and moment.date == self.dateline and heads(self.prose, moment):
            moment = named
        if moment.date is not None and learnt_later(self.prose, clause, moment):
            self.block_day = moment.date - dt.timedelta(days=1)
            return self.block_day.isoformat()
        if moment.date is not None:
            self.block_day = moment.date
            return moment.date.isoformat()
        base = self.block_day or self.last_day()
        if moment.relative in DAYS_AGO:
            since = dt.timedelta(days=DAYS_AGO[moment.relative])
            return (self.dateline - since).isoformat() if self.dateline else None
        if moment.relative:
            if self.dateline is not None and self.open is None:
                base = self.dateline
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

    def goes_on(self, clause: Clause) -> bool:
        """Say whether an Arabic sentence that names its source tells the open attack once more; a surer place replaces its own."""
        assert self.open is not None
        place = main_place(clause)
        if not goes_on(self.prose, clause, place, self.open):
            return False
        take_place(self.open, place)
        return True

    def start(self, clause: Clause, date: str | None) -> None:
        """Open a draft with all the clause says."""
        before = self.drafts[-1] if self.drafts else None
        draft = Draft(
            first=self.prose.source_span(clause.span)[0], last=self.prose.source_span(clause.span)[1]
        )
        if before is None and self.language == "ar" and self.short and retells(self.prose, clause.span):
            draft.first = 0
        self.drafts.append(draft)
        self.open = draft
        fill(self.prose, self.language, draft, clause, SURE)
        if before is not None and (
            self.same_hand or (clause.actor is None and by_the_same(self.prose, clause))
        ):
            for key in ("party", "attribution", "platform") if self.same_hand else ("party", "attribution"):
                draft.say(key, before.get(key), before.spans.get(key), CONTEXT)
        if before is not None and self.language == "ar":
            share(self.prose, draft, before, clause)
        if clause.late and self.language == "ar":
            tolls(self.prose, draft, clause, SURE, anew=True)
        if self.header is not None:
            fill_means(self.prose, draft, self.header, CONTEXT)
        day = clause.day
        if date is not None and day is not None:
            draft.say("date", date, self.prose.source_span(day.span), SURE if not day.relative else CONTEXT)
        elif self.block_day is not None and clause.day is None:
            draft.say("date", self.block_day.isoformat(), None, CONTEXT)
        elif day is not None and found_dead(self.prose, clause, day):
            pass
        elif self.dateline is not None and before is None:
            draft.say("date", self.dateline.isoformat(), None, WEAK)
        elif before is not None and clause.day is None:
            draft.say("date", before.get("date"), None, WEAK)
        if (
            before is not None
            and draft.get("place_kind") == "neighborhood"
            and in_the_same_city(self.prose, clause)
        ):
            for key in ("place", "place_kind", "governorate"):
                draft.put(key, before.get(key), before.spans.get(key), CONTEXT)
        if draft.get("place") is None and before is not None:
            for key in ("place", "place_kind", "side", "governorate"):
                draft.say(key, before.get(key), before.spans.get(key), WEAK)

    def part_by_place(self, clause: Clause) -> None:
        """Make a draft of each place where the clause parts one toll among places: 'three in A city and two in B city'."""
        shares = tolls_by_place(self.prose, clause)
        first = self.open
        if first is not None and not shares and not clause.casualties and self.language == "en":
            self.part_by_list(first, clause)
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

    def part_by_list(self, first: Draft, clause: Clause) -> None:
        """Make a draft of each place of a list that was struck without victims: 'the villages of A, B and C'."""
        for place in listed_places(self.prose, clause.span):
            told_again = fold_pattern(place.name) in self.prose.folded[clause.span.end :]
            if told_again or any(
                place_key(place.name) == place_key(str(d.get("place"))) for d in self.drafts
            ):
                continue
            draft = first.twin(PLACED)
            span = self.prose.source_span(place.span)
            for key, value in (
                ("place", place.name),
                ("place_kind", place.kind),
                ("governorate", place.governorate or first.get("governorate")),
            ):
                if value:
                    draft.put(key, value, span, CONTEXT)
            self.drafts.append(draft)

    def add(self, clause: Clause, block: Block) -> None:
        """Add to the open draft what a clause says of the same attack."""
        draft = self.open
        assert draft is not None
        if self.language == "ar" and tells_something_else(self.prose, clause, main_place(clause), draft):
            return
        if clause.speech and not clause.casualties and speaks_of_who(self.prose, clause):
            fill_means(self.prose, draft, clause, CONTEXT)
        if clause.speech and clause.casualties and not clause.places and not gives_words(self.prose, clause):
            self.take_toll(draft, clause)
        same = draft.get("date") is None and clause.day is not None and clause.attack is not None
        if (
            (clause.earlier and not same)
            or clause.speech
            or (clause.running and not clause.update)
            or clause.other_subject
            or clause.only_talk
        ):
            return
        draft.last = max(draft.last, self.prose.source_span(clause.span)[1])
        if draft.get("date") is None and clause.day is not None and clause.attack is not None:
            draft.say("date", self.date_of(clause), self.prose.source_span(clause.day.span), CONTEXT)
        if clause.update and clause.casualties:
            tolls(self.prose, draft, clause, SURE, anew=True)
        same_place = not clause.places or place_key(clause.places[0].name) == place_key(
            str(draft.get("place"))
        )
        fill(
            self.prose, self.language, draft, clause, CONTEXT, placed=clause.attack is not None or same_place
        )

    def take_toll(self, draft: Draft, clause: Clause) -> None:
        """Take the toll that somebody is said to give, where none is told yet: 'It put the toll at four dead'."""
        if all(draft.get(key) is None for key in ("civilians_killed", "injured", "arrested")):
            tolls(self.prose, draft, clause, CONTEXT)

    def place_from_elsewhere(self, draft: Draft) -> None:
        """Fill a missing governorate with what the text says of the same place elsewhere."""
        place = self.located.get(place_key(str(draft.get("place"))))
        if draft.get("governorate") is None and place is not None:
            draft.say("governorate", place.governorate, self.prose.source_span(place.span), CONTEXT)
            draft.say("side", place.side, self.prose.source_span(place.span), CONTEXT)
        if draft.get("governorate") is None and draft.get("place") is not None and self.short:
            whole = Span(0, len(self.prose.folded))
            only_governorate(self.prose, self.language, draft, whole, WEAK)
