"""The pages of reports: begin, write with a live preview, look at versions, build, fetch what was built."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tawthiq.domain.errors import NotFound, Refused, TawthiqError
from tawthiq.queries.jobs import builds_of
from tawthiq.queries.reports import (
    Preview,
    Proof,
    SourceText,
    built_file,
    findings_of,
    preview_of,
    report_named,
    reports_of,
    texts_of,
    version_text,
    versions_of,
)
from tawthiq.queries.snapshots import snapshots_readable
from tawthiq.queries.visibility import NOT_THERE
from tawthiq.services.jobs.asking import ask_job
from tawthiq.services.reports.writing import create_report, save_report
from tawthiq.web.doors import actor_of, door
from tawthiq.web.figures.forms import question_address
from tawthiq.web.refusing import language, status_of
from tawthiq.web.reports.forms import FORMATS, BeginForm, BuildForm, TextForm
from tawthiq.web.reports.jobs import said

_LINE = re.compile(r"^report(?:\.\w\w)?\.md:(\d+): ")


@require_http_methods(["GET", "POST"])
@door("write-report")
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports; begin one."""
    actor = actor_of(request)
    form = BeginForm(request.POST or None)
    page: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                created = create_report(actor, **form.cleaned_data)
            except TawthiqError as error:
                page["error"], status = error.sentence_in(language()), status_of(error)
            else:
                return redirect("report_edit", created.name)
        else:
            status = 422
    return render(request, "reports/reports.html", {**page, "reports": reports_of(actor)}, status=status)


@require_http_methods(["GET", "POST"])
@door("write-report")
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Show the editor; save the text, or look at it without saving where there is no JavaScript."""
    actor = actor_of(request)
    texts = texts_of(actor, name)
    if request.method == "GET":
        shown = _text_of(texts, request.GET.get("file", ""))
        if version := request.GET.get("version"):
            shown = SourceText(shown.file, version_text(actor, name, version), shown.digest)
        return _editor(request, name, texts, shown, request.GET.get("snapshot", ""))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _editor(request, name, texts, _text_of(texts, ""), "", status=422)
    given = form.cleaned_data
    typed = SourceText(given["file"], given["text"].replace("\r\n", "\n"), given["digest"])
    if request.POST.get("action") != "save":
        return _looked_at(request, name, texts, typed, given["snapshot"])
    try:
        _digest, saved = save_report(actor, name, typed.file, typed.text, opened_digest=typed.digest)
    except Refused as error:
        if error.code != "report-changed":
            raise
        return _both(request, name, typed, given["snapshot"], error)
    messages.success(request, _("Saved.") if saved else _("Nothing had changed."))
    query = urlencode({key: given[key] for key in ("file", "snapshot") if given[key]})
    answer = redirect(f"{reverse('report_edit', args=[name])}?{query}")
    answer.status_code = 303
    return answer


def _text_of(texts: list[SourceText], file: str) -> SourceText:
    """Choose the text asked for, or the one in the language of the page, or any."""
    usual = f"report.{language()}.md"
    for wanted in (file, usual):
        for text in texts:
            if text.file == wanted:
                return text
    if file or not texts:
        raise NotFound(NOT_THERE)
    return texts[0]


def _editor(
    request: HttpRequest, name: str, texts: list[SourceText], shown: SourceText, snapshot: str, *,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    snapshots = snapshots_readable(actor_of(request))
    page = {
        "name": name, "texts": texts, "shown": shown, "snapshots": snapshots, "rows": "30",
        "snapshot": snapshot or (snapshots[0].name if snapshots else ""),
        "is_arabic": shown.file.endswith(".ar.md"),
        **more,
    }  # fmt: skip
    return render(request, "reports/edit.html", page, status=status)


def _looked_at(
    request: HttpRequest, name: str, texts: list[SourceText], typed: SourceText, snapshot: str
) -> HttpResponse:
    """Show the typed text with its preview, as the buttons do where there is no JavaScript."""
    actor = actor_of(request)
    try:
        made = preview_of(actor, name, typed.file, typed.text, snapshot_name=snapshot)
        found: Any = ()
        if request.POST.get("action") == "proofread":
            found = findings_of(actor, name, typed.file, typed.text, snapshot_name=snapshot)
    except NotFound:
        raise
    except TawthiqError as error:
        return _editor(request, name, texts, typed, snapshot, status=status_of(error), **_error_words(error))
    return _editor(request, name, texts, typed, snapshot, findings=found, **_preview_words(made))


def _both(request: HttpRequest, name: str, typed: SourceText, snapshot: str, error: Refused) -> HttpResponse:
    """Show the typed text beside the one that was saved meanwhile; the next save is made from that one."""
    texts = texts_of(actor_of(request), name)
    theirs = next((text for text in texts if text.file == typed.file), SourceText(typed.file, "", ""))
    kept = SourceText(typed.file, typed.text, theirs.digest)
    return _editor(
        request, name, texts, kept, snapshot, status=409, theirs=theirs,
        changed=list(_changes(theirs.text, typed.text)), conflict=error.sentence_in(language()),
    )  # fmt: skip


def _changes(theirs: str, yours: str) -> Iterator[tuple[str, str]]:
    """Give the lines in which two texts differ: theirs as `del`, yours as `ins`, those around them as they are."""
    for line in difflib.unified_diff(theirs.splitlines(), yours.splitlines(), lineterm="", n=1):
        if line.startswith(("---", "+++")):
            continue
        kind = {"-": "del", "+": "ins", "@": "gap"}.get(line[:1], "same")
        yield kind, "…" if kind == "gap" else line[1:]


@require_POST
@door("write-report")
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """Put the typed text together and show it; an error leaves the last preview standing."""
    given = _typed(request)
    actor = actor_of(request)
    try:
        made = preview_of(actor, name, given["file"], given["text"], snapshot_name=given["snapshot"])
    except NotFound:
        raise
    except TawthiqError as error:
        answer = render(request, "reports/preview_error.html", _error_words(error), status=status_of(error))
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#preview-state", "innerHTML"
        return answer
    return render(request, "reports/preview.html", _preview_words(made))


@require_POST
@door("write-report")
def proofread(request: HttpRequest, name: str) -> HttpResponse:
    """Proofread the typed text as it would be printed."""
    given = _typed(request)
    try:
        found = findings_of(
            actor_of(request), name, given["file"], given["text"], snapshot_name=given["snapshot"]
        )
    except NotFound:
        raise
    except TawthiqError as error:
        return render(request, "reports/preview_error.html", _error_words(error), status=status_of(error))
    return render(request, "reports/findings.html", {"findings": found, "proofread": True})


def _typed(request: HttpRequest) -> dict[str, Any]:
    form = TextForm(request.POST)
    if not form.is_valid():
        raise NotFound(NOT_THERE)
    return form.cleaned_data


def _error_words(error: TawthiqError) -> dict[str, Any]:
    sentence = error.sentence_in(language())
    line = _LINE.match(sentence)
    return {"error": sentence, "line": int(line[1]) if line else None}


def _preview_words(made: Preview) -> dict[str, Any]:
    return {
        "preview": made, "html": mark_safe(made.html),  # written by reports/fragment.py, which escapes all text
        "proofs": [_proof_words(proof, made) for proof in made.proofs],
    }  # fmt: skip


def _proof_words(proof: Proof, made: Preview) -> dict[str, Any]:
    address = ""
    if proof.asked is not None:
        address = f"{reverse('figures_records')}?{question_address(proof.asked, made.snapshot.name)}"
    return {"proof": proof, "address": address, "keys": json.dumps(proof.keys) if proof.keys else ""}


@require_GET
@door("write-report")
def history(request: HttpRequest, name: str) -> HttpResponse:
    """List the saved versions of a report's texts."""
    return render(
        request, "reports/history.html", {"name": name, "versions": versions_of(actor_of(request), name)}
    )


@require_GET
@door("write-report")
def version(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """Show one saved version, and how it differs from the text as it lies."""
    actor = actor_of(request)
    text = version_text(actor, name, digest)
    of = next((one for one in versions_of(actor, name) if one.digest == digest), None)
    file = of.file if of else ""
    now = next((one.text for one in texts_of(actor, name) if one.file == file), "")
    page = {"name": name, "digest": digest, "version": of, "file": file, "text": text,
            "changed": list(_changes(now, text))}  # fmt: skip
    return render(request, "reports/version.html", page)


@require_http_methods(["GET", "POST"])
@door("write-report")
def builds(request: HttpRequest, name: str) -> HttpResponse:
    """Build a report in the background; list what was built, for download."""
    actor = actor_of(request)
    report = report_named(actor, name)
    page: dict[str, Any] = {"name": name, "snapshots": snapshots_readable(actor), "formats": FORMATS}
    status = 200
    if request.method == "POST":
        form = BuildForm(request.POST)
        if form.is_valid():
            ask_job(actor, "build-report", report=report.name, **form.cleaned_data)
            answer = redirect("report_build", name)
            answer.status_code = 303
            return answer
        page["error"], status = _("Choose a snapshot and at least one format."), 422
    page["works"] = [said(job) for job in builds_of(actor, report.name)]
    return render(request, "reports/builds.html", page, status=status)


@require_GET
@door("write-report")
def download(request: HttpRequest, name: str, build: str, file: str) -> FileResponse:
    """Hand out a file of a build, to be kept, never to be shown in place."""
    path = built_file(actor_of(request), name, build, file)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}-{path.name}")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
