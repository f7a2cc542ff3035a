"""The question as a form: the address holds it, so that it can be sent to a colleague and asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from tawthiq.analysis import AXES, Where
from tawthiq.domain.counting import counting_rule
from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.figures import Asked
from tawthiq.queries.snapshots import SnapshotLine
from tawthiq.vocab import Language, rule_names
from tawthiq.web.figures.words import AXIS, CATEGORY, COUNTED_AS_SUCH, MEASURE

ANY: Final = ("", _("any"))
CODES: Final = (
    "party", "certainty", "attribution_level", "munition", "platform", "target", "facility_kind", "cause",
)  # fmt: skip
"""Filters by a code of a vocabulary."""


class QuestionForm(forms.Form):
    """What may be asked; every field may be left out."""

    snapshot = forms.CharField(required=False, label=_("Snapshot"))
    measure = forms.ChoiceField(required=False, label=_("What is counted"), choices=list(MEASURE.items()))
    of = forms.ChoiceField(required=False, label=_("Of whom"), choices=[("", _("usual")), *CATEGORY.items()])
    rows = forms.ChoiceField(required=False, label=_("Rows"), choices=[("", _("none")), *AXIS.items()])
    columns = forms.ChoiceField(required=False, label=_("Columns"), choices=[("", _("none")), *AXIS.items()])
    place = forms.CharField(required=False, max_length=120, label=_("Place, with all that lies in it"))
    incident_class = forms.ChoiceField(
        required=False, label=_("Kind of attack"), choices=[ANY, ("massacre", _("Massacres"))]
    )
    first = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    inside = forms.ChoiceField(
        required=False, label=_("Dates known as a range"),
        choices=[("certainly", _("must lie inside the period")), ("possibly", _("may lie inside the period"))],
    )  # fmt: skip
    shown = forms.ChoiceField(
        required=False, label=_("Show"),
        choices=[("least", _("at least")), ("range", _("at least – at most")), ("share", _("share, in percent"))],
    )  # fmt: skip
    for_public = forms.BooleanField(required=False, label=_("As for the public: small numbers withheld"))
    earlier = forms.CharField(required=False, label=_("Compare with an earlier snapshot"))
    rule = forms.CharField(required=False, label=_("Counting rule"))

    def __init__(
        self, given: Any, *, snapshots: list[SnapshotLine], language: Language, usual_rule: str
    ) -> None:
        super().__init__(given)
        self.usual_rule = usual_rule
        names = [(line.name, line.name) for line in snapshots]
        self._choose("snapshot", names)
        self._choose("earlier", [("", _("none")), *names])
        self._choose(
            "rule", [(name, _rule_title(name, language)) for name in rule_names()], initial=usual_rule
        )
        for name in CODES:
            terms = vocabulary(AXES[name].vocabulary or name)
            choices = [ANY, *((code, term.label(language)) for code, term in terms.items())]
            self.fields[name] = forms.ChoiceField(
                required=False, label=cast(Any, AXIS[name]), choices=choices
            )

    def _choose(self, name: str, choices: Any, initial: str = "") -> None:
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(required=False, label=label, choices=choices, initial=initial)

    def asked(self) -> Asked:
        """Return the question; call after `is_valid`."""
        value = self.cleaned_data
        measure = value["measure"] or "killed"
        filters = {name: value[name] for name in (*CODES, "place", "incident_class") if value[name]}
        return Asked(
            measure=measure, of="" if measure in COUNTED_AS_SUCH else value["of"], rows=value["rows"],
            columns=value["columns"] if value["rows"] else "", filters=MappingProxyType(filters),
            first=value["first"], last=value["last"], inside=cast(Any, value["inside"] or "certainly"),
            rule=value["rule"] or self.usual_rule, shown=value["shown"] or "least",
            for_public=value["for_public"], earlier=value["earlier"],
        )  # fmt: skip


def address_of(asked: Asked, snapshot: str, **more: str) -> str:
    """Write a question as the query of an address."""
    facts: Mapping[str, Any] = {
        "snapshot": snapshot, "measure": asked.measure, "of": asked.of, "rows": asked.rows, "columns": asked.columns,
        **asked.filters, "first": asked.first, "last": asked.last,
        "inside": "" if asked.inside == "certainly" else asked.inside, "rule": asked.rule,
        "shown": "" if asked.shown == "least" else asked.shown, "for_public": "on" if asked.for_public else "",
        "earlier": asked.earlier, **more,
    }  # fmt: skip
    return urlencode({name: value for name, value in facts.items() if value})


def _rule_title(name: str, language: Language) -> str:
    rule = counting_rule(name)
    return f"{rule.title_ar if language == 'ar' else rule.title_en} ({rule.label})"


def question_address(asked: Asked, snapshot: str) -> str:
    """Write any question, also one that the form cannot ask, such as of several places, as the query of an address."""
    facts = {
        "measure": asked.measure, "of": asked.of, "rows": asked.rows, "columns": asked.columns,
        "filters": dict(asked.filters), "first": asked.first and asked.first.isoformat(),
        "last": asked.last and asked.last.isoformat(), "inside": asked.inside, "rule": asked.rule,
    }  # fmt: skip
    return urlencode(
        {"snapshot": snapshot, "question": json.dumps(facts, ensure_ascii=False, sort_keys=True)}
    )


def question_in(text: str) -> Asked:
    """Read a question that `question_address` wrote; InvalidValue for anything else."""
    try:
        facts = json.loads(text)
        filters = {
            str(name): value if isinstance(value, str) else tuple(map(str, value))
            for name, value in facts["filters"].items()
            if name in Where.__dataclass_fields__
        }
        return Asked(
            measure=str(facts["measure"]), of=str(facts["of"]), rows=str(facts["rows"]), columns=str(facts["columns"]),
            filters=MappingProxyType(filters), first=_day(facts["first"]), last=_day(facts["last"]),
            inside=facts["inside"], rule=str(facts["rule"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidValue("This address holds no question that can be read. Ask it anew.") from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
