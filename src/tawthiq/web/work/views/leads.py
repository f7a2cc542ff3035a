"""The lead inbox: list, one lead with its raw text and drafts, what may be done with it, and filing one by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tawthiq.domain.errors import InvalidValue, NotFound, TawthiqError
from tawthiq.domain.leads import LEAD_STEPS, LeadStep
from tawthiq.domain.roles import MAY
from tawthiq.queries.leads import (
    AT_ONCE,
    LeadView,
    draft_as_shown,
    incidents_like,
    lead_counts,
    lead_shown,
    leads_in_states,
    leads_like,
    pieces_of,
    refusal_of_step,
)
from tawthiq.queries.reading import drafts_of
from tawthiq.records.accounts.models import Account
from tawthiq.services.leads import (
    attach_lead,
    detach_lead,
    dismiss_lead,
    file_lead,
    merge_lead,
    rejoin_lead,
    restore_lead,
    split_lead,
    unmerge_lead,
)
from tawthiq.web.answers import number_in, page_in, see, sentence_of
from tawthiq.web.doors import actor_of, door
from tawthiq.web.refusing import language, status_of
from tawthiq.web.work.forms import LeadForm
from tawthiq.web.work.parts import Unit, spans_in, units_of

TABS: dict[str, tuple[str, ...]] = {
    "new": ("new",),
    "attached": ("attached",),
    "dismissed": ("dismissed",),
    "put-together": ("split", "merged"),
}
"""The tabs of the inbox and the states that each shows."""


@door("read-case")
@require_GET
def leads(request: HttpRequest) -> HttpResponseBase:
    """List the leads of one tab, the oldest first."""
    actor = actor_of(request)
    tab = request.GET.get("state", "new")
    tab = tab if tab in TABS else "new"
    text, page = request.GET.get("q", "")[:200], page_in(request)
    lines, total = leads_in_states(actor, TABS[tab], text=text, page=page)
    counts = lead_counts(actor)
    shown = {
        "tab": tab, "tabs": [(name, sum(counts.get(one, 0) for one in states)) for name, states in TABS.items()],
        "lines": lines, "total": total, "q": text, "page": page, "has_more": page * AT_ONCE < total,
        "may_file": _may_record(actor),
    }  # fmt: skip
    return render(request, "work/leads.html", shown)


@door("read-case")
@require_GET
def lead(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one lead."""
    actor = actor_of(request)
    return _lead_page(request, actor, lead_shown(actor, code))


def _lead_page(
    request: HttpRequest, actor: Account, view: LeadView, *, error: TawthiqError | None = None, step: str = ""
) -> HttpResponseBase:
    find, find_lead = request.GET.get("find", "")[:200], request.GET.get("find_lead", "")[:200]
    may = _may_record(actor)
    can_attach, can_merge = may and "attach" in view.steps, may and "merge" in view.steps
    shown = {
        "view": view, "find": find, "find_lead": find_lead, "may_record": may, "typed": request.POST,
        "error": sentence_of(error) if error else "", "error_step": step,
        "incidents": incidents_like(actor, told=view.line.told, text=find) if can_attach else (),
        "others": leads_like(actor, view, text=find_lead) if can_merge else (),
        "units": _with_typed(units_of(view), request) if may and "split" in view.steps else (),
        "refusals": _refusals(view), "steps": view.steps,
    }  # fmt: skip
    return render(request, "work/lead.html", shown, status=status_of(error) if error else 200)


def _with_typed(units: tuple[Unit, ...], request: HttpRequest) -> list[tuple[Unit, str]]:
    """Pair each unit with the part chosen for it: what was typed, else what the drafts suggest."""
    return [(unit, request.POST.get(f"part-{unit.first}", unit.suggested)) for unit in units]


def _refusals(view: LeadView) -> dict[str, str]:
    found = {step: refusal_of_step(view, step) for step in LEAD_STEPS}
    return {step: one.sentence_in(language()) for step, one in found.items() if one is not None}


Done = tuple[str, str]
"""What a step says when it is done, and the code of the lead to show next."""


@door("record-case")
@require_POST
def lead_step(request: HttpRequest, code: str, step: str) -> HttpResponseBase:
    """Do one step with a lead; what is refused is said on the lead's own page, with what was typed."""
    actor = actor_of(request)
    view = lead_shown(actor, code)
    if step not in STEPS:
        raise NotFound("There is no such step.")
    try:
        said, then = STEPS[step](request, actor, view)
    except TawthiqError as error:
        return _lead_page(request, actor, lead_shown(actor, code), error=error, step=step)
    messages.success(request, said)
    return see("lead", then)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _attach(request: HttpRequest, actor: Account, view: LeadView) -> Done:
    incident = request.POST.get("incident") or request.POST.get("incident_code", "").strip().upper()
    if not incident:
        raise InvalidValue(_("No incident was chosen. Choose one of the list, or type its code."))
    attach_lead(actor, view.line.id, incident, expected_version=number_in(request, "version"))
    return _("The lead is attached."), view.line.code


def _dismiss(request: HttpRequest, actor: Account, view: LeadView) -> Done:
    dismiss_lead(actor, view.line.id, expected_version=number_in(request, "version"), reason=_reason(request))
    return _("The lead is dismissed; its reason stays with it."), view.line.code


def _simple(service: Callable[..., Any], said: Callable[[], str]) -> Callable[..., Done]:
    def done(request: HttpRequest, actor: Account, view: LeadView) -> Done:
        service(actor, view.line.id, expected_version=number_in(request, "version"), reason=_reason(request))
        return said(), view.line.code

    return done


def _split(request: HttpRequest, actor: Account, view: LeadView) -> Done:
    chosen = {unit: request.POST.get(f"part-{unit.first}", "") for unit in units_of(view)}
    parts = split_lead(
        actor, view.line.id, expected_version=number_in(request, "version"), spans=spans_in(chosen),
        reason=_reason(request),
    )  # fmt: skip
    said = ngettext("The lead is split into %(n)d part.", "The lead is split into %(n)d parts.", len(parts))
    return said % {"n": len(parts)}, view.line.code


def _merge(request: HttpRequest, actor: Account, view: LeadView) -> Done:
    other = request.POST.get("into") or request.POST.get("into_code", "").strip().upper()
    if not other:
        raise InvalidValue(_("No lead was chosen. Choose one of the list, or type its code."))
    merge_lead(
        actor, view.line.id, other, expected_version=number_in(request, "version"), reason=_reason(request)
    )
    return _("The two leads count as one now."), view.line.code


STEPS: dict[LeadStep, Callable[[HttpRequest, Account, LeadView], Done]] = {
    "attach": _attach,
    "detach": _simple(detach_lead, lambda: _("The lead is new again.")),
    "dismiss": _dismiss,
    "restore": _simple(restore_lead, lambda: _("The dismissal is taken back; the lead is new again.")),
    "split": _split,
    "rejoin": _simple(rejoin_lead, lambda: _("The split is taken back; the lead is new again.")),
    "merge": _merge,
    "unmerge": _simple(unmerge_lead, lambda: _("The lead stands for itself again.")),
}


@door("record-case")
@require_http_methods(["GET", "POST"])
def lead_new(request: HttpRequest) -> HttpResponseBase:
    """File a lead by hand; `read` shows what the reader would draft beside the text and files nothing."""
    actor = actor_of(request)
    form = LeadForm(request.POST or None, initial={"channel": "unknown", "confidentiality": "open"})
    if request.method != "POST":
        return render(request, "work/lead_new.html", {"form": form})
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not form.is_valid():
        return render(request, "work/lead_new.html", {"form": form}, status=422)
    values = form.cleaned_data
    drafts = drafts_of(actor, text, published=values["published"]) if len(text) <= LONGEST_READ else []
    if "read" in request.POST:
        proposals = tuple(draft_as_shown(one) for one in drafts)
        shown = {"form": form, "drafts": proposals, "pieces": pieces_of(text, proposals), "is_read": True}
        return render(request, "work/lead_new.html", shown)
    try:
        filed = file_lead(
            actor, text=text, channel=values["channel"], reported_at=values["reported_at"],
            source=values["source"].strip(), drafts=drafts, confidentiality=values["confidentiality"],
            note=values["note"],
        )  # fmt: skip
    except TawthiqError as error:
        shown = {"form": form, "error": sentence_of(error)}
        return render(request, "work/lead_new.html", shown, status=status_of(error))
    messages.success(request, _("The lead is filed as %(code)s.") % {"code": filed.code})
    return see("lead", filed.code)


LONGEST_READ = 200_000
"""Characters that are drafted while somebody waits; a longer report is read by the command `tawthiq read`."""


def _may_record(actor: Account) -> bool:
    return not MAY["record-case"].isdisjoint(actor.roles)
