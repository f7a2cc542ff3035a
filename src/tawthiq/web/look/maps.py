"""Incidents and persons on a map: vector tiles and outlines for who has one, a table by place for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tawthiq.queries.filters import Filters
from tawthiq.queries.maps import (
    LEVELS,
    PlaceTable,
    boundaries,
    incident_tile,
    incidents_by_place,
    incidents_extent,
    persons_by_place,
)
from tawthiq.records.accounts.models import Account
from tawthiq.web.doors import actor_of, door
from tawthiq.web.look.asking import filters_of, frame
from tawthiq.web.look.mvt import point_layer

SIMPLER = 0.002
"""Outlines are drawn to about 200 metres: a map of clusters needs no more."""


@door("read-case")
def incidents_map(request: HttpRequest) -> HttpResponse:
    """Show where incidents lie."""
    actor, filters = actor_of(request), filters_of(request.GET)
    extent = incidents_extent(actor, filters)
    tiles = reverse("incidents_tile", args=(9991, 9992, 9993))
    for number, name in (("9991", "{z}"), ("9992", "{x}"), ("9993", "{y}")):
        tiles = tiles.replace(number, name)
    shown = {
        "extent": None if extent is None else ",".join(f"{edge:.5f}" for edge in extent),
        "tiles": tiles + (f"?{filters.query}" if filters.query else ""),
    }
    return _page(request, "incidents", incidents_by_place, shown)


@door("read-case")
def persons_map(request: HttpRequest) -> HttpResponse:
    """Show where persons were harmed, as a table by place."""
    return _page(request, "persons", persons_by_place, {})


def _page(
    request: HttpRequest,
    subject: str,
    counted: Callable[[Account, Filters, str], PlaceTable],
    shown: dict[str, Any],
) -> HttpResponse:
    actor, filters = actor_of(request), filters_of(request.GET)
    level = request.GET.get("level", "governorate")
    table = counted(actor, filters, level)
    rows = [
        (row, f"{reverse(subject)}?{replace(filters, place=(row.place.code,)).query}") for row in table.rows
    ]
    most = max((row.count for row in table.rows), default=1)
    levels = [(one, one == level) for one in LEVELS]
    here = {"table": table, "rows": rows, "most": most, "levels": levels, "level": level}
    return render(request, "look/map.html", shown | here | frame(request, actor, subject, filters, "map"))


@door("read-case")
def incidents_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Answer a tile of clusters."""
    clusters = incident_tile(actor_of(request), filters_of(request.GET), z, x, y)
    return HttpResponse(point_layer("incidents", clusters), content_type="application/vnd.mapbox-vector-tile")


@door("read-case")
def boundaries_json(request: HttpRequest, level: str) -> HttpResponse:
    """Answer the outlines of a level of places as GeoJSON."""
    features = [
        {"type": "Feature", "geometry": json.loads(_outline(one.outline)),
         "properties": {"code": one.place.code, "name_en": one.place.name_en, "name_ar": one.place.name_ar}}
        for one in boundaries(actor_of(request), level)
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(content, content_type="application/geo+json")


def _outline(stored: bytes) -> str:
    simple = shapely.simplify(shapely.from_wkb(stored), SIMPLER)
    return str(shapely.to_geojson(shapely.set_precision(simple, 1e-4)))
