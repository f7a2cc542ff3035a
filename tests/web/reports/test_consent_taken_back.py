"""Consent is asked on the day of the build: what was taken back after the snapshot stops it there."""

from __future__ import annotations

from datetime import date

from tawthiq.config.home import Home
from tawthiq.queries.reports import texts_of
from tawthiq.records.jobs.models import Job
from tawthiq.services.jobs.asking import ask_job
from tawthiq.services.jobs.working import work_once
from tawthiq.services.reports.writing import create_report, save_report
from tawthiq.services.snapshots import take_snapshot
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent, withdraw_consent
from tests.conftest import Cast
from tests.services.test_testimony import WORDS, with_statement
from tests.web.conftest import SignIn
from tests.web.homes import own_home

__all__ = ["own_home"]


def test_an_account_taken_back_after_the_snapshot_is_not_printed_from_it(
    committed_cast: Cast, own_home: Home, signed_in: SignIn
) -> None:
    cast = committed_cast
    source = record_source(cast.documenter, alias="Abu Khayal", kind="eyewitness")
    ask_consent(cast.documenter, source.pk, given_on=date(2019, 8, 1), uses={"publish-quote": True})
    incident = with_statement(cast, source)
    take_snapshot(cast.analyst, folder=own_home.snapshots, rule="snhr-2019", name="july")
    create_report(cast.analyst, "words", title_en="Words", title_ar="أقوال")
    opened = next(text for text in texts_of(cast.analyst, "words") if text.file == "report.en.md")
    text = f'{opened.text}\n{{{{ statements("{incident.code}") }}}}\n'
    save_report(cast.analyst, "words", "report.en.md", text, opened_digest=opened.digest)
    typed = {"file": "report.en.md", "digest": "", "snapshot": "july", "text": text}
    client = signed_in(cast.analyst)
    assert WORDS in client.post("/reports/words/preview/", typed).content.decode()

    withdraw_consent(cast.documenter, source.pk, on=date(2020, 1, 1), uses=["publish-quote"])
    line = text.count("\n")
    answer = client.post("/reports/words/preview/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and f"report.en.md:{line}: " in page and "was withdrawn" in page
    assert WORDS not in page
    with_words = ask_job(cast.analyst, "build-report", report="words", snapshot="july", formats=["html"])
    assert work_once("worker")
    with_words.refresh_from_db()
    assert with_words.state == "failed" and f"report.en.md:{line}: " in with_words.error["en"]

    save_report(cast.analyst, "words", "report.en.md", opened.text, opened_digest=_digest(cast))
    data_only = ask_job(cast.analyst, "build-report", report="words", snapshot="july", formats=["data"])
    assert work_once("worker")
    data_only.refresh_from_db()
    assert data_only.state == "failed" and "consent was taken back since" in data_only.error["en"]
    assert not Job.objects.filter(state="done").exists()


def _digest(cast: Cast) -> str:
    return next(text.digest for text in texts_of(cast.analyst, "words") if text.file == "report.en.md")
