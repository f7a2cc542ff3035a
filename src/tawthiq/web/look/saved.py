"""Save the filter in force, and drop a saved one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.services.saved_filters import SUBJECTS, drop_filter, save_filter
from tawthiq.web.doors import actor_of, door
from tawthiq.web.look.asking import filters_of
from tawthiq.web.refusing import language


@require_POST
@door("read-case")
def save(request: HttpRequest, subject: str) -> HttpResponse:
    """Save the filter that the form carries."""
    filters = filters_of(request.POST)
    try:
        save_filter(actor_of(request), subject=subject, name=request.POST.get("name", ""), filters=filters)
    except InvalidValue as error:
        messages.error(request, error.sentence_in(language()))
    else:
        messages.success(request, _("The filter is saved."))
    return _back(subject, filters.query)


@require_POST
@door("read-case")
def drop(request: HttpRequest, subject: str) -> HttpResponse:
    """Drop one of one's own filters."""
    number = request.POST.get("number", "")
    drop_filter(actor_of(request), int(number) if number.isascii() and number.isdigit() else 0)
    messages.success(request, _("The filter is dropped."))
    return _back(subject, "")


def _back(subject: str, query: str) -> HttpResponse:
    if subject not in SUBJECTS:
        raise NotFound("There is no such list.")
    answer = redirect(reverse(subject) + (f"?{query}" if query else ""))
    answer.status_code = 303
    return answer
