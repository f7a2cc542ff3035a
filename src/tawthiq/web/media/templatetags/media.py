"""Filters of the pages of evidence: names that cannot mislead, lengths, and what the collection record is called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tawthiq.domain.errors import TawthiqError
from tawthiq.evidence.texts import clean
from tawthiq.web.media.forms import UploadForm
from tawthiq.web.shell.templatetags.say import on
from tawthiq.web.work.fields import action_label, kind_label

register = template.Library()


@register.filter
def clean_name(name: str) -> str:
    """Say a file's name without signs that turn the line around or cannot be seen."""
    return clean(name)


@register.filter
def record_kind(kind: str) -> str:
    """Say a kind of record."""
    return kind_label(kind)


@register.filter
def ledger_action(action: str) -> str:
    """Say a step of custody."""
    return action_label(action)


@register.filter
def collection_label(name: str) -> str:
    """Say what a field of the collection record is called."""
    other = {"started_at": _("began"), "ended_at": _("ended")}
    field = UploadForm.base_fields.get(name)
    return other.get(name) or (str(field.label) if field is not None else name.replace("_", " "))


@register.filter
def collection_value(value: Any) -> str:
    """Say a value of the collection record."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    try:
        return (
            on(datetime.fromisoformat(value))
            if isinstance(value, str) and value.endswith("Z")
            else str(value)
        )
    except (ValueError, TawthiqError):
        return str(value)


@register.filter
def seconds(milliseconds: int | None) -> str:
    """Say a moment within a film."""
    return number_format((milliseconds or 0) / 1000, decimal_pos=1)


@register.filter
def metres(length: float) -> str:
    """Say a length on the ground."""
    if length < 1000:
        return _("%(n)s m") % {"n": number_format(round(length))}
    return _("%(n)s km") % {"n": number_format(length / 1000, decimal_pos=1)}
