"""What is handed over is consented to, recorded first, encrypted, and can be checked by anyone; any change is named."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tawthiq.cli.verify import steps_of
from tawthiq.custody.container import Opened, opened
from tawthiq.custody.handover import check_handover
from tawthiq.custody.manifests import (
    MANIFEST,
    PackedFile,
    Step,
    public_key_of,
    read_manifest,
    sign,
    write_manifest,
)
from tawthiq.domain.errors import FaultsFound, InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.evidence import item_shown
from tawthiq.queries.handovers import handovers_visible_to
from tawthiq.queries.testimony import source_shown
from tawthiq.records.cases.models import Incident, Statement
from tawthiq.records.evidence.models import Handover, Item
from tawthiq.records.ledger.models import Entry
from tawthiq.services.evidence.adding import add_evidence
from tawthiq.services.evidence.anchoring import anchor_head
from tawthiq.services.evidence.custody import destroy_evidence, view_original
from tawthiq.services.evidence.facts import EvidenceFacts, LinkFacts
from tawthiq.services.evidence.handing_over import HandoverFacts, hand_over, record_receipt
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent, withdraw_consent
from tawthiq.services.writing import writing
from tawthiq.vault.blobs import Vault
from tawthiq.vault.recipients import decrypt_stream, new_identity
from tests.conftest import Cast
from tests.custody.authority import make_authority
from tests.services.cases import record_draft
from tests.services.test_evidence_anchors import answering, named
from tests.services.vaults import a_file, blob_path, keys, make_custodian, make_vault

IDENTITY, RECIPIENT = new_identity()
SIGNER = public_key_of(keys().signing_seed)
TODAY = datetime.now(UTC).date()
WORDS = "We heard the aircraft before the market was hit, said a fictional witness."


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_vault(tmp_path)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return record_draft(cast.documenter)


def facts(incident: Incident, **changed: object) -> HandoverFacts:
    stated = HandoverFacts(
        incident=incident.code, to="court", recipient="Court of Example, case 7", recipient_key=RECIPIENT,
        reason="asked for by its office",
    )  # fmt: skip
    return replace(stated, **changed)  # type: ignore[arg-type]  # passed on


def an_item(cast: Cast, vault: Vault, incident: Incident, content: bytes, **more: object) -> Item:
    folder = Path(vault.store.location).parent
    linked = EvidenceFacts(links=(LinkFacts(record_kind="incident", record=incident.code),), **more)  # type: ignore[arg-type]  # passed on
    return add_evidence(cast.documenter, vault, a_file(folder, content), facts=linked).item


def a_statement(cast: Cast, incident: Incident, **uses: bool) -> Statement:
    source = record_source(cast.documenter, alias=f"Cypress {Statement.objects.count()}", kind="eyewitness")
    named_uses = {use.replace("_", "-"): answer for use, answer in uses.items()}
    if named_uses:
        ask_consent(cast.documenter, source.pk, given_on=date(2019, 7, 23), uses=named_uses)
    with writing(cast.documenter, action="recorded") as write:
        return write.add(Statement(incident=incident, source=source, text=WORDS, language="en", desk="main"))


def handed(cast: Cast, vault: Vault, incident: Incident, tmp_path: Path, **changed: object) -> Path:
    target = tmp_path / f"package-{Handover.objects.count()}.age"
    hand_over(
        cast.reviewer, vault, target, facts(incident, **changed), organisation="An Example Organisation"
    )
    return target


def checked(package: Path, *, roots: tuple[bytes, ...] = ()) -> list[Step]:
    return steps_of(package, identity_file(package), [SIGNER], list(roots))


def identity_file(beside: Path) -> Path:
    path = beside.with_suffix(".key")
    path.write_text(f"# created for a test\n{IDENTITY}\n")
    return path


def plain(package: Path) -> tuple[io.BytesIO, Opened]:
    from_recipient = io.BytesIO()
    with package.open("rb") as file:
        decrypt_stream(IDENTITY.encode(), file, from_recipient)
    return from_recipient, opened(from_recipient)


def members_of(package: Path) -> dict[str, bytes]:
    file, container = plain(package)
    return {name: b"".join(container.pieces(file, name)) for name in container.members}


def recheck(members: dict[str, bytes], *trusted: bytes, roots: tuple[bytes, ...] = ()) -> list[Step]:
    def pieces(name: str) -> Iterator[bytes]:
        yield members[name]

    return check_handover(members, pieces, trusted=trusted, roots=roots)


def failed(steps: list[Step]) -> list[str]:
    return [f"{step.name}: {step.finding}" for step in steps if not step.holds]


def test_a_package_holds_originals_custody_and_statements_and_every_step_holds(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    item = an_item(cast, vault, incident, b"the bytes of a film")
    list(view_original(cast.reviewer, vault, item.pk))
    statement = a_statement(cast, incident, share_court=True)
    package = handed(cast, vault, incident, tmp_path)
    assert b"the bytes of a film" not in package.read_bytes()
    assert failed(checked(package)) == []
    members = members_of(package)
    assert members[f"originals/{item.code}.txt"] == b"the bytes of a film"
    assert json.loads(members[f"statements/{statement.code}.json"])["record"]["text"] == WORDS
    steps = json.loads(members[f"custody/{item.code}.json"])["steps"]
    assert [step["entry"]["action"] for step in steps] == [
        "evidence received", "evidence viewed", "evidence exported",
    ]  # fmt: skip
    page = members["index.html"].decode()
    assert item.code in page and 'dir="rtl"' in page and WORDS in page and item.sha256 in page
    assert audit_ledger().faults == ()


def test_the_export_is_a_step_of_custody_and_known_to_who_withdraws(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    statement = a_statement(cast, incident, share_court=True)
    item = an_item(cast, vault, incident, b"a photograph", source=statement.source)
    handed(cast, vault, incident, tmp_path)
    last = item_shown(cast.reviewer, item.code).custody[-1]
    assert last.action == "evidence exported"
    assert (
        last.reason == f"to Court of Example, case 7 (court), all of {incident.code}: asked for by its office"
    )
    given = source_shown(cast.reviewer, statement.source.pk, on=TODAY).given_out
    assert len(given) == 1 and "Court of Example" in given[0]


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        ({}, "was not asked for this use"),
        ({"share_court": False}, "said no to this use"),
        ({"share_un": True}, "was not asked for this use"),
    ],
)
def test_without_consent_nothing_leaves_and_the_piece_is_named(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path, uses: dict[str, bool], words: str
) -> None:
    an_item(cast, vault, incident, b"a photograph")
    statement = a_statement(cast, incident, **uses)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=rf"{statement.code}: .*{words}"):
        handed(cast, vault, incident, tmp_path)
    assert Entry.objects.count() == entries and not list(tmp_path.glob("package*"))
    package = handed(cast, vault, incident, tmp_path, leave_out=(statement.code,))
    assert not any(name.startswith("statements/") for name in members_of(package))
    assert read_manifest(members_of(package)[MANIFEST])[0]["left_out"] == 1


def test_a_withdrawal_and_a_source_behind_a_recording_stop_the_hand_over(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    statement = a_statement(cast, incident, share_court=True)
    recording = EvidenceFacts(links=(LinkFacts(record_kind="statement", record=statement.code),))
    item = add_evidence(cast.documenter, vault, a_file(tmp_path, b"a voice"), facts=recording).item
    handed(cast, vault, incident, tmp_path)
    withdraw_consent(cast.documenter, statement.source.pk, on=TODAY, uses=["share-court"])
    with pytest.raises(Refused, match="has withdrawn consent") as caught:
        handed(cast, vault, incident, tmp_path)
    assert statement.code in str(caught.value) and item.code in str(caught.value)


def test_an_outsider_an_analyst_and_a_hidden_incident_hand_nothing_over(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    an_item(cast, vault, incident, b"a photograph")
    for actor, error in ((cast.outsider, NotFound), (cast.analyst, Refused), (cast.administrator, Refused)):
        with pytest.raises(error):
            hand_over(actor, vault, tmp_path / "x", facts(incident), organisation="")
    handed(cast, vault, incident, tmp_path)
    assert handovers_visible_to(cast.outsider) == ()
    (row,) = handovers_visible_to(cast.reviewer)
    assert row.state == "no receipt yet"
    with pytest.raises(NotFound):
        receipt_of(cast, row.code, row.manifest_sha256, actor="outsider")


def test_a_damaged_original_stops_it_before_anything_is_recorded(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    item = an_item(cast, vault, incident, b"a photograph")
    path = blob_path(vault, item.sha256)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    entries = Entry.objects.count()
    with pytest.raises(FaultsFound, match=item.code):
        handed(cast, vault, incident, tmp_path)
    assert Entry.objects.count() == entries and not list(tmp_path.glob("*package*"))


def test_a_destroyed_item_goes_with_its_hash_and_history(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    item = an_item(cast, vault, incident, b"a photograph")
    custodian, _ = make_custodian(cast.administrator)
    destroy_evidence(
        custodian, vault, item.pk, expected_version=item.version, reason="ordered", authority="a court"
    )
    package = handed(cast, vault, incident, tmp_path)
    assert failed(checked(package)) == []
    members = members_of(package)
    assert not any(name.startswith("originals/") for name in members)
    assert item.sha256 in members["index.html"].decode()


def test_wrong_orders_are_refused_in_words(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match="Nothing that you may see"):
        handed(cast, vault, incident, tmp_path)
    an_item(cast, vault, incident, b"a photograph")
    for changed, words in (
        ({"to": "press"}, "one of un"), ({"recipient": " "}, "to whom exactly"), ({"reason": ""}, "reason"),
        ({"recipient_key": "age1x"}, "recipient's key"), ({"leave_out": ("EVD-1999-000001",)}, "not among"),
    ):  # fmt: skip
        with pytest.raises((InvalidValue, Refused), match=words):
            handed(cast, vault, incident, tmp_path, **changed)
    (tmp_path / "package-0.age").write_text("here already")
    with pytest.raises(InvalidValue, match="is there already"):
        handed(cast, vault, incident, tmp_path)


def test_seals_of_time_are_handed_over_and_checked_with_no_network(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    authority = make_authority()
    an_item(cast, vault, incident, b"a photograph")
    anchor_head(cast.reviewer, [named(authority)], stamped=answering(authority))
    target = tmp_path / "sealed.age"
    hand_over(
        cast.reviewer, vault, target, facts(incident), organisation="x", authorities=[named(authority)]
    )  # fmt: skip
    members = members_of(target)
    (seal,) = [step for step in recheck(members, SIGNER) if step.name.startswith("seal ")]
    assert seal.holds and "1 steps of custody existed at 2026-11-01" in seal.finding
    assert "was not checked" in seal.finding
    assert failed(recheck(members, SIGNER, roots=(authority.root,))) == []
    (wrong,) = failed(recheck(members, SIGNER, roots=(make_authority().root,)))
    assert wrong.startswith("seal ")


def test_a_receipt_is_for_the_package_that_arrived(
    cast: Cast, vault: Vault, incident: Incident, tmp_path: Path
) -> None:
    an_item(cast, vault, incident, b"a photograph")
    handed(cast, vault, incident, tmp_path)
    (row,) = handovers_visible_to(cast.reviewer)
    with pytest.raises(InvalidValue, match="is not the one of the manifest"):
        receipt_of(cast, row.code, "0" * 64)
    receipt_of(cast, row.code, row.manifest_sha256.upper())
    assert handovers_visible_to(cast.reviewer)[0].state == f"arrived on {TODAY}"
    last = Entry.objects.order_by("sequence").last()
    assert last is not None and last.action == "package received by recipient"
    assert audit_ledger().faults == ()


def receipt_of(cast: Cast, code: str, manifest: str, actor: str = "reviewer") -> None:
    record_receipt(
        getattr(cast, actor), code, received_on=TODAY, received_by="Registry of the Court of Example",
        manifest_sha256=manifest,
    )  # fmt: skip


@pytest.fixture
def package(cast: Cast, vault: Vault, incident: Incident, tmp_path: Path) -> Path:
    """A package with everything a package can hold."""
    authority = make_authority()
    an_item(cast, vault, incident, bytes(range(256)) * 3)
    a_statement(cast, incident, share_court=True)
    anchor_head(cast.reviewer, [named(authority)], stamped=answering(authority))
    target = tmp_path / "whole.age"
    hand_over(cast.reviewer, vault, target, facts(incident), organisation="x", authorities=[named(authority)])
    return target


def test_any_flipped_bit_of_any_member_is_found_and_named(package: Path) -> None:
    members, chance = members_of(package), random.Random(5)
    assert failed(recheck(members, SIGNER)) == []
    for name, content in members.items():
        for _ in range(12):
            bit = chance.randrange(len(content) * 8)
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            found = failed(recheck({**members, name: bytes(changed)}, SIGNER))
            named_as = {"manifest.json": ("manifest", "signature"), "signatures.json": ("signature",)}
            assert any(line.startswith(named_as.get(name, (name,))) for line in found), (name, bit, found)


def test_a_missing_added_or_renamed_member_is_named(package: Path) -> None:
    members = members_of(package)
    for name in set(members) - {MANIFEST}:
        without = {key: content for key, content in members.items() if key != name}
        assert failed(recheck(without, SIGNER))
        assert failed(recheck({**without, f"{name}.2": members[name]}, SIGNER))
    assert "nothing else" in failed(recheck({**members, "more.txt": b""}, SIGNER))[0]


def test_a_flipped_bit_of_the_encrypted_or_the_decrypted_file_is_found(package: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    file, _ = plain(package)
    for content, name in ((package.read_bytes(), "flipped.age"), (file.getvalue(), "flipped.zip")):
        for _ in range(60):
            changed = bytearray(content)
            bit = chance.randrange(len(content) * 8)
            changed[bit // 8] ^= 1 << bit % 8
            path = tmp_path / name
            path.write_bytes(changed)
            try:
                assert failed(checked(path)), (name, bit)
            except InvalidValue as error:  # no longer said to be encrypted
                assert name.endswith(".age") and bit < 22 * 8, error


def test_who_holds_the_signing_key_still_cannot_tell_another_custody(package: Path) -> None:
    """What the ledger covers is checked beside the signature: another story needs another ledger."""
    members = members_of(package)
    (path,) = [name for name in members if name.startswith("custody/EVD")]
    told = json.loads(members[path])
    changes: list[tuple[Callable[[Any], object], str]] = [
        (lambda steps: steps[0]["entry"].update(reason="found elsewhere"), "is not as its digest says"),
        (
            lambda steps: steps[0]["entry"].update(recorded_at="2019-07-22T00:00:00.000000Z"),
            "not as its digest",
        ),
        (lambda steps: steps[0]["change"].update(state="{}"), "not the one that entry"),
        (lambda steps: steps.pop(0), "another file|is missing|hash was not the same"),
        (lambda steps: steps.reverse(), "not in the order|is missing"),
        (lambda steps: steps[0]["entry_proof"].pop(), "not in the ledger that ends"),
    ]
    for change, words in changes:
        other = json.loads(json.dumps(told))
        change(other["steps"])
        steps = recheck(resigned({**members, path: json.dumps(other).encode()}), SIGNER)
        (found,) = [line for line in failed(steps) if line.startswith("custody")]
        assert any(part in found for part in words.split("|")), (found, words)


def test_who_holds_the_signing_key_still_cannot_put_another_original_in(package: Path) -> None:
    members = members_of(package)
    (path,) = [name for name in members if name.startswith("originals/")]
    found = failed(recheck(resigned({**members, path: b"another film"}), SIGNER))
    assert len(found) == 1 and "is another file than the one that was received" in found[0]


def resigned(members: dict[str, bytes]) -> dict[str, bytes]:
    """Sign a changed package anew, as its sender could."""
    about, files = read_manifest(members[MANIFEST])
    listed = [
        PackedFile(f.path, hashlib.sha256(members[f.path]).hexdigest(), len(members[f.path]), f.role)
        for f in files
    ]
    manifest = write_manifest(listed, about=about)
    return {**members, MANIFEST: manifest, "signatures.json": sign(manifest, keys().signing_seed)}
