"""Who is let in to a record, and what of it is withheld: one page for any record, by its code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tawthiq.domain.errors import InvalidValue, NotFound, Refused
from tawthiq.queries.access import access_shown, record_seen
from tawthiq.services.accounts import account_named, grant_access, withdraw_access
from tawthiq.services.withholding import disclose_field, disclose_to, withhold_field
from tawthiq.web.doors import actor_of, door
from tawthiq.web.refusing import language, status_of


@door("read-case")
def access(request: HttpRequest, code: str) -> HttpResponse:
    """Show who sees a record and what of it is withheld."""
    return render(request, "people/access.html", {"view": access_shown(actor_of(request), code)})


@door("read-case")
@require_POST
def access_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Let somebody in or out, withhold a field, disclose it to one or to all."""
    actor = actor_of(request)
    record = record_seen(actor, code)
    try:
        _take(request, step, code)
    except (InvalidValue, Refused, NotFound) as error:
        view = access_shown(actor, record.code)
        shown = {"view": view, "problem": error.sentence_in(language()), "typed": request.POST}
        return render(request, "people/access.html", shown, status=status_of(error))
    messages.success(request, _("Done."))
    return redirect("access", code=record.code)


def _take(request: HttpRequest, step: str, code: str) -> None:
    actor, said = actor_of(request), request.POST
    record = record_seen(actor, code)
    if step == "let-in":
        grant_access(actor, record, account_named(said.get("who", "")))
    elif step == "let-out":
        withdraw_access(actor, record, account_named(said.get("who", "")))
    elif step == "withhold":
        withhold_field(actor, type(record), record.pk, said.get("field", ""), reason=said.get("reason", ""))
    elif step == "disclose-to":
        disclose_to(actor, said.get("withholding", ""), account_named(said.get("who", "")))
    else:
        version = said.get("version", "")
        disclose_field(
            actor, said.get("withholding", ""), reason=said.get("reason", ""),
            expected_version=int(version) if version.isascii() and version.isdigit() else 0,
        )  # fmt: skip
