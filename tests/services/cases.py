"""Cases that tests record: plainly fictional places and people."""

from datetime import date

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.records.gazetteer.models import Place
from tawthiq.services.cases.facts import (
    AttributionFacts,
    CaseFacts,
    HarmFacts,
    IncidentFacts,
    PersonFacts,
    StrikeFacts,
)
from tawthiq.services.cases.recording import record_case
from tawthiq.services.gazetteer import PlaceFacts, record_places
from tawthiq.services.parties import party_named
from tawthiq.services.review import accept_incident, submit_incident


def make_places(actor: Account) -> dict[str, Place]:
    """Record a small invented country: Testland, Northmark, Alder Village."""
    return record_places(
        actor,
        [
            PlaceFacts(key="country", kind="country", name_en="Testland", name_ar="أرض الاختبار", pcode="TL"),
            PlaceFacts(
                key="north", kind="governorate", parent_key="country", name_en="Northmark", pcode="TL01"
            ),
            PlaceFacts(
                key="alder", kind="community", parent_key="north", name_en="Alder Village", pcode="TL0101"
            ),
        ],
    )


def simple_case(place: Place | None = None, *, party: str = "russian", dead: int = 7) -> CaseFacts:
    """State one attack: `dead` civilians in a group, one of them named."""
    return CaseFacts(
        incident=IncidentFacts(
            occurred=PartialDate.exactly(date(2019, 7, 22)), time_of_day="08:35", place=place, title_en="Market hit",
            certainty="confirmed",
        ),
        strikes=(StrikeFacts(order=1, platform="fixed-wing", munition="missile", target="market"),),
        attributions=(AttributionFacts(party=party_named(party), level="believed"),),
        harms=(
            HarmFacts(kind="killed", count=CountRange.exactly(dead), key="all", group_label="civilians", strike=1),
            HarmFacts(
                kind="killed", within="all", strike=1, sex="female", age_group="adult",
                person=PersonFacts(name="Zahra Example-Person", sex="female"),
            ),
        ),
    )  # fmt: skip


def record_draft(actor: Account, facts: CaseFacts | None = None) -> Incident:
    """Record a draft."""
    return record_case(actor, facts or simple_case())


def record_accepted(documenter: Account, reviewer: Account, facts: CaseFacts) -> Incident:
    """Record a case and take it through review by a second person."""
    draft = record_case(documenter, facts)
    submitted = submit_incident(documenter, draft.pk, expected_version=draft.version)
    return accept_incident(reviewer, draft.pk, expected_version=submitted.version)
