"""The history of any record: who changed what, when, why, from what; and the record as of any time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.queries.stories import AT_ONCE, state_then, story_of
from tawthiq.web.answers import page_in
from tawthiq.web.doors import actor_of, door
from tawthiq.web.work.fields import kind_label
from tawthiq.web.work.saying import change_said, step_said


@door("read-case")
@require_GET
def history(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the steps of a record's life, the newest first; with `at`, the record as it stood then."""
    actor, page = actor_of(request), page_in(request)
    story = story_of(actor, code, page=page)
    at, then, never = request.GET.get("at", "")[:40], None, False
    if at:
        try:
            state, names = state_then(actor, story.id, moment_in(at))
            then = change_said(state, names)
        except NotFound:
            never = True
    shown = {
        "story": story, "kind": kind_label(story.kind), "steps": [step_said(s, story.names) for s in story.steps],
        "page": page, "has_more": page * AT_ONCE < story.total, "at": at, "then": then, "was_not_there": never,
    }  # fmt: skip
    return render(request, "work/history.html", shown)


def moment_in(text: str) -> datetime:
    """Read a moment as a form sends it, in UTC; a day alone means its end."""
    try:
        if len(text) == 10:
            text = f"{text}T23:59:59.999999"
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(_("This is no moment. Write it as 2019-07-22T08:35.")) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
