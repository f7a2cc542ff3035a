"""What a filter may be chosen from: the larger places an actor may see, and the parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.queries.incident_lists import PlaceName
from tawthiq.queries.mirror.following import followed
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party

LARGER = ("governorate", "district")
MOST = 150


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a filter offers: larger places, which the actor's desk keeps, and parties."""

    places: tuple[PlaceName, ...]
    parties: tuple[PlaceName, ...]


def offered_choices(actor: Account) -> Offered:
    """Return what may be chosen; read anew when a place or party was written, or for somebody else."""
    with followed() as mirror:
        key = (actor.pk, mirror.database, mirror.version_of("place"), mirror.version_of("party"))
    return _offered(actor, key)


_held: dict[str, tuple[object, Offered]] = {}
MOST_HELD = 500


def _offered(actor: Account, key: object) -> Offered:
    found = _held.get(actor.pk)
    if found is None or found[0] != key:
        if len(_held) >= MOST_HELD:
            _held.clear()
        found = _held[actor.pk] = key, Offered(_places(actor), _parties())
    return found[1]


def _places(actor: Account) -> tuple[PlaceName, ...]:
    rows = visible_to(actor, Place).filter(kind__in=LARGER).order_by("-kind", "name_en")
    return tuple(PlaceName(*values) for values in rows.values_list("code", "name_en", "name_ar")[:MOST])


def _parties() -> tuple[PlaceName, ...]:
    """Return the parties by name; which parties there are is no secret of a desk."""
    rows = Party.objects.filter(confidentiality="open").order_by("name_en")
    return tuple(PlaceName(*values) for values in rows.values_list("code", "name_en", "name_ar"))


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
