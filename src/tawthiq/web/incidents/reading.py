"""Read the form: typed texts become facts, or a sentence beside the field; what was understood is said back."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.names import cleaned_name, script_of
from tawthiq.domain.scripts import ascii_digits
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.domain.when_written import When, parse_when
from tawthiq.queries.picking import items_like, sources_like
from tawthiq.records.accounts.models import Account
from tawthiq.records.sources.models import Source
from tawthiq.reports.language.dates import written
from tawthiq.services.cases.facts import (
    AttributionFacts,
    CaseFacts,
    ConsentFacts,
    DamageFacts,
    DenialFacts,
    EvidenceLinkFacts,
    HarmFacts,
    IncidentFacts,
    PersonFacts,
    SourceFacts,
    StatementFacts,
    StrikeFacts,
)
from tawthiq.web.incidents.reading_fields import NEW, Fields, Read
from tawthiq.web.incidents.screen import CONSENTS
from tawthiq.web.incidents.showing import KEPT
from tawthiq.web.incidents.typed import Row, Typed, is_blank


def read_case(actor: Account, typed: Typed, *, language: Literal["en", "ar"]) -> Read:
    """Read a whole form."""
    reader = _Reader(actor, typed, language)
    facts = reader.case()
    if not reader.read.errors:
        reader.read.facts = facts
    return reader.read


class _Reader(Fields):
    """One form being read, section by section."""

    def case(self) -> CaseFacts | None:
        incident = self.incident()
        strikes = tuple(self._strikes())
        return CaseFacts(
            incident=incident,
            strikes=strikes,
            attributions=tuple(self._attributions()),
            harms=(*self._groups(), *self._victims()),
            damages=tuple(self._damages()),
            statements=tuple(self._statements()),
            denials=tuple(self._denials()),
            evidence=tuple(self._evidence()),
        )

    def _rows(self, section: str) -> list[tuple[str, Row]]:
        rows = self.typed.section(section)
        return [(f"{section}-{n}-", row) for n, row in enumerate(rows) if not is_blank(section, row)]

    def incident(self) -> IncidentFacts:
        own = self.typed.own
        when = self._when(own)
        self.read.place_id = self._place_id(own, "", "place")
        clock = when.time if when is not None else None
        latitude, longitude = self._degrees(own, "", "latitude", 90), self._degrees(own, "", "longitude", 180)
        if (latitude is None) != (longitude is None):
            self._wrong(
                "longitude" if longitude is None else "latitude",
                _("A point needs both latitude and longitude."),
            )
        if (
            not own.get("title_en")
            and not own.get("title_ar")
            and not own.get("narrative_en")
            and not own.get("narrative_ar")
            and not own.get("place")
        ):
            self._wrong(
                "title_en", _("Give the case a place, a title or a narrative, so that it can be told apart.")
            )
        reported = own.get("occurred_as_reported", "")
        if not reported and when is not None and own.get("when", "") not in _plain_whens(when):
            reported = own["occurred_as_reported"] = own["when"]
        return IncidentFacts(
            occurred=PartialDate.unknown() if when is None else when.date,
            time_of_day="" if clock is None else clock.clock_text or clock.part or "",
            time_margin_minutes=None if clock is None else clock.margin_minutes or None,
            zone=own.get("zone") or "UTC",
            occurred_as_reported=reported,
            kind=self._code(own, "", "kind", "incident_kind", "attack"),
            place=self.known.place(self.read.place_id),
            place_as_reported=own.get("place_as_reported", ""),
            site=own.get("site", ""),
            latitude=latitude,
            longitude=longitude,
            radius_m=self._number(own, "", "radius_m"),
            point_method=self._code(own, "", "point_method", "point_method"),
            title_en=own.get("title_en", ""),
            title_ar=own.get("title_ar", ""),
            narrative_en=own.get("narrative_en", ""),
            narrative_ar=own.get("narrative_ar", ""),
            certainty=self._code(own, "", "certainty", "certainty"),
            basis=self._code(own, "", "basis", "basis", "recorded"),
            tags=_listed(own.get("tags", "")),
            note=own.get("note", ""),
            note_ar=own.get("note_ar", ""),
            confidentiality=self._code(own, "", "confidentiality", "confidentiality", "open"),
        )

    def _when(self, own: Row) -> When | None:
        text, zone = own.get("when", ""), own.get("zone") or "UTC"
        if not text:
            self._wrong("when", _("Write when it happened. If it is not known, write unknown."))
            return None
        when = self._try("when", lambda: parse_when(text, zone=zone), None)
        if when is None:
            return None
        self.read.when = when
        self.read.understood["when"] = said_when(when, self.language)
        for notice in when.notices:
            self.read.warnings["when"] = notice.sentence_ar if self.language == "ar" else notice.sentence_en
        return when

    def _strikes(self) -> list[StrikeFacts]:
        found = []
        for number, (prefix, row) in enumerate(self._rows("strikes"), start=1):
            clock, margin = self._time(row, prefix, "time")
            found.append(
                StrikeFacts(
                    id=row.get("id") or None,
                    order=self._number(row, prefix, "order") or number,
                    time_of_day=clock,
                    time_margin_minutes=margin,
                    site=row.get("site", ""),
                    latitude=self._degrees(row, prefix, "latitude", 90),
                    longitude=self._degrees(row, prefix, "longitude", 180),
                    platform=self._code(row, prefix, "platform", "platform"),
                    platform_count=self._number(row, prefix, "platform_count"),
                    aircraft_type=row.get("aircraft_type", ""),
                    munition=self._code(row, prefix, "munition", "munition"),
                    munition_count=self._number(row, prefix, "munition_count"),
                    target=self._code(row, prefix, "target", "target_kind"),
                    facility=self._facility(row, prefix),
                    as_reported=row.get("as_reported", ""),
                )
            )
        return found

    def _strike(self, row: Row, prefix: str) -> int | None:
        order = self._number(row, prefix, "strike")
        standing = {ascii_digits(r.get("order", "")) for _, r in self._rows("strikes")}
        if order is not None and str(order) not in standing:
            self._wrong(prefix + "strike", _("There is no strike of this number above."))
            return None
        return order

    def _attributions(self) -> list[AttributionFacts]:
        found = []
        for prefix, row in self._rows("attributions"):
            party = self.known.parties.get(row.get("party", ""))
            level = self._code(row, prefix, "level", "attribution_level", "")
            if party is None:
                self._wrong(prefix + "party", _("Choose the party."))
            if not level:
                self._wrong(prefix + "level", _("Say how firmly it is held to have done it."))
            if party is not None:
                found.append(
                    AttributionFacts(
                        id=row.get("id") or None, party=party, level=level, basis=row.get("basis", "")
                    )
                )
        return found

    def _groups(self) -> list[HarmFacts]:
        found = []
        for prefix, row in self._rows("groups"):
            found.append(
                HarmFacts(
                    count=self._count(row, prefix),
                    key=group_key(row, prefix),
                    group_label=row.get("group_label", ""),
                    family=row.get("family", ""),
                    **self._harm(row, prefix),
                )
            )
        return found

    def _count(self, row: Row, prefix: str) -> CountRange:
        minimum = self._number(row, prefix, "minimum")
        if minimum is None:
            self._wrong(prefix + "minimum", _("Write how many at least."))
            minimum = 0
        text = row.get("maximum", "")
        if text in ("?", "؟"):
            return CountRange.at_least(minimum)
        maximum = self._number(row, prefix, "maximum")
        stated = minimum if maximum is None else maximum
        return self._try(prefix + "maximum", lambda: CountRange(minimum, stated), CountRange(minimum, None))

    def _harm(self, row: Row, prefix: str) -> dict[str, Any]:
        within = row.get("within", "") or None
        keys = {group_key(r, p) for p, r in self._rows("groups")}
        if within is not None and within not in keys:
            self._wrong(prefix + "within", _("This group is not there any more. Choose again."))
            within = None
        return {
            "id": row.get("id") or None,
            "kind": self._code(row, prefix, "kind", "harm_kind", "killed"),
            "strike": self._strike(row, prefix),
            "within": within,
            "status": self._code(row, prefix, "status", "status", "civilian"),
            "sex": self._code(row, prefix, "sex", "sex"),
            "age_group": self._code(row, prefix, "age_group", "age_group"),
            "age_years": self._number(row, prefix, "age_years"),
            "occupation": self._code(row, prefix, "occupation", "occupation"),
            "unborn_as": row.get("unborn_as", ""),
            "torture": self._answer(row, "torture"),
            "cause": self._code(row, prefix, "cause", "cause"),
            "certainty": self._code(row, prefix, "certainty", "certainty"),
            "died": self._date(row, prefix, "died"),
            "death_place": self.known.place(self._place_id(row, prefix, "death_place")),
            "displaced_from": self.known.place(self._place_id(row, prefix, "displaced_from")),
            "basis": self._code(row, prefix, "basis", "basis", "recorded"),
            "as_reported": row.get("as_reported", ""),
            "note": row.get("note", ""),
            "note_ar": row.get("note_ar", ""),
        }

    def _victims(self) -> list[HarmFacts]:
        found = []
        for prefix, row in self._rows("victims"):
            person = self._person(row, prefix)
            if person is not None:
                found.append(
                    HarmFacts(person=person, family=row.get("family", ""), **self._harm(row, prefix))
                )
        return found

    def _person(self, row: Row, prefix: str) -> PersonFacts | None:
        if not row.get("name"):
            self._wrong(prefix + "name", _("Write the name, or record this person in a group."))
            return None
        name = self._try(prefix + "name", lambda: cleaned_name(row["name"]), "")
        chosen = row.get("name_id", "")
        arabic = script_of(name) == "arabic"
        is_new = not row.get("id") and chosen in ("", NEW)
        return PersonFacts(
            id=None if chosen in ("", NEW) else chosen,
            name=name,
            name_ar=row.get("name_ar", "") or (name if is_new and arabic else ""),
            name_en=row.get("name_en", "") or (name if is_new and not arabic else ""),
            sex=self._code(row, prefix, "sex", "sex"),
            born=self._date(row, prefix, "born"),
            mother=row.get("mother", ""),
            family=row.get("person_family", ""),
            origin=self.known.place(self._place_id(row, prefix, "origin")),
            origin_as_reported=row.get("origin_as_reported", ""),
            occupation=self._code(row, prefix, "occupation", "occupation"),
            may_name=self._answer(row, "may_name") or False,
            may_show=self._answer(row, "may_show") or False,
            confidentiality=self._code(row, prefix, "confidentiality", "confidentiality", "open"),
        )

    def _damages(self) -> list[DamageFacts]:
        found = []
        for prefix, row in self._rows("damages"):
            facility = self._facility(row, prefix)
            if facility is None:
                self._wrong(prefix + "facility", _("Name the facility."))
                continue
            found.append(
                DamageFacts(
                    id=row.get("id") or None,
                    facility=facility,
                    strike=self._strike(row, prefix),
                    grade=self._code(row, prefix, "grade", "damage_grade"),
                    out_of_service=self._answer(row, "out_of_service"),
                    occurred=self._date(row, prefix, "occurred"),
                    times_hit_before=self._number(row, prefix, "times_hit_before"),
                    as_reported=row.get("as_reported", ""),
                )
            )
        return found

    def _statements(self) -> list[StatementFacts]:
        found = []
        for prefix, row in self._rows("statements"):
            source = self._source(row, prefix)
            if source is None:
                continue
            given = self._day(row, prefix, "given_on")
            found.append(
                StatementFacts(
                    id=row.get("id") or None,
                    source=source,
                    given_on=given,
                    channel=self._code(row, prefix, "channel", "channel"),
                    interviewer=row.get("interviewer", ""),
                    language=row.get("language", "") or "und",
                    text=row.get("text", ""),
                    translation_en=row.get("translation_en", ""),
                    translation_ar=row.get("translation_ar", ""),
                    supports=_listed(row.get("supports", "")),
                    consent=self._consent(row, prefix, given),
                )
            )
        return found

    def _source(self, row: Row, prefix: str) -> Source | SourceFacts | None:
        text = row.get("source", "")
        if not text:
            self._wrong(prefix + "source", _("Name the source by its alias."))
            return None
        chosen = self._picked_id(row, "source")
        if chosen == KEPT:
            return self.known.source_of_statement(row.get("id", ""))
        chosen = chosen or self._of_several(row, prefix, "source", sources_like(self.actor, text))
        if chosen not in ("", NEW):
            found = self.known.source(chosen)
            if found is None:
                self._wrong(prefix + "source", _("This source is not there any more. Choose again."))
            return found
        return SourceFacts(
            alias=text,
            kind=self._code(row, prefix, "source_kind", "source_kind"),
            reliability=self._code(row, prefix, "reliability", "reliability"),
            confidentiality=self._code(row, prefix, "source_confidentiality", "confidentiality", "open"),
        )

    def _consent(self, row: Row, prefix: str, given: date | None) -> ConsentFacts | None:
        answers = tuple(
            (box.vocabulary, answer)
            for box in CONSENTS
            if (answer := self._answer(row, box.name)) is not None
        )
        if not answers:
            return None
        asked = self._day(row, prefix, "consent_on") or given
        if asked is None:
            self._wrong(prefix + "consent_on", _("Write on which day the source was asked."))
            return None
        return ConsentFacts(
            given_on=asked,
            uses=answers,
            form=self._code(row, prefix, "consent_form", "consent_form"),
            channel=self._code(row, prefix, "channel", "channel"),
        )

    def _denials(self) -> list[DenialFacts]:
        found = []
        for prefix, row in self._rows("denials"):
            party = self.known.parties.get(row.get("party", ""))
            if party is None:
                self._wrong(prefix + "party", _("Choose the party."))
                continue
            assessment = self._code(row, prefix, "assessment", "denial_assessment", "open")
            if assessment != "open" and not row.get("reasons_en") and not row.get("reasons_ar"):
                self._wrong(prefix + "reasons_en", _("An assessment needs its reasons."))
            found.append(
                DenialFacts(
                    id=row.get("id") or None,
                    party=party,
                    said_on=self._day(row, prefix, "said_on"),
                    summary_en=row.get("summary_en", ""),
                    summary_ar=row.get("summary_ar", ""),
                    assessment=assessment,
                    reasons_en=row.get("reasons_en", ""),
                    reasons_ar=row.get("reasons_ar", ""),
                )
            )
        return found

    def _evidence(self) -> list[EvidenceLinkFacts]:
        found = []
        for prefix, row in self._rows("evidence"):
            chosen = self._picked_id(row, "item")
            if not chosen:
                offered = items_like(self.actor, row.get("item", ""))
                same = [one for one in offered if one.is_same]
                chosen = same[0].id if same else ""
                if not chosen:
                    self.read.choices[prefix + "item"] = offered
                    self._wrong(prefix + "item", _("Which item is meant? Choose one, or write its code."))
                    continue
            found.append(EvidenceLinkFacts(item=chosen, locator=row.get("locator", "")))
        return found


def group_key(row: Row, prefix: str) -> str:
    """Return the key by which victims name a group: its id, or the key the form gave it."""
    return row.get("id") or row.get("key") or prefix


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace("،", ",").split(",") if part.strip()))


def _plain_whens(when: When) -> set[str]:
    clock = "" if when.time is None else str(when.time)
    return {f"{when.date.edtf} {clock}".strip(), when.date.edtf if when.time is None else ""}


def said_when(when: When, language: Literal["en", "ar"]) -> str:
    """Say what was understood of when."""
    day = written(when.date.edtf, language)
    if when.time is None:
        return day
    part = when.time.part
    clock = vocabulary("part_of_day")[part].label(language) if part else str(when.time).replace("±", " ± ")
    return f"{day}، {clock}" if language == "ar" else f"{day}, {clock}"


__all__ = ["NEW", "Read", "group_key", "read_case", "said_when"]
