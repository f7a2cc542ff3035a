"""Filters that say codes, dates and numbers in the reader's language: `{{ harm.sex|term:"sex" }}`."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from tawthiq.domain.vocabularies import vocabulary
from tawthiq.reports.language.dates import day, time_of_day, written
from tawthiq.vocab import Language

register = template.Library()


def _language() -> Language:
    return "ar" if (get_language() or "en").startswith("ar") else "en"


@register.filter
def term(code: str | None, vocabulary_name: str) -> str:
    """Say a code of a vocabulary; a code that is not in it is said as it is."""
    if not code:
        return ""
    found = vocabulary(vocabulary_name).get(code)
    return code if found is None else found.label(_language())


@register.filter
def definition(code: str | None, vocabulary_name: str) -> str:
    """Say what a code of a vocabulary means; empty where its label says it all."""
    found = vocabulary(vocabulary_name).get(code or "")
    return (found.definition(_language()) or "") if found else ""


@register.filter
def when(edtf: str | None) -> str:
    """Say a date in EDTF as people write it."""
    return written(edtf, _language()) if edtf else ""


@register.filter
def clock(text: str | None) -> str:
    """Say a time of day."""
    return time_of_day(text, _language()) if text else ""


@register.filter
def on(moment: date | datetime | str | None) -> str:
    """Say a day, or a moment (UTC) with its minutes; a text is a moment as the ledger writes it."""
    if moment is None or moment == "":
        return ""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"{day(local.date(), _language())}, {local:%H:%M}"
    return day(moment, _language())


@register.filter
def in_language(thing: object, field: str) -> str:
    """Say a text kept in two languages (`title` → title_en, title_ar) in the reader's, or the other where empty."""
    first, second = ("ar", "en") if _language() == "ar" else ("en", "ar")
    return str(getattr(thing, f"{field}_{first}", "") or getattr(thing, f"{field}_{second}", ""))


@register.filter
def people(minimum: int, maximum: int | None) -> str:
    """Say a range of people: 3, 3–5, or 3 and more (no upper bound is stated)."""
    if maximum is None:
        return f"≥ {minimum}"
    return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"
