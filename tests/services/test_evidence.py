"""Evidence is whole and durable before it is recorded, kept once, and every step of its life is in the ledger."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.evidence import (
    analysis_of,
    archive_seen_by,
    fingerprints_in,
    item_shown,
    items_visible_to,
    likenesses_of,
    notes_on,
)
from tawthiq.queries.history import history_of
from tawthiq.records.evidence.models import Derivative, Item, Likeness, Link
from tawthiq.records.ledger.models import Entry
from tawthiq.services.evidence.adding import add_evidence, add_evidence_bytes, link_evidence, printable_name
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.custody import (
    change_evidence,
    destroy_evidence,
    export_original,
    view_copy,
    view_original,
)
from tawthiq.services.evidence.facts import Collection, EvidenceFacts, LinkFacts
from tawthiq.services.evidence.fixity import check_fixity, recorded_contents
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent
from tawthiq.vault.blobs import Vault, has, read
from tawthiq.vault.stores import StoreFailed
from tests.conftest import Cast
from tests.evidence.files import photograph, scene
from tests.services.cases import record_draft
from tests.services.vaults import a_file, add_note, bearing_on, blob_path, make_custodian, make_vault

TODAY = date(2026, 11, 23)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_vault(tmp_path)


def actions_on(item_id: str) -> list[str]:
    changes = Entry.objects.filter(changes__record_id=item_id).order_by("sequence").distinct()
    return list(changes.values_list("action", flat=True))


def test_a_file_is_kept_whole_and_recorded_with_its_hash_type_and_collection(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    incident = record_draft(cast.documenter)
    picture = photograph(tmp_path / "named-as.pdf.jpg")
    facts = EvidenceFacts(
        collection=Collection(method="handed over", collector="documenter", language="ar", tools=("camera",),
                              started_at=datetime(2019, 7, 22, 9, 0, tzinfo=UTC)),
        graphic_level="graphic", links=bearing_on(incident.code).links,
    )  # fmt: skip
    added = add_evidence(cast.documenter, vault, picture, facts=facts)
    assert added.is_new
    item = Item.objects.get()
    assert item.sha256 == hashlib.sha256(picture.read_bytes()).hexdigest()
    assert (item.kind, item.media_type, item.size) == ("picture", "image/jpeg", picture.stat().st_size)
    assert item.original_name == "named-as.pdf.jpg"
    assert item.collection["started_at"] == "2019-07-22T09:00:00.000000Z"
    assert item.collection["tools"] == ["camera"]
    assert b"".join(read(vault, item.sha256)) == picture.read_bytes()
    view = item_shown(cast.documenter, item.code)
    assert [link.code for link in view.links] == [incident.code]
    assert [step.action for step in view.custody] == ["evidence received"]
    assert item.sha256 in view.custody[0].reason


def test_nothing_is_recorded_when_the_bytes_cannot_be_kept(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    (tmp_path / "vault").write_bytes(b"a file where the vault's folder should be")
    with pytest.raises((StoreFailed, OSError)):
        add_evidence(cast.documenter, vault, path, facts=EvidenceFacts())
    assert not Item.objects.exists()


def test_bytes_that_stop_half_way_leave_no_item_and_no_blob(cast: Cast, vault: Vault) -> None:
    def broken() -> object:
        yield b"half of a film"
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        add_evidence_bytes(cast.documenter, vault, broken(), name="film.mp4", facts=EvidenceFacts())  # type: ignore[arg-type]  # a broken reader
    assert not Item.objects.exists()
    assert list(vault.store.names("blobs")) == []


def test_the_same_bytes_give_the_same_item_and_are_kept_once(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    first = add_evidence(cast.documenter, vault, a_file(tmp_path), facts=EvidenceFacts())
    incident = record_draft(cast.documenter)
    again = add_evidence(
        cast.documenter, vault, a_file(tmp_path, name="other.txt"), facts=bearing_on(incident.code)
    )
    assert not again.is_new
    assert again.item.pk == first.item.pk
    assert len(list(vault.store.names("blobs"))) == 1
    assert first.item.links.count() == 1
    assert actions_on(first.item.pk) == ["evidence received", "evidence received"]


def test_viewing_an_item_altered_in_the_database_does_not_make_the_alteration_good(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    Item.objects.filter(pk=item).update(original_name="another name")
    view_original(cast.reviewer, vault, item)
    assert audit_ledger().faults == (f"the item {item} is not as the ledger last recorded it",)


def test_another_desk_learns_nothing_of_an_item_over_the_same_bytes(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    ours = add_evidence(cast.documenter, vault, a_file(tmp_path), facts=EvidenceFacts())
    theirs = add_evidence(cast.outsider, vault, a_file(tmp_path), facts=EvidenceFacts())
    assert theirs.is_new
    assert theirs.item.pk != ours.item.pk
    assert [row.id for row in items_visible_to(cast.outsider)] == [theirs.item.pk]
    assert len(list(vault.store.names("blobs"))) == 1


def test_the_outsider_and_the_administrator_see_no_item(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    for actor in (cast.outsider, cast.administrator):
        assert items_visible_to(actor) == ()
        with pytest.raises(NotFound):
            item_shown(actor, item)
    with pytest.raises(NotFound):
        view_original(cast.outsider, vault, item)
    with pytest.raises(Refused):
        add_note(cast.administrator, vault, tmp_path)


def test_evidence_cannot_be_tied_to_a_case_the_actor_cannot_see(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    incident = record_draft(cast.documenter)
    with pytest.raises(NotFound):
        add_evidence(cast.outsider, vault, a_file(tmp_path), facts=bearing_on(incident.code))
    assert list(vault.store.names("blobs")) == []  # refused before a byte was copied


def test_a_record_that_is_no_case_takes_no_link(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    with pytest.raises(InvalidValue, match="Choose one of: incident"):
        link_evidence(cast.documenter, item, LinkFacts(record_kind="identity", record="x"))


def test_what_bears_on_a_restricted_case_is_restricted(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    source = record_source(cast.documenter, alias="Abu Khayal", confidentiality="restricted")
    item = Item.objects.get(pk=add_note(cast.documenter, vault, tmp_path, source=source))
    assert item.confidentiality == "restricted"
    assert items_visible_to(cast.reviewer) == ()


def test_a_restricted_item_restricts_what_hangs_on_it(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    incident = record_draft(cast.documenter)
    item = add_evidence(cast.documenter, vault, a_file(tmp_path), facts=bearing_on(incident.code)).item
    change_evidence(
        cast.documenter, item.pk, expected_version=1, confidentiality="restricted", reason="at risk"
    )
    assert set(Link.objects.values_list("confidentiality", flat=True)) == {"restricted"}
    assert audit_ledger().faults == ()


def test_viewing_an_original_is_recorded_before_a_byte_is_given(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    item = add_note(cast.documenter, vault, tmp_path, b"what was seen")
    pieces = view_original(cast.reviewer, vault, item)
    assert actions_on(item) == ["evidence received", "evidence viewed"]
    assert b"".join(pieces) == b"what was seen"
    steps = history_of(cast.documenter, item)
    assert [(step.actor, step.action) for step in steps][-1] == ("reviewer", "evidence viewed")
    assert steps[-1].fields == ()
    assert audit_ledger().faults == ()


def test_an_original_of_a_source_leaves_only_with_consent_to_that_kind_of_recipient(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    source = record_source(cast.documenter, alias="Abu Khayal")
    item = add_note(cast.documenter, vault, tmp_path, b"for a court", source=source)
    out = tmp_path / "out"

    def given(to: str) -> bytes:
        with out.open("wb") as sink:
            export_original(cast.reviewer, vault, item, sink, to=to, recipient="Case 12", reason="asked for")
        return out.read_bytes()

    with pytest.raises(Refused, match="not asked for this use"):
        given("court")
    ask_consent(
        cast.documenter,
        source.pk,
        given_on=date(2020, 1, 1),
        uses={"share-court": True, "share-media": False},
    )
    assert given("court") == b"for a court"
    with pytest.raises(Refused, match="said no"):
        given("media")
    with pytest.raises(Refused, match="not asked"):
        given("un")
    assert actions_on(item).count("evidence exported") == 1
    assert "Case 12" in item_shown(cast.reviewer, item).custody[-1].reason


def test_a_documenter_gives_nothing_out(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    with (tmp_path / "out").open("wb") as sink, pytest.raises(Refused):
        export_original(cast.documenter, vault, item, sink, to="court", recipient="x", reason="y")


def test_destroying_leaves_hash_history_reason_and_authority_and_no_bytes(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    custodian, _ = make_custodian(cast.administrator)
    item = add_evidence(cast.documenter, vault, photograph(tmp_path / "a.jpg"), facts=EvidenceFacts()).item
    work = tmp_path / "work"
    work.mkdir()
    analyse_evidence(cast.documenter, vault, item.pk, workshop=work)
    for who in (cast.documenter, cast.reviewer):
        with pytest.raises(Refused):
            destroy_evidence(who, vault, item.pk, expected_version=1, reason="asked", authority="the source")
    destroy_evidence(custodian, vault, item.pk, expected_version=1, reason="asked", authority="the source")
    gone = Item.objects.get(pk=item.pk)
    assert gone.sha256 == item.sha256
    assert gone.destroyed_because == "asked"
    assert list(vault.store.names("blobs")) == []
    assert not Likeness.objects.exists()
    with pytest.raises(Refused, match="was destroyed"):
        view_original(cast.reviewer, vault, item.pk)
    assert "evidence destroyed" in actions_on(item.pk)
    assert audit_ledger().faults == ()
    assert recorded_contents() == {}


def test_bytes_that_another_item_rests_on_outlive_the_first(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    custodian, _ = make_custodian(cast.administrator)
    ours = add_note(cast.documenter, vault, tmp_path, b"shared")
    theirs = add_note(cast.outsider, vault, tmp_path, b"shared")
    destroy_evidence(custodian, vault, ours, expected_version=1, reason="r", authority="a")
    assert b"".join(view_original(cast.outsider, vault, theirs)) == b"shared"


def test_destroying_without_reason_or_authority_is_refused(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    custodian, _ = make_custodian(cast.administrator)
    item = add_note(cast.documenter, vault, tmp_path)
    with pytest.raises(Refused, match="needs a reason"):
        destroy_evidence(custodian, vault, item, expected_version=1, reason=" ", authority="a")
    with pytest.raises(InvalidValue, match="whose authority"):
        destroy_evidence(custodian, vault, item, expected_version=1, reason="r", authority=" ")
    assert has(vault, Item.objects.get(pk=item).sha256)


def test_analysis_keeps_copies_and_what_the_file_says_sealed(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    incident = record_draft(cast.documenter)  # 22 July 2019, 08:35 in UTC; the picture says 08:35 at +03:00
    path = photograph(tmp_path / "a.jpg")
    item = add_evidence(cast.documenter, vault, path, facts=bearing_on(incident.code)).item
    work = tmp_path / "work"
    work.mkdir()
    analyse_evidence(cast.documenter, vault, item.pk, workshop=work, original=path)
    kinds = set(item.derivatives.values_list("kind", flat=True))
    assert kinds == {"thumbnail", "grey", "blurred", "analysis"}
    said = analysis_of(cast.documenter, vault, item.pk)
    assert said["claims"]["device"] == "Testmaker One"
    codes = {note.code for _, note in notes_on(cast.documenter, said, item.pk)}
    assert {"edited-with", "modified-later", "taken-before"} <= codes
    in_the_ledger = "".join(
        Entry.objects.get(action="evidence derived").changes.values_list("state", flat=True)
    )
    assert "Testmaker" not in in_the_ledger
    thumbnail = Derivative.objects.get(kind="thumbnail")
    assert b"".join(view_copy(cast.reviewer, vault, thumbnail.pk)).startswith(b"\xff\xd8")
    assert audit_ledger().faults == ()


def test_an_item_analysed_again_from_the_vault_gives_the_same_and_leaves_nothing_in_clear(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    path = photograph(tmp_path / "a.jpg")
    item = add_evidence(cast.documenter, vault, path, facts=EvidenceFacts()).item
    for name in ("one", "two"):
        work = tmp_path / name
        work.mkdir()
        analyse_evidence(cast.documenter, vault, item.pk, workshop=work)
        assert not (work / f"working-{item.pk}").exists()
    assert item.derivatives.count() == 4
    assert Likeness.objects.count() == 1


def test_the_same_picture_from_another_post_is_found_and_another_desk_s_is_not_told(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    ids = {}
    for name, actor, picture in (
        ("first", cast.documenter, scene(1)),
        ("smaller", cast.documenter, scene(1).resize((320, 240))),
        ("other", cast.documenter, scene(7)),
        ("theirs", cast.outsider, scene(1).resize((400, 300))),
    ):
        path = tmp_path / f"{name}.png"
        picture.save(path)
        work = tmp_path / name
        work.mkdir()
        ids[name] = add_evidence(actor, vault, path, facts=EvidenceFacts()).item.pk
        analyse_evidence(actor, vault, ids[name], workshop=work, original=path)
    said = analysis_of(cast.documenter, vault, ids["first"])
    found = likenesses_of(archive_seen_by(cast.documenter), ids["first"], fingerprints_in(said))
    assert [one.owner for one in found] == [ids["smaller"]]
    assert found[0].distance <= 31


def test_fixity_names_what_is_missing_and_changed_with_the_items_that_rest_on_it(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    items = [
        Item.objects.get(pk=add_note(cast.documenter, vault, tmp_path, bytes([n]) * 99)) for n in range(3)
    ]
    assert check_fixity(cast.administrator, vault, on=TODAY).faults == ()
    blob_path(vault, items[0].sha256).unlink()
    changed = blob_path(vault, items[1].sha256)
    changed.chmod(0o600)
    content = bytearray(changed.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(content)
    found = check_fixity(cast.administrator, vault, on=TODAY)
    assert {(fault.kind, fault.codes) for fault in found.faults} == {
        ("missing", (items[0].code,)),
        ("changed", (items[1].code,)),
    }
    assert Entry.objects.filter(action="fixity checked").last().reason == "3 of 3 contents read, 2 faults"  # type: ignore[union-attr]  # just written


def test_the_shares_of_a_round_read_every_content_once(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    for n in range(12):
        add_note(cast.documenter, vault, tmp_path, bytes([n]))
    read_in_all = [
        check_fixity(cast.administrator, vault, days=5, on=date(2026, 11, day)).checked
        for day in range(20, 25)
    ]
    assert sum(read_in_all) == 12


def test_a_blob_that_no_record_knows_is_counted(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    add_note(cast.documenter, vault, tmp_path)
    Item.objects.all().delete()
    assert check_fixity(cast.administrator, vault, on=TODAY).unrecorded == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "gnp.\u202egpj", "a" * 255, "\udcff\udcfe.jpg", "name\nline"]
)
def test_any_name_is_kept_as_it_came(cast: Cast, vault: Vault, name: str) -> None:
    added = add_evidence_bytes(cast.documenter, vault, [b"x", b"y"], name=name, facts=EvidenceFacts())
    kept = Item.objects.get(pk=added.item.pk).original_name
    assert kept == printable_name(name)
    assert audit_ledger().faults == ()


def test_an_empty_file_is_evidence_too(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = Item.objects.get(pk=add_note(cast.documenter, vault, tmp_path, b""))
    assert (item.kind, item.size) == ("empty", 0)
    assert b"".join(view_original(cast.documenter, vault, item.pk)) == b""


@pytest.mark.django_db
@given(pieces=st.lists(st.binary(max_size=4000), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_pieces_come_back_as_the_bytes_they_were(cast: Cast, vault: Vault, pieces: list[bytes]) -> None:
    added = add_evidence_bytes(cast.documenter, vault, pieces, name="any", facts=EvidenceFacts())
    whole = b"".join(pieces)
    assert added.item.sha256 == hashlib.sha256(whole).hexdigest()
    assert added.item.size == len(whole)
    assert b"".join(read(vault, added.item.sha256)) == whole


def test_times_without_a_zone_and_in_the_future_are_refused(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    for moment, words in (
        (datetime(2019, 1, 1), "names no zone"),  # noqa: DTZ001  that is the case
        (datetime(2200, 1, 1, tzinfo=UTC), "future"),
    ):
        with pytest.raises(InvalidValue, match=words):
            add_evidence(cast.documenter, vault, a_file(tmp_path), facts=EvidenceFacts(collected_at=moment))
