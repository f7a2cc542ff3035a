"""The gazetteer as a map draws it, and the place that a point lies in or near."""

from __future__ import annotations

import json
import math
from typing import Any

import shapely

from tawthiq.domain.errors import InvalidValue
from tawthiq.queries.picking import Choice, places_by_id
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place

MOST_POINTS = 4_000
SMALLEST_STEP = 0.004
"""Degrees by which outlines are simplified for the screen: about 400 metres."""
NEAR_KM = 25
EARTH_KM = 6_371.0


def shapes_of(actor: Account, language: str) -> dict[str, Any]:
    """Return outlines and points of the places that the actor may see, as GeoJSON."""
    features = []
    for row in visible_to(actor, Place).filter(boundary__isnull=False).order_by("code"):
        outline = shapely.simplify(shapely.from_wkb(bytes(row.boundary or b"")), SMALLEST_STEP)
        geometry = json.loads(shapely.to_geojson(shapely.transform(outline, lambda points: points.round(4))))
        features.append(_feature(row, geometry, language))
    points = visible_to(actor, Place).filter(latitude__isnull=False, boundary__isnull=True).defer("boundary")
    for row in points.order_by("code")[:MOST_POINTS]:
        at = [float(row.longitude or 0), float(row.latitude or 0)]
        features.append(_feature(row, {"type": "Point", "coordinates": at}, language))
    return {"type": "FeatureCollection", "features": features}


def _feature(row: Place, geometry: dict[str, Any], language: str) -> dict[str, Any]:
    name = row.name_ar or row.name_en if language == "ar" else row.name_en or row.name_ar
    properties = {"id": row.pk, "name": name, "kind": row.kind}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def place_at(actor: Account, *, longitude: float, latitude: float) -> tuple[Choice, ...]:
    """Return the nearest named point within 25 km and the smallest outline that holds the point, the nearest first."""
    if not (
        math.isfinite(longitude) and math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    ):
        raise InvalidValue("There is no such point on earth. Give longitude and latitude in degrees.")
    near = _near(actor, longitude, latitude)
    spot = shapely.Point(longitude, latitude)
    holding = []
    for pk, boundary in visible_to(actor, Place).filter(boundary__isnull=False).values_list("pk", "boundary"):
        outline = shapely.from_wkb(bytes(boundary or b""))
        if shapely.covers(outline, spot):
            holding.append((shapely.area(outline), pk))
    ids = [*near, *(pk for _, pk in sorted(holding)[:1])]
    found = places_by_id(ids)
    return tuple(found[pk] for pk in dict.fromkeys(ids) if pk in found)


def _near(actor: Account, longitude: float, latitude: float) -> list[str]:
    around = NEAR_KM / 111.0
    wide = around / max(math.cos(math.radians(latitude)), 0.05)
    rows = (
        visible_to(actor, Place)
        .filter(latitude__range=(latitude - around, latitude + around))
        .filter(longitude__range=(longitude - wide, longitude + wide))
        .exclude(kind__in=("country", "governorate", "district", "subdistrict"))
        .values_list("pk", "longitude", "latitude")
    )
    ranked = sorted((_kilometres(longitude, latitude, float(x or 0), float(y or 0)), pk) for pk, x, y in rows)
    return [pk for away, pk in ranked[:5] if away <= NEAR_KM]


def _kilometres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    one, two = math.radians(lat), math.radians(other_lat)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))
