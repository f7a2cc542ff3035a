"""Review: the queue, a case beside what it rests on, three judgements apart, remarks, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tawthiq.domain.errors import NotFound, TawthiqError
from tawthiq.domain.roles import MAY
from tawthiq.domain.rules import refuse_assessment
from tawthiq.queries.case_views import CaseView
from tawthiq.queries.cases import case_shown, rule_of_home
from tawthiq.queries.reviewing import (
    AT_ONCE,
    disagreeing,
    own_work_refusal,
    remarks_on,
    review_queue,
    since_last_review,
    sources_rated,
)
from tawthiq.records.accounts.models import Account
from tawthiq.services.assessing import assess_attribution, assess_certainty, assess_reliability
from tawthiq.services.review import (
    Remark,
    accept_incident,
    reopen_incident,
    send_back_incident,
    submit_incident,
    withdraw_incident,
)
from tawthiq.vocab import vocabulary
from tawthiq.web.answers import number_in, page_in, see, sentence_of
from tawthiq.web.doors import actor_of, door
from tawthiq.web.refusing import language, status_of
from tawthiq.web.work.remarking import choices_of, remarks_in
from tawthiq.web.work.saying import change_said

STATES = ("submitted", "reopened", "draft", "accepted")
WHOSE = ("all", "others", "mine")


@door("read-case")
@require_GET
def review_queue_page(request: HttpRequest) -> HttpResponseBase:
    """List what waits for review, the longest-waiting first."""
    actor, page = actor_of(request), page_in(request)
    state, whose = request.GET.get("state", "submitted"), request.GET.get("whose", "all")
    state, whose = state if state in STATES else "submitted", whose if whose in WHOSE else "all"
    text = request.GET.get("q", "")[:200]
    lines, total = review_queue(actor, state=state, text=text, whose=whose, page=page)
    shown = {"lines": lines, "total": total, "state": state, "whose": whose, "q": text, "page": page,
             "states": STATES, "has_more": page * AT_ONCE < total}  # fmt: skip
    return render(request, "work/review_queue.html", shown)


@door("read-case")
@require_GET
def review(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a case on one side, and on the other what it rests on."""
    actor = actor_of(request)
    return _review_page(request, actor, case_shown(actor, code))


def _review_page(
    request: HttpRequest, actor: Account, case: CaseView, *, error: TawthiqError | None = None, step: str = ""
) -> HttpResponseBase:
    since = since_last_review(actor, case.id)
    judging = refuse_assessment(case.state) or own_work_refusal(actor, case.id)  # type: ignore[arg-type]  # from the table
    shown = {
        "case": case, "error": sentence_of(error) if error else "", "error_step": step, "typed": request.POST,
        "remarks": remarks_on(actor, case.id), "since": since,
        "changes": [change_said(one, since.names) for one in since.changes],
        "disagree": disagreeing(case.claims), "sources": sources_rated(actor, case.id),
        "terms": {name: list(vocabulary(name).values()) for name in JUDGED}, "vocabularies": JUDGED,
        "not_judging": "" if judging is None else judging.sentence_in(language()),
        "may_review": not MAY["review-case"].isdisjoint(actor.roles), "remark_choices": choices_of(case),
        "remark_rows": _typed_remarks(request), "greyed": _greyed(case),
        "not_counted": case.certainty not in rule_of_home().certainties, "rule": rule_of_home(),
    }  # fmt: skip
    return render(request, "work/review.html", shown, status=status_of(error) if error else 200)


JUDGED = ("certainty", "attribution_level", "reliability")
FEWEST_ROWS = 3


def _typed_remarks(request: HttpRequest) -> list[tuple[str, str]]:
    typed = list(zip(request.POST.getlist("remark_field"), request.POST.getlist("remark_text"), strict=False))
    return typed + [("", "")] * max(0, FEWEST_ROWS - len(typed))


def _greyed(case: CaseView) -> dict[str, str]:
    """Return why each action may not be done now, in the language of the page; empty where it may."""
    arabic = language() == "ar"
    return {
        action.replace("-", "_"): one.sentence_ar if arabic else one.sentence_en
        for action, one in case.may.items()
    }


Step = Callable[[HttpRequest, Account, CaseView], str]


@door("read-case")
@require_POST
def review_step(request: HttpRequest, code: str, step: str) -> HttpResponseBase:
    """Do one step of review; a refusal is said on the page of the case, with what was typed."""
    actor = actor_of(request)
    case = case_shown(actor, code)
    if step not in STEPS:
        raise NotFound("There is no such step.")
    try:
        said = STEPS[step](request, actor, case)
    except TawthiqError as error:
        return _review_page(request, actor, case_shown(actor, code), error=error, step=step)
    messages.success(request, said)
    return see("review", case.code)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _accept(request: HttpRequest, actor: Account, case: CaseView) -> str:
    accept_incident(actor, case.id, expected_version=number_in(request, "version"), reason=_reason(request))
    return _("The incident is accepted.")


def _return(request: HttpRequest, actor: Account, case: CaseView) -> str:
    remarks = [Remark(field, text) for field, text in remarks_in(request.POST)]
    send_back_incident(
        actor,
        case.id,
        expected_version=number_in(request, "version"),
        reason=_reason(request),
        remarks=remarks,
    )
    return _("The incident is returned to who keeps it, with your remarks.")


def _plain(service: Callable[..., Any], said: Callable[[], str], *, with_reason: bool) -> Step:
    def step(request: HttpRequest, actor: Account, case: CaseView) -> str:
        reason = {"reason": _reason(request)} if with_reason else {}
        service(actor, case.id, expected_version=number_in(request, "version"), **reason)
        return said()

    return step


def _certainty(request: HttpRequest, actor: Account, case: CaseView) -> str:
    assess_certainty(
        actor, case.id, expected_version=number_in(request, "version"),
        certainty=request.POST.get("certainty", ""), reason=_reason(request),
    )  # fmt: skip
    return _("Your judgement of certainty is saved.")


def _attribution(request: HttpRequest, actor: Account, case: CaseView) -> str:
    chosen = _part(case.attributions, request)
    assess_attribution(
        actor, chosen.id, expected_version=number_in(request, "version"), level=request.POST.get("level", ""),
        basis=request.POST.get("basis", ""), reason=_reason(request),
    )  # fmt: skip
    return _("Your judgement of attribution is saved.")


def _reliability(request: HttpRequest, actor: Account, case: CaseView) -> str:
    chosen = _part(sources_rated(actor, case.id), request)
    assess_reliability(
        actor, chosen.id, expected_version=number_in(request, "version"),
        reliability=request.POST.get("reliability", ""), reason=_reason(request),
    )  # fmt: skip
    return _("Your judgement of the source is saved.")


def _part(parts: tuple[Any, ...], request: HttpRequest) -> Any:
    found = next((one for one in parts if one.code == request.POST.get("of", "")), None)
    if found is None:
        raise NotFound("There is no such part.")
    return found


STEPS: dict[str, Step] = {
    "submit": _plain(submit_incident, lambda: _("The incident is handed in for review."), with_reason=False),
    "withdraw": _plain(withdraw_incident, lambda: _("The incident is a draft again."), with_reason=False),
    "accept": _accept,
    "send-back": _return,
    "reopen": _plain(
        reopen_incident,
        lambda: _("The incident is open for changes; the reason stays with it."),
        with_reason=True,
    ),
    "certainty": _certainty,
    "attribution": _attribution,
    "reliability": _reliability,
}
