"""Enter or change one attack on one screen: nothing typed is ever lost, whatever the answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tawthiq.domain.errors import Refused, TawthiqError
from tawthiq.queries.alike import Alike, incidents_alike
from tawthiq.queries.case_past import case_as_of
from tawthiq.queries.case_views import CaseView
from tawthiq.queries.cases import case_shown
from tawthiq.queries.entries import Entry, entry_draft, entry_of_incident
from tawthiq.queries.picking import Choice, persons_same
from tawthiq.queries.stated import parties_by_code
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.services.cases.saving import save_case, save_new_case
from tawthiq.services.entries import drop_entries_of, drop_entry, keep_entry
from tawthiq.services.review import submit_incident
from tawthiq.web.doors import actor_of, door
from tawthiq.web.incidents.reading import NEW, Read, read_case
from tawthiq.web.incidents.screen import SECTIONS
from tawthiq.web.incidents.sheet import Sheet
from tawthiq.web.incidents.showing import typed_from_case
from tawthiq.web.incidents.typed import (
    LONGEST,
    Difference,
    Typed,
    differences,
    empty_row,
    empty_typed,
    is_blank,
    merged,
    take_theirs,
    typed_from_plain,
    typed_from_post,
)
from tawthiq.web.refusing import language, status_of


@dataclass(slots=True)
class Screen:
    """One answer of the screen: the form, on which case and version, and what is to be said beside it."""

    actor: Account
    typed: Typed
    code: str = ""
    version: int = 0
    entry: str = ""
    read: Read = field(default_factory=Read)
    refusal: str = ""
    alike: Sequence[Alike] = ()
    same_names: int = 0
    seen: str = ""
    is_new_to_them: bool = False
    reason: str = ""
    duplicate_reason: str = ""
    differences: Sequence[Difference] = ()
    changed_by: str = ""
    restored: Entry | None = None
    state: str = "draft"
    added: str = ""


@door("record-case")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a new case; with `?entry=`, one that was typed before."""
    actor = actor_of(request)
    if request.method == "POST":
        return _post(request, Screen(actor, typed_from_post(request.POST)))
    screen = Screen(actor, empty_typed(zone=settings.HOME.zone if settings.HOME else "UTC"))
    if wanted := request.GET.get("entry"):
        entry = entry_draft(actor, wanted)
        screen.typed, screen.entry, screen.restored = typed_from_plain(entry.typed), entry.id, entry
    return _show(request, screen)


@door("record-case")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a case; what was typed of it before and not saved comes back."""
    actor = actor_of(request)
    case = case_shown(actor, code)
    if request.method == "POST":
        return _post(request, Screen(actor, typed_from_post(request.POST), code=case.code, state=case.state))
    if not case.may["edit"].is_allowed:
        messages.error(
            request, case.may["edit"].sentence_ar if language() == "ar" else case.may["edit"].sentence_en
        )
        return _to(reverse("incident", args=[case.code]))
    screen = Screen(actor, typed_from_case(case), code=case.code, version=case.version, state=case.state)
    entry = entry_of_incident(actor, case.code)
    if entry is not None:
        screen.typed, screen.entry, screen.restored = typed_from_plain(entry.typed), entry.id, entry
        screen.version = entry.incident_version or case.version
    return _show(request, screen)


@door("record-case")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the form as typed; answer with where it is found again."""
    screen = Screen(actor_of(request), typed_from_post(request.POST), code=request.POST.get("code", ""))
    _take_marks(request, screen)
    _keep(screen)
    return JsonResponse(
        {"entry": screen.entry, "address": _address(screen), "at": f"{timezone.localtime():%H:%M}"}
    )


@door("record-case")
@require_POST
def discard(request: HttpRequest, entry: str) -> HttpResponse:
    """Forget what was typed and not saved."""
    actor = actor_of(request)
    held = entry_draft(actor, entry)
    drop_entry(actor, entry)
    messages.success(request, _("What was typed and not saved is discarded."))
    return _to(reverse("incident", args=[held.incident_code]) if held.incident_code else reverse("start"))


def _to(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def _address(screen: Screen) -> str:
    if screen.code:
        return reverse("incident_change", args=[screen.code])
    return f"{reverse('incident_new')}?entry={screen.entry}"


def _take_marks(request: HttpRequest, screen: Screen) -> None:
    posted = request.POST
    version = posted.get("version", "")
    screen.version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    screen.entry = posted.get("entry", "")[:26]
    screen.seen = posted.get("seen", "")[:LONGEST]
    screen.reason = posted.get("reason", "").strip()[:2_000]
    screen.duplicate_reason = posted.get("duplicate_reason", "").strip()[:2_000]


def _keep(screen: Screen) -> None:
    screen.entry = keep_entry(
        screen.actor,
        screen.typed.as_plain(),
        entry_id=screen.entry or None,
        incident_code=screen.code or None,
        incident_version=screen.version or None,
    )


def _post(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Do what the button says."""
    _take_marks(request, screen)
    do = request.POST.get("do", "check")
    if screen.code and (paths := request.POST.getlist("take")):
        take_theirs(screen.typed, typed_from_case(case_shown(screen.actor, screen.code)), paths)
    if do.startswith("add-") and do[4:] in SECTIONS:
        rows = screen.typed.section(do[4:])
        rows.append(empty_row(SECTIONS[do[4:]], len(rows) + 1))
        screen.added = f"{do[4:]}-{len(rows) - 1}-"
        _keep(screen)
        return _show(request, screen)
    if do in ("keep", "language"):
        _keep(screen)
        return _kept(request, screen, do)
    screen.read = read_case(screen.actor, screen.typed, language=language())
    if do in ("save", "submit"):
        return _save(request, screen, is_submitted=do == "submit")
    _keep(screen)
    return _show(request, screen)


def _kept(request: HttpRequest, screen: Screen, do: str) -> HttpResponse:
    if do == "keep":
        messages.success(request, _("What you typed is kept. You find it among your drafts."))
        return _to(reverse("start"))
    answer = _to(_address(screen))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, "en" if language() == "ar" else "ar",
        samesite="Lax", httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def _save(request: HttpRequest, screen: Screen, *, is_submitted: bool) -> HttpResponse:
    if screen.read.facts is None:
        _keep(screen)
        return _show(request, screen, status=422)
    case = case_shown(screen.actor, screen.code) if screen.code else None
    if case is None or case.version == screen.version:
        _warn(screen, case)
        if screen.is_new_to_them:
            _keep(screen)
            return _show(request, screen)
    try:
        saved = _write(screen)
    except Refused as refused:
        if refused.code == "stale-version":
            return _show_both(request, screen, refused)
        return _refused(request, screen, refused)
    except TawthiqError as refused:
        return _refused(request, screen, refused)
    drop_entry(screen.actor, screen.entry)
    drop_entries_of(screen.actor, saved)
    messages.success(request, _("%(code)s is saved.") % {"code": saved.code})
    if is_submitted:
        _submit(request, screen.actor, saved)
    return _to(reverse("incident", args=[saved.code]))


def _refused(request: HttpRequest, screen: Screen, refused: TawthiqError) -> HttpResponse:
    screen.refusal = refused.sentence_in(language())
    _keep(screen)
    return _show(request, screen, status=status_of(refused))


def _write(screen: Screen) -> Incident:
    facts = screen.read.facts
    assert facts is not None
    reason = screen.reason
    if screen.alike or screen.same_names:
        found = ", ".join(one.code for one in screen.alike) or "persons of the same name"
        said = f"saved beside likely duplicates ({found})"
        reason = "; ".join(part for part in (reason, said, screen.duplicate_reason) if part)
    if not screen.code:
        return save_new_case(screen.actor, facts, reason=reason)
    return save_case(screen.actor, screen.code, facts, expected_version=screen.version, reason=reason)


def _submit(request: HttpRequest, actor: Account, saved: Incident) -> None:
    try:
        submit_incident(actor, saved.pk, expected_version=saved.version)
    except TawthiqError as refused:
        messages.error(request, refused.sentence_in(language()))
    else:
        messages.success(request, _("It is handed to review."))


def _warn(screen: Screen, case: CaseView | None) -> None:
    """Look for cases and persons that may be the same; what they were shown once is not asked again."""
    read, when = screen.read, screen.read.when
    has_moved = (
        case is None
        or when is None
        or (case.place and case.place.id) != read.place_id
        or (case.occurred != when.date.edtf)
    )
    if when is not None and has_moved:
        screen.alike = incidents_alike(
            screen.actor,
            place_id=read.place_id,
            first=when.date.lower,
            last=when.date.upper,
            not_code=screen.code,
        )
    new_rows = {
        f"victims-{n}-name": row["name"]
        for n, row in enumerate(screen.typed.section("victims"))
        if not is_blank("victims", row)
        and not row.get("id")
        and row.get("name")
        and row.get("name_id", "") in ("", NEW)
    }
    same = persons_same(screen.actor, new_rows.values(), not_of=screen.code or None)
    found: list[str] = [one.code for one in screen.alike]
    for name, text in new_rows.items():
        if text in same:
            read.choices[name] = same[text]
            screen.same_names += 1
            found += _choose_new(screen, name, same[text])
    screen.is_new_to_them = not set(found) <= set(screen.seen.split())
    screen.seen = " ".join(sorted({*found, *screen.seen.split()}))


def _choose_new(screen: Screen, name: str, choices: tuple[Choice, ...]) -> list[str]:
    """Where people say nothing, a name is a new person."""
    row = screen.typed.section("victims")[int(name.split("-")[1])]
    row["name_id"] = NEW
    return [choice.code for choice in choices]


def _show_both(request: HttpRequest, screen: Screen, refused: Refused) -> HttpResponse:
    """Answer a stale save: both versions field by field, what others changed taken in where this form left it alone."""
    case = case_shown(screen.actor, screen.code)
    opened = typed_from_case(case_as_of(screen.actor, screen.code, screen.version))
    theirs = typed_from_case(case)
    screen.differences = differences(opened, theirs, screen.typed)
    screen.changed_by = case.updated_by
    screen.typed = merged(opened, theirs, screen.typed)
    screen.version = case.version
    screen.refusal = refused.sentence_in(language())
    screen.read = Read()
    _keep(screen)
    return _show(request, screen, status=409)


def _show(request: HttpRequest, screen: Screen, *, status: int = 200) -> HttpResponse:
    sheet = Sheet(screen.typed, screen.read, language(), parties_by_code())
    errors = [(name, sentence) for name, sentence in screen.read.errors.items()]
    context = {"screen": screen, "sheet": sheet, "sections": sheet.sections(), "errors": errors}
    return render(request, "incidents/form.html", context, status=status)
