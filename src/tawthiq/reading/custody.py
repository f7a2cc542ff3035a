"""An arrest that ended in death: one incident, of the day of the death, whose means is torture where the text says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from tawthiq.reading.drafts import Draft
from tawthiq.reading.filling import CONTEXT
from tawthiq.reading.gathered import LONGEST
from tawthiq.reading.labels import governorate_hits
from tawthiq.reading.layout import Document
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import Moment
from tawthiq.reading.places_english import NAME, cleaned
from tawthiq.reading.prose import Prose, Span

_TORTURED = re.compile(
    r"\btortured to death\b|\b(?:died|die|death|dies|killed|passed away)\b[^.;]{0,60}\b(?:of|under|due to|from|because of|as a result of|by)[ ](?:the[ ])?torture\b|\bcause of (?:his|her) death was torture|"
    r"(?<!\w)(?:توفي|توفيت|وفاته|وفاتها|وفاه|قضي|مات|استشهد|مقتله|قتل)[^.;]{0,60}(?:تحت|بسبب|جرا|نتيجه|اثر|من شده)[ ](?:ال)?تعذيب|(?<!\w)(?:اثار|علامات)[ ](?:ال)?تعذيب"
)
_DEATH_ON = re.compile(
    r"\b(?:death|died|dies|dead)(?:[ ](?:\w+[ ]){0,6}?|[ ])(?:on|dated)[ ](?:\w+,?[ ])?$|(?<!\w)(?:توفي|وفاته|وفاتها|قضي)[ ](?:\w+[ ]){0,6}?(?:في|بتاريخ|يوم)[ ](?:\w+[ ])?$"
)
_LEARNT = re.compile(
    r",?[ ](?:\w+[ ]){0,6}?(?:was|were)?[ ]?(?:informed|learned|learnt|notified|received|told)(?!\w)|,?[ ](?:\w+[ ]){0,4}?(?:ابلغت?|علمت?|تسلمت?|تلقت?|اخبرت?)(?!\w)"
)
"""What happened on a day that only brought the news: 'On May 26 his family learned of his death'."""
_BODY_ON = re.compile(r"\bon[ ](?:\w+,?[ ])?$")
_BODY_AFTER = re.compile(
    r"[^.;]{0,40}\b(?:body|corpse)\b[^.;]{0,20}(?:handed|returned|delivered|given)|[^.;]{0,40}(?<!\w)(?:جثته|جثمانه|جثمان)"
)
_BODY_BEFORE = re.compile(
    r"(?<!\w)(?:جثته|جثتها|جثمانه|جثمانها|جثمان)[ ](?:\w+[ ]){0,4}?(?:في|يوم|بتاريخ)[ ](?:\w+[ ])?$"
)
_ARRESTED = re.compile(r"\b(?:arrest|detain)|(?<!\w)و?(?:اعتقل|اعتقاله)")


def deaths_in_custody(
    document: Document, language: str, told: list[Draft], days: Mapping[int, Moment]
) -> None:
    """Make one incident of a prisoner's arrest and his death under torture: its day and its place are those of the death."""
    prose = document.prose
    death = _TORTURED.search(prose.folded) if len(prose.plain) <= LONGEST else None
    if (
        death is None
        or not told
        or not word_table(language, "taking").has(prose.folded, Span(0, len(prose.folded)))
    ):
        return
    if len(told) > 2 or any(
        (d.get(k) or 0) > 1 for d in told for k in ("civilians_killed", "arrested", "injured")
    ):
        return
    if any(d.get("platform") or d.get("munition") not in (None, "torture") for d in told):
        return
    draft = next((d for d in told if d.get("arrested") is not None), told[0])
    told[:] = [draft]
    span = prose.source_span(Span(*death.span()))
    draft.forget("arrested", "platform", "time")
    draft.put("civilians_killed", 1, span, CONTEXT)
    draft.put("munition", "torture", span, CONTEXT)
    if draft.get("party") is not None:
        draft.put("attribution", "stated", draft.spans.get("party"), CONTEXT)
    day = _day_of_death(document, days)
    if day is not None and day.date is not None:
        draft.put("date", day.date.isoformat(), prose.source_span(day.span), CONTEXT)
    else:
        draft.forget("date")
    if language == "en":
        _put_prison(prose, draft)


def _put_prison(prose: Prose, draft: Draft) -> None:
    """Take the town of the prison for the place, or none: where somebody was arrested, or came from, is not where he died."""
    draft.forget("place", "place_kind", "side", "governorate")
    found = next(
        (m for pattern in _PRISONS for m in pattern.finditer(prose.plain) if not _is_visit(prose, m)), None
    )
    name = cleaned(found.group("name")) if found is not None else ""
    if found is None or not name:
        return
    end = found.end("name")
    draft.put("place", name, prose.source_span(Span(end - len(name), end)), CONTEXT)
    window = Span(end - len(name), min(end + 90, len(prose.folded)))
    region = next(iter(governorate_hits(prose, window, "en")), None)
    if region is not None:
        draft.put("governorate", region.code, prose.source_span(region.span), CONTEXT)


_PRISONS = (
    re.compile(
        rf"(?:[Tt]orture|died|death|dead)[^.;]{{0,60}}?[ ]in[ ](?:the[ ])?(?P<name>{NAME})[ ](?:(?:[Mm]ilitary|[Cc]entral)[ ])?[Pp]rison"
    ),
    re.compile(
        rf"(?:[Pp]rison|[Dd]etention [Cc]ent(?:er|re)|[Bb]ranch)[ ]in[ ](?P<name>{NAME})[ ](?:city|town|village)"
    ),
    re.compile(rf"(?:custody|detention)[^.;]{{0,50}}?[ ]in[ ](?P<name>{NAME})[ ](?:city|town)"),
)
_VISIT = re.compile(r"\bvisit")


def _is_visit(prose: Prose, match: re.Match[str]) -> bool:
    start = max(prose.folded.rfind(".", 0, match.start()), 0)
    return _VISIT.search(prose.folded, start, match.start()) is not None


def _day_of_death(document: Document, days: Mapping[int, Moment]) -> Moment | None:
    """Give the day said of the death, else the day on which the body was handed over."""
    folded = document.prose.folded
    dated = [
        m
        for m in days.values()
        if isinstance(m.date, dt.date)
        and (not _LEARNT.match(folded, m.span.end) or _BODY_AFTER.match(folded, m.span.end))
    ]
    for moment in dated:
        if _DEATH_ON.search(folded, max(moment.span.start - 60, 0), moment.span.start):
            return moment
    death = _TORTURED.search(folded)
    start = max(folded.rfind(".", 0, death.start()), 0) if death else 0
    within = [
        m
        for m in dated
        if death
        and start <= m.span.start <= death.end() + 60
        and not _ARRESTED.search(folded, start, m.span.start)
    ]
    if within:
        return within[0]
    for moment in dated:
        before = _BODY_ON.search(folded, max(moment.span.start - 16, 0), moment.span.start)
        body = before is not None and _BODY_AFTER.match(folded, moment.span.end)
        if body or _BODY_BEFORE.search(folded, max(moment.span.start - 60, 0), moment.span.start):
            return moment
    return None
