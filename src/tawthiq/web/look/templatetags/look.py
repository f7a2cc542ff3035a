"""Filters of lists, maps and timelines: whole numbers, short days, addresses."""

from __future__ import annotations

from datetime import date

from django import template

from tawthiq.reports.language.dates import written
from tawthiq.web.look import markup
from tawthiq.web.refusing import language

register = template.Library()


@register.filter
def whole(number: int) -> str:
    """Say a whole number with its thousands apart."""
    return f"{number:,}"


@register.filter
def plain(number: float) -> str:
    """Write a number as SVG takes it, whatever the language."""
    return f"{number:g}"


@register.filter
def short_day(day: date, step: str) -> str:
    """Say a day, or its month where the step is months."""
    return written(f"{day:%Y-%m}" if step == "month" else day.isoformat(), language())


@register.filter
def incident_address(code: str) -> str:
    """Return the address of an incident's page."""
    return markup.incident_address(code)
