"""A write that a program names with a key of its own is done once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from tawthiq.domain.errors import Refused
from tawthiq.domain.refusals import refusal
from tawthiq.records.accounts.models import Account
from tawthiq.records.requests.models import AnsweredWrite

Receipt = Mapping[str, Any]
"""What a write answers: the code, version and state of what it wrote; never its content."""


def answer_once(
    actor: Account,
    key: str,
    *,
    asked: str,
    write: Callable[[], tuple[int, Receipt]],
    at: datetime | None = None,
) -> tuple[int, Receipt]:
    """Do a write and remember its receipt, in one transaction; the same key again gives the same receipt.

    `asked` is a digest of the request. Raises Refused where the key was used for another request. A write that is
    refused or fails leaves the key free.
    """
    with transaction.atomic():
        remembered, is_new = AnsweredWrite.objects.select_for_update().get_or_create(
            account=actor, key=key, defaults={"asked": asked, "answered_at": at or datetime.now(UTC)}
        )
        if remembered.asked != asked:
            raise _used_otherwise()
        if not is_new and remembered.status is not None and remembered.receipt is not None:
            return remembered.status, remembered.receipt
        status, receipt = write()
        AnsweredWrite.objects.filter(pk=remembered.pk).update(status=status, receipt=dict(receipt))
    return status, receipt


def _used_otherwise() -> Refused:
    return refusal("key-used-otherwise").as_error()
