"""Recording and changing cases."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from tawthiq.domain.counts import CountRange
from tawthiq.domain.dates import PartialDate
from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.history import history_of, state_at
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Incident, Person, Strike
from tawthiq.records.ledger.models import Change, Entry
from tawthiq.services.accounts import create_account, grant_access, withdraw_access
from tawthiq.services.cases.facts import HarmFacts
from tawthiq.services.cases.recording import change_record, record_case
from tawthiq.services.parties import party_named
from tests.conftest import Cast
from tests.services.cases import record_draft, simple_case


def test_a_case_is_one_entry_with_all_its_records(cast: Cast) -> None:
    before = Entry.objects.count()
    incident = record_draft(cast.documenter)
    entry = Entry.objects.latest("sequence")
    assert Entry.objects.count() == before + 1
    kinds = Change.objects.filter(entry=entry).values_list("record_kind", flat=True)
    assert sorted(kinds) == ["attribution", "harm", "harm", "incident", "person", "strike"]
    assert incident.code == "INC-2019-000001"
    assert audit_ledger().faults == ()


def test_a_stale_save_is_refused_naming_who_changed_what(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    change_record(cast.reviewer, Incident, draft.pk, expected_version=1, title_en="Seen by the reviewer")
    with pytest.raises(Refused, match=r"reviewer changed title_en") as refused:
        change_record(cast.documenter, Incident, draft.pk, expected_version=1, site="a street")
    assert refused.value.code == "stale-version"
    assert Incident.objects.get(pk=draft.pk).site == ""


def test_changing_a_part_makes_a_new_version_of_the_whole(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    strike = Strike.objects.get(incident=draft)
    change_record(cast.documenter, Strike, strike.pk, expected_version=1, munition="barrel-bomb")
    assert Incident.objects.get(pk=draft.pk).version == 2


def test_a_party_outside_the_vocabulary_is_refused_with_near_ones(cast: Cast) -> None:
    with pytest.raises(InvalidValue, match="Did you mean russian"):
        party_named("rusian")


def test_a_party_is_found_by_any_spelling(cast: Cast) -> None:
    assert party_named("Syrian Regime forces").code == "syrian-regime"
    with pytest.raises(InvalidValue, match="no "):
        party_named("the neighbours")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (HarmFacts(kind="slapped", group_label="x"), "kind of harm of the vocabulary"),
        (HarmFacts(kind="killed", group_label="x", sex="boy"), "vocabulary"),
        (HarmFacts(kind="killed", group_label="x", count=CountRange(0, 0)), "group of nobody"),
        (HarmFacts(kind="killed", group_label="x", age_years=40, age_group="child"), "does not agree"),
        (HarmFacts(kind="killed", group_label="x", died=PartialDate.exactly(date(2018, 1, 1))), "date of death"),
        (HarmFacts(kind="killed", within="nobody", group_label="x"), "no harm before it has that key"),
        (HarmFacts(kind="killed", strike=9, group_label="x"), "strike 9"),
    ],
)  # fmt: skip
def test_a_harm_that_cannot_be_is_refused_with_what_to_do(cast: Cast, harm: HarmFacts, said: str) -> None:
    facts = replace(simple_case(), harms=(harm,))
    before = Entry.objects.count()
    with pytest.raises(InvalidValue, match=said):
        record_case(cast.documenter, facts)
    assert (Incident.objects.count(), Entry.objects.count()) == (0, before)


def test_a_part_above_its_whole_is_refused(cast: Cast) -> None:
    harms = (
        HarmFacts(kind="killed", count=CountRange.exactly(2), key="all", group_label="two people"),
        HarmFacts(kind="killed", count=CountRange.exactly(3), within="all", group_label="three of them"),
    )
    with pytest.raises(InvalidValue, match="above its whole"):
        record_case(cast.documenter, replace(simple_case(), harms=harms))


def test_the_database_itself_refuses_a_maximum_below_the_minimum(cast: Cast) -> None:
    record_draft(cast.documenter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Harm.objects.filter(minimum=7).update(maximum=3)


def test_a_field_that_no_edit_changes_is_refused(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    with pytest.raises(InvalidValue, match="no field 'state'"):
        change_record(cast.documenter, Incident, draft.pk, expected_version=1, state="accepted")


def test_a_text_that_does_not_fit_is_refused(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    with pytest.raises(InvalidValue, match="at most 300 fit"):
        change_record(cast.documenter, Incident, draft.pk, expected_version=1, title_en="x" * 301)
    with pytest.raises(InvalidValue, match="NUL"):
        change_record(cast.documenter, Incident, draft.pk, expected_version=1, title_en="a\x00b")


def test_history_tells_who_changed_what_from_what(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    between = Entry.objects.latest("sequence").recorded_at
    change_record(
        cast.reviewer, Incident, draft.pk, expected_version=1, reason="typed wrongly",
        occurred=PartialDate.parse("2019-07-23"),
    )  # fmt: skip
    first, second = history_of(cast.documenter, draft.pk)
    assert (second.actor, second.reason, second.version) == ("reviewer", "typed wrongly", 2)
    changed = {c.field: (c.before, c.after) for c in second.fields}
    assert changed["occurred"] == ("2019-07-22", "2019-07-23")
    assert changed["first"] == ("2019-07-22", "2019-07-23")
    moment = datetime.fromisoformat(between)
    assert state_at(cast.documenter, draft.pk, moment)["occurred"] == "2019-07-22"
    assert first.version == 1


def test_an_outsider_and_the_administrator_see_nothing(cast: Cast) -> None:
    draft = record_draft(cast.documenter)
    for nobody in (cast.outsider, cast.administrator):
        for model in (Incident, Harm, Strike, Person):
            assert not visible_to(nobody, model).exists()
        with pytest.raises(NotFound):
            history_of(nobody, draft.pk)


def test_a_restricted_case_is_seen_by_its_maker_and_those_let_in(cast: Cast) -> None:
    facts = simple_case()
    draft = record_case(
        cast.documenter, replace(facts, incident=replace(facts.incident, confidentiality="restricted"))
    )
    other = create_account(cast.administrator, "second-reviewer", roles=["reviewer"])
    assert not visible_to(other, Incident).exists()
    assert visible_to(cast.documenter, Incident).exists()
    keeper = cast.reviewer
    with pytest.raises(NotFound):
        grant_access(keeper, draft, other)
    grant_access(cast.documenter, draft, keeper)
    assert visible_to(keeper, Incident).get() == draft, (
        "its author lets a reviewer in, or nobody ever reviews it"
    )
    withdraw_access(cast.documenter, draft, keeper)
    own = record_case(keeper, replace(facts, incident=replace(facts.incident, confidentiality="restricted")))
    grant_access(keeper, own, other)
    assert set(visible_to(other, Incident).values_list("pk", flat=True)) == {own.pk}
    assert visible_to(other, Harm).filter(incident=own).count() == 2


def test_an_inactive_account_may_nothing(cast: Cast) -> None:
    Account.objects.filter(pk=cast.documenter.pk).update(is_active=False)
    cast.documenter.refresh_from_db()
    with pytest.raises(Refused):
        record_draft(cast.documenter)
    assert not visible_to(cast.documenter, Incident).exists()
