"""Identities are sealed on the way in and opened by a custodian alone; consent taken back is taken back everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound, Refused, TawthiqError
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.testimony import accounts_not_to_quote, source_shown
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.records.evidence.models import Item
from tawthiq.records.ledger.models import Entry
from tawthiq.records.sources.models import Consent, Identity, Source
from tawthiq.reports import build_report
from tawthiq.reports.taken_back import TakenBack
from tawthiq.services.cases.facts import CaseFacts, StatementFacts
from tawthiq.services.snapshots import take_snapshot
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent, withdraw_consent
from tawthiq.services.testimony.identities import (
    correct_identity,
    retire_custodian_key,
    reveal_identity,
    seal_source,
    share_identities,
)
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted, simple_case
from tests.services.vaults import CUSTODIANS_PASSPHRASE, add_note, make_custodian, make_vault

WHO = "Zahra of the Invented Valley, +000 555 0100"
WORDS = "I stood at the well when the second one came."
FRONT = '---\ntitle: A test\nlanguage: en\ndate: 2019-08-01\nperiod: "2019-07-01/2019-07-31"\n---\n\n'


@pytest.fixture
def source(cast: Cast) -> Source:
    return record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")


def open_with(
    custodian: Account,
    key_file: bytes,
    source: Source,
    *,
    passphrase: str = CUSTODIANS_PASSPHRASE,
    reason: str = "a court asks",
) -> str:
    return reveal_identity(custodian, source.pk, key_file=key_file, passphrase=passphrase, reason=reason)


def test_an_identity_opens_for_a_custodian_with_a_reason_and_leaves_an_entry(
    cast: Cast, source: Source
) -> None:
    custodian, key_file = make_custodian(cast.administrator)
    seal_source(cast.documenter, source.pk, WHO)
    assert open_with(custodian, key_file, source) == WHO
    entry = Entry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.action, entry.reason, entry.actor) == ("identity revealed", "a court asks", custodian.pk)
    assert audit_ledger().faults == ()


def test_nobody_else_opens_it_and_no_reason_opens_nothing(cast: Cast, source: Source) -> None:
    custodian, key_file = make_custodian(cast.administrator)
    seal_source(cast.documenter, source.pk, WHO)
    entries = Entry.objects.count()
    for actor in (cast.documenter, cast.reviewer, cast.analyst, cast.administrator, cast.outsider):
        with pytest.raises(Refused):
            open_with(actor, key_file, source)
    with pytest.raises(Refused, match="needs a reason"):
        open_with(custodian, key_file, source, reason="  ")
    with pytest.raises(Refused, match="does not open"):
        open_with(custodian, key_file, source, passphrase="not the passphrase")
    assert Entry.objects.count() == entries


def test_a_custodian_of_another_desk_sees_no_source(cast: Cast, source: Source) -> None:
    _, key_file = make_custodian(cast.administrator)
    seal_source(cast.documenter, source.pk, WHO)
    stranger, _ = make_custodian(cast.administrator, "stranger")
    stranger.desk = "elsewhere"
    stranger.save()
    with pytest.raises(NotFound):
        open_with(stranger, key_file, source)


def test_nothing_is_sealed_before_there_is_a_custodian(cast: Cast, source: Source) -> None:
    with pytest.raises(InvalidValue, match="no custodian's key"):
        seal_source(cast.documenter, source.pk, WHO)


def test_a_second_sealing_is_refused_and_a_correction_is_the_custodian_s(cast: Cast, source: Source) -> None:
    custodian, key_file = make_custodian(cast.administrator)
    seal_source(cast.documenter, source.pk, WHO)
    with pytest.raises(Refused, match="sealed identity already"):
        seal_source(cast.documenter, source.pk, "somebody else")
    with pytest.raises(Refused):
        correct_identity(cast.documenter, source.pk, "somebody else", reason="mistyped")
    correct_identity(custodian, source.pk, f"{WHO} (corrected)", reason="mistyped")
    assert open_with(custodian, key_file, source).endswith("(corrected)")


def test_a_new_custodian_opens_after_sharing_and_a_retired_key_does_not(cast: Cast, source: Source) -> None:
    first, first_key = make_custodian(cast.administrator)
    seal_source(cast.documenter, source.pk, WHO)
    second, second_key = make_custodian(cast.administrator, "second")
    with pytest.raises(Refused, match="not sealed to your key"):
        open_with(second, second_key, source)
    assert share(first, first_key) == 1
    assert share(first, first_key) == 0
    assert open_with(second, second_key, source) == WHO
    retire_custodian_key(second, key_id_of(first), reason="left")
    assert share(second, second_key) == 1
    with pytest.raises(Refused, match="not sealed to your key"):
        open_with(first, first_key, source)
    assert audit_ledger().faults == ()


def share(actor: Account, key_file: bytes) -> int:
    return share_identities(
        actor, key_file=key_file, passphrase=CUSTODIANS_PASSPHRASE, reason="staff changed"
    )


def key_id_of(account: Account) -> str:
    return Entry.objects.get(action="custodian key registered", actor=account.pk).reason


def test_a_flipped_bit_in_a_sealed_identity_is_found(cast: Cast, source: Source) -> None:
    custodian, key_file = make_custodian(cast.administrator)
    identity = seal_source(cast.documenter, source.pk, WHO)
    sealed = bytearray(bytes(identity.sealed))
    at = sealed.index(b'"content": "') + 40
    sealed[at] = ord("A") if sealed[at] != ord("A") else ord("B")
    Identity.objects.filter(pk=identity.pk).update(sealed=bytes(sealed))
    with pytest.raises(InvalidFile, match="Changed"):
        open_with(custodian, key_file, source)
    assert "identity" in audit_ledger().faults[0]


def consent(cast: Cast, source: Source, *, on: date = date(2019, 8, 1), **uses: bool) -> Consent:
    named = {use.replace("_", "-"): answer for use, answer in uses.items()}
    return ask_consent(cast.documenter, source.pk, given_on=on, uses=named, form="written", language="ar")


def test_consent_is_recorded_use_by_use_and_the_impossible_is_refused(cast: Cast, source: Source) -> None:
    consent(cast, source, publish_quote=True, share_media=False)
    standings = source_shown(cast.documenter, source.pk, on=date(2020, 1, 1)).standings
    assert (standings["publish-quote"], standings["share-media"]) == ("given", "refused")
    assert standings["share-court"] == "not-asked"
    for words, more in (
        ("No use was asked", {"uses": {}}),
        ("no use consented to", {"uses": {"publish-all": True}}),
        ("future", {"given_on": date(2200, 1, 1)}),
        ("expire before", {"expires_on": date(2018, 1, 1)}),
        ("form of consent", {"form": "shouted"}),
    ):
        stated = {"given_on": date(2019, 8, 1), "uses": {"archive": True}, **more}
        with pytest.raises(InvalidValue, match=words):
            ask_consent(cast.documenter, source.pk, **stated)  # type: ignore[arg-type]  # wrong on purpose


def test_a_withdrawal_reaches_all_that_stands_and_says_what_rests_on_it(
    cast: Cast, source: Source, tmp_path: Path
) -> None:
    consent(cast, source, publish_quote=True)
    consent(cast, source, on=date(2019, 9, 1), publish_image=True, share_court=True)
    vault = make_vault(tmp_path)
    item = add_note(cast.documenter, vault, tmp_path, source=source, may_publish=True)
    incident = with_statement(cast, source)
    touched = withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1), reason="afraid")
    assert len(touched) == 2
    view = source_shown(cast.documenter, source.pk, on=date(2020, 1, 2))
    assert {view.standings[use] for use in ("publish-quote", "publish-image", "share-court")} == {"withdrawn"}
    assert {(use.kind, use.incident, use.state) for use in view.uses} == {
        ("statement", incident.code, "accepted"),
        ("item", "", ""),
    }
    assert not Item.objects.get(pk=item).may_publish
    with pytest.raises(InvalidValue, match="no standing consent"):
        withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 2))
    assert audit_ledger().faults == ()


def test_one_use_withdrawn_leaves_the_others_and_widening_takes_the_rest(cast: Cast, source: Source) -> None:
    consent(cast, source, publish_quote=True, share_court=True)
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1), uses=["publish-quote"])
    after = source_shown(cast.documenter, source.pk, on=date(2020, 1, 2)).standings
    assert (after["publish-quote"], after["share-court"]) == ("withdrawn", "given")
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 2, 1))
    after = source_shown(cast.documenter, source.pk, on=date(2020, 2, 2)).standings
    assert (after["publish-quote"], after["share-court"]) == ("withdrawn", "withdrawn")


def with_statement(cast: Cast, source: Source, *, narrative: str = "") -> Incident:
    place = make_places(cast.documenter)["alder"]
    case = simple_case(place)
    facts = CaseFacts(
        incident=replace(case.incident, narrative_en=narrative),
        strikes=case.strikes, attributions=case.attributions, harms=case.harms,
        statements=(StatementFacts(source=source, channel="phone", language="en", text=WORDS,
                                   given_on=date(2019, 8, 1)),),
    )  # fmt: skip
    return record_accepted(cast.documenter, cast.reviewer, facts)


def build(cast: Cast, folder: Path, text: str) -> str:
    """Take a snapshot, build a report of one text, and return its page."""
    taken = take_snapshot(cast.analyst, folder=folder / "snapshots", rule="snhr-2019")
    report = folder / taken.name
    report.mkdir()
    (report / "report.en.md").write_text(FRONT + text, encoding="utf-8")
    opened = Snapshot.open(taken.folder)
    try:
        built = build_report(
            report, snapshot=opened, output=folder / f"out-{taken.name}", formats=("html",),
            rule=counting_rule("snhr-2019"),
        )  # fmt: skip
    finally:
        opened.close()
    return next(path for path in built.paths if path.suffix == ".html").read_text(encoding="utf-8")


def test_a_withdrawal_stops_the_next_build_at_the_place_that_prints_the_words(
    committed_cast: Cast, tmp_path: Path
) -> None:
    cast = committed_cast
    source = record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")
    incident = with_statement(cast, source)
    text = f'# One\n\n{{{{ statements("{incident.code}") }}}}\n'
    with pytest.raises(TawthiqError, match="No account that may be quoted"):
        build(cast, make(tmp_path / "before"), text)
    consent(cast, source, publish_quote=True)
    assert WORDS in build(cast, make(tmp_path / "given"), text)
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1), uses=["publish-quote"])
    with pytest.raises(TawthiqError, match=r"report\.en\.md.*STM-2026-000001 was withdrawn") as stopped:
        build(cast, make(tmp_path / "withdrawn"), text)
    assert str(stopped.value).startswith("report.en.md:10:")
    assert WORDS not in str(stopped.value)
    noted = text.replace('")', '", without="STM-2026-000001")')
    with pytest.raises(TawthiqError, match="No account that may be quoted"):
        build(cast, make(tmp_path / "noted"), noted)


def test_a_withdrawal_stops_a_build_from_a_snapshot_taken_before_it(
    committed_cast: Cast, tmp_path: Path
) -> None:
    cast = committed_cast
    source = record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")
    incident = with_statement(cast, source)
    consent(cast, source, publish_quote=True)
    taken = take_snapshot(cast.analyst, folder=tmp_path / "snapshots", rule="snhr-2019")
    report = make(tmp_path / "report")
    printed = f'# One\n\n{{{{ statements("{incident.code}") }}}}\n'
    typed = f"# One\n\nA witness told us: {WORDS}\n"
    told = f'# One\n\n{{{{ incident("{incident.code}") }}}}\n'

    def built(text: str) -> str:
        (report / "report.en.md").write_text(FRONT + text, encoding="utf-8")
        now = TakenBack.of(accounts_not_to_quote(on=date(2020, 1, 2)))
        opened = Snapshot.open(taken.folder)
        try:
            made = build_report(report, snapshot=opened, output=tmp_path / "out", formats=("html",),
                                rule=counting_rule("snhr-2019"), taken_back=now)  # fmt: skip
        finally:
            opened.close()
        return next(path for path in made.paths if path.suffix == ".html").read_text(encoding="utf-8")

    assert WORDS in built(printed) and WORDS in built(typed) and built(told)
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1))
    for text in (printed, typed):
        with pytest.raises(
            TawthiqError, match=r"report\.en\.md:10: .*STM-2026-000001.*was withdrawn"
        ) as stopped:
            built(text)
        assert WORDS not in str(stopped.value)
    assert built(told)


def test_a_withdrawal_reaches_narratives_that_quote_the_words_and_claims_that_rest_on_them(
    committed_cast: Cast, tmp_path: Path
) -> None:
    cast = committed_cast
    source = record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")
    told = f"The market was hit. As one who was there put it: {WORDS}"
    incident = with_statement(cast, source, narrative=told)
    consent(cast, source, publish_quote=True)
    taken = take_snapshot(cast.analyst, folder=tmp_path / "snapshots", rule="snhr-2019")
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1))
    uses = {(use.kind, use.code) for use in source_shown(cast.reviewer, source.pk, on=date(2020, 1, 2)).uses}
    assert ("narrative", incident.code) in uses
    with pytest.raises(NotFound):
        source_shown(cast.outsider, source.pk, on=date(2020, 1, 2))
    report = make(tmp_path / "report")
    (report / "report.en.md").write_text(
        FRONT + f'# One\n\n{{{{ incident("{incident.code}") }}}}\n', encoding="utf-8"
    )
    opened = Snapshot.open(taken.folder)
    try:
        with pytest.raises(
            TawthiqError, match=rf"report\.en\.md:10: The narrative of {incident.code} holds words"
        ):
            build_report(report, snapshot=opened, output=tmp_path / "out", formats=("html",),
                         rule=counting_rule("snhr-2019"),
                         taken_back=TakenBack.of(accounts_not_to_quote(on=date(2020, 1, 2))))  # fmt: skip
    finally:
        opened.close()


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder
