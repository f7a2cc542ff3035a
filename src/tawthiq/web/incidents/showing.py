"""A recorded case as the form that would state it: what `reading` makes of it is the same case again."""

from __future__ import annotations

from typing import Any

from tawthiq.queries.case_views import (
    CaseView,
    FacilityRef,
    HarmView,
    PersonView,
    PlaceRef,
    StatementView,
    StrikeView,
)
from tawthiq.web.incidents.screen import CONSENTS, OWN, SECTIONS
from tawthiq.web.incidents.typed import Row, Typed

KEPT = "kept"
KEPT_TEXT = "•••"
"""What stands for a source that is not the actor's to see: it stays as it is."""


def typed_from_case(case: CaseView) -> Typed:
    """Return the form of a case as it stands."""
    own = _texts(case, [box.name for box in OWN if box.name not in ("when", "place", "tags")])
    own |= {"when": _when(case.occurred, case.time_of_day, case.time_margin_minutes)}
    own |= _place("place", case.place) | {"tags": ", ".join(case.tags)}
    return Typed(
        own,
        {
            "strikes": [_strike(one) for one in case.strikes],
            "attributions": [
                _texts(one, ("id", "level", "basis")) | {"party": one.party.code} for one in case.attributions
            ],
            "groups": [_group(one) for one in case.harms if one.person is None],
            "victims": [_victim(one, one.person) for one in case.harms if one.person is not None],
            "damages": [
                _texts(one, ("id", "grade", "out_of_service", "occurred", "times_hit_before", "as_reported"))
                | {"strike": _text(one.strike_order), "facility_kind": ""}
                | _facility(one.facility)
                for one in case.damages
            ],
            "statements": [_statement(one) for one in case.statements],
            "denials": [
                _texts(
                    one,
                    ("id", "said_on", "assessment", "summary_en", "summary_ar", "reasons_en", "reasons_ar"),
                )
                | {"party": one.party.code}
                for one in case.denials
            ],
            "evidence": [],
        },
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    return str(value)


def _texts(thing: object, names: Any) -> Row:
    return {name: _text(getattr(thing, name)) for name in names}


def _when(edtf: str, clock: str, margin: int | None) -> str:
    return f"{edtf} {_clock(clock, margin)}".strip()


def _clock(clock: str, margin: int | None) -> str:
    return f"{clock}±{margin}" if margin else clock


def picked(name: str, record_id: str, text: str) -> Row:
    """Return what a picker sends for a chosen record."""
    return {name: text, f"{name}_id": record_id, f"{name}_was": text}


def _place(name: str, place: PlaceRef | None) -> Row:
    return {name: ""} if place is None else picked(name, place.id, place.name_en or place.name_ar)


def _facility(facility: FacilityRef | None) -> Row:
    if facility is None:
        return {"facility": ""}
    return picked("facility", facility.id, facility.name_en or facility.name_ar or facility.code)


def _strike(strike: StrikeView) -> Row:
    names = [b.name for b in SECTIONS["strikes"].boxes if b.name not in ("time", "facility", "facility_kind")]
    row = _texts(strike, names) | _facility(strike.facility) | {"facility_kind": ""}
    return row | {"time": _clock(strike.time_of_day, strike.time_margin_minutes)}


_SHARED = ("id", "kind", "sex", "age_group", "age_years", "status", "unborn_as", "cause", "occupation", "died",
           "family", "torture", "certainty", "basis", "as_reported", "note", "note_ar")  # fmt: skip


def _harm(harm: HarmView) -> Row:
    return (
        _texts(harm, _SHARED)
        | {"strike": _text(harm.strike_order), "within": harm.within or ""}
        | _place("death_place", harm.death_place)
        | _place("displaced_from", harm.displaced_from)
    )


def _group(harm: HarmView) -> Row:
    maximum = "?" if harm.maximum is None else _text(harm.maximum)
    return _harm(harm) | {
        "key": harm.id,
        "group_label": harm.group_label,
        "minimum": _text(harm.minimum),
        "maximum": maximum,
    }


def _victim(harm: HarmView, person: PersonView) -> Row:
    return (
        _harm(harm)
        | picked("name", person.id, person.name)
        | _texts(
            person,
            (
                "name_ar",
                "name_en",
                "born",
                "mother",
                "origin_as_reported",
                "may_name",
                "may_show",
                "confidentiality",
            ),
        )
        | {"person_family": person.family}
        | _place("origin", person.origin)
    )


def _statement(one: StatementView) -> Row:
    names = (
        "id",
        "given_on",
        "channel",
        "interviewer",
        "language",
        "text",
        "translation_en",
        "translation_ar",
    )
    row = _texts(one, names) | {
        "supports": ", ".join(one.supports),
        "consent_on": "",
        "consent_form": "unknown",
    }
    row |= {"source_kind": "unknown", "reliability": "unknown", "source_confidentiality": "open"}
    row |= {box.name: "" for box in CONSENTS}
    if one.source is not None:
        return row | picked("source", one.source.id, one.source.alias)
    return row | picked("source", KEPT, KEPT_TEXT)
