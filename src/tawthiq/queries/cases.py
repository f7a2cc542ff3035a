"""One case as an actor may see it, with everything that hangs on it, in few queries; not theirs is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db.models import Q

from tawthiq.domain.consents import Answers, Standing, standing_of
from tawthiq.domain.counting import CountingRule, counting_rule
from tawthiq.domain.counts import CountRange, total
from tawthiq.domain.refusals import Refusal
from tawthiq.domain.review import ACTIONS, Action, State, transition
from tawthiq.domain.rules import refuse_action, refuse_own_work
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.authorship import authors_of_case
from tawthiq.queries.case_derived import derive
from tawthiq.queries.case_views import (
    AttributionView,
    CaseView,
    ClaimView,
    DamageView,
    DenialView,
    EvidenceLine,
    FacilityRef,
    HarmView,
    LeadLine,
    MayDo,
    PartyRef,
    PersonView,
    PlaceRef,
    ReviewLine,
    SightingView,
    SourceRef,
    StatementView,
    StrikeView,
)
from tawthiq.queries.consents import answers_in
from tawthiq.queries.places import Paths, paths_of
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import blank, withheld_fields, without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import (
    Attribution,
    Claim,
    Damage,
    Denial,
    Facility,
    Harm,
    Incident,
    Lead,
    Person,
    Review,
    Statement,
    Strike,
)
from tawthiq.records.evidence.models import Item, Link
from tawthiq.records.flights.models import Sighting
from tawthiq.records.parties.models import Party
from tawthiq.records.record import Record
from tawthiq.records.sources.models import Consent, Source

AnyRecord = TypeVar("AnyRecord", bound=Record)

__all__ = ["CaseParts", "CaseView", "case_of", "case_shown", "rule_of_home"]


@dataclass(slots=True)
class CaseParts:
    """The rows of a case, each kind read once."""

    strikes: list[Strike]
    attributions: list[Attribution]
    harms: list[Harm]
    damages: list[Damage]
    statements: list[Statement]
    denials: list[Denial]
    sightings: list[Sighting]
    leads: list[Lead]
    reviews: list[Review]


def rule_of_home() -> CountingRule:
    """Return the counting rule that the home's settings name."""
    return counting_rule(settings.HOME.counting_rule if settings.HOME else "snhr-2019")


def case_shown(
    actor: Account, code: str, *, on: date | None = None, rule: CountingRule | None = None
) -> CaseView:
    """Return a case by its human code or id with all that the actor may see of it; NotFound where it is not theirs.

    `on` is the day on which consents are asked (today), `rule` the counting rule of what is derived (the home's).
    """
    incident = get_visible(actor, Incident, code)
    return case_of(actor, incident, _parts_of(actor, incident), on=on, rule=rule)


def case_of(
    actor: Account,
    incident: Incident,
    parts: CaseParts,
    *,
    on: date | None = None,
    rule: CountingRule | None = None,
) -> CaseView:
    """Return the view of an incident with these parts, both of which the actor may see."""
    withheld = _without_withheld(actor, incident, parts)
    world = _World.around(actor, incident, parts, on=on or datetime.now(UTC).date())
    strikes = tuple(_strike(one, world) for one in parts.strikes)
    harms = _harms(parts, world)
    path = world.paths.get(incident.place_id or "", ())
    related = _related_codes(actor, incident)
    return CaseView(
        **_own_values(incident),
        place=path[-1] if path else None,
        place_path=path,
        parent_code=related.get("parent", (None,))[0],
        part_codes=related.get("parts", ()),
        created_by=_handle(world.accounts, incident.created_by_id),
        updated_by=_handle(world.accounts, incident.updated_by_id),
        strikes=strikes,
        attributions=tuple(_attribution(one) for one in parts.attributions),
        harms=harms,
        damages=tuple(_damage(one, world) for one in parts.damages),
        statements=tuple(_statement(one, world) for one in parts.statements),
        denials=tuple(_denial(one) for one in parts.denials),
        claims=tuple(
            one
            for one in _claims(actor, incident, parts, world)
            if (one.record_code, one.field) not in withheld
        ),
        evidence=world.evidence,
        leads=tuple(_lead(one, world) for one in parts.leads),
        sightings=tuple(_sighting(one, world) for one in parts.sightings),
        reviews=tuple(_review(one, world) for one in parts.reviews),
        may=may_do(actor, incident),
        derived=derive(kind=incident.kind, harms=harms, strikes=strikes, rule=rule or rule_of_home()),
    )


def _without_withheld(actor: Account, incident: Incident, parts: CaseParts) -> frozenset[tuple[str, str]]:
    """Blank what is withheld from the actor on the rows in memory; return it as pairs of code and field."""
    rows: list[Record] = [incident, *parts.harms, *parts.statements, *parts.leads]
    rows += [harm.person for harm in parts.harms if harm.person is not None]
    hidden = withheld_fields(actor, *rows)
    for row in rows:
        for name in hidden[row.pk]:
            blank(row, name)
    return frozenset((row.code, name) for row in rows for name in hidden[row.pk])


def may_do(actor: Account, incident: Incident) -> Mapping[Action, MayDo]:
    """Return what the actor may do with an incident now, and for the rest the rule's own sentence."""
    roles = actor.roles if actor.is_active else []
    state = cast(State, incident.state)
    found: dict[Action, MayDo] = {}
    for action in ACTIONS:
        refusal: Refusal | None = refuse_action(state, action, roles=roles, reason="stated")
        if action == "accept" and refusal is None:
            refusal = refuse_own_work(actor.pk, authors_of_case(incident))
        row = transition(state, action)
        needs = row is not None and row.needs_reason
        sentences = ("", "") if refusal is None else (refusal.sentence, refusal.sentence_in("ar"))
        found[action] = MayDo(action, needs, *sentences)
    return found


def _parts_of(actor: Account, incident: Incident) -> CaseParts:
    def of(model: type[AnyRecord], *order: str, join: tuple[str, ...] = ()) -> list[AnyRecord]:
        rows = visible_to(actor, model).filter(incident=incident)
        return list((rows.select_related(*join) if join else rows).order_by(*order, "code"))

    return CaseParts(
        strikes=of(Strike, "order"),
        attributions=of(Attribution, join=("party",)),
        harms=of(Harm, join=("person",)),
        damages=of(Damage),
        statements=of(Statement, "given_on"),
        denials=of(Denial, "said_on", join=("party",)),
        sightings=of(Sighting, "seen_on", "time_of_day"),
        leads=of(Lead),
        reviews=of(Review, "created_at"),
    )


@dataclass(slots=True)
class _World:
    """What the parts of a case point to, as far as the actor may see it."""

    paths: Paths
    facilities: dict[str, FacilityRef]
    sources: dict[str, SourceRef]
    consents: dict[str, list[tuple[str, Answers]]]
    accounts: dict[str, str]
    strikes: dict[str, int]
    codes: dict[str, tuple[str, str]]
    evidence: tuple[EvidenceLine, ...]
    on: date

    @classmethod
    def around(cls, actor: Account, incident: Incident, parts: CaseParts, *, on: date) -> _World:
        """Read what the parts point to, one query for each kind."""
        facilities = _facilities_of(actor, parts)
        paths = paths_of(
            [
                incident.place_id,
                *(f.place_id for f in facilities),
                *(p for h in parts.harms for p in (h.death_place_id, h.displaced_from_id)),
                *(h.person.origin_id for h in parts.harms if h.person is not None),
                *(p for s in parts.sightings for p in (s.base_id, s.place_id)),
            ]
        )
        codes = _codes_of(incident, parts)
        source_ids: set[str | None] = {one.source_id for one in parts.statements}
        source_ids |= {one.source_id for one in parts.sightings} | {one.source_id for one in parts.leads}
        sources = visible_to(actor, Source).filter(pk__in=source_ids - {None})
        authors = {incident.created_by_id, incident.updated_by_id, *(r.created_by_id for r in parts.reviews)}
        return cls(
            paths=paths,
            facilities={f.pk: _facility(f, paths) for f in facilities},
            sources={s.pk: SourceRef(s.pk, s.code, s.alias, s.kind, s.reliability) for s in sources},
            consents=_consents_of(actor, source_ids),
            accounts=_names_of(authors),
            strikes={strike.pk: strike.order for strike in parts.strikes},
            codes=codes,
            evidence=_evidence_of(actor, codes),
            on=on,
        )

    def place(self, place_id: str | None) -> PlaceRef | None:
        """Return a place, or None where there is none."""
        path = self.paths.get(place_id or "")
        return path[-1] if path else None


def _names_of(ids: Iterable[str]) -> dict[str, str]:
    rows = Account.objects.filter(pk__in=set(ids)).values_list("pk", "display_name", "username")
    return {pk: shown or handle for pk, shown, handle in rows}


def _handle(names: Mapping[str, str], account_id: str) -> str:
    return names.get(account_id, account_id)


def _codes_of(incident: Incident, parts: CaseParts) -> dict[str, tuple[str, str]]:
    """Return the kind and code of every record of the case by its id."""
    rows: list[tuple[str, Iterable[Record]]] = [
        ("incident", [incident]),
        ("strike", parts.strikes),
        ("harm", parts.harms),
        ("person", [h.person for h in parts.harms if h.person is not None]),
        ("damage", parts.damages),
        ("statement", parts.statements),
        ("attribution", parts.attributions),
        ("denial", parts.denials),
        ("sighting", parts.sightings),
    ]
    return {record.pk: (kind, record.code) for kind, records in rows for record in records}


def _facilities_of(actor: Account, parts: CaseParts) -> list[Facility]:
    ids = {one.facility_id for one in parts.strikes if one.facility_id} | {
        one.facility_id for one in parts.damages
    }
    return list(visible_to(actor, Facility).filter(pk__in=ids)) if ids else []


def _facility(row: Facility, paths: Paths) -> FacilityRef:
    path = paths.get(row.place_id or "")
    return FacilityRef(
        row.pk, row.code, row.kind, row.name_en, row.name_ar, path[-1] if path else None,
        row.deconflicted, row.deconflicted_from, row.deconflicted_to,
    )  # fmt: skip


def _consents_of(actor: Account, source_ids: Iterable[str | None]) -> dict[str, list[tuple[str, Answers]]]:
    found: dict[str, list[tuple[str, Answers]]] = defaultdict(list)
    rows = (
        visible_to(actor, Consent)
        .filter(source__in=[pk for pk in source_ids if pk])
        .order_by("given_on", "code")
    )
    for consent in rows:
        found[consent.source_id].append((consent.pk, answers_in(consent)))
    return found


def _standings(statement: Statement, world: _World) -> dict[str, Standing]:
    """A statement given under a named consent stands under it and under what the source answered after it."""
    given = world.consents.get(statement.source_id, [])
    ids = [consent for consent, _ in given]
    start = ids.index(statement.consent_id) if statement.consent_id in ids else 0
    answers = [one for _, one in given[start:]]
    return {use: standing_of(answers, use, on=world.on) for use in vocabulary("consent_use")}


def _evidence_of(actor: Account, codes: Mapping[str, tuple[str, str]]) -> tuple[EvidenceLine, ...]:
    links = (
        Link.objects.filter(record_id__in=codes, item__in=visible_to(actor, Item).values("pk"))
        .select_related("item")
        .order_by("item__code", "code")
    )
    found = list(links)
    without_withheld(actor, *(link.item for link in found))
    return tuple(
        EvidenceLine(
            id=link.item.pk, code=link.item.code, kind=link.item.kind, media_type=link.item.media_type,
            name=link.item.original_name, graphic_level=link.item.graphic_level,
            is_destroyed=link.item.destroyed_at is not None, record_code=codes[link.record_id][1],
            locator=link.locator,
        )
        for link in found
    )  # fmt: skip


def _related_codes(actor: Account, incident: Incident) -> dict[str, tuple[str, ...]]:
    rows = visible_to(actor, Incident).filter(Q(pk=incident.parent_id) | Q(parent=incident)).order_by("code")
    found: dict[str, list[str]] = defaultdict(list)
    for pk, code in rows.values_list("pk", "code"):
        found["parent" if pk == incident.parent_id else "parts"].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


OWN = (
    "id", "code", "version", "state", "kind", "occurred", "first", "last", "time_of_day", "time_margin_minutes",
    "zone", "occurred_as_reported", "place_as_reported", "site", "latitude", "longitude", "radius_m", "point_method",
    "title_en", "title_ar", "narrative_en", "narrative_ar", "certainty", "basis", "note", "note_ar",
    "confidentiality", "desk", "created_at", "updated_at",
)  # fmt: skip
"""What a case shows of its incident as it stands."""


def _same(record: Record, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _own_values(incident: Incident) -> dict[str, Any]:
    return _same(incident, OWN) | {"tags": tuple(incident.tags)}


_ID = ("id", "code", "version")


def _strike(row: Strike, world: _World) -> StrikeView:
    return StrikeView(
        facility=world.facilities.get(row.facility_id or ""),
        **_same(
            row,
            (*_ID, "order", "time_of_day", "time_margin_minutes", "site", "latitude", "longitude", "platform",
             "platform_count", "aircraft_type", "munition", "munition_count", "target", "as_reported"),
        ),
    )  # fmt: skip


def _party(party: Party) -> PartyRef:
    return PartyRef(party.code, party.name_en, party.name_ar)


def _attribution(row: Attribution) -> AttributionView:
    return AttributionView(party=_party(row.party), **_same(row, (*_ID, "level", "basis")))


def _person(row: Person, world: _World) -> PersonView:
    return PersonView(
        origin=world.place(row.origin_id),
        spellings=tuple(dict.fromkeys(one["text"] for one in row.names if one.get("text"))),
        **_same(
            row,
            (*_ID, "name", "name_en", "name_ar", "sex", "born", "mother", "family", "origin_as_reported",
             "occupation", "may_name", "may_show", "confidentiality"),
        ),
    )  # fmt: skip


def _harms(parts: CaseParts, world: _World) -> tuple[HarmView, ...]:
    kinds = {harm.pk: harm.kind for harm in parts.harms}
    inside: dict[str, list[CountRange]] = defaultdict(list)
    for harm in parts.harms:
        if harm.within_id is not None and kinds.get(harm.within_id) == harm.kind:
            inside[harm.within_id].append(CountRange(harm.minimum, harm.maximum))
    return tuple(_harm(harm, inside.get(harm.pk, []), world) for harm in parts.harms)


def _harm(row: Harm, inside: list[CountRange], world: _World) -> HarmView:
    left = CountRange(row.minimum, row.maximum).less_part(total(inside))
    return HarmView(
        person=None if row.person is None else _person(row.person, world),
        within=row.within_id,
        named_within=len(inside),
        remaining_minimum=left.minimum,
        remaining_maximum=left.maximum,
        strike=row.strike_id,
        strike_order=world.strikes.get(row.strike_id or ""),
        death_place=world.place(row.death_place_id),
        displaced_from=world.place(row.displaced_from_id),
        **_same(
            row,
            (*_ID, "kind", "group_label", "minimum", "maximum", "status", "sex", "age_group", "age_years",
             "occupation", "unborn_as", "torture", "cause", "certainty", "died", "family", "basis", "as_reported",
             "note", "note_ar"),
        ),
    )  # fmt: skip


def _damage(row: Damage, world: _World) -> DamageView:
    return DamageView(
        facility=world.facilities.get(row.facility_id),
        strike=row.strike_id,
        strike_order=world.strikes.get(row.strike_id or ""),
        **_same(row, (*_ID, "grade", "out_of_service", "occurred", "times_hit_before", "as_reported")),
    )


def _statement(row: Statement, world: _World) -> StatementView:
    return StatementView(
        source=world.sources.get(row.source_id),
        consents=_standings(row, world),
        supports=tuple(row.supports),
        **_same(
            row,
            (
                *_ID,
                "given_on",
                "channel",
                "interviewer",
                "language",
                "text",
                "translation_en",
                "translation_ar",
            ),
        ),
    )


def _denial(row: Denial) -> DenialView:
    return DenialView(
        party=_party(row.party),
        **_same(
            row,
            (*_ID, "said_on", "summary_en", "summary_ar", "assessment", "reasons_en", "reasons_ar"),
        ),
    )


def _claims(actor: Account, incident: Incident, parts: CaseParts, world: _World) -> tuple[ClaimView, ...]:
    rows = list(visible_to(actor, Claim).filter(record_id__in=world.codes).order_by("field", "code"))
    items = dict(
        visible_to(actor, Item).filter(pk__in={r.evidence_id for r in rows} - {""}).values_list("pk", "code")
    )
    return tuple(
        ClaimView(
            record_code=world.codes[row.record_id][1],
            statement_code=world.codes.get(row.statement_id or "", ("", None))[1],
            evidence_code=items.get(row.evidence_id),
            **_same(
                row,
                (*_ID, "record_kind", "field", "value", "locator", "confidence", "accepted", "said_on",
                 "as_reported"),
            ),
        )
        for row in rows
    )  # fmt: skip


def _lead(row: Lead, world: _World) -> LeadLine:
    return LeadLine(
        source=world.sources.get(row.source_id or ""),
        **_same(row, ("id", "code", "channel", "reported_at", "text", "state")),
    )


def _sighting(row: Sighting, world: _World) -> SightingView:
    return SightingView(
        base=world.place(row.base_id),
        place=world.place(row.place_id),
        source=world.sources.get(row.source_id or ""),
        **_same(
            row,
            (
                *_ID,
                "kind",
                "seen_on",
                "time_of_day",
                "time_margin_minutes",
                "aircraft",
                "heading",
                "as_reported",
            ),
        ),
    )


def _review(row: Review, world: _World) -> ReviewLine:
    return ReviewLine(
        by=_handle(world.accounts, row.created_by_id),
        at=row.created_at,
        **_same(row, ("action", "incident_version", "remark", "field")),
    )
