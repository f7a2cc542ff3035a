"""Persons recorded twice, for tests of pairs and judgements: plainly fictional ones."""

from datetime import date

from tawthiq.domain.dates import PartialDate
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.records.gazetteer.models import Place
from tawthiq.services.cases.facts import AttributionFacts, CaseFacts, HarmFacts, IncidentFacts, PersonFacts
from tawthiq.services.parties import party_named
from tests.services.cases import record_accepted

DAY = date(2019, 7, 22)
NAMES = ("سليم نعيم الزعفراني", "Salim Naim al-Zafarani", "سليم نعيم الزعفرانى")
"""One invented person as three lists write him."""


def person_case(
    name: str, *, place: Place | None = None, day: date = DAY, age: int | None = 34, kind: str = "killed",
    born: PartialDate | None = None, sex: str = "male", certainty: str = "confirmed", confidentiality: str = "open",
) -> CaseFacts:  # fmt: skip
    """State an attack in which one named person was harmed."""
    return CaseFacts(
        incident=IncidentFacts(
            occurred=PartialDate.exactly(day), place=place, title_en="Street hit", certainty=certainty,
            confidentiality=confidentiality,
        ),
        attributions=(AttributionFacts(party=party_named("russian"), level="believed"),),
        harms=(
            HarmFacts(
                kind=kind, sex=sex, age_group="adult", age_years=age,
                person=PersonFacts(name=name, sex=sex, born=born, confidentiality=confidentiality),
            ),
        ),
    )  # fmt: skip


def record_person(documenter: Account, reviewer: Account, name: str, **facts: object) -> Incident:
    """Record and accept an attack in which one named person was harmed."""
    return record_accepted(documenter, reviewer, person_case(name, **facts))  # type: ignore[arg-type]  # passed through
