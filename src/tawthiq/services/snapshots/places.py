"""The tree of places as columns: each place with its path and its administrative levels laid flat."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis.schema import PLACE_LEVELS

KIND_OF_LEVEL: Final = {
    "country": ("country",),
    "governorate": ("governorate",),
    "district": ("district",),
    "subdistrict": ("subdistrict",),
    "community": ("community",),
}
"""Which kind of place stands for each administrative level."""

SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("name_en", pa.string()),
        ("name_ar", pa.string()),
        ("path", pa.list_(pa.string())),
        *((f"{level}_{part}", pa.string()) for level in PLACE_LEVELS for part in ("id", "en", "ar", "pcode")),
    ]
)


def flat_places(rows: pa.Table) -> pa.Table:
    """Return one row for each place: id, names, path from the country to itself, each level's id, names, P-code.

    `rows` holds id, parent_id, kind, pcode, name_en, name_ar; null where there is none.
    """
    by_id = {row["id"]: row for row in rows.to_pylist()}
    return pa.Table.from_pylist([_flat(row, by_id) for row in by_id.values()], schema=SCHEMA)


def _ancestry(row: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    chain = [row]
    while (parent := by_id.get(chain[-1]["parent_id"])) is not None and parent not in chain:
        chain.append(parent)
    return chain[::-1]


def _flat(row: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    chain = _ancestry(row, by_id)
    flat: dict[str, Any] = {
        "id": row["id"],
        "name_en": row["name_en"],
        "name_ar": row["name_ar"],
        "path": [place["id"] for place in chain],
    }
    for level, kinds in KIND_OF_LEVEL.items():
        found = next((place for place in chain if place["kind"] in kinds), None)
        for part, column in (("id", "id"), ("en", "name_en"), ("ar", "name_ar"), ("pcode", "pcode")):
            flat[f"{level}_{part}"] = None if found is None else found[column]
    return flat
