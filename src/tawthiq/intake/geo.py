"""Places from files of boundaries and lists of places: P-codes, names in both scripts, a point and a boundary."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from tawthiq.domain.scripts import is_arabic
from tawthiq.intake.admin_columns import AdminColumns, find_admin_columns
from tawthiq.intake.drafts import Fault, PlaceDraft, Reject
from tawthiq.intake.layers import Layer, is_layer, read_layer
from tawthiq.intake.mapping import Mapping, check_mapping, guess_mapping
from tawthiq.intake.rows import parse_row
from tawthiq.intake.table import LIMITS, Limits, Row, Table
from tawthiq.intake.tables import read_table

_LAT = re.compile(r"lat(?:itude)?(?:_?dd)?|y", re.IGNORECASE)
_LON = re.compile(r"lon(?:g|gitude)?(?:_?dd)?|lng|x", re.IGNORECASE)
_EMPTY_NAMES = frozenset({"", "none", "null", "na", "n/a"})


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """What a file of places gave: drafts, rejects, and sentences about the file as a whole."""

    columns: tuple[str, ...]
    drafts: tuple[PlaceDraft, ...]
    rejects: tuple[Reject, ...]
    notices: tuple[str, ...]


def _is_swapped(english: str, arabic: str) -> bool:
    return is_arabic(english) and bool(arabic.strip()) and not is_arabic(arabic)


def _swapped_pairs(admin: AdminColumns, table: Table) -> dict[tuple[str, str], int]:
    at = {column: position for position, column in enumerate(table.columns)}
    swapped: dict[tuple[str, str], int] = {}
    for row in table.rows():
        for pair in admin.pairs:
            if not row.fault and _is_swapped(row.cells[at[pair[0]]], row.cells[at[pair[1]]]):
                swapped[pair] = swapped.get(pair, 0) + 1
    return swapped


def _notices(admin: AdminColumns | None, table: Table) -> tuple[str, ...]:
    if admin is None:
        return ()
    return tuple(
        f"{english} holds Arabic and {arabic} does not, in {count:,} rows: the columns are swapped there."
        for (english, arabic), count in _swapped_pairs(admin, table).items()
    )


def _mapping_for(table: Table, admin: AdminColumns | None, stated: Mapping | None) -> Mapping:
    if stated is not None:
        check_mapping(stated, table)
        return stated
    if admin is None:
        return guess_mapping("places", table)
    points = {
        field: column
        for field, pattern in (("lat", _LAT), ("lon", _LON))
        for column in table.columns
        if pattern.fullmatch(column)
    }
    return replace(admin.mapping, columns={**admin.mapping.columns, **points})


def _with_names_in_place(draft: PlaceDraft) -> PlaceDraft:
    """Put a name under the language of its script, when both are given and stand the wrong way round."""
    if not _is_swapped(draft.name_en or "", draft.name_ar or ""):
        return draft
    warning = "The English and the Arabic name were swapped; they are put under their own language."
    return replace(draft, name_en=draft.name_ar, name_ar=draft.name_en, warnings=(*draft.warnings, warning))


def _with_admin(draft: PlaceDraft, admin: AdminColumns, cells: dict[str, str]) -> PlaceDraft:
    own = {draft.name_en, draft.name_ar}
    others = [cells[column].strip() for column in admin.others]
    spelled = (name for name in others if name.casefold() not in _EMPTY_NAMES and name not in own)
    ancestors = tuple(code for column in admin.ancestors if (code := cells[column].strip()))
    return replace(
        draft,
        other_names=tuple(dict.fromkeys((*draft.other_names, *spelled))),
        ancestors=ancestors,
        parent_pcode=ancestors[0] if ancestors else None,
    )


def _with_shape(draft: PlaceDraft, shape: shapely.Geometry) -> PlaceDraft | str:
    """Add a boundary and a point that surely lies in it; a sentence when the shape cannot be one on earth."""
    if shape.is_empty:
        return draft
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "The shape reaches beyond the degrees of the earth. Convert it to WGS 84 (EPSG:4326)."
    warnings = draft.warnings
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
        warnings = (*warnings, "The boundary crossed itself and was mended.")
    inner = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    boundary = shapely.to_wkb(shape) if shape.area > 0 else None
    return replace(draft, lat=inner.y, lon=inner.x, boundary=boundary, warnings=warnings)


def _place(
    row: Row, *, table: Table, mapping: Mapping, admin: AdminColumns | None, shape: shapely.Geometry | None
) -> PlaceDraft | Reject:
    draft = parse_row(row, mapping=mapping, columns=table.columns)
    if not isinstance(draft, PlaceDraft):
        return draft if isinstance(draft, Reject) else Reject(row.number, row.cells, ())
    draft = _with_names_in_place(draft)
    if admin is not None:
        draft = _with_admin(draft, admin, dict(zip(table.columns, row.cells, strict=True)))
    if shape is None:
        return draft
    shaped = _with_shape(draft, shape)
    return Reject(row.number, row.cells, (Fault("", shaped),)) if isinstance(shaped, str) else shaped


def _read(path: Path, *, encoding: str | None, layer: str | None, limits: Limits) -> Layer:
    if is_layer(path):
        return read_layer(path, encoding=encoding, layer=layer, limits=limits)
    return Layer(read_table(path, encoding=encoding, sheet=layer, limits=limits), (), ())


def read_places(
    path: Path,
    *,
    mapping: Mapping | None = None,
    encoding: str | None = None,
    layer: str | None = None,
    limits: Limits = LIMITS,
) -> PlacesRead:
    """Read places from GeoJSON, shapefile (also zipped), GeoPackage or any list; OCHA's columns are known."""
    read = _read(path, encoding=encoding, layer=layer, limits=limits)
    table, shapes = read.table, iter(read.geometries)
    admin = find_admin_columns(table.columns) if mapping is None else None
    chosen = _mapping_for(table, admin, mapping)
    drafts: list[PlaceDraft] = []
    rejects: list[Reject] = []
    for row in table.rows():
        shape = next(shapes, None)
        found = _place(row, table=table, mapping=chosen, admin=admin, shape=shape)
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            drafts.append(found)
    return PlacesRead(table.columns, tuple(drafts), tuple(rejects), (*read.notices, *_notices(admin, table)))
