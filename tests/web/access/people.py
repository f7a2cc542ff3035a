"""One account for each role at the main desk, those of another desk, and records in every situation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tawthiq.domain.roles import ROLES
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead, Person, Statement
from tawthiq.services.accounts import create_account, create_first_administrator, grant_access
from tawthiq.services.cases.facts import CaseFacts, PersonFacts, StatementFacts
from tawthiq.services.cases.recording import record_case
from tawthiq.services.leads import file_lead
from tawthiq.services.parties import record_shipped_parties
from tawthiq.services.sources import record_source
from tests.services.cases import simple_case


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody who asks, and those who record."""

    asking: Mapping[str, Account]
    colleague: Account
    elsewhere: Account


def make_company() -> Company:
    """Make the accounts through the services."""
    administrator = create_first_administrator("administrator")
    asking: dict[str, Account] = {
        role: create_account(administrator, f"the-{role}", roles=[role])
        for role in ROLES
        if role != "administrator"
    }
    colleague = create_account(administrator, "colleague", roles=["documenter", "reviewer"])
    elsewhere = create_account(
        administrator, "elsewhere", roles=["documenter", "reviewer", "analyst"], desk="elsewhere"
    )
    record_shipped_parties(colleague)
    return Company({**asking, "administrator": administrator}, colleague, elsewhere)


@dataclass(frozen=True, slots=True)
class Case:
    """One attack with what hangs on it."""

    incident: Incident
    lead: Lead
    person: Person
    statement: Statement


def make_case(actor: Account, *, confidentiality: str = "open") -> Case:
    """Record an attack with a named person, a statement and a lead."""
    source = record_source(actor, alias=f"Heron of {actor.username}", confidentiality=confidentiality)
    facts: CaseFacts = simple_case()
    facts = replace(
        facts,
        incident=replace(facts.incident, confidentiality=confidentiality),
        harms=(
            facts.harms[0],
            replace(
                facts.harms[1], person=PersonFacts(name="Zahra Example-Person", mother="Invented Mother")
            ),
        ),
        statements=(StatementFacts(source=source, text="It came from the east."),),
    )
    incident = record_case(actor, facts)
    person = Person.objects.filter(harms__incident=incident).get()
    lead = file_lead(actor, text="A market was hit, they say.", confidentiality=confidentiality)
    return Case(incident, lead, person, incident.statements.get())


def let_in(colleague: Account, case: Case, *people: Account) -> None:
    """Let people in to an incident."""
    for person in people:
        grant_access(colleague, case.incident, person)
