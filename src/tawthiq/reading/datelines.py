"""The day of publication: a date that stands alone on a line, or in the head of the first paragraph."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tawthiq.reading.layout import Document
from tawthiq.reading.moments import Moment
from tawthiq.reading.prose import Prose, Span


def day_of_publication(document: Document, found: Sequence[Moment]) -> dt.date | None:
    """Find the day of publication: a date that stands alone on a line, or in the head of the first paragraph."""
    for moment in _dates_alone(document, found):
        return moment.date
    return None


def heads(prose: Prose, moment: Moment) -> bool:
    """Say whether a date stands in a dateline: 'Idlib, 14 November 2021 - …'."""
    return _AFTER_DATE.match(prose.folded, moment.span.end) is not None


_AFTER_DATE = re.compile(r"[ ]?\)?[ ]?(?:\([^()]{2,24}\)[ ]?)?[:-]{1,2}[ ]")
"""What ends a dateline: '14 November 2021 - …', '20 September 2013 (Reuters) - …'."""
_OF_THE_PRESS = re.compile(
    r"(?<!\w)(?:beirut|amman|moscow|geneva|ankara|istanbul|gaziantep|antakya|baghdad|erbil|cairo|paris|london|berlin|brussels|"
    r"washington|new york|united nations|nicosia|jerusalem|tel aviv|doha|riyadh|dubai|"
    r"بيروت|عمان|موسكو|جنيف|انقره|اسطنبول|غازي عنتاب|بغداد|اربيل|القاهره|باريس|لندن|واشنطن|نيويورك|الدوحه|الرياض|دبي)"
    r"(?=[^.;:\n]{0,12}[,/(|-][^.;:\n]{1,44}[ ]?\)?[ ]?[-:][ ])"
)


_DAMASCUS = re.compile(r"دمشق(?=[ ,/]{1,3}\d{1,2}[ ]\w+[ ](?:19|20)\d\d[ ]?(?:[/-]|\(\w+\)[ ]?[/-]))")
"""The capital from which an agency writes of any place: 'دمشق 9 مارس 2017 / …'."""


def of_the_press(folded: str, within: Span) -> list[Span]:
    """Find the city from which an agency writes, at the head of a text: 'BEIRUT, 24 June 2019 (Agency) - …'."""
    capital = _DAMASCUS.match(folded, within.start, within.end)
    if capital is not None:
        return [Span(*capital.span())]
    found = _OF_THE_PRESS.match(folded, within.start, min(within.end, within.start + 90))
    return [] if found is None else [Span(*found.span())]


def _dates_alone(document: Document, found: Sequence[Moment]) -> Iterator[Moment]:
    for block in document.blocks[:6]:
        inside = [m for m in found if block.span.covers(m.span) and m.date is not None]
        length = block.span.end - block.span.start
        if len(inside) == 1 and length - (inside[0].span.end - inside[0].span.start) <= 22:
            yield inside[0]
        head = document.prose.folded[block.span.start : block.span.start + 60]
        if (
            inside
            and inside[0].span.start - block.span.start <= 30
            and re.match(r"[\w ]{3,25}[,(][^.]{5,40}[):-]|[^.]{5,40}[ ]-{1,2}[ ]", head)
        ):
            yield inside[0]


_PUBLISHED = re.compile(
    r"\b(?:said|reported|announced|confirmed|stated|added)(?:[ ]in[ ]an?[ ]\w+)?[ ](?:on[ ])(?:\w+,?[ ])?$|\b(?:published|released?|release dated|dated|issued|posted|updated|report of|statement of|bulletin of|seen by[^.;]{0,30}|handed[^.;]{0,60}|convened|verdict|published on|as of|on file since)[ ,:(]{1,3}(?:on |this post on |in \w+ on )?(?:the )?$|"
    r"(?<!\w)(?:نشر|نشرت|صدر|صدرت|بيان|تقرير|تحديث|تاريخ النشر|نشر في)[ :]{1,2}(?:(?:في|بتاريخ|يوم)[ ])?$"
)


def is_publication(prose: Prose, moment: Moment, within: Span) -> bool:
    """Say whether a date says when something was published, released or handed over: 'published on 27 January'."""
    before = prose.folded[max(moment.span.start - 70, within.start) : moment.span.start]
    return _PUBLISHED.search(before) is not None
