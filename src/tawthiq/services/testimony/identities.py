"""Who a source is: sealed to the custodians' keys on the way in, opened by a custodian with a reason and an entry.

The clear text passes through memory only: no error, log line or ledger state of these steps holds any of it.
"""

from __future__ import annotations

from datetime import datetime

from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.domain.refusals import refusal
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.sources.models import CustodianKey, Identity, Source
from tawthiq.services.asking import ensure, require_allowed
from tawthiq.services.writing import writing
from tawthiq.vault.identities import (
    Custodian,
    custodian_in,
    custodians_of,
    open_custodian,
    open_identity,
    seal_identity,
    seal_to_others,
)

LONGEST_IDENTITY = 64 << 10


def register_custodian_key(actor: Account, key_file: bytes, *, at: datetime | None = None) -> CustodianKey:
    """Make the public half of a custodian's own key known, so that identities are sealed to it from now on."""
    require_allowed(actor, "reveal-identity")
    public = custodian_in(key_file)
    if CustodianKey.objects.filter(key_id=public.key_id).exists():
        raise InvalidValue(f"The key {public.key_id} is registered already. Nothing was changed.")
    with writing(actor, action="custodian key registered", reason=public.key_id, at=at) as write:
        return write.add(
            CustodianKey(account=actor, key_id=public.key_id, public=public.public, desk=actor.desk)
        )


def retire_custodian_key(
    actor: Account, key_id: str, *, reason: str, at: datetime | None = None
) -> CustodianKey:
    """Seal nothing more to a key; identities sealed to it stay so until they are sealed anew."""
    require_allowed(actor, "reveal-identity")
    ensure(None if reason.strip() else refusal("reason-missing"))
    with writing(actor, action="custodian key retired", reason=reason, at=at) as write:
        key = CustodianKey.objects.filter(key_id=key_id, retired_on__isnull=True).first()
        if key is None:
            raise InvalidValue("There is no key of this name in use. List them with: tawthiq identity keys")
        return write.change(key, expected_version=key.version, retired_on=write.at.date())


def seal_source(actor: Account, source_id: str, clear: str, *, at: datetime | None = None) -> Identity:
    """Seal who a source is to every custodian's key in use; a source that has an identity is refused."""
    require_allowed(actor, "add-source")
    sealed, key_ids = _seal(clear)
    with writing(actor, action="identity sealed", at=at) as write:
        source = get_visible(actor, Source, source_id)
        if Identity.objects.filter(source=source).exists():
            ensure(refusal("identity-sealed-already"))
        return write.add(
            Identity(source=source, sealed=sealed, key_id=key_ids, desk=source.desk,
                     confidentiality=source.confidentiality)
        )  # fmt: skip


def correct_identity(
    actor: Account, source_id: str, clear: str, *, reason: str, at: datetime | None = None
) -> Identity:
    """Seal a corrected identity in place of the one there is; only a custodian may, and says why."""
    require_allowed(actor, "reveal-identity")
    ensure(None if reason.strip() else refusal("reason-missing"))
    sealed, key_ids = _seal(clear)
    with writing(actor, action="identity sealed anew", reason=reason, at=at) as write:
        identity = _identity_of(actor, source_id)
        return write.change(identity, expected_version=identity.version, sealed=sealed, key_id=key_ids)


def reveal_identity(
    actor: Account,
    source_id: str,
    *,
    key_file: bytes,
    passphrase: str,
    reason: str,
    at: datetime | None = None,
) -> str:
    """Open who a source is: the role of custodian, a reason, the custodian's own key; the entry is written first."""
    require_allowed(actor, "reveal-identity")
    ensure(None if reason.strip() else refusal("reason-missing"))
    key = open_custodian(key_file, passphrase)
    with writing(actor, action="identity revealed", reason=reason, at=at) as write:
        identity = _identity_of(actor, source_id)
        sealed = bytes(identity.sealed)
        if key.key_id not in custodians_of(sealed):
            raise Refused(
                "not-sealed-to-you", "This identity is not sealed to your key. Ask one of its custodians."
            )
        write.concern(identity)
    return open_identity(sealed, key).decode("utf-8")


def share_identities(
    actor: Account, *, key_file: bytes, passphrase: str, reason: str, at: datetime | None = None
) -> int:
    """Seal every identity that the actor's key opens anew to all keys now in use: for a new or retired custodian.

    Nothing is shown. Identities sealed to none of the actor's keys are left as they are. Returns how many changed.
    """
    require_allowed(actor, "reveal-identity")
    ensure(None if reason.strip() else refusal("reason-missing"))
    key, custodians = open_custodian(key_file, passphrase), custodians_in_use()
    wanted = {custodian.key_id for custodian in custodians}
    changed = 0
    with writing(actor, action="identities sealed anew", reason=reason, at=at) as write:
        for identity in Identity.objects.order_by("pk"):
            held = set(custodians_of(bytes(identity.sealed)))
            if held == wanted or key.key_id not in held:
                continue
            anew = seal_to_others(bytes(identity.sealed), key, custodians)
            write.change(identity, expected_version=identity.version, sealed=anew, key_id=_names(custodians))
            changed += 1
    return changed


def custodians_in_use() -> list[Custodian]:
    """Return the public keys that identities are sealed to."""
    keys = CustodianKey.objects.filter(retired_on__isnull=True).order_by("key_id")
    return [Custodian(key.key_id, bytes(key.public)) for key in keys]


def _seal(clear: str) -> tuple[bytes, str]:
    """Seal a text to all keys in use; return it with the keys' names."""
    if not clear.strip():
        raise InvalidValue("The identity is empty. Nothing was sealed.")
    content = clear.encode("utf-8", "replace")
    if len(content) > LONGEST_IDENTITY:
        raise InvalidValue(f"The identity has {len(content)} bytes; at most {LONGEST_IDENTITY} are sealed.")
    custodians = custodians_in_use()
    if not custodians:
        raise InvalidValue(
            "There is no custodian's key to seal to. A custodian makes one with: tawthiq identity create-key FILE"
        )
    return seal_identity(content, custodians), _names(custodians)


def _names(custodians: list[Custodian]) -> str:
    names = ",".join(custodian.key_id for custodian in custodians)
    return names if len(names) <= 400 else f"{len(custodians)} keys"


def _identity_of(actor: Account, source_id: str) -> Identity:
    source = get_visible(actor, Source, source_id)
    identity = Identity.objects.filter(source=source).first()
    if identity is None:
        raise InvalidValue(f"No identity is sealed for {source.code}.")
    return identity
