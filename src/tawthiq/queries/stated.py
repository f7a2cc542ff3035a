"""The records that a form names by their ids, as far as the actor may see them: read once for the whole form."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Facility, Statement
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party
from tawthiq.records.sources.models import Source


class Known:
    """Places, facilities, sources and parties by what a form calls them; what is not the actor's is not there."""

    def __init__(self, actor: Account, ids: Iterable[str]) -> None:
        wanted = set(ids)
        self.actor = actor
        self.places = {place.pk: place for place in _places(wanted)}
        self.parties = {party.code: party for party in Party.objects.all()}
        self._facilities = {one.pk: one for one in visible_to(actor, Facility).filter(pk__in=wanted)}
        self._sources = {one.pk: one for one in visible_to(actor, Source).filter(pk__in=wanted)}

    def add_place(self, place_id: str) -> None:
        """Know one more place, found by its name."""
        if place_id not in self.places:
            self.places |= {place.pk: place for place in _places({place_id})}

    def place(self, place_id: str | None) -> Place | None:
        """Return a place that is known, or None."""
        return None if place_id is None else self.places.get(place_id)

    def facility(self, facility_id: str) -> Facility | None:
        """Return a facility that the actor may see, or None."""
        if facility_id not in self._facilities:
            found = visible_to(self.actor, Facility).filter(pk=facility_id).first()
            if found is not None:
                self._facilities[facility_id] = found
        return self._facilities.get(facility_id)

    def source(self, source_id: str) -> Source | None:
        """Return a source that the actor may see, or None."""
        if source_id not in self._sources:
            found = visible_to(self.actor, Source).filter(pk=source_id).first()
            if found is not None:
                self._sources[source_id] = found
        return self._sources.get(source_id)

    def source_of_statement(self, statement_id: str) -> Source | None:
        """Return the source of a visible statement, to be left as it is though it is not the actor's to see."""
        found = visible_to(self.actor, Statement).filter(pk=statement_id).select_related("source").first()
        return None if found is None else found.source


def _places(ids: Iterable[str]) -> Iterable[Place]:
    return Place.objects.filter(pk__in=ids).defer("boundary")


def parties_by_code() -> list[tuple[str, str, str]]:
    """Return code and both names of every party of the home, alliances before their members."""
    rows = Party.objects.order_by("parent__name_en", "name_en").values_list("code", "name_en", "name_ar")
    return list(rows)
