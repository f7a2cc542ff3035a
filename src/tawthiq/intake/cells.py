"""What a cell comes to: a value, nothing, or a fault; read once and remembered, for lists repeat themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tawthiq.domain.dates import Order
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.names import cleaned_name
from tawthiq.domain.reported_dates import weekday_contradicts
from tawthiq.domain.scripts import strip_invisible
from tawthiq.intake.fields import Field, fold_cell
from tawthiq.intake.readings import (
    is_blank,
    is_unknown,
    read_age,
    read_cause,
    read_code,
    read_count,
    read_date,
    read_degrees,
    read_list,
    read_metres,
    read_name,
    read_text,
    read_time,
)

# Fields where a text outside the vocabulary is kept as reported and the code stays unknown: lists name any trade.
OPEN_VOCABULARIES = frozenset({"occupation"})
HIDDEN = "hidden characters were left out; the text as reported keeps them."


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell's text comes to: a value, or none, or what is wrong; `notice` is for a person to look at."""

    value: Any = None
    fault: str = ""
    notice: str = ""


# How a mapping reads any cell: the order of dates, their year, what an age of 0 means, texts for what is missing.
Style = tuple[Order | None, int | None, str | None, frozenset[str]]


def _read(known: Field, text: str, style: Style) -> Any:
    order, year, zero_age, _ = style
    match known.reading:
        case "label":
            return cleaned_name(text)
        case "text":
            return read_text(text)
        case "name":
            return read_name(text)
        case "code":
            return read_cause(text) if known.vocabulary == "cause" else read_code(known.vocabulary, text)
        case "date":
            return read_date(text, order=order, year=year)
        case "time":
            return read_time(text)
        case "age":
            return read_age(text, zero=zero_age)
        case "count":
            return read_count(text)
        case "degrees":
            return read_degrees(text, axis="latitude" if known.name == "lat" else "longitude")
        case "metres":
            return read_metres(text)
    return read_list(text)


def _is_missing(known: Field, text: str, missing: frozenset[str]) -> bool:
    if missing and fold_cell(text) in missing:
        return True
    return is_blank(text) if known.reading in ("text", "label", "name", "code", "list") else is_unknown(text)


def _understand(known: Field, text: str, style: Style) -> Cell:
    if _is_missing(known, text, style[3]):
        return Cell()
    hidden = HIDDEN if not text.isascii() and strip_invisible(text) != text else ""
    try:
        value = _read(known, text, style)
    except InvalidValue as error:
        if known.name in OPEN_VOCABULARIES:
            return Cell(notice="kept as reported; it is no occupation of the vocabulary.")
        return Cell(fault=str(error))
    if known.reading == "date" and weekday_contradicts(text, value) is not None:
        return Cell(value, notice=f"the weekday stated is not that of {value}. Check it with the source.")
    return Cell(value, notice=hidden)


# Lists repeat themselves: most short cells have been read before.
_understand_again = lru_cache(maxsize=100_000)(_understand)
SHORT = 100


def understand(known: Field, text: str, style: Style) -> Cell:
    """Return what a cell of a field comes to; it never raises."""
    return (_understand_again if len(text) < SHORT else _understand)(known, text, style)
