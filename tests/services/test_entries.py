"""Half-entered cases: theirs alone, sealed at rest, gone once dropped."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from tawthiq.domain.errors import InvalidFile, NotFound, Refused
from tawthiq.queries.entries import entry_draft, entry_drafts, entry_of_incident
from tawthiq.records.cases.models import EntryDraft
from tawthiq.records.ledger.models import Entry
from tawthiq.services.entries import drop_entry, keep_entry
from tawthiq.vault.entries import open_entry, seal_entry
from tests.conftest import Cast
from tests.services.cases import record_draft

TYPED = {
    "incident": {"title_en": "Secret market", "when": "22 July"},
    "rows": {"victims": [{"name": "Zahra"}]},
}


def test_it_comes_back_as_typed_and_is_listed(cast: Cast) -> None:
    before = Entry.objects.count()
    kept = keep_entry(cast.documenter, TYPED)
    assert entry_draft(cast.documenter, kept).typed == TYPED
    assert [line.title for line in entry_drafts(cast.documenter)] == ["Secret market · 22 July"]
    assert Entry.objects.count() == before


def test_it_is_kept_once_however_often_it_is_saved(cast: Cast) -> None:
    kept = keep_entry(cast.documenter, TYPED)
    assert keep_entry(cast.documenter, {"incident": {}}, entry_id=kept) == kept
    incident = record_draft(cast.documenter)
    first = keep_entry(cast.documenter, TYPED, incident_code=incident.code, incident_version=1)
    assert keep_entry(cast.documenter, TYPED, incident_code=incident.code, incident_version=1) == first
    held = entry_of_incident(cast.documenter, incident.code)
    assert held is not None and held.incident_version == 1


@pytest.mark.parametrize("who", ["reviewer", "outsider"])
def test_nobody_else_sees_it(cast: Cast, who: str) -> None:
    kept = keep_entry(cast.documenter, TYPED)
    with pytest.raises(NotFound):
        entry_draft(getattr(cast, who), kept)
    assert entry_drafts(getattr(cast, who)) == ()
    assert keep_entry(getattr(cast, who), TYPED, entry_id=kept) != kept


def test_who_records_no_cases_keeps_none(cast: Cast) -> None:
    with pytest.raises(Refused):
        keep_entry(cast.administrator, TYPED)


def test_nothing_of_it_lies_in_clear(cast: Cast) -> None:
    keep_entry(cast.documenter, TYPED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM cases_entrydraft")
        sealed = bytes(cursor.fetchone()[0])
    assert b"Zahra" not in sealed and b"market" not in sealed


def test_another_home_or_another_account_opens_nothing() -> None:
    sealed = seal_entry("one secret", TYPED, bound_to="draft account")
    assert open_entry("one secret", sealed, bound_to="draft account") == TYPED
    for secret, bound_to in (("other secret", "draft account"), ("one secret", "draft other")):
        with pytest.raises(InvalidFile):
            open_entry(secret, sealed, bound_to=bound_to)
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(InvalidFile):
        open_entry("one secret", changed, bound_to="draft account")


def test_a_dropped_one_is_gone_and_anothers_stays(cast: Cast) -> None:
    kept = keep_entry(cast.documenter, TYPED)
    drop_entry(cast.reviewer, kept)
    assert EntryDraft.objects.count() == 1
    drop_entry(cast.documenter, kept)
    assert EntryDraft.objects.count() == 0 and settings.SECRET_KEY
