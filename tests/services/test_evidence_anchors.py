"""The ledger's head is sealed in time by outside authorities and checked again offline; every failing seal is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tawthiq.custody.timestamps import SealedTime, Token, accept, ask
from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.queries.anchors import check_anchors
from tawthiq.queries.audit import audit_ledger
from tawthiq.records.evidence.models import Anchor
from tawthiq.records.ledger.models import Entry, Head
from tawthiq.services.evidence.anchoring import anchor_head
from tawthiq.vault.authorities import TimeAuthority
from tests.conftest import Cast
from tests.custody.authority import Authority, make_authority, stamp
from tests.services.cases import record_draft

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
Stamped = Callable[[bytes, TimeAuthority], tuple[Token, SealedTime]]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority()


def named(authority: Authority, name: str = "test") -> TimeAuthority:
    return TimeAuthority(name, "https://tsa.invalid", (authority.root,))


def answering(authority: Authority) -> Stamped:
    """Answer as the authority would over HTTP; one named `silent` does not answer."""

    def stamped(message: bytes, asked: TimeAuthority) -> tuple[Token, SealedTime]:
        if asked.name == "silent":
            raise Refused("authority-silent", "gave no answer")
        query = ask(message)
        return accept(stamp(authority, query.der, at=MOMENT), query, roots=asked.roots)

    return stamped


def test_the_head_is_sealed_and_the_seal_holds_after_more_was_written(
    cast: Cast, authority: Authority
) -> None:
    head = Head.objects.get(id=1)
    (anchor,) = anchor_head(cast.reviewer, [named(authority)], stamped=answering(authority))
    assert (anchor.sequence, anchor.digest, anchor.sealed_at) == (head.sequence, head.digest, MOMENT)
    record_draft(cast.documenter)
    (checked,) = check_anchors([named(authority)])
    assert checked.fault == ""
    assert f"entry {head.sequence} existed at 2026-11-01" in str(checked)
    assert audit_ledger().faults == ()


def test_one_authority_that_answers_is_enough_and_the_silent_one_is_named(
    cast: Cast, authority: Authority
) -> None:
    both = [named(authority, "silent"), named(authority)]
    assert len(anchor_head(cast.reviewer, both, stamped=answering(authority))) == 1
    last = Entry.objects.order_by("sequence").last()
    assert last is not None
    assert "no seal from silent" in last.reason


def test_nothing_is_recorded_where_none_answers(cast: Cast, authority: Authority) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="silent: gave no answer"):
        anchor_head(cast.reviewer, [named(authority, "silent")], stamped=answering(authority))
    with pytest.raises(InvalidValue, match="No time authority"):
        anchor_head(cast.reviewer, [])
    assert Entry.objects.count() == entries


def test_a_seal_that_does_not_hold_is_named(cast: Cast, authority: Authority) -> None:
    (anchor,) = anchor_head(cast.reviewer, [named(authority)], stamped=answering(authority))
    assert "settings do not name" in check_anchors([])[0].fault
    assert anchor.code in check_anchors([named(make_authority())])[0].fault
    for values, words in (
        ({"digest": "0" * 64}, "the ledger has another"),
        ({"sequence": 2}, "the ledger has another"),
        ({"sealed_at": datetime(2020, 1, 1, tzinfo=UTC)}, "another time"),
        ({"token": flipped(bytes(anchor.token))}, "changed since it was kept"),
    ):
        Anchor.objects.filter(pk=anchor.pk).update(**values)
        assert words in check_anchors([named(authority)])[0].fault
        assert audit_ledger().faults == (f"the anchor {anchor.pk} is not as the ledger last recorded it",)
        anchor.save()


def flipped(content: bytes) -> bytes:
    return content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]
