"""The words for what can be asked: measures, categories, axes, as tables; codes are said by the vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tawthiq.analysis import MEASURES
from tawthiq.queries.figures import Asked

MEASURE: Final[Mapping[str, Promise]] = {
    "killed": gettext_lazy("Killed"),
    "injured": gettext_lazy("Injured"),
    "missing": gettext_lazy("Missing"),
    "arrested": gettext_lazy("Arrested"),
    "forcibly-disappeared": gettext_lazy("Forcibly disappeared"),
    "tortured": gettext_lazy("Tortured"),
    "displaced": gettext_lazy("Displaced"),
    "share": gettext_lazy("Share among the civilians killed"),
    "incidents": gettext_lazy("Attacks"),
    "strikes": gettext_lazy("Strikes"),
    "damages": gettext_lazy("Facilities damaged"),
}

CATEGORY: Final[Mapping[str, Promise]] = {
    "civilian": gettext_lazy("Civilians"),
    "child": gettext_lazy("Children"),
    "boy": gettext_lazy("Boys"),
    "girl": gettext_lazy("Girls"),
    "child-unknown-sex": gettext_lazy("Children of unknown sex"),
    "unborn": gettext_lazy("Unborn"),
    "unborn-beside": gettext_lazy("Unborn, counted beside the children"),
    "infant": gettext_lazy("Infants"),
    "woman": gettext_lazy("Women"),
    "man": gettext_lazy("Men"),
    "adult-unknown-sex": gettext_lazy("Adults of unknown sex"),
    "unknown-age": gettext_lazy("Civilians of unknown age"),
    "women-and-children": gettext_lazy("Women and children"),
    "media": gettext_lazy("Media workers"),
    "medical": gettext_lazy("Medical workers"),
    "civil-defense": gettext_lazy("Civil Defense members"),
    "aid": gettext_lazy("Aid workers"),
    "died-of-torture": gettext_lazy("Those who died of torture"),
    "combatant": gettext_lazy("Combatants"),
    "unknown-status": gettext_lazy("People of unknown status"),
    "person": gettext_lazy("All people that the rule counts"),
}

AXIS: Final[Mapping[str, Promise]] = {
    "party": gettext_lazy("Party"),
    "governorate": gettext_lazy("Governorate"),
    "district": gettext_lazy("District"),
    "subdistrict": gettext_lazy("Subdistrict"),
    "community": gettext_lazy("Town or village"),
    "place": gettext_lazy("Place"),
    "country": gettext_lazy("Country"),
    "year": gettext_lazy("Year"),
    "month": gettext_lazy("Month"),
    "week": gettext_lazy("Week"),
    "day": gettext_lazy("Day"),
    "sex": gettext_lazy("Sex"),
    "age_group": gettext_lazy("Age"),
    "status": gettext_lazy("Status"),
    "occupation": gettext_lazy("Occupation"),
    "munition": gettext_lazy("Weapon"),
    "platform": gettext_lazy("Delivered by"),
    "target": gettext_lazy("Target"),
    "facility_kind": gettext_lazy("Facility hit"),
    "grade": gettext_lazy("Damage"),
    "cause": gettext_lazy("Cause (SDG 16.1.2)"),
    "certainty": gettext_lazy("Certainty"),
    "attribution_level": gettext_lazy("Attribution"),
    "state": pgettext_lazy("of a record", "Review"),
    "basis": gettext_lazy("Basis"),
    "incident": gettext_lazy("Attack"),
}

COUNTED_AS_SUCH: Final = frozenset(name for name, measure in MEASURES.items() if measure.kind is None)
"""Measures that count things, not people: they take no category."""


def counted(asked: Asked) -> str:
    """Say what a question counts: “Killed: children”."""
    measure = str(MEASURE[asked.measure])
    if asked.measure in COUNTED_AS_SUCH:
        return measure
    of = str(CATEGORY[asked.of or MEASURES[asked.measure].default_of])
    return _("%(measure)s: %(people)s") % {"measure": measure, "people": of}


def question(asked: Asked) -> str:
    """Say a question: “Killed: children, by party and governorate”."""
    what = counted(asked)
    if asked.rows and asked.columns:
        return _("%(what)s, by %(rows)s and %(columns)s") % {
            "what": what, "rows": str(AXIS[asked.rows]).lower(), "columns": str(AXIS[asked.columns]).lower(),
        }  # fmt: skip
    if asked.rows:
        return _("%(what)s, by %(rows)s") % {"what": what, "rows": str(AXIS[asked.rows]).lower()}
    return what
