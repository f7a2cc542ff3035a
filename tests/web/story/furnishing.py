"""Something for each page to show: every attack of the demo, a lead, a photograph, a pair, a snapshot, a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from tawthiq.config.vaults import create_keys, open_vault
from tawthiq.demo.loading import demo_facts
from tawthiq.demo.recording import World, record_incidents
from tawthiq.demo.running import RULE, SNAPSHOT
from tawthiq.domain.dates import PartialDate
from tawthiq.queries.matching import pairs_to_judge
from tawthiq.records.cases.models import Person
from tawthiq.services.accounts import account_named
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, IncidentFacts, PersonFacts
from tawthiq.services.cases.recording import record_case
from tawthiq.services.evidence.adding import add_evidence
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.facts import EvidenceFacts, LinkFacts
from tawthiq.services.leads import file_lead
from tawthiq.services.matching import propose_matches
from tawthiq.services.reports.writing import create_report
from tawthiq.services.snapshots import take_snapshot
from tests.evidence.files import photograph
from tests.services import vaults

DAY = PartialDate.exactly(date(2019, 7, 22))
NAME = "نورس خيالي المثالي"


def furnish(home: Path, world: World) -> dict[str, str]:
    """Fill a home whose people and places are there; return what stands in addresses, by the name of its part."""
    documenter, reviewer, analyst = (account_named(name) for name in ("documenter", "reviewer", "analyst"))
    incidents = record_incidents(documenter, reviewer, demo_facts(), world, on_incident=lambda: None)
    told = max(incidents, key=lambda one: one.harms.count())
    person = HarmFacts(kind="killed", sex="male", age_years=30, person=PersonFacts(name=NAME, sex="male"))
    for _ in range(2):
        record_case(documenter, CaseFacts(incident=IncidentFacts(occurred=DAY), harms=(person,)))
    propose_matches(reviewer)
    lead = file_lead(documenter, text="A caller tells of a strike near the mill.", channel="phone")
    taken = take_snapshot(analyst, folder=home / "snapshots", rule=RULE, name=SNAPSHOT)
    report = create_report(analyst, "pages", title_en="Pages", title_ar="صفحات")
    return {
        "incident": told.code, "person": Person.objects.filter(name=NAME)[0].code, "lead": lead.code,
        "item": _photograph(home, told.code), "pair": pairs_to_judge(reviewer)[0].id,
        "snapshot": taken.name, "report": report.name,
    }  # fmt: skip


def _photograph(home: Path, incident: str) -> str:
    assert settings.HOME is not None
    create_keys(settings.HOME, vaults.PASSPHRASE, work=vaults.LIGHT)
    vault = open_vault(settings.HOME, vaults.PASSPHRASE)
    documenter, path = account_named("documenter"), photograph(home / "photo.jpg")
    links = (LinkFacts(record_kind="incident", record=incident),)
    item = add_evidence(documenter, vault, path, facts=EvidenceFacts(links=links)).item
    workshop = home / "workshop"
    workshop.mkdir()
    analyse_evidence(documenter, vault, item.pk, workshop=workshop, original=path)
    return item.code
