"""Saving a case as it stands on the screen: one entry, parts added, changed and taken back, nobody overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tawthiq.domain.counts import CountRange
from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.cases import case_shown
from tawthiq.queries.history import history_of
from tawthiq.queries.visibility import ever_visible_to, visible_to
from tawthiq.records.cases.models import Facility, Harm, Incident, Person, Statement, Strike
from tawthiq.records.evidence.models import Item
from tawthiq.records.ledger.models import Entry
from tawthiq.records.sources.models import Source
from tawthiq.services.cases.facts import (
    AttributionFacts,
    CaseFacts,
    ConsentFacts,
    DamageFacts,
    EvidenceLinkFacts,
    FacilityFacts,
    HarmFacts,
    PersonFacts,
    SourceFacts,
    StatementFacts,
    StrikeFacts,
)
from tawthiq.services.cases.saving import save_case, save_new_case
from tawthiq.services.parties import party_named
from tawthiq.services.review import reopen_incident, submit_incident
from tawthiq.services.snapshots import take_snapshot
from tawthiq.services.writing import writing
from tests.conftest import Cast
from tests.services.cases import record_accepted, record_draft, simple_case

MARKET = FacilityFacts(kind="market", name_en="Old market")


def as_recorded(incident: Incident) -> CaseFacts:
    """State a simple case anew with the ids it was recorded under."""
    facts = simple_case()
    strikes, harms = incident.strikes.order_by("order"), incident.harms.order_by("code")
    attribution = incident.attributions.get()
    group, named = harms[0], harms[1]
    assert named.person is not None and facts.harms[1].person is not None
    return replace(
        facts,
        strikes=(replace(facts.strikes[0], id=strikes[0].pk),),
        attributions=(replace(facts.attributions[0], id=attribution.pk),),
        harms=(
            replace(facts.harms[0], id=group.pk),
            replace(facts.harms[1], id=named.pk, person=replace(facts.harms[1].person, id=named.person.pk)),
        ),
    )


def entries() -> int:
    return Entry.objects.count()


def test_a_new_case_with_new_source_and_facility_is_one_entry(cast: Cast) -> None:
    before = entries()
    facts = replace(
        simple_case(),
        strikes=(StrikeFacts(order=1, facility=MARKET),),
        damages=(DamageFacts(facility=MARKET, strike=1, grade="severe"),),
        statements=(
            StatementFacts(
                source=SourceFacts(alias="North 9", kind="eyewitness"), text="I saw it.",
                consent=ConsentFacts(given_on=date(2019, 7, 23), uses=(("publish-quote", True), ("share-un", False))),
            ),
        ),
    )  # fmt: skip
    incident = save_new_case(cast.documenter, facts)
    assert entries() == before + 1
    assert Facility.objects.count() == 1 and Source.objects.get().alias == "North 9"
    case = case_shown(cast.documenter, incident.code)
    assert case.statements[0].consents["publish-quote"] == "given"
    assert case.statements[0].consents["share-un"] == "refused"
    assert case.damages[0].facility == case.strikes[0].facility


def test_a_save_adds_changes_and_takes_back_in_one_entry(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    stated = as_recorded(incident)
    before = entries()
    saved = save_case(
        cast.documenter,
        incident.code,
        replace(
            stated,
            incident=replace(stated.incident, title_en="Two strikes on the market"),
            strikes=(*stated.strikes, StrikeFacts(order=2, munition="missile")),
            harms=(
                replace(stated.harms[0], count=CountRange(7, 12)),
                HarmFacts(
                    kind="killed", within="all", strike=2, person=PersonFacts(name="Omar Example-Person")
                ),
            ),
        ),
        expected_version=1,
        reason="second call with the source",
    )
    assert entries() == before + 1 and saved.version == 2
    case = case_shown(cast.documenter, incident.code)
    assert [person.name for person in case.persons] == ["Omar Example-Person"]
    assert case.title_en == "Two strikes on the market" and len(case.strikes) == 2
    assert {(t.kind, t.category): t.minimum for t in case.derived.totals}["killed", "all"] == 7
    gone = ever_visible_to(cast.documenter, Harm).get(withdrawn_at__isnull=False)
    assert gone.withdrawn_because == "second call with the source"
    steps = history_of(cast.documenter, gone.pk)
    assert steps[-1].reason == "second call with the source"
    assert visible_to(cast.documenter, Harm).count() == 2
    assert audit_ledger().faults == ()


def test_what_does_not_differ_is_not_saved(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    before = entries()
    with pytest.raises(InvalidValue, match="Nothing differs"):
        save_case(cast.documenter, incident.code, as_recorded(incident), expected_version=1)
    assert entries() == before


def test_two_people_save_and_the_second_is_refused_whole(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    stated = as_recorded(incident)
    first = replace(stated, incident=replace(stated.incident, title_en="First"))
    second = replace(stated, harms=stated.harms[:1])
    save_case(cast.documenter, incident.code, first, expected_version=1)
    with pytest.raises(Refused) as refused:
        save_case(cast.reviewer, incident.code, second, expected_version=1)
    assert refused.value.code == "stale-version" and "title_en" in str(refused.value)
    assert visible_to(cast.documenter, Harm).count() == 2


def test_strikes_change_places(cast: Cast) -> None:
    facts = replace(simple_case(), strikes=(StrikeFacts(order=1, site="a"), StrikeFacts(order=2, site="b")))
    incident = save_new_case(cast.documenter, facts)
    one, two = incident.strikes.order_by("order")
    stated = as_recorded(incident)
    turned = (
        StrikeFacts(id=one.pk, order=2, site="a"),
        StrikeFacts(id=two.pk, order=1, site="b"),
    )
    save_case(cast.documenter, incident.code, replace(stated, strikes=turned), expected_version=1)
    assert list(Strike.objects.order_by("order").values_list("site", flat=True)) == ["b", "a"]
    assert audit_ledger().faults == ()


def test_the_number_of_a_strike_taken_back_is_free(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    stated = as_recorded(incident)
    anew = replace(stated, strikes=(StrikeFacts(order=1, site="elsewhere"),))
    save_case(cast.documenter, incident.code, anew, expected_version=1)
    assert [s.site for s in case_shown(cast.documenter, incident.code).strikes] == ["elsewhere"]


def test_a_harm_of_a_strike_taken_back_is_refused(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    with pytest.raises(InvalidValue, match="strike 1"):
        save_case(
            cast.documenter, incident.code, replace(as_recorded(incident), strikes=()), expected_version=1
        )


def test_a_person_recorded_elsewhere_is_linked_and_left_as_they_are(cast: Cast) -> None:
    other = record_accepted(cast.documenter, cast.reviewer, simple_case())
    person = Person.objects.get(harms__incident=other)
    harm = HarmFacts(kind="injured", person=PersonFacts(id=person.pk, name="typed otherwise"))
    incident = save_new_case(cast.documenter, replace(simple_case(), harms=(harm,)))
    assert Person.objects.count() == 1
    assert incident.harms.get().person_id == person.pk
    person.refresh_from_db()
    assert person.name == "Zahra Example-Person" and person.version == 1


def test_a_person_of_an_accepted_case_is_not_changed_through_another(cast: Cast) -> None:
    other = record_accepted(cast.documenter, cast.reviewer, simple_case())
    person = Person.objects.get(harms__incident=other)
    harm = HarmFacts(kind="injured", person=PersonFacts(id=person.pk, name=person.name))
    incident = save_new_case(cast.documenter, replace(simple_case(), harms=(harm,)))
    recorded = incident.harms.get()
    changed = replace(harm, id=recorded.pk, person=PersonFacts(id=person.pk, name="Another Name"))
    stated = replace(as_recorded_without_harms(incident), harms=(changed,))
    with pytest.raises(Refused, match="accepted"):
        save_case(cast.documenter, incident.code, stated, expected_version=1)


def as_recorded_without_harms(incident: Incident) -> CaseFacts:
    facts = simple_case()
    return replace(
        facts,
        strikes=(replace(facts.strikes[0], id=incident.strikes.get().pk),),
        attributions=(replace(facts.attributions[0], id=incident.attributions.get().pk),),
    )


def test_a_part_of_another_case_is_refused(cast: Cast) -> None:
    one, other = record_draft(cast.documenter), record_draft(cast.documenter)
    stolen = replace(as_recorded(one), strikes=(replace(as_recorded(other).strikes[0]),))
    with pytest.raises(InvalidValue, match="not of this case"):
        save_case(cast.documenter, one.code, stolen, expected_version=1)


def test_groups_within_each_other_are_refused(cast: Cast) -> None:
    harms = (
        HarmFacts(kind="killed", count=CountRange.exactly(5), key="a", within="b", group_label="a"),
        HarmFacts(kind="killed", count=CountRange.exactly(5), key="b", within="a", group_label="b"),
    )
    with pytest.raises(InvalidValue, match="within each other"):
        save_new_case(cast.documenter, replace(simple_case(), harms=harms))


def test_a_statement_taken_back_takes_its_claims_with_it(cast: Cast) -> None:
    facts = replace(
        simple_case(), statements=(StatementFacts(source=SourceFacts(alias="North 9"), text="Seven."),)
    )
    incident = save_new_case(cast.documenter, facts)
    save_case(cast.documenter, incident.code, as_recorded(incident), expected_version=1)
    assert visible_to(cast.documenter, Statement).count() == 0


@pytest.mark.parametrize("who", ["outsider", "administrator", "analyst"])
def test_others_save_nothing(cast: Cast, who: str) -> None:
    incident = record_draft(cast.documenter)
    with pytest.raises((NotFound, Refused)):
        save_case(getattr(cast, who), incident.code, simple_case(), expected_version=1)


def test_a_case_under_review_is_not_saved(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    stated = as_recorded(incident)
    submit_incident(cast.documenter, incident.pk, expected_version=1)
    with pytest.raises(Refused, match="under review"):
        save_case(cast.documenter, incident.code, stated, expected_version=2)


def test_another_party_is_held_for_it(cast: Cast) -> None:
    incident = record_draft(cast.documenter)
    stated = as_recorded(incident)
    other = AttributionFacts(party=party_named("syrian-regime"), level="suspected")
    save_case(cast.documenter, incident.code, replace(stated, attributions=(other,)), expected_version=1)
    assert [a.party.code for a in case_shown(cast.documenter, incident.code).attributions] == [
        "syrian-regime"
    ]


def test_evidence_is_linked_in_the_same_entry(cast: Cast) -> None:
    with writing(cast.documenter, action="evidence received") as write:
        item = write.add(Item(sha256="0" * 64, size=1, desk=cast.documenter.desk))
    before = entries()
    facts = replace(simple_case(), evidence=(EvidenceLinkFacts(item=item.code, locator="0:12"),))
    incident = save_new_case(cast.documenter, facts)
    assert entries() == before + 1
    (line,) = case_shown(cast.documenter, incident.code).evidence
    assert (line.code, line.record_code, line.locator) == (item.code, incident.code, "0:12")


def test_what_is_taken_back_leaves_the_figures(committed_cast: Cast, tmp_path: Path) -> None:
    incident = record_accepted(committed_cast.documenter, committed_cast.reviewer, simple_case())
    reopen_incident(
        committed_cast.reviewer, incident.pk, expected_version=3, reason="the group was counted twice"
    )
    stated = as_recorded(incident)
    alone = replace(stated, harms=(replace(stated.harms[1], within=None),))
    save_case(committed_cast.documenter, incident.code, alone, expected_version=4, reason="counted twice")
    take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="one")
    rows = pq.read_table(tmp_path / "one" / "harms.parquet")
    assert rows.num_rows == 1 and rows["minimum"].to_pylist() == [1]
