"""What the reader recognises and drafts for an actor: places of the home's gazetteer before those of a public list."""

from __future__ import annotations

from datetime import date
from typing import Any

from tawthiq.domain.scripts import fold
from tawthiq.queries.visibility import visible_to
from tawthiq.reading.incidents import draft_incidents
from tawthiq.reading.place_names import Known
from tawthiq.reading.towns import listed_towns
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place

SMALLEST = ("community", "neighbourhood", "site", "subdistrict", "district")


def places_known(actor: Account) -> Known:
    """Return every spelling of a place that the actor's gazetteer or the public list has, with its governorate."""
    rows = list(visible_to(actor, Place).values("pk", "kind", "parent_id", "name_en", "name_ar", "names"))
    by_id = {row["pk"]: row for row in rows}
    own: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row["kind"] not in SMALLEST:
            continue
        spellings = (row["name_en"], row["name_ar"], *(str(one.get("text", "")) for one in row["names"]))
        for spelling in spellings:
            if len(fold(spelling)) > 3:
                own.setdefault(fold(spelling), (row["name_en"] or row["name_ar"], _governorate(row, by_id)))
    return {**listed_towns(), **own}


def drafts_of(actor: Account, text: str, *, published: date | None = None) -> list[dict[str, Any]]:
    """Draft the incidents that a text tells; proposals, with the words each value comes from."""
    return draft_incidents(text, known=places_known(actor), published=published)


def _governorate(row: Any, by_id: Any) -> str:
    above = row
    for _ in range(12):
        if above is None or above["kind"] == "governorate":
            break
        above = by_id.get(above["parent_id"])
    return "" if above is None else above["name_en"] or above["name_ar"]
