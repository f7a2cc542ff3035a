"""The access matrix: role, action, confidentiality, ownership; each cell is what the services really answered.

Write it anew with: .venv/bin/python -m pytest tests/web/access/test_matrix.py --rewrite-golden
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.db import transaction

from tawthiq.domain.errors import NotFound, Refused
from tawthiq.domain.roles import ACTIVITIES, MAY, ROLES
from tawthiq.queries.access import access_shown
from tawthiq.queries.history import history_of
from tawthiq.queries.visibility import get_visible
from tawthiq.queries.withholding import withheld_in
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Person
from tawthiq.services.accounts import grant_access
from tawthiq.services.cases.recording import change_record
from tawthiq.services.review import accept_incident, submit_incident
from tawthiq.services.withholding import disclose_field, withhold_field
from tests.web.access.people import Case, Company, let_in, make_case, make_company

GOLDEN = Path(__file__).parent / "matrix.txt"
Act = Callable[[Account, Case], object]


def _see_mother(actor: Account, case: Case) -> None:
    """See a field that its author withheld, as far as the person is seen."""
    person = get_visible(actor, Person, case.person.pk)
    if "mother" in withheld_in(actor, person):
        raise Refused("withheld", "withheld")


ACTIONS: Mapping[str, Act] = {
    "see": lambda actor, case: get_visible(actor, Incident, case.incident.pk),
    "see history": lambda actor, case: history_of(actor, case.incident.pk),
    "see who sees it": lambda actor, case: access_shown(actor, case.incident.code),
    "see a withheld field": _see_mother,
    "change": lambda actor, case: change_record(
        actor, Incident, case.incident.pk, expected_version=case.incident.version, title_en="Changed"
    ),
    "submit": lambda actor, case: submit_incident(
        actor, case.incident.pk, expected_version=case.incident.version
    ),
    "accept": lambda actor, case: accept_incident(
        actor, case.incident.pk, expected_version=_submitted(case).version
    ),
    "let in": lambda actor, case: grant_access(actor, case.incident, actor),
    "withhold": lambda actor, case: withhold_field(
        actor, Incident, case.incident.pk, "point", reason="Asked for."
    ),
    "disclose": lambda actor, case: disclose_field(
        actor, _withholding_of(case), expected_version=1, reason="Agreed."
    ),
}


def _submitted(case: Case) -> Incident:
    author = case.incident.created_by
    submit_incident(author, case.incident.pk, expected_version=case.incident.version)
    return Incident.objects.get(pk=case.incident.pk)


def _withholding_of(case: Case) -> str:
    held = withhold_field(case.person.created_by, Person, case.person.pk, "family", reason="Asked for.")
    return held.pk


def _answer(act: Act, actor: Account, case: Case) -> str:
    """Say how an action ended, and undo it."""
    with transaction.atomic():
        try:
            act(actor, case)
            answer = "yes"
        except NotFound:
            answer = "not there"
        except Refused as error:
            answer = error.code
        transaction.set_rollback(True)
    return answer


def _situations(company: Company, actor: Account) -> dict[str, Case | None]:
    """Return a case in each situation; None where the role can make none of its own."""
    can_record = not MAY["record-case"].isdisjoint(actor.roles)
    cases: dict[str, Case | None] = {
        f"own, {kept}": make_case(actor, confidentiality=kept) if can_record else None
        for kept in ("open", "restricted")
    }
    for owner, account in (("colleague's", company.colleague), ("other desk's", company.elsewhere)):
        for kept in ("open", "restricted"):
            cases[f"{owner}, {kept}"] = make_case(account, confidentiality=kept)
            granted = make_case(account, confidentiality=kept)
            let_in(account, granted, actor)
            cases[f"{owner}, {kept}, let in"] = granted
    for case in cases.values():
        if case is not None:
            withhold_field(case.person.created_by, Person, case.person.pk, "mother", reason="Asked for.")
    return cases


def _activities() -> list[str]:
    lines = ["What each role may do at all", ""]
    lines += [f"{'':20}" + "".join(f"{role:15}" for role in ROLES).rstrip()]
    for activity in ACTIVITIES:
        cells = "".join(f"{'yes' if role in MAY[activity] else '-':15}" for role in ROLES)
        lines.append(f"{activity:20}{cells}".rstrip())
    return lines


def _cells(company: Company) -> list[str]:
    lines: list[str] = []
    for role, actor in company.asking.items():
        lines += ["", "", f"{role}", ""]
        lines.append(f"{'':32}" + "".join(f"{name:22}" for name in ACTIONS).rstrip())
        for situation, case in _situations(company, actor).items():
            answers = ["-" if case is None else _answer(act, actor, case) for act in ACTIONS.values()]
            lines.append(f"{situation:32}" + "".join(f"{answer:22}" for answer in answers).rstrip())
    return lines


def test_the_access_matrix_is_as_it_was_read_and_agreed(db: None, request: pytest.FixtureRequest) -> None:
    now = "\n".join([*_activities(), *_cells(make_company())]) + "\n"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == now, "read the difference; if it is meant, --rewrite-golden"


def test_the_administrator_sees_no_case_in_any_situation() -> None:
    block = GOLDEN.read_text(encoding="utf-8").split("\nadministrator\n")[1]
    assert " yes" not in block


def test_nobody_sees_a_restricted_case_of_others_unless_let_in() -> None:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith(("colleague's, restricted ", "other desk's,"))]
    closed = [line for line in rows if "let in" not in line[:32]]
    assert len(closed) == 18 and not any(" yes" in line for line in closed)
