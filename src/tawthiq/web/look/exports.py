"""Take out what a list shows, as far as one may see it: streamed, and recorded before the first byte."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tawthiq.queries.exports import COLUMNS, exported_rows
from tawthiq.services.exporting import record_export
from tawthiq.web.doors import actor_of, door
from tawthiq.web.look.asking import filters_of
from tawthiq.web.look.writers import WRITERS


@require_POST
@door("read-case")
def export(request: HttpRequest, subject: str) -> HttpResponseBase:
    """Answer the file."""
    actor, filters = actor_of(request), filters_of(request.POST)
    made = record_export(actor, subject=subject, format=request.POST.get("format", ""), filters=filters)
    writer, kind = WRITERS[made.format]
    rows = exported_rows(actor, subject, made.ids)
    answer = StreamingHttpResponse(writer(COLUMNS[subject], rows), content_type=kind)
    name = f"{subject}-{timezone.now():%Y%m%d-%H%M}.{made.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
