"""An arrest that ended in death: one incident, of the day of the death, whose means is torture where the text says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT
from tawthiq.reading.layout import Document
from tawthiq.reading.moments import Moment
from tawthiq.reading.prose import Span

_TORTURED = re.compile(
    r"\btortured to death\b|\b(?:died|die|death|dies|killed|passed away)\b[^.;]{0,60}\b(?:of|under|due to|from|because of|as a result of|by)[ ](?:the[ ])?torture\b|\bcause of (?:his|her) death was torture|"
    r"(?<!\w)(?:توفي|توفيت|وفاته|وفاتها|وفاه|قضي|مات|استشهد|مقتله|قتل)[^.;]{0,60}(?:تحت|بسبب|جرا|نتيجه|اثر|من شده)[ ](?:ال)?تعذيب"
)
_DEATH_ON = re.compile(
    r"\b(?:death|died|dies|dead)(?:[ ](?:\w+[ ]){0,6}?|[ ])(?:on|dated)[ ](?:\w+,?[ ])?$|(?<!\w)(?:توفي|وفاته|وفاتها|قضي)[ ](?:\w+[ ]){0,6}?(?:في|بتاريخ|يوم)[ ](?:\w+[ ])?$"
)
_BODY_ON = re.compile(r"\bon[ ](?:\w+,?[ ])?$")
_BODY_AFTER = re.compile(r"[^.;]{0,40}\b(?:body|corpse)\b")


def deaths_in_custody(document: Document, told: Sequence[Draft], days: Mapping[int, Moment]) -> None:
    """Make the one arrest of a short text, whose prisoner is said to have died under torture, the incident of that death."""
    if len(told) != 1 or told[0].get("arrested") != 1 or (told[0].get("civilians_killed") or 1) != 1:
        return
    draft, prose = told[0], document.prose
    death = _TORTURED.search(prose.folded)
    if death is None:
        return
    for said in (draft.values, draft.spans, draft.confidence):
        said.pop("arrested", None)
    span = prose.source_span(Span(*death.span()))
    draft.put("civilians_killed", 1, span, CONTEXT)
    draft.put("munition", "torture", span, CONTEXT)
    day = _day_of_death(document, days)
    if day is not None and day.date is not None:
        draft.put("date", day.date.isoformat(), prose.source_span(day.span), CONTEXT)


def _day_of_death(document: Document, days: Mapping[int, Moment]) -> Moment | None:
    """Give the day said of the death, else the day on which the body was handed over."""
    folded = document.prose.folded
    dated = [m for m in days.values() if isinstance(m.date, dt.date)]
    for moment in dated:
        if _DEATH_ON.search(folded, max(moment.span.start - 60, 0), moment.span.start):
            return moment
    for moment in dated:
        before = _BODY_ON.search(folded, max(moment.span.start - 16, 0), moment.span.start)
        if before is not None and _BODY_AFTER.match(folded, moment.span.end):
            return moment
    return None
