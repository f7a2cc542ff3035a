"""The start page: what waits for whoever signs in, each kind of work counted, with the first few of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tawthiq.domain.roles import MAY
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.expiring import consents_in_trouble
from tawthiq.queries.waiting import system_matters, waiting_for
from tawthiq.web.answers import see
from tawthiq.web.doors import actor_of, door


@door()
@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """Show what waits for the account, or the system's matters to an administrator."""
    actor = actor_of(request)
    cards = waiting_for(actor, on=datetime.now(UTC).date())
    shown = {
        "cards": cards, "system": system_matters(actor),
        "may_record": not MAY["record-case"].isdisjoint(actor.roles),
    }  # fmt: skip
    return render(request, "work/start.html", shown)


@door("audit-ledger")
@require_POST
def audit(request: HttpRequest) -> HttpResponseBase:
    """Walk the whole ledger and say what was found; nothing is changed."""
    found = audit_ledger()
    if found.faults:
        for fault in found.faults:
            messages.error(request, _("The ledger does not fit: %(fault)s") % {"fault": fault})
    else:
        said = ngettext(
            "The ledger fits: %(n)d entry was walked.",
            "The ledger fits: %(n)d entries were walked.",
            found.entries,
        )
        messages.success(request, said % {"n": found.entries})
    return see("start")


@door("read-case")
@require_GET
def consents(request: HttpRequest) -> HttpResponseBase:
    """List the consents that end soon, have ended or were withdrawn, and what rests on them."""
    lines = consents_in_trouble(actor_of(request), on=datetime.now(UTC).date())
    return render(request, "work/consents.html", {"lines": lines})
