"""Places with what they lie in, read in one query however deep the tree is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from tawthiq.domain.placenames import PlaceEntry
from tawthiq.queries.case_views import PlaceRef
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place

_UP = """
WITH RECURSIVE up(leaf, id, depth) AS (
    SELECT id, id, 0 FROM gazetteer_place WHERE id IN ({marks})
    UNION ALL
    SELECT up.leaf, p.parent_id, up.depth + 1 FROM up JOIN gazetteer_place p ON p.id = up.id
    WHERE p.parent_id IS NOT NULL AND up.depth < 20
)
SELECT up.leaf, p.id, p.code, p.kind, p.pcode, p.name_en, p.name_ar
FROM up JOIN gazetteer_place p ON p.id = up.id ORDER BY up.leaf, up.depth DESC
"""

Paths = dict[str, tuple[PlaceRef, ...]]


def paths_of(place_ids: Iterable[str | None]) -> Paths:
    """Return for each place the places it lies in, the widest first, itself last; who may see it was asked before."""
    wanted = sorted({place for place in place_ids if place is not None})
    if not wanted:
        return {}
    found: dict[str, list[PlaceRef]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_UP.format(marks=", ".join(["%s"] * len(wanted))), wanted)
        for leaf, *ref in cursor.fetchall():
            found[leaf].append(PlaceRef(*ref))
    return {leaf: tuple(path) for leaf, path in found.items()}


def entries_visible_to(actor: Account) -> list[PlaceEntry]:
    """Return every place the actor may see as an entry of an index."""
    rows = list(
        visible_to(actor, Place).values("id", "kind", "parent_id", "pcode", "name_en", "name_ar", "names")
    )
    parents: dict[str, str | None] = {row["id"]: row["parent_id"] for row in rows}
    return [
        PlaceEntry(
            place_id=row["id"],
            kind=row["kind"],
            names=tuple(
                dict.fromkeys(
                    text
                    for text in (row["name_en"], row["name_ar"], *(n["text"] for n in row["names"]))
                    if text
                )
            ),
            path=_path(row["id"], parents),
            pcode=row["pcode"],
        )
        for row in rows
    ]


def _path(place_id: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    path = [place_id]
    while (parent := parents.get(path[-1])) is not None and parent not in path:
        path.append(parent)
    return tuple(reversed(path))
