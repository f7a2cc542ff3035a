"""Evidence: a grid of covered copies, one item beside the record, the original on request, and taking files in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tawthiq.config.vaults import serving_vault, workshop
from tawthiq.domain.errors import InvalidValue, NotFound, TawthiqError
from tawthiq.domain.roles import MAY
from tawthiq.queries.evidence import ItemView, analysis_of, item_shown, notes_on
from tawthiq.queries.evidence_grid import AT_ONCE, alike, evidence_grid, pins_of, shown_copy, tile_of
from tawthiq.records.accounts.models import Account
from tawthiq.services.evidence.adding import add_evidence_bytes, source_named
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.custody import change_evidence, view_copy, view_original
from tawthiq.services.evidence.facts import Collection, EvidenceFacts, LinkFacts
from tawthiq.services.jobs.asking import ask_job
from tawthiq.vault.blobs import Vault
from tawthiq.vocab import vocabulary
from tawthiq.web.answers import number_in, page_in, see, sentence_of
from tawthiq.web.doors import actor_of, door
from tawthiq.web.media.drawing import small_map
from tawthiq.web.media.forms import UploadForm
from tawthiq.web.media.safe import SHOWN, given_out
from tawthiq.web.refusing import language, plain, status_of

ANALYSED_AT_ONCE = 64 << 20
"""Bytes of a file that is analysed while its owner waits; a larger one is left to the worker."""


def the_vault() -> Vault | None:
    """Return the vault of this home where the server opened it."""
    return serving_vault(settings.HOME)


def _locked(request: HttpRequest) -> HttpResponseBase:
    return plain(request, 503, _("The vault is locked"), _locked_sentence())


def _locked_sentence() -> str:
    return _(
        "The server was started without the vault's passphrase. Records are here; evidence is listed and not shown. "
        "Ask who runs the system."
    )


@door("read-case")
@require_GET
def evidence(request: HttpRequest) -> HttpResponseBase:
    """Show the items as a grid of covered copies."""
    actor, page = actor_of(request), page_in(request)
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "kind", "incident")}
    kind = asked["kind"] if asked["kind"] in vocabulary("evidence_kind") else ""
    try:
        tiles, total = evidence_grid(actor, text=asked["q"], kind=kind, incident=asked["incident"], page=page)
    except NotFound:
        tiles, total = (), 0
    shown = {
        "tiles": tiles, "total": total, "page": page, "has_more": page * AT_ONCE < total, "asked": asked,
        "kinds": vocabulary("evidence_kind").choices(language()), "is_locked": the_vault() is None,
        "may_add": not MAY["add-evidence"].isdisjoint(actor.roles),
    }  # fmt: skip
    return render(request, "media/evidence.html", shown)


@door("read-case")
@require_GET
def evidence_item(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one item: covered copy, what is known of it, custody, and how it stands to the record."""
    return _item_page(request, actor_of(request), code)


def _item_page(
    request: HttpRequest, actor: Account, code: str, *, error: TawthiqError | None = None
) -> HttpResponseBase:
    item, tile, vault = item_shown(actor, code), tile_of(actor, code), the_vault()
    copies = {copy.kind: copy for copy in item.copies if copy.kind in ("blurred", "grey")}
    shown = {
        "item": item, "tile": tile, "is_locked": vault is None, "error": sentence_of(error) if error else "",
        "blurred": copies.get("blurred"), "grey": copies.get("grey"),
        "frames": [copy for copy in item.copies if copy.kind == "key-frame"],
        "is_shown_in_place": item.row.media_type in SHOWN, "typed": request.POST,
        "may_add": not MAY["add-evidence"].isdisjoint(actor.roles),
        "graphic_levels": vocabulary("graphic_level").choices(language()),
        **_analysis(actor, vault, item),
    }  # fmt: skip
    return render(request, "media/evidence_item.html", shown, status=status_of(error) if error else 200)


def _analysis(actor: Account, vault: Vault | None, item: ItemView) -> dict[str, Any]:
    """Return what the file says of itself, held against the record; nothing where it was not analysed."""
    if vault is None or item.row.is_destroyed:
        return {}
    try:
        said = analysis_of(actor, vault, item.row.id)
    except TawthiqError:
        return {"was_not_analysed": True}
    arabic = language() == "ar"
    notes = [
        (code, note.arabic if arabic else note.english) for code, note in notes_on(actor, said, item.row.id)
    ]
    return {
        "claims": _claims_said(said.get("claims")), "tags": _tags(said.get("claims")), "notes": notes,
        "alike": alike(actor, item.row.id, said), "provenance": said.get("provenance"),
        "failed": said.get("not_analysed") or [], "map": small_map(pins_of(actor, item.row.id, said.get("claims"))),
    }  # fmt: skip


def _tags(claims: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    return sorted((str(k), str(v)) for k, v in (claims or {}).get("tags", {}).items())


def _claims_said(claims: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    labels = {
        "taken_local": _("taken, by the device's clock"), "taken_offset": _("offset from UTC"),
        "gps_time": _("time by satellite (UTC)"), "modified": _("changed"), "latitude": _("latitude"),
        "longitude": _("longitude"), "altitude": _("altitude in metres"), "device": _("device"),
        "software": _("software"), "author": _("author"), "title": _("title"), "width": _("width in pixels"),
        "height": _("height in pixels"), "pages": _("pages"), "duration": _("seconds"), "streams": _("streams"),
    }  # fmt: skip
    found = ((label, (claims or {}).get(name)) for name, label in labels.items())
    return [
        (label, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for label, value in found
        if value not in (None, "", [])
    ]


@door("read-case")
@require_GET
def evidence_copy(request: HttpRequest, code: str, copy: str) -> HttpResponseBase:
    """Give a copy that we made: small, grey, blurred, or a frame; daily work that leaves no entry."""
    actor, vault = actor_of(request), the_vault()
    derivative = shown_copy(actor, code, copy)
    if vault is None:
        return _locked(request)
    content = b"".join(view_copy(actor, vault, derivative))
    return given_out([content], code=copy, media_type="image/jpeg", size=len(content))


@door("read-case")
@require_POST
def evidence_original(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record that the original is viewed and why, then give its bytes."""
    actor, vault = actor_of(request), the_vault()
    item = item_shown(actor, code)
    if vault is None:
        return _locked(request)
    purpose = request.POST.get("purpose", "").strip()
    if not purpose:
        return _item_page(
            request, actor, code, error=InvalidValue(_("Say in a few words what you look at it for."))
        )
    pieces = view_original(actor, vault, item.row.id, purpose=purpose[:500])
    return given_out(pieces, code=item.row.code, media_type=item.row.media_type, size=item.row.size)


@door("add-evidence")
@require_POST
def evidence_change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say how graphic an item is."""
    actor = actor_of(request)
    item = item_shown(actor, code)
    try:
        change_evidence(
            actor, item.row.id, expected_version=number_in(request, "version"),
            reason=request.POST.get("reason", ""), graphic_level=request.POST.get("graphic_level", ""),
        )  # fmt: skip
    except TawthiqError as error:
        return _item_page(request, actor, code, error=error)
    messages.success(request, _("The graphic level is saved."))
    return see("evidence_item", item.row.code)


@door("add-evidence")
@require_POST
def evidence_analyse(request: HttpRequest, code: str) -> HttpResponseBase:
    """Analyse an item from the vault: copies, fingerprints, what the file says of itself."""
    actor, vault = actor_of(request), the_vault()
    item = item_shown(actor, code)
    if vault is None or settings.HOME is None:
        return _locked(request)
    with workshop(settings.HOME) as folder:
        found = analyse_evidence(actor, vault, item.row.id, workshop=folder)
    messages.success(request, _("Analysed: %(n)d copies were made.") % {"n": len(found.derived)})
    return see("evidence_item", item.row.code)


@door("add-evidence")
@require_http_methods(["GET", "POST"])
def evidence_add(request: HttpRequest) -> HttpResponseBase:
    """Take in files with the record of their collection; what is refused loses nothing that was typed."""
    actor, vault = actor_of(request), the_vault()
    initial = {
        "graphic_level": "unknown",
        "confidentiality": "open",
        "incident": request.GET.get("incident", "")[:40],
    }
    form = UploadForm(request.POST or None, initial=initial)
    shown: dict[str, Any] = {"form": form, "is_locked": vault is None, "error": ""}
    if request.method != "POST":
        return render(request, "media/evidence_add.html", shown)
    files = request.FILES.getlist("files")
    if vault is None:
        return render(request, "media/evidence_add.html", shown, status=503)
    if not files or not form.is_valid():
        shown["error"] = "" if files else _("No file was chosen.")
        return render(request, "media/evidence_add.html", shown, status=422)
    try:
        facts = facts_in(actor, form.cleaned_data)
        taken = [_take_in(actor, vault, file, facts) for file in files]
    except TawthiqError as error:
        shown["error"] = sentence_of(error)
        return render(request, "media/evidence_add.html", shown, status=status_of(error))
    for code, is_new in taken:
        kept = _("These bytes are kept already as %(code)s; links were added.")
        said = _("Taken in as %(code)s.") if is_new else kept
        messages.success(request, said % {"code": code})
    return see("evidence_item", taken[0][0]) if len(taken) == 1 else see("evidence")


def facts_in(actor: Account, values: Mapping[str, Any]) -> EvidenceFacts:
    """Turn what a form holds into what the service takes."""
    links = (
        [LinkFacts(record_kind="incident", record=values["incident"].strip().upper())]
        if values["incident"]
        else []
    )
    if values["link"]:
        kind, _colon, record = values["link"].partition(":")
        links.append(LinkFacts(record_kind=kind.strip(), record=record.strip().upper()))
    own = ("method", "collector", "given_by", "url", "uploader", "posted_at", "context", "machine", "network",
           "account_used", "language")  # fmt: skip
    collection = Collection(
        **{name: values[name] for name in own}, tools=tuple(_listed(values["tools"])),
        warnings=tuple(_listed(values["warnings"])),
    )  # fmt: skip
    return EvidenceFacts(
        source=source_named(actor, values["source"].strip()) if values["source"].strip() else None,
        collected_at=values["collected_at"], collection=collection, made=values["made"].strip(),
        graphic_level=values["graphic_level"], confidentiality=values["confidentiality"], links=tuple(links),
        note=values["note"],
    )  # fmt: skip


def _listed(text: str) -> Iterator[str]:
    return (part.strip() for part in text.replace("،", ",").replace(";", ",").split(",") if part.strip())


def _take_in(actor: Account, vault: Vault, file: UploadedFile[Any], facts: EvidenceFacts) -> tuple[str, bool]:
    """Keep one file and analyse it where it is small enough to wait for; an analysis that fails loses nothing."""
    added = add_evidence_bytes(actor, vault, file.chunks(), name=file.name or "", facts=facts)
    if not added.is_new:
        return added.item.code, False
    path = getattr(file, "temporary_file_path", None)
    if settings.HOME is None or path is None or added.item.size > ANALYSED_AT_ONCE:
        ask_job(actor, "analyse-evidence", item=added.item.pk)
        return added.item.code, True
    with workshop(settings.HOME) as folder:
        try:
            analyse_evidence(actor, vault, added.item.pk, workshop=folder, original=Path(path()))
        except (TawthiqError, OSError):
            ask_job(actor, "analyse-evidence", item=added.item.pk)
    return added.item.code, True
