"""Consent is asked for use by use, in a stated form; it expires, and it is withdrawn for all that it covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.evidence.models import Item
from tawthiq.records.sources.models import Consent, Source
from tawthiq.services.asking import require_allowed
from tawthiq.services.cases.checking import check_vocabularies
from tawthiq.services.writing import Writing, writing


def ask_consent(
    actor: Account,
    source_id: str,
    *,
    given_on: date,
    uses: Mapping[str, bool],
    form: str = "unknown",
    language: str = "und",
    channel: str = "unknown",
    place: str = "",
    interviewer: str = "",
    interpreter: str = "",
    explained: Sequence[str] = (),
    guardian: bool | None = None,
    assent: bool | None = None,
    expires_on: date | None = None,
    as_reported: str = "",
    at: datetime | None = None,
) -> Consent:
    """Record a source's answers: a yes or a no for each use asked; what was not asked is no consent.

    `guardian` and `assent` are a child's guardian's and own answer, None for an adult.
    """
    require_allowed(actor, "add-source")
    if not uses:
        raise InvalidValue("No use was asked for. Name at least one with its answer.")
    for use in uses:
        require_code("consent_use", use)
    today = (at or datetime.now(UTC)).date()
    if given_on > today:
        raise InvalidValue("The day of the answers lies in the future. Correct it.")
    if expires_on is not None and expires_on < given_on:
        raise InvalidValue("The consent would expire before it was given. Correct one of the two days.")
    with writing(actor, action="consent recorded", at=at) as write:
        source = get_visible(actor, Source, source_id)
        consent = Consent(
            source=source, given_on=given_on, uses=dict(uses), form=form, language=language, channel=channel,
            place=place, interviewer=interviewer, interpreter=interpreter, explained=list(explained),
            guardian=guardian, assent=assent, expires_on=expires_on, as_reported=as_reported, desk=source.desk,
            confidentiality=source.confidentiality,
        )  # fmt: skip
        check_vocabularies(consent)
        return write.add(consent)


def withdraw_consent(
    actor: Account,
    source_id: str,
    *,
    on: date,
    uses: Sequence[str] = (),
    reason: str = "",
    not_recalled: str = "",
    at: datetime | None = None,
) -> tuple[Consent, ...]:
    """Take back a source's consent to some uses, or to all where none is named; every standing answer is changed.

    From this moment no snapshot lets the words be quoted, no original is given out for these uses, and a report that
    quotes them stops at its next build. `not_recalled` says what was given out before and cannot be called back.
    """
    require_allowed(actor, "add-source")
    for use in uses:
        require_code("consent_use", use)
    if on > (at or datetime.now(UTC)).date():
        raise InvalidValue("The day of the withdrawal lies in the future. It holds from the day it is said.")
    written = f"{', '.join(uses) or 'all uses'}: {reason}".rstrip(": ")
    with writing(actor, action="consent withdrawn", reason=written, at=at) as write:
        source = get_visible(actor, Source, source_id)
        touched = [
            write.change(
                consent, expected_version=consent.version, withdrawn_on=min(on, consent.withdrawn_on or on),
                withdrawn_uses=_widened(consent, uses), withdrawn_because=reason or consent.withdrawn_because,
                not_recalled=not_recalled or consent.not_recalled,
            )
            for consent in source.consents.order_by("given_on", "code")
            if _still_gives(consent, uses)
        ]  # fmt: skip
        if not touched:
            raise InvalidValue("There is no standing consent to these uses to withdraw. Nothing was changed.")
        if not uses or "publish-image" in uses:
            _unpublish(write, source)
    return tuple(touched)


def _still_gives(consent: Consent, uses: Sequence[str]) -> bool:
    """Say whether a consent gives any of the uses (all where none is named) and was not withdrawn for it yet."""
    given = {use for use, answer in consent.uses.items() if answer}
    if consent.withdrawn_on is not None:
        given -= set(consent.withdrawn_uses) or given
    return bool(given & set(uses) if uses else given)


def _widened(consent: Consent, uses: Sequence[str]) -> list[str]:
    """Return the withdrawn uses after this withdrawal; an empty list means all of them."""
    if not uses or (consent.withdrawn_on is not None and not consent.withdrawn_uses):
        return []
    return sorted({*consent.withdrawn_uses, *uses})


def _unpublish(write: Writing, source: Source) -> None:
    """Take back the permission to publish what the source gave."""
    for item in Item.objects.filter(source=source, may_publish=True):
        write.change(item, expected_version=item.version, may_publish=False)
