"""Where what fits a filter lies: clusters for a tile of the map, and a table by place for who has no map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tawthiq.domain.errors import NotFound
from tawthiq.queries.filters import Filters
from tawthiq.queries.incident_lists import PlaceName
from tawthiq.queries.mirror.choosing import chosen_incidents, chosen_persons
from tawthiq.queries.mirror.columns import NOTHING, WORLD, Flags, Numbers
from tawthiq.queries.mirror.following import Mirror, followed
from tawthiq.queries.mirror.sight import Sight, seen, sight_of
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account, Withholding
from tawthiq.records.cases.models import Incident
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.search.keys import key_of

DEEPEST_ZOOM = 18
CELLS = 4
"""A tile has 2⁴ by 2⁴ cells; what lies in one cell is one point of the map."""

LEVELS = ("country", "governorate", "district", "subdistrict", "community", "neighbourhood", "site")
"""The levels of the table by place, from the widest."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What lies in one cell of a tile: how many, where in 4096ths of the tile, and the code where it is one alone."""

    x: int
    y: int
    count: int
    code: str


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place and how many of what fits lie in it."""

    place: PlaceName
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Places of one level with their numbers, and how many lie in none of them."""

    rows: tuple[PlaceCount, ...]
    elsewhere: int
    total: int


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place's outline as the gazetteer keeps it (well-known binary), with its names."""

    place: PlaceName
    kind: str
    outline: bytes


def incident_tile(actor: Account, filters: Filters, z: int, x: int, y: int) -> tuple[Cluster, ...]:
    """Return the clusters of a tile of the usual web map; NotFound for a tile that no map has."""
    if not (0 <= z <= DEEPEST_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        raise NotFound("There is no such tile of the map.")
    with followed() as mirror:
        sight = sight_of(actor, mirror)
        clusters = _clusters(mirror, chosen_incidents(mirror, actor, sight, filters), z, x, y)
    alone = [pk for *_, pk in clusters if pk]
    codes = dict(visible_to(actor, Incident).filter(pk__in=alone).values_list("pk", "code")) if alone else {}
    return tuple(Cluster(px, py, count, codes.get(pk, "")) for px, py, count, pk in clusters)


def _clusters(mirror: Mirror, flags: Flags, z: int, x: int, y: int) -> list[tuple[int, int, int, str]]:
    shift = 30 - z
    xs, ys = _points(mirror)
    rows = np.flatnonzero(flags & (xs >> shift == x) & (ys >> shift == y))
    if not len(rows):
        return []
    inside_x, inside_y = xs[rows] & ((1 << shift) - 1), ys[rows] & ((1 << shift) - 1)
    cells = ((inside_x >> (shift - CELLS)) << CELLS) | (inside_y >> (shift - CELLS))
    counts = np.bincount(cells, minlength=1 << 2 * CELLS)
    middle_x = np.bincount(cells, weights=inside_x, minlength=len(counts))
    middle_y = np.bincount(cells, weights=inside_y, minlength=len(counts))
    first = np.empty(len(counts), np.int64)
    first[cells] = rows
    found = []
    ids = mirror.table("incident")["id"]
    for cell in np.flatnonzero(counts):
        count = int(counts[cell])
        at = [int(middle[cell] / count * 4096 / (1 << shift)) for middle in (middle_x, middle_y)]
        found.append((at[0], at[1], count, ids[first[cell]].decode() if count == 1 else ""))
    return found


def _points(mirror: Mirror) -> tuple[Numbers, Numbers]:
    """Return where each incident lies: its own point, or else that of its place."""
    if "points" not in mirror.notes:
        incidents, places = mirror.table("incident"), mirror.table("place")
        own = (incidents["x"] >= 0) & ~_kept_secret(mirror)
        mirror.notes["points"] = tuple(
            np.where(own, incidents[axis], np.append(places[axis], NOTHING)[incidents["place"]])
            for axis in ("x", "y")
        )
    found: tuple[Numbers, Numbers] = mirror.notes["points"]
    return found


def _kept_secret(mirror: Mirror) -> Flags:
    """Flag the incidents whose point is withheld from anybody: on the map they lie in the middle of their place."""
    withheld = Withholding.objects.filter(record_kind="incident", field="point", lifted_at__isnull=True)
    table = mirror.table("incident")
    keys = np.array([key_of(pk) for pk in withheld.values_list("record_id", flat=True)], np.int64)
    flags = np.zeros(table.count, np.bool_)
    rows = table.rows_of(keys)
    flags[rows[rows >= 0]] = True
    return flags


def incidents_extent(actor: Account, filters: Filters) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of what fits, or None where nothing has a point."""
    with followed() as mirror:
        flags = chosen_incidents(mirror, actor, sight_of(actor, mirror), filters)
        xs, ys = _points(mirror)
        flags = flags & (xs >= 0)
        if not flags.any():
            return None
        west, east = (float(edge) / WORLD * 360 - 180 for edge in (xs[flags].min(), xs[flags].max()))
        north, south = (_latitude(float(edge)) for edge in (ys[flags].min(), ys[flags].max()))
    return west, south, east, north


def _latitude(y: float) -> float:
    return float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / WORLD)))))


def incidents_by_place(actor: Account, filters: Filters, level: str = "") -> PlaceTable:
    """Count incidents by the places of a level; where none is named, the level below what the filter names."""
    with followed() as mirror:
        sight = sight_of(actor, mirror)
        flags = chosen_incidents(mirror, actor, sight, filters)
        places = mirror.table("incident")["place"][flags]
        counts, total = _counts(mirror, places, level), len(places)
    return _table(actor, counts, total)


def persons_by_place(actor: Account, filters: Filters, level: str = "") -> PlaceTable:
    """Count persons by the places where they were harmed; somebody harmed in two places counts in both."""
    with followed() as mirror:
        sight = sight_of(actor, mirror)
        persons = chosen_persons(mirror, actor, sight, filters)
        places = _places_of_persons(mirror, sight, persons)
        counts, total = _counts(mirror, places, level), int(np.count_nonzero(persons))
    return _table(actor, counts, total)


def _places_of_persons(mirror: Mirror, sight: Sight, persons: Flags) -> Numbers:
    harms, incidents = mirror.table("harm"), mirror.table("incident")
    fits = np.append(persons, False)[harms["person"]] & seen(mirror, sight, "harm")
    place = np.append(incidents["place"], NOTHING)[harms["incident"][fits]].astype(np.int64)
    pairs = np.unique((harms["person"][fits].astype(np.int64) << 32) | (place & 0xFFFFFFFF))
    low = pairs & 0xFFFFFFFF
    found: Numbers = np.where(low == 0xFFFFFFFF, NOTHING, low)
    return found


def _counts(mirror: Mirror, places: Numbers, level: str) -> list[tuple[str, int]]:
    """Count by the ancestor of a level: the place itself, or the nearest above it that has the level."""
    table = mirror.table("place")
    wanted = level if level in LEVELS else "governorate"
    ancestor = _ancestors(mirror, wanted)
    at = np.append(ancestor, NOTHING)[places]
    counts = np.bincount(at[at >= 0], minlength=1)
    order = np.argsort(-counts, kind="stable")[:200]
    return [(table["id"][row].decode(), int(counts[row])) for row in order if counts[row]]


def _ancestors(mirror: Mirror, level: str) -> Numbers:
    note = ("ancestors", level)
    if note not in mirror.notes:
        table = mirror.table("place")
        parents = table.rows_of(table["parent"])
        of_level = np.append(table["kind"] == mirror.codes["code"].find(level), True)
        rows = np.arange(table.count)
        for _ in LEVELS:
            rows = np.where(of_level[rows], rows, np.append(parents, NOTHING)[rows])
        mirror.notes[note] = np.where(of_level[rows], rows, NOTHING)
    found: Numbers = mirror.notes[note]
    return found


def _table(actor: Account, counts: list[tuple[str, int]], total: int) -> PlaceTable:
    places = {one.pk: one for one in Place.objects.filter(pk__in=[pk for pk, _ in counts]).defer("boundary")}
    rows = tuple(
        PlaceCount(PlaceName(one.code, one.name_en, one.name_ar), one.kind, count)
        for pk, count in counts
        for one in (places[pk],)
    )
    return PlaceTable(rows, max(0, total - sum(row.count for row in rows)), total)


def boundaries(actor: Account, level: str) -> tuple[Boundary, ...]:
    """Return the outlines of the places of a level that the actor may see."""
    rows = visible_to(actor, Place).filter(kind=level, boundary__isnull=False).order_by("code")
    return tuple(
        Boundary(PlaceName(one.code, one.name_en, one.name_ar), one.kind, bytes(one.boundary or b""))
        for one in rows
    )
