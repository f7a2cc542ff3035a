"""What the pages of the work are tried on: leads, cases in each state, a pair, a consent; all plainly fictional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead, Person
from tawthiq.records.matching.models import CandidatePair
from tawthiq.records.sources.models import Consent, Source
from tawthiq.services.cases.facts import CaseFacts, ClaimFacts, HarmFacts, PersonFacts, StatementFacts
from tawthiq.services.cases.recording import record_case
from tawthiq.services.leads import attach_lead, file_lead
from tawthiq.services.review import submit_incident
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent
from tawthiq.services.writing import writing
from tests.conftest import Cast
from tests.services.cases import make_places, simple_case

TEXT = (
    "On Monday 22 July 2019 an attack hit Alder Village and killed 3 civilians. "
    "On Tuesday 23 July 2019 an attack hit Birch Village and killed 2 civilians."
)
DRAFTS = [
    {"date": "2019-07-22", "place": "Alder Village", "civilians_killed": 3, "at_least": False,
     "spans": {"place": [37, 50], "civilians_killed": [62, 63]},
     "confidence": {"place": 0.95, "civilians_killed": 0.8}},
    {"date": "2019-07-23", "place": "Birch Village", "civilians_killed": 2,
     "spans": {"place": [113, 126]}, "confidence": {"place": 0.6}},
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """Records that the pages show."""

    lead: Lead
    attached: Lead
    case: Incident
    source: Source
    consent: Consent
    pair: CandidatePair


def make_scene(cast: Cast) -> Scene:
    """Record a submitted case with all that hangs on it, a new and an attached lead, a pair and a consent."""
    source = record_source(cast.documenter, alias="cedar", kind="eyewitness")
    case = submitted_case(cast, source)
    lead = file_lead(cast.documenter, text=TEXT, channel="messenger", drafts=DRAFTS)
    attached = file_lead(cast.documenter, text="An attack hit the market of Alder Village.", channel="phone")
    attach_lead(cast.documenter, attached.pk, case.pk, expected_version=1)
    today = datetime.now(UTC).date()
    consent = ask_consent(
        cast.documenter, source.pk, given_on=today - timedelta(days=300), uses={"publish-quote": True},
        expires_on=today + timedelta(days=10),
    )  # fmt: skip
    return Scene(lead, attached, case, source, consent, make_pair(cast.documenter))


def submitted_case(cast: Cast, source: Source) -> Incident:
    """Record a case with two statements whose claims disagree, and hand it in."""
    places = make_places(cast.documenter)
    stated = simple_case(places["alder"])
    facts = CaseFacts(
        incident=stated.incident, strikes=stated.strikes, attributions=stated.attributions,
        harms=(*stated.harms, HarmFacts(kind="injured", person=PersonFacts(name="Zahraa Example Person"))),
        statements=(
            StatementFacts(source=source, key="one", text="I counted seven bodies.", channel="in-person"),
            StatementFacts(source=source, key="two", text="There were nine.", channel="phone"),
        ),
        claims=(
            ClaimFacts(field="killed", value=7, statement_key="one", accepted=True),
            ClaimFacts(field="killed", value=9, statement_key="two"),
        ),
    )  # fmt: skip
    draft = record_case(cast.documenter, facts)
    return submit_incident(cast.documenter, draft.pk, expected_version=draft.version)


def make_pair(actor: Account) -> CandidatePair:
    """Propose that the two persons of the case are one."""
    left, right = sorted(Person.objects.values_list("pk", flat=True)[:2])
    with writing(actor, action="matches proposed") as write:
        return write.add(
            CandidatePair(
                left_id=left, right_id=right, probability_millionths=910_000, desk=actor.desk, explanation={}
            )
        )
