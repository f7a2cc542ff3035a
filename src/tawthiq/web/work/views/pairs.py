"""Possible duplicates: pairs of persons side by side; one verdict each, with its reason, and a way back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tawthiq.domain.errors import TawthiqError
from tawthiq.domain.roles import MAY
from tawthiq.queries.matching import PairLine, PersonSide, pair_shown, pairs_to_judge
from tawthiq.records.accounts.models import Account
from tawthiq.services.matching import judge_pair, withdraw_judgement
from tawthiq.web.answers import number_in, see, sentence_of
from tawthiq.web.doors import actor_of, door
from tawthiq.web.refusing import language, status_of
from tawthiq.web.shell.templatetags.say import term, when
from tawthiq.web.work.fields import field_label


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two persons beside each other, and whether they say the same."""

    label: str
    left: str
    right: str
    is_same: bool


@door("read-case")
@require_GET
def pairs(request: HttpRequest) -> HttpResponseBase:
    """List the pairs that wait for a judgement, the likeliest first."""
    return render(request, "work/pairs.html", {"pairs": pairs_to_judge(actor_of(request))})


@door("read-case")
@require_GET
def pair(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show two persons side by side."""
    actor = actor_of(request)
    return _pair_page(request, actor, pair_shown(actor, code))


def _pair_page(
    request: HttpRequest, actor: Account, shown: PairLine, *, error: TawthiqError | None = None
) -> HttpResponseBase:
    sentences = shown.sentences_ar if language() == "ar" else shown.sentences_en
    page = {
        "pair": shown, "rows": compared(shown.left, shown.right), "sentences": sentences,
        "may_judge": not MAY["judge-match"].isdisjoint(actor.roles), "error": sentence_of(error) if error else "",
        "typed": request.POST, "next": _next_after(actor, shown.id),
    }  # fmt: skip
    return render(request, "work/pair.html", page, status=status_of(error) if error else 200)


def compared(left: PersonSide, right: PersonSide) -> list[Compared]:
    """Return the fields of two persons beside each other; fields that neither has are left out."""
    rows = [
        (field_label("name"), left.name, right.name),
        (field_label("names"), " · ".join(left.names), " · ".join(right.names)),
        (field_label("sex"), term(left.sex, "sex"), term(right.sex, "sex")),
        (field_label("born"), when(left.born), when(right.born)),
        (field_label("age_years"), _number(left.age), _number(right.age)),
        (_("when"), when(left.died), when(right.died)),
        (field_label("place_id"), left.place, right.place),
        (field_label("family"), left.family, right.family),
        (field_label("mother"), left.mother, right.mother),
        (field_label("incident_id"), left.incident_code, right.incident_code),
        (_("lists"), " · ".join(left.sources), " · ".join(right.sources)),
    ]
    return [Compared(label, one, two, bool(one) and one == two) for label, one, two in rows if one or two]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _next_after(actor: Account, pair_id: str) -> str:
    return next((one.id for one in pairs_to_judge(actor, limit=2) if one.id != pair_id), "")


@door("judge-match")
@require_POST
def pair_judge(request: HttpRequest, code: str) -> HttpResponseBase:
    """Save a verdict, or take back the one that stands; then show the next pair."""
    actor = actor_of(request)
    shown = pair_shown(actor, code)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    version = number_in(request, "version", default=shown.version)
    try:
        if verdict == "withdraw":
            withdraw_judgement(actor, shown.id, reason, expected_version=version)
            messages.success(request, _("The judgement is taken back."))
            return see("pair", shown.id)
        judge_pair(actor, shown.id, verdict, reason, expected_version=version)
    except TawthiqError as error:
        return _pair_page(request, actor, pair_shown(actor, code), error=error)
    messages.success(request, _("Your verdict is saved. It can be taken back at any time."))
    following = _next_after(actor, shown.id)
    return see("pair", following) if following else see("pairs")
