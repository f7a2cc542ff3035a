"""One field of one record kept secret: from lists, pages, history, snapshots and changes by others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.counts import CountRange
from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.domain.secrecy import WITHHOLDABLE
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.case_past import case_as_of
from tawthiq.queries.cases import case_shown
from tawthiq.queries.history import history_of, state_at
from tawthiq.queries.testimony import source_shown
from tawthiq.queries.withholding import empty_value, withheld_fields, withheld_in, without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Person, Statement
from tawthiq.records.states import kinds
from tawthiq.services.accounts import create_account
from tawthiq.services.cases.facts import CaseFacts, HarmFacts, PersonFacts, StatementFacts
from tawthiq.services.cases.recording import change_record, record_case
from tawthiq.services.snapshots import take_snapshot
from tawthiq.services.sources import record_source
from tawthiq.services.withholding import changes_seen, disclose_field, disclose_to, withhold_field
from tests.conftest import Cast
from tests.services.cases import simple_case

MOTHER = "Invented Mother-Name"


def _case_with_a_mother(actor: Account) -> Person:
    facts = simple_case()
    harm = replace(facts.harms[1], person=PersonFacts(name="Zahra Example-Person", mother=MOTHER))
    record_case(actor, replace(facts, harms=(facts.harms[0], harm)))
    return Person.objects.get(mother=MOTHER)


def test_every_withholdable_column_exists_and_has_an_empty_value() -> None:
    for kind, fields in WITHHOLDABLE.items():
        for columns in fields.values():
            for column in columns:
                empty_value(kinds()[kind]._meta.get_field(column))  # type: ignore[arg-type]  # columns, no relations


def test_others_of_the_desk_see_the_record_and_not_the_field(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    withhold_field(cast.documenter, Person, person.pk, "mother", reason="Her family asked for it.")
    custodian = create_account(cast.administrator, "custodian", roles=["custodian"])
    assert withheld_in(cast.reviewer, person) == withheld_in(cast.analyst, person) == {"mother"}
    assert withheld_in(cast.documenter, person) == withheld_in(custodian, person) == set()
    assert without_withheld(cast.reviewer, Person.objects.get(pk=person.pk))[0].mother == ""


def test_history_does_not_tell_it(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    withhold_field(cast.documenter, Person, person.pk, "mother", reason="Asked for.")
    for actor, is_told in ((cast.documenter, True), (cast.reviewer, False)):
        told = json.dumps([step.as_plain() for step in history_of(actor, person.pk)])
        stood = json.dumps(dict(state_at(actor, person.pk, datetime.now(UTC))))
        assert (MOTHER in told, MOTHER in stood) == (is_told, is_told)


def test_one_person_is_let_in_and_then_everybody(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    kept = withhold_field(cast.documenter, Person, person.pk, "mother", reason="Asked for.")
    with pytest.raises(NotFound):
        disclose_to(cast.reviewer, kept.pk, cast.reviewer)
    disclose_to(cast.documenter, kept.pk, cast.reviewer)
    assert not withheld_in(cast.reviewer, person)
    assert withheld_in(cast.analyst, person) == {"mother"}
    with pytest.raises(NotFound):
        disclose_field(cast.outsider, kept.pk, expected_version=1, reason="curious")
    disclose_field(cast.documenter, kept.pk, expected_version=1, reason="She agreed.")
    assert withheld_in(cast.analyst, person) == set()
    assert audit_ledger().faults == ()


def test_what_one_does_not_see_one_does_not_overwrite(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    withhold_field(cast.documenter, Person, person.pk, "mother", reason="Asked for.")
    with pytest.raises(Refused, match="withheld from you"):
        change_record(cast.reviewer, Person, person.pk, expected_version=1, mother="")
    assert Person.objects.get(pk=person.pk).mother == MOTHER


def test_nothing_that_counts_and_nothing_unseen_is_withheld(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    with pytest.raises(InvalidValue, match="cannot be withheld"):
        withhold_field(cast.documenter, Person, person.pk, "sex", reason="x")
    with pytest.raises(NotFound):
        withhold_field(cast.outsider, Person, person.pk, "mother", reason="x")
    with pytest.raises(Refused):
        withhold_field(cast.analyst, Person, person.pk, "mother", reason="x")
    with pytest.raises(Refused, match="needs a reason"):
        withhold_field(cast.documenter, Person, person.pk, "mother", reason=" ")


def _case_with_a_witness(actor: Account) -> tuple[CaseFacts, str]:
    source = record_source(actor, alias="Heron", kind="eyewitness")
    said = StatementFacts(source=source, given_on=date(2019, 7, 23), text="It came from the east.")
    return replace(simple_case(), statements=(said,)), source.pk


def test_the_link_from_a_statement_to_its_source_is_withheld_both_ways(cast: Cast) -> None:
    facts, source = _case_with_a_witness(cast.documenter)
    record_case(cast.documenter, facts)
    statement = Statement.objects.get()
    withhold_field(cast.documenter, Statement, statement.pk, "source", reason="Few live there.")
    seen = source_shown(cast.reviewer, source, on=date(2026, 1, 1))
    assert [use.code for use in seen.uses] == []
    assert without_withheld(cast.reviewer, Statement.objects.get())[0].source_id is None
    assert [use.code for use in source_shown(cast.documenter, source, on=date(2026, 1, 1)).uses] == [
        statement.code
    ]


def test_a_snapshot_holds_nothing_that_is_withheld(committed_cast: Cast, tmp_path: Path) -> None:
    facts, _ = _case_with_a_witness(committed_cast.documenter)
    record_case(committed_cast.documenter, facts)
    statement, person = Statement.objects.get(), Person.objects.get()
    author = committed_cast.documenter
    before = Snapshot.open(
        take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="a").folder
    )
    assert "Zahra Example-Person" in {row["name"] for row in before.table("harms").to_pylist()}
    assert len(before.table("statements")) == 1
    withhold_field(author, Statement, statement.pk, "source", reason="Few live there.")
    withhold_field(author, Person, person.pk, "name", reason="Her family asked for it.")
    after = Snapshot.open(
        take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="b").folder
    )
    harms = after.table("harms").to_pylist()
    assert {row["name"] for row in harms} == {None}
    assert sum(row["remaining_minimum"] for row in harms) == 7, "the figure stays"
    assert len(after.table("statements")) == 0


@pytest.mark.parametrize("part", [1, 2, 250_000])
def test_what_is_withheld_of_harms_is_in_no_part_of_a_snapshot(
    committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr("tawthiq.services.snapshots.harms.PART", part)
    facts = simple_case()
    told = [f"Invented household {n}" for n in range(5)]
    harms = tuple(
        HarmFacts(kind="killed", count=CountRange.exactly(2), group_label=one, as_reported=one)
        for one in told
    )
    record_case(committed_cast.documenter, replace(facts, harms=harms))
    for hidden in Harm.objects.filter(as_reported__in=(told[0], told[4])):
        withhold_field(committed_cast.documenter, Harm, hidden.pk, "as-reported", reason="Few live there.")
    taken = take_snapshot(committed_cast.analyst, folder=tmp_path, rule="snhr-2019", name="parts")
    rows = Snapshot.open(taken.folder).table("harms").to_pylist()
    assert sorted(filter(None, (row["as_reported"] for row in rows))) == told[1:4]
    assert [row["harm_id"] for row in rows] == sorted(row["harm_id"] for row in rows)
    assert sum(row["remaining_minimum"] for row in rows) == 10, "the figure stays"


def test_a_page_of_records_costs_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    person = _case_with_a_mother(cast.documenter)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a type
        withheld_fields(cast.reviewer, *Person.objects.none(), person)


def test_the_page_of_a_case_and_its_past_show_nothing_that_is_withheld(cast: Cast) -> None:
    facts, _ = _case_with_a_witness(cast.documenter)
    incident = record_case(cast.documenter, facts)
    statement, person = Statement.objects.get(), Person.objects.get()
    withhold_field(cast.documenter, Statement, statement.pk, "source", reason="Few live there.")
    withhold_field(cast.documenter, Statement, statement.pk, "text", reason="Few live there.")
    withhold_field(cast.documenter, Person, person.pk, "name", reason="Asked for.")
    for actor, is_told in ((cast.documenter, True), (cast.reviewer, False)):
        for view in (case_shown(actor, incident.code), case_as_of(actor, incident.code, 1)):
            told = repr(view)
            assert [word in told for word in ("Heron", "from the east", "Zahra Example-Person")] == [
                is_told
            ] * 3


def test_a_form_that_showed_a_field_blank_leaves_it_as_it_is(cast: Cast) -> None:
    person = _case_with_a_mother(cast.documenter)
    withhold_field(cast.documenter, Person, person.pk, "mother", reason="Asked for.")
    assert changes_seen(cast.reviewer, person, {"mother": "", "family": "Example"}) == {"family": "Example"}
    with pytest.raises(Refused, match="withheld from you"):
        changes_seen(cast.reviewer, person, {"mother": "Other"})
    assert changes_seen(cast.documenter, person, {"mother": "Other"}) == {"mother": "Other"}
