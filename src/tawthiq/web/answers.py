"""Answers that the pages of the work share: see another page after a step, or the same page with what was refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from tawthiq.domain.errors import InvalidValue, TawthiqError
from tawthiq.web.refusing import language


class SeeOther(HttpResponseRedirect):
    """Send the browser to another page by GET, after a POST that did its work."""

    status_code = 303


def see(to: str, *args: str) -> SeeOther:
    """Redirect to a named page."""
    return SeeOther(resolve_url(to, *args))


def sentence_of(error: TawthiqError) -> str:
    """Return what an error says, in the language of the page."""
    return error.sentence_in(language())


def number_in(request: HttpRequest, name: str, *, default: int | None = None) -> int:
    """Read a whole number that a form or an address holds."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    if not text and default is not None:
        return default
    try:
        return int(text[:12])
    except ValueError as error:
        raise InvalidValue(_("The page sent something that is no number. Load it again.")) from error


def page_in(request: HttpRequest) -> int:
    """Read which page of a list is asked for; the first where it says nothing sensible."""
    try:
        return max(1, min(int(request.GET.get("page", "1")[:6]), 100_000))
    except ValueError:
        return 1
