"""The gazetteer of the demo: country, governorates with boundaries, towns and villages, parents before children."""

import csv
import io
import json
import struct
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from tawthiq.demo.facts import DemoPlace
from tawthiq.domain.errors import NotFound
from tawthiq.domain.scripts import is_arabic

Ring = list[tuple[float, float]]
Polygon = list[Ring]

_PACKAGE = "tawthiq.demo.gazetteer"
COUNTRY = DemoPlace(
    key="syria",
    kind="country",
    pcode="SY",
    name_en="Syria",
    name_ar="سوريا",
    names=(
        {"text": "Syrian Arab Republic", "script": "latin", "language": "en", "kind": "official"},
        {"text": "سورية", "script": "arabic", "language": "ar", "kind": "spelling"},
    ),
)
TOWN_RADIUS_M = 3000
_WKB_POLYGON, _WKB_MULTIPOLYGON = 3, 6


@cache
def shipped_places() -> tuple[DemoPlace, ...]:
    """Return every place of the demo; each parent stands before what lies in it."""
    written = tuple(_read("places.csv"))
    taken = {row["geonameid"] for row in written}
    towns = {row["geonameid"]: row for row in _read("towns.csv")}
    return (
        COUNTRY,
        *map(_governorate, _features()),
        *(_written(row, towns) for row in written),
        *(_town(row) for row in towns.values() if row["geonameid"] not in taken),
    )


@cache
def place(key: str) -> DemoPlace:
    """Return the place of a key; NotFound names it."""
    for found in shipped_places():
        if found.key == key:
            return found
    raise NotFound(f"The demo's gazetteer has no place “{key}”. Add it to places.csv.")


def path_of(key: str) -> tuple[DemoPlace, ...]:
    """Return the place and all it lies in, the place first."""
    here = place(key)
    return (here,) if here.parent_key is None else (here, *path_of(here.parent_key))


def governorate_of(key: str) -> DemoPlace:
    """Return the governorate that the record says a place lies in; NotFound when it lies in none."""
    for around in path_of(key):
        if around.kind == "governorate":
            return around
    raise NotFound(f"The place “{key}” lies in no governorate. Give it a parent in places.csv.")


def lies_in(key: str, name_en: str) -> bool:
    """Say whether a place is, or lies in, the place of that English name."""
    return any(around.name_en == name_en for around in path_of(key))


def wkb_of(polygons: Iterable[Polygon]) -> bytes:
    """Write polygons as a MultiPolygon in well-known binary (OGC 06-103r4), little-endian, longitude first."""
    parts = [_wkb_polygon(polygon) for polygon in polygons]
    return struct.pack("<BII", 1, _WKB_MULTIPOLYGON, len(parts)) + b"".join(parts)


def _wkb_polygon(polygon: Polygon) -> bytes:
    rings = [
        struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
        for ring in polygon
    ]
    return struct.pack("<BII", 1, _WKB_POLYGON, len(rings)) + b"".join(rings)


def _governorate(feature: Mapping[str, Any]) -> DemoPlace:
    about = feature["properties"]
    return DemoPlace(
        key=about["key"],
        kind="governorate",
        parent_key=COUNTRY.key,
        pcode=about["pcode"],
        name_en=about["name_en"],
        name_ar=about["name_ar"],
        names=_spellings(about["spellings"]),
        latitude=Decimal(str(about["latitude"])),
        longitude=Decimal(str(about["longitude"])),
        boundary=wkb_of(feature["geometry"]["coordinates"]),
        note="Boundary: Natural Earth, for orientation only; it expresses no opinion on any frontier.",
    )


def _written(row: Mapping[str, str], towns: Mapping[str, Mapping[str, str]]) -> DemoPlace:
    town = towns.get(row["geonameid"], {"spellings": ""})
    point = town if row["geonameid"] else row
    also = [*row["spellings"].split("|"), town.get("name_en", ""), *town["spellings"].split("|")]
    return DemoPlace(
        key=row["key"],
        kind=row["kind"],
        parent_key=row["parent_key"] or None,
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        names=_spellings(name for name in also if name not in (row["name_en"], row["name_ar"])),
        latitude=Decimal(point["latitude"]),
        longitude=Decimal(point["longitude"]),
        radius_m=int(row["radius_m"]) if row["radius_m"] else None,
        approximate=row["approximate"] == "true",
        note=row["note"],
    )


def _town(row: Mapping[str, str]) -> DemoPlace:
    return DemoPlace(
        key=f"geonames-{row['geonameid']}",
        kind="community",
        parent_key=row["governorate"],
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        names=_spellings(row["spellings"].split("|")),
        latitude=Decimal(row["latitude"]),
        longitude=Decimal(row["longitude"]),
        radius_m=TOWN_RADIUS_M,
    )


def _spellings(names: Iterable[str]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "text": name,
            "script": "arabic" if is_arabic(name) else "latin",
            "language": "ar" if is_arabic(name) else "und",
            "kind": "spelling",
        }
        for name in dict.fromkeys(names)
        if name
    )


def _features() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(_text("governorates.geojson"))["features"]
    return features


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return resources.files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")
