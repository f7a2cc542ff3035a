"""The pages of figures: ask a snapshot, see the records behind a number, take a snapshot now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tawthiq.config.opened import opened_home
from tawthiq.domain.errors import InvalidFile, InvalidValue, NotFound
from tawthiq.domain.roles import MAY
from tawthiq.queries.figures import Asked, Titles, call_of_table, figures_answered, records_behind
from tawthiq.queries.snapshots import snapshots_readable
from tawthiq.queries.visibility import NOT_THERE
from tawthiq.services.jobs.asking import ask_job
from tawthiq.web.doors import actor_of, door
from tawthiq.web.figures.forms import QuestionForm, address_of, question_in
from tawthiq.web.figures.words import AXIS, counted, question
from tawthiq.web.refusing import language, status_of

CANNOT_BE_ASKED = (InvalidValue, InvalidFile, NotFound)


def _form(request: HttpRequest) -> QuestionForm:
    """Read the question; a snapshot that is not there and one that is not theirs are the same page."""
    readable = snapshots_readable(actor_of(request))
    for name in ("snapshot", "earlier"):
        if request.GET.get(name) and request.GET[name] not in {line.name for line in readable}:
            raise NotFound(NOT_THERE)
    return QuestionForm(
        request.GET or {"rows": "party", "columns": "governorate"}, snapshots=readable, language=language(),
        usual_rule=opened_home().counting_rule,
    )  # fmt: skip


def _titles(asked: Asked) -> Titles:
    said = question(asked)
    return Titles(
        counted(asked),
        _("Chart: %(question)s") % {"question": said},
        _("Map: %(what)s") % {"what": counted(asked)},
        _("Total"),
    )


@require_GET
@door("read-figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Show the question and its answer; htmx gets the answer alone."""
    actor = actor_of(request)
    form = _form(request)
    page = {"form": form, "may_take": not MAY["take-snapshot"].isdisjoint(actor.roles)}
    template = "figures/answer.html" if request.headers.get("HX-Request") else "figures/figures.html"
    if not form.fields["snapshot"].choices:  # type: ignore[attr-defined]  # a choice field, made so by the form
        return render(request, "figures/figures.html", page)
    if not form.is_valid():
        return render(request, template, page, status=422)
    asked, name = form.asked(), form.cleaned_data["snapshot"]
    try:
        answer = figures_answered(actor, name, asked, language=language(), titles=_titles(asked))
    except CANNOT_BE_ASKED as error:
        page["error"] = error.sentence_in(language())
        return render(request, template, page, status=422)
    page |= {
        "answer": answer, "question": question(asked), "address": address_of(asked, answer.snapshot.name),
        "chart": mark_safe(answer.chart), "map": mark_safe(answer.map),  # made by reports/drawing, which escapes
        "row_title": AXIS.get(asked.rows, ""), "column_title": AXIS.get(asked.columns, ""),
        "call": call_of_table(asked, caption=question(asked)), "counted": counted(asked),
    }  # fmt: skip
    return render(request, template, page)


@require_GET
@door("read-figures")
def records(request: HttpRequest) -> HttpResponse:
    """List the records behind one number."""
    form = _form(request)
    if not form.is_valid():
        return redirect("figures")
    name = form.cleaned_data["snapshot"]
    row, column = request.GET.get("row", ""), request.GET.get("column", "")
    try:
        asked = question_in(request.GET["question"]) if "question" in request.GET else form.asked()
        behind = records_behind(actor_of(request), name, asked, row=row, column=column, language=language())
    except CANNOT_BE_ASKED as error:
        return render(
            request, "figures/records.html", {"error": error.sentence_in(language())}, status=status_of(error)
        )
    page = {
        "behind": behind, "counted": counted(asked), "address": address_of(asked, behind.snapshot.name),
        "keys": [(AXIS[axis], label) for axis, label in behind.keys],
    }  # fmt: skip
    return render(request, "figures/records.html", page)


@require_POST
@door("take-snapshot")
def take_snapshot(request: HttpRequest) -> HttpResponse:
    """Ask for a snapshot of this moment."""
    return redirect("job", ask_job(actor_of(request), "take-snapshot").pk)
