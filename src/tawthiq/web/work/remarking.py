"""Which fields of a case a remark can be about, as people call them, and the remarks that a form holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tawthiq.queries.case_views import CaseView
from tawthiq.web.shell.templatetags.say import term
from tawthiq.web.work.fields import field_label, kind_label

INCIDENT_FIELDS = (
    "occurred", "time_of_day", "place", "site", "latitude", "title_en", "title_ar", "narrative_en", "narrative_ar",
    "certainty", "confidentiality", "note",
)  # fmt: skip
PART_FIELDS: dict[str, tuple[str, ...]] = {
    "strike": ("time_of_day", "site", "platform", "munition", "target", "facility"),
    "harm": (
        "kind",
        "minimum",
        "sex",
        "age_group",
        "age_years",
        "status",
        "occupation",
        "cause",
        "died",
        "family",
    ),
    "person": ("name", "name_en", "name_ar", "sex", "born", "mother", "family", "origin", "occupation"),
    "attribution": ("party", "level", "basis"),
    "damage": ("facility", "grade", "out_of_service"),
    "statement": ("text", "given_on", "channel", "translation_en", "translation_ar"),
    "denial": ("party", "assessment", "reasons_en", "reasons_ar"),
}

Choices = list[tuple[str, list[tuple[str, str]]]]


def choices_of(case: CaseView) -> Choices:
    """Return the fields that a remark can be about, grouped by the record they belong to."""
    groups: Choices = [(kind_label("incident"), [(name, _label(name)) for name in INCIDENT_FIELDS])]
    for kind, parts in (
        ("strike", case.strikes), ("harm", case.harms), ("person", case.persons), ("attribution", case.attributions),
        ("damage", case.damages), ("statement", case.statements), ("denial", case.denials),
    ):  # fmt: skip
        groups += [(_called(kind, part), _fields(kind, part)) for part in _all(parts)]
    return groups


def remarks_in(form: QueryDict) -> list[tuple[str, str]]:
    """Return the remarks of a form: rows without words are left out."""
    rows = zip(form.getlist("remark_field"), form.getlist("remark_text"), strict=False)
    return [(field, text.strip()) for field, text in rows if text.strip()]


def _all(parts: Sequence[Any]) -> Sequence[Any]:
    return parts


def _fields(kind: str, part: Any) -> list[tuple[str, str]]:
    whole = [(part.code, _("as a whole"))]
    return whole + [(f"{part.code}.{name}", _label(name)) for name in PART_FIELDS[kind]]


def _label(name: str) -> str:
    return (
        field_label(f"{name}_id") if name in ("place", "facility", "party", "origin") else field_label(name)
    )


def _called(kind: str, part: Any) -> str:
    """Call a part by what tells it from the others of its kind."""
    name = getattr(part, "name", "") or getattr(part, "group_label", "")
    if kind == "harm" and part.person is not None:
        name = f"{part.person.name} ({term(part.kind, 'harm_kind')})"
    return f"{kind_label(kind)} · {name or part.code}"
