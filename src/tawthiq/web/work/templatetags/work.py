"""Filters of the pages of the work: fields and values of drafts as people say them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tawthiq.queries.case_views import CaseView, ClaimView
from tawthiq.queries.leads import DraftField
from tawthiq.vocab import vocabulary
from tawthiq.web.refusing import language
from tawthiq.web.shell.templatetags.say import on, term
from tawthiq.web.work.fields import field_label
from tawthiq.web.work.labels import DRAFT_FIELDS, DRAFT_VOCABULARIES
from tawthiq.web.work.remarking import choices_of
from tawthiq.web.work.saying import value_said

register = template.Library()


@register.filter
def draft_label(name: str) -> str:
    """Say what a field of a draft is called."""
    return str(DRAFT_FIELDS.get(name, name.replace("_", " ")))


@register.filter
def draft_labels(names: tuple[str, ...]) -> str:
    """Say what several fields of a draft are called."""
    return ", ".join(draft_label(name) for name in names)


@register.filter
def draft_value(field: DraftField) -> str:
    """Say the value of a field of a draft."""
    return draft_said(field.value, field.name)


def draft_said(value: Any, name: str) -> str:
    """Say any value of a draft: yes and no, days, codes, lists."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(draft_said(one, name) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    if name == "date":
        return _day_said(str(value))
    return term(str(value), DRAFT_VOCABULARIES[name]) if name in DRAFT_VOCABULARIES else str(value)


@register.filter
def told(values: Any, name: str) -> str:
    """Say one value of a filed draft; empty where it has none."""
    value = values.get(name)
    return "" if value in (None, "", []) else draft_said(value, name)


def _day_said(text: str) -> str:
    try:
        return on(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def percent(share: float | None) -> str:
    """Say a share of one as a percentage."""
    return "" if share is None else f"{round(share * 100)}%"


@register.simple_tag(takes_context=True)
def another_page(context: template.RequestContext, page: int, step: int) -> str:
    """Return this address with another page of the list, its filters kept."""
    asked = context["request"].GET.copy()
    asked["page"] = str(page + step)
    return f"?{asked.urlencode()}"


@register.filter
def remarked(field: str, case: CaseView) -> str:
    """Say which field of which record a remark is about."""
    code, dot, name = field.partition(".")
    if not dot and "-" not in code:
        return field_label(f"{code}_id") if code == "place" else field_label(code)
    for group, fields in choices_of(case):
        if any(value == field for value, _label in fields):
            return f"{group}: {field_label(name)}" if name else group
    return f"{code} {field_label(name)}".strip()


@register.filter
def claim_label(field: str) -> str:
    """Say which field a claim is about."""
    return field_label(f"{field}_id") if field in ("place", "party") else field_label(field)


@register.filter
def claim_value(claim: ClaimView) -> str:
    """Say the value that a claim states."""
    return value_said(claim.record_kind, claim.field, claim.value, {}) or str(claim.value)


@register.filter
def vocabulary_definition(name: str) -> str:
    """Say what a vocabulary judges, in the language of the page."""
    found = vocabulary(name)
    return (found.definition_ar if language() == "ar" else found.definition_en) or ""


VERDICTS = {
    "same": gettext_lazy("the same person"),
    "not-same": gettext_lazy("two persons"),
    "unsure": gettext_lazy("cannot be told"),
}


@register.filter
def verdict(code: str) -> str:
    """Say a verdict on a pair."""
    return str(VERDICTS.get(code, code))
