"""Withhold one field of one record, disclose it to one person, or to everybody again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.secrecy import SEES_WITHHELD, WITHHOLDABLE
from tawthiq.queries.visibility import NOT_THERE, get_visible
from tawthiq.queries.withholding import withheld_in
from tawthiq.records.accounts.models import Account, Grant, Withholding
from tawthiq.records.record import Record
from tawthiq.records.states import kind_of, kinds
from tawthiq.services.accounts import note_account
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.writing import writing


def withhold_field(
    actor: Account, model: type[Record], record_id: str, field: str, *, reason: str
) -> Withholding:
    """Keep one field of one record (a name of domain/secrecy) from all but its author, custodians and those let in."""
    require_allowed(actor, "record-case")
    kind = kind_of(model)
    known = WITHHOLDABLE.get(kind, {})
    if field not in known:
        raise InvalidValue(
            f"The field {field!r} of a {kind} cannot be withheld. Possible: {', '.join(known) or 'none'}."
        )
    if not reason.strip():
        ensure(refusal("reason-missing"))
    with writing(actor, action="field withheld", reason=f"{kind} {field}") as write:
        record = get_visible(actor, model, record_id)
        if Withholding.objects.filter(record_id=record.pk, field=field, lifted_at__isnull=True).exists():
            raise InvalidValue("This field is withheld already.")
        return write.add(
            Withholding(
                record_kind=kind, record_id=record.pk, field=field, reason=reason.strip(), desk=record.desk,
                confidentiality="restricted",
            )
        )  # fmt: skip


def disclose_field(actor: Account, withholding_id: str, *, expected_version: int, reason: str) -> Withholding:
    """Let everybody who sees the record see the field again; for who withheld it, and for a custodian."""
    require_allowed(actor, "read-case")
    if not reason.strip():
        ensure(refusal("reason-missing"))
    with writing(actor, action="field disclosed", reason=reason.strip()) as write:
        found = _mine(actor, withholding_id)
        return write.change(
            found, expected_version=expected_version, lifted_at=write.at, lifted_because=reason.strip()
        )


def disclose_to(actor: Account, withholding_id: str, to: Account) -> None:
    """Let one person see what is withheld; they must be able to see the record itself to make use of it."""
    require_allowed(actor, "read-case")
    with writing(actor, action="field disclosed to one", reason=f"to {to.username}") as write:
        found = _mine(actor, withholding_id)
        Grant.objects.get_or_create(
            account=to, record_id=found.pk, defaults={"granted_at": write.at, "granted_by": actor}
        )
        note_account(write, Account.objects.get(pk=to.pk))


def require_unwithheld(actor: Account, record: Record, fields: Collection[str]) -> None:
    """Refuse a change of fields that the actor does not see: what one cannot read one does not overwrite."""
    if withheld_in(actor, record) & set(fields):
        ensure(refusal("withheld-field"))


def changes_seen(actor: Account, record: Record, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes of a form without those of fields that it showed blank because they are withheld.

    Filling in such a field is refused: what one cannot read one does not overwrite.
    """
    hidden = withheld_in(actor, record) if changed else frozenset()
    unseen = {name for name in changed if record._meta.get_field(name).name in hidden}
    if any(changed[name] not in (None, "", [], {}, False) for name in unseen):
        ensure(refusal("withheld-field"))
    return {name: value for name, value in changed.items() if name not in unseen}


def _mine(actor: Account, withholding_id: str) -> Withholding:
    found = Withholding.objects.filter(pk=withholding_id, lifted_at__isnull=True).first()
    if found is None or (found.created_by_id != actor.pk and SEES_WITHHELD.isdisjoint(actor.roles)):
        raise NotFound(NOT_THERE)
    get_visible(actor, kinds()[found.record_kind], found.record_id)
    return found
