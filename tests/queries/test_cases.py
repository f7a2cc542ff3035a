"""A case as its people see it: everything once, in a fixed number of queries, and nothing for others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import NotFound
from tawthiq.queries.cases import CaseView, case_shown
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.services.cases.facilities import record_facility
from tawthiq.services.cases.facts import (
    AttributionFacts,
    CaseFacts,
    ClaimFacts,
    DamageFacts,
    DenialFacts,
    FacilityFacts,
    HarmFacts,
    IncidentFacts,
    PersonFacts,
    SightingFacts,
    StatementFacts,
    StrikeFacts,
)
from tawthiq.services.cases.recording import record_case
from tawthiq.services.parties import party_named
from tawthiq.services.review import send_back_incident, submit_incident
from tawthiq.services.sources import record_consent, record_source
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted, record_draft, simple_case

GOLDEN = Path(__file__).parent / "case_queries.txt"


def full_case(actor: Account, *, victims: int = 2) -> Incident:
    """Record a case with something of every kind."""
    places = make_places(actor)
    market = record_facility(actor, FacilityFacts(kind="market", name_en="Old market", place=places["alder"]))
    source = record_source(actor, alias="North 7", kind="eyewitness", reliability="likely-reliable")
    record_consent(
        actor, source, given_on=date(2019, 7, 22), uses={"publish-quote": True, "use-with-name": False}
    )
    return record_case(
        actor,
        CaseFacts(
            incident=IncidentFacts(
                occurred=PartialDate.parse("2019-07-22"), time_of_day="08:35", place=places["alder"],
                latitude=Decimal("35.6"), longitude=Decimal("36.7"), title_en="Market hit", certainty="confirmed",
            ),
            strikes=(
                StrikeFacts(order=1, time_of_day="08:35", site="the market", facility=market),
                StrikeFacts(order=2, time_of_day="08:40", site="The Market", facility=market),
            ),
            attributions=(AttributionFacts(party=party_named("russian"), level="believed"),),
            harms=(
                HarmFacts(kind="killed", count=CountRange(7, 9), key="all", group_label="civilians", strike=1),
                *(
                    HarmFacts(
                        kind="killed", within="all", sex="female", age_years=34, age_group="adult",
                        person=PersonFacts(name=f"Zahra Example-{n}", origin=places["north"]),
                    )
                    for n in range(victims)
                ),
                HarmFacts(kind="injured", count=CountRange.at_least(3), group_label="injured"),
            ),
            damages=(DamageFacts(facility=market, strike=1, grade="severe"),),
            statements=(StatementFacts(source=source, key="s", text="I saw two.", given_on=date(2019, 7, 23)),),
            denials=(DenialFacts(party=party_named("russian"), assessment="open", summary_en="Fake."),),
            claims=(ClaimFacts(field="killed", value=7, statement_key="s"),),
            sightings=(SightingFacts(kind="take-off", seen_on=date(2019, 7, 22), source=source),),
        ),
    )  # fmt: skip


def totals_of(case: CaseView) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Return the totals as a mapping."""
    return {(t.kind, t.category): (t.minimum, t.maximum) for t in case.derived.totals}


def test_it_shows_everything_of_a_case(cast: Cast) -> None:
    incident = full_case(cast.documenter)
    case = case_shown(cast.documenter, incident.code)
    assert [place.name_en for place in case.place_path] == ["Testland", "Northmark", "Alder Village"]
    assert [strike.order for strike in case.strikes] == [1, 2]
    assert case.strikes[0].facility is not None and case.strikes[0].facility.name_en == "Old market"
    assert case.attributions[0].party.code == "russian"
    assert len(case.persons) == 2 and case.persons[0].origin is not None
    assert case.damages[0].strike_order == 1
    statement = case.statements[0]
    assert statement.source is not None and statement.source.alias == "North 7"
    assert statement.consents["publish-quote"] == "given"
    assert statement.consents["use-with-name"] == "refused"
    assert statement.consents["share-un"] == "not-asked"
    assert case.claims[0].statement_code == statement.code
    assert case.denials[0].assessment == "open" and case.sightings[0].kind == "take-off"
    assert case.created_by == "documenter"


def test_totals_count_nobody_twice_and_a_double_tap_is_seen(cast: Cast) -> None:
    case = case_shown(cast.documenter, full_case(cast.documenter).code)
    assert totals_of(case)["killed", "civilian"] == (7, 9)
    assert totals_of(case)["killed", "woman"] == (2, 2)
    assert totals_of(case)["injured", "all"] == (3, None)
    group = next(harm for harm in case.harms if harm.group_label == "civilians")
    assert (group.remaining_minimum, group.remaining_maximum, group.named_within) == (5, 7, 2)
    assert case.derived.is_massacre
    assert [(tap.first_order, tap.second_order, tap.minutes) for tap in case.derived.double_taps] == [
        (1, 2, 5)
    ]


def test_four_civilians_are_no_massacre(cast: Cast) -> None:
    case = case_shown(cast.documenter, record_draft(cast.documenter, simple_case(dead=4)).code)
    assert not case.derived.is_massacre


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_others_find_nothing(cast: Cast, who: str) -> None:
    incident = full_case(cast.documenter)
    with pytest.raises(NotFound) as not_yours:
        case_shown(getattr(cast, who), incident.code)
    with pytest.raises(NotFound) as not_there:
        case_shown(getattr(cast, who), "INC-2019-999999")
    assert str(not_yours.value) == str(not_there.value)


def test_a_restricted_case_is_shown_to_who_made_it_only(cast: Cast) -> None:
    facts = simple_case()
    secret = CaseFacts(
        incident=IncidentFacts(
            occurred=facts.incident.occurred, title_en="Secret", confidentiality="restricted"
        )
    )
    incident = record_case(cast.documenter, secret)
    assert case_shown(cast.documenter, incident.code).title_en == "Secret"
    with pytest.raises(NotFound):
        case_shown(cast.reviewer, incident.code)


def test_a_restricted_source_is_not_named_to_others(cast: Cast) -> None:
    source = record_source(cast.documenter, alias="Hidden 1", confidentiality="restricted")
    facts = simple_case()
    incident = record_case(
        cast.documenter,
        CaseFacts(incident=facts.incident, statements=(StatementFacts(source=source, text="words"),)),
    )
    assert case_shown(cast.reviewer, incident.code).statements[0].source is None


def test_it_says_what_may_be_done_now_and_why_not(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    mine = case_shown(cast.documenter, incident.code).may
    assert mine["edit"].is_allowed and mine["submit"].is_allowed and not mine["accept"].is_allowed
    submit_incident(cast.documenter, incident.pk, expected_version=1)
    mine = case_shown(cast.documenter, incident.code).may
    assert not mine["edit"].is_allowed and "under review" in mine["edit"].sentence_en
    assert "المراجعة" in mine["edit"].sentence_ar
    theirs = case_shown(cast.reviewer, incident.code).may
    assert theirs["accept"].is_allowed and theirs["send-back"].needs_reason
    read_only = case_shown(cast.analyst, incident.code).may
    assert not any(may.is_allowed for may in read_only.values())


def test_who_wrote_it_may_not_accept_it_and_is_told(cast: Cast) -> None:
    incident = record_draft(cast.reviewer)
    submit_incident(cast.reviewer, incident.pk, expected_version=1)
    accept = case_shown(cast.reviewer, incident.code).may["accept"]
    assert not accept.is_allowed and "yourself" in accept.sentence_en


def test_an_accepted_case_may_be_reopened(cast: Cast) -> None:
    incident = record_accepted(cast.documenter, cast.reviewer, simple_case())
    may = case_shown(cast.reviewer, incident.code).may
    assert may["reopen"].is_allowed and not may["edit"].is_allowed


def test_remarks_of_review_are_shown(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    submit_incident(cast.documenter, incident.pk, expected_version=1)
    send_back_incident(
        cast.reviewer, incident.pk, expected_version=2, reason="Name the street.", field="site"
    )
    lines = case_shown(cast.documenter, incident.code).reviews
    assert [(one.action, one.by, one.remark, one.field) for one in lines] == [
        ("submit", "documenter", "", ""),
        ("send-back", "reviewer", "Name the street.", "site"),
    ]


def queries_for(actor: Account, code: str) -> int:
    """Count the queries that showing a case takes."""
    with CaptureQueriesContext(
        connection,
    ) as counted:
        case_shown(actor, code)
    return len(counted)


def test_the_number_of_queries_is_golden_and_does_not_grow(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    few, many = full_case(cast.documenter), record_draft(cast.documenter, simple_case(dead=300))
    small = queries_for(cast.documenter, few.code)
    text = f"case_shown, its documenter: {small}\n"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(text)
    assert GOLDEN.read_text() == text
    assert queries_for(cast.documenter, many.code) <= small
