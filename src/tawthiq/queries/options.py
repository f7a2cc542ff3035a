"""What a filter may be chosen from: the larger places an actor may see, and the parties."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.queries.incident_lists import PlaceName
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party

LARGER = ("governorate", "district")
MOST = 150


def offered_places(actor: Account) -> tuple[PlaceName, ...]:
    """Return governorates and districts, by name; any other place is typed."""
    rows = visible_to(actor, Place).filter(kind__in=LARGER).order_by("-kind", "name_en")
    return tuple(PlaceName(*values) for values in rows.values_list("code", "name_en", "name_ar")[:MOST])


def place_names(actor: Account, codes: Sequence[str]) -> dict[str, PlaceName]:
    """Return the places with these codes, ours or P-codes, by the code asked for."""
    if not codes:
        return {}
    rows = visible_to(actor, Place)
    found: dict[str, PlaceName] = {}
    for column in ("pcode", "code"):
        values = rows.filter(**{f"{column}__in": codes}).values_list(column, "code", "name_en", "name_ar")
        found |= {asked: PlaceName(*rest) for asked, *rest in values}
    return found


def offered_parties() -> tuple[PlaceName, ...]:
    """Return the parties by name; which parties there are is no secret of a desk."""
    rows = Party.objects.filter(confidentiality="open").order_by("name_en")
    return tuple(PlaceName(*values) for values in rows.values_list("code", "name_en", "name_ar"))
