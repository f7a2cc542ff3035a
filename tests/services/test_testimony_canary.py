"""A planted name is nowhere in clear: database, ledger, snapshot, report, vault, history, errors, logs."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection

from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.domain.errors import TawthiqError
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.history import find_record_id, history_of
from tawthiq.queries.testimony import source_shown
from tawthiq.records.sources.models import Identity, Source
from tawthiq.reports import build_report
from tawthiq.services.cases.facts import CaseFacts, StatementFacts
from tawthiq.services.evidence.fixity import check_fixity
from tawthiq.services.snapshots import take_snapshot
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent, withdraw_consent
from tawthiq.services.testimony.identities import correct_identity, reveal_identity, seal_source
from tests.conftest import Cast
from tests.services.cases import make_places, record_accepted, simple_case
from tests.services.vaults import CUSTODIANS_PASSPHRASE, add_note, make_custodian, make_vault

CANARY = "Quillon Marrowbank-Vexley كناري المخترع +000 555 0199"
PARTS = ("Quillon", "Marrowbank", "Vexley", "كناري المخترع", "555 0199")
FRONT = '---\ntitle: T\nlanguage: en\ndate: 2019-08-01\nperiod: "2019-07-01/2019-07-31"\n---\n\n'


def forms(part: str) -> Iterator[bytes]:
    """Give the ways in which a text may lie in bytes: encodings, case, escapes, base64 at any offset, hex."""
    for text in (part, part.upper(), part.lower(), part.replace(" ", "+"), part.replace(" ", "_")):
        yield from (
            text.encode(),
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
            text.encode().hex().encode(),
        )
        yield text.encode("unicode_escape")
    plain = part.encode()
    for before in range(3):  # three bytes make four letters: only those made of the text alone are searched
        whole = base64.b64encode(b"\0" * before + plain)
        yield whole[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]


NEEDLES = tuple({form for part in PARTS for form in forms(part) if len(form) >= 6})


def leaks(name: str, content: bytes) -> list[str]:
    return [f"{name}: {needle!r}" for needle in NEEDLES if needle in content]


def rows_of_database() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield (
                    table,
                    b"\0".join(
                        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
                    ),
                )


def files_under(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()
                if path.suffix == ".parquet":
                    yield f"{path} unpacked", repr(pq.read_table(path).to_pylist()).encode()


def everything_done_with(cast: Cast, folder: Path) -> tuple[Source, list[str]]:
    """Live the whole life of a source and gather every error a person could be shown."""
    errors: list[str] = []
    custodian, key_file = make_custodian(cast.administrator)
    source = record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")
    seal_source(cast.documenter, source.pk, CANARY)
    ask_consent(cast.documenter, source.pk, given_on=date(2019, 8, 1), uses={"publish-quote": True})
    case = simple_case(make_places(cast.documenter)["alder"])
    said = StatementFacts(
        source=source, language="en", text="I stood at the well.", given_on=date(2019, 8, 1)
    )
    record_accepted(
        cast.documenter, cast.reviewer,
        CaseFacts(incident=case.incident, strikes=case.strikes, harms=case.harms, statements=(said,)),
    )  # fmt: skip
    vault = make_vault(folder)
    add_note(cast.documenter, vault, folder, b"a fictional note", source=source)
    check_fixity(cast.administrator, vault, on=date(2026, 11, 23))
    given = {"key_file": key_file, "passphrase": CUSTODIANS_PASSPHRASE, "reason": "a court asks"}
    assert reveal_identity(custodian, source.pk, **given) == CANARY  # type: ignore[arg-type]  # as named
    for attempt in (
        lambda: seal_source(cast.documenter, source.pk, CANARY),
        lambda: seal_source(cast.outsider, source.pk, CANARY),
        lambda: seal_source(cast.documenter, source.pk, CANARY * 5000),
        lambda: correct_identity(cast.documenter, source.pk, CANARY, reason="mistyped"),
        lambda: reveal_identity(cast.outsider, source.pk, **given),  # type: ignore[arg-type]  # as named
        lambda: find_record_id(cast.documenter, CANARY),
    ):
        with pytest.raises(TawthiqError) as raised:
            attempt()
        errors += [str(raised.value), repr(raised.value)]
    correct_identity(custodian, source.pk, f"{CANARY}, corrected", reason="mistyped")
    return source, errors


def test_a_planted_name_is_found_nowhere(
    committed_cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    cast = committed_cast
    source, errors = everything_done_with(cast, tmp_path)
    taken = take_snapshot(cast.analyst, folder=tmp_path / "snapshots", rule="snhr-2019")
    report = tmp_path / "report"
    report.mkdir()
    (report / "report.en.md").write_text(f"{FRONT}# One\n\n{{{{ statements() }}}}\n", encoding="utf-8")
    opened = Snapshot.open(taken.folder)
    build_report(
        report,
        snapshot=opened,
        output=tmp_path / "out",
        formats=("html", "docx"),
        rule=counting_rule("snhr-2019"),
    )
    opened.close()
    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1), reason="afraid")
    assert audit_ledger().faults == ()
    shown = [
        str(source_shown(cast.documenter, source.pk, on=date(2020, 1, 1))),
        str([history_of(cast.documenter, pk) for pk in Identity.objects.values_list("pk", flat=True)]),
        repr(Identity.objects.get()), str(Identity.objects.get()),
        caplog.text, *capfd.readouterr(), *errors,
    ]  # fmt: skip
    connection.close()  # the write-ahead log goes into the file
    if connection.vendor == "sqlite":
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        found = leaks(
            "database file", b"".join(p.read_bytes() for p in database.parent.glob(f"{database.name}*"))
        )
        assert found == []
    found = [leak for name, content in rows_of_database() for leak in leaks(name, content)]
    found += [leak for name, content in files_under(tmp_path) for leak in leaks(name, content)]
    found += [leak for text in shown for leak in leaks("shown", text.encode())]
    assert found == []


def test_the_search_itself_finds_a_name_in_each_form() -> None:
    for part in PARTS:
        for content in (
            part.encode(),
            base64.b64encode(b"xy" + part.encode() + b"z"),
            part.encode("utf-16-le"),
        ):
            assert leaks("here", b"before " + content + b" after") != []
