"""Cases: what happened, to whom, by whom, and who says so."""

from tawthiq.records.cases.models.accounts import Claim, Denial, Statement
from tawthiq.records.cases.models.entry import EntryDraft
from tawthiq.records.cases.models.harms import Harm, Person
from tawthiq.records.cases.models.incidents import Attribution, Incident, Lead, Review, Strike
from tawthiq.records.cases.models.objects import Damage, Facility

__all__ = [
    "Attribution", "Claim", "Damage", "Denial", "EntryDraft", "Facility", "Harm", "Incident", "Lead", "Person",
    "Review", "Statement", "Strike",
]  # fmt: skip
