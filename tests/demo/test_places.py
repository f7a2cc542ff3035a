import json
import struct
from collections.abc import Iterable
from functools import cache
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.demo.places import (
    Polygon,
    Ring,
    governorate_of,
    lies_in,
    place,
    shipped_places,
    wkb_of,
)
from tawthiq.domain.errors import NotFound

PLACES = shipped_places()
SQUARE = [[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)],
          [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]]  # fmt: skip


def test_every_parent_stands_before_what_lies_in_it() -> None:
    seen: set[str | None] = {None}
    for here in PLACES:
        assert here.parent_key in seen
        seen.add(here.key)


def test_there_are_fourteen_governorates_with_pcode_boundary_and_both_names() -> None:
    governorates = [p for p in PLACES if p.kind == "governorate"]
    assert sorted(p.pcode or "" for p in governorates) == [f"SY{n:02d}" for n in range(1, 15)]
    assert all(p.boundary and p.name_en and p.name_ar for p in governorates)


@pytest.mark.parametrize(
    "key", [p.key for p in PLACES if p.kind in ("community", "site") and not p.key.startswith("geonames-")]
)
def test_a_village_written_by_hand_lies_inside_its_governorate(key: str) -> None:
    here = place(key)
    assert here.longitude is not None and here.latitude is not None
    around = polygons_of(governorate_of(key).key)
    assert is_inside(around, float(here.longitude), float(here.latitude))


def test_nearly_every_town_lies_inside_its_governorate() -> None:
    towns = [p for p in PLACES if p.key.startswith("geonames-")]
    outside = [
        p.name_en
        for p in towns
        if not is_inside(
            polygons_of(governorate_of(p.key).key), float(p.longitude or 0), float(p.latitude or 0)
        )
    ]
    assert len(towns) == 297
    assert len(outside) == 8, outside


def test_what_was_set_by_hand_says_how_far_off_it_may_be() -> None:
    for here in PLACES:
        if here.approximate and here.kind != "country":
            assert here.radius_m is not None and here.radius_m >= 2000


@pytest.mark.parametrize("spelling", ["Idleb", "Alep", "Lattakia", "Rif Dimashq", "Der Ezzor", "Al-Haskah"])
def test_the_spellings_of_governorates_are_kept(spelling: str) -> None:
    assert any(spelling == name["text"] for p in PLACES if p.kind == "governorate" for name in p.names)


def test_a_site_lies_in_its_town_and_its_governorate() -> None:
    assert lies_in("khan-sheikhoun-west", "Khan Sheikhoun")
    assert lies_in("khan-sheikhoun-west", "Idlib")
    assert not lies_in("khan-sheikhoun-west", "Hama")


def test_a_place_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound, match="no place “atlantis”"):
        place("atlantis")
    with pytest.raises(NotFound, match="lies in no governorate"):
        governorate_of("turkey")


def test_a_boundary_is_written_as_well_known_binary() -> None:
    binary = wkb_of([SQUARE])
    assert struct.unpack_from("<BII", binary) == (1, 6, 1)
    assert struct.unpack_from("<BII", binary, 9) == (1, 3, 2)
    assert struct.unpack_from("<I10d", binary, 18) == (5, *(axis for point in SQUARE[0] for axis in point))
    assert len(binary) == 9 + 9 + 2 * (4 + 5 * 16)


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_a_point_is_inside_the_outer_ring_and_outside_the_hole(x: float, y: float) -> None:
    edges = {0.0, 1.0, 2.0, 4.0}
    if x not in edges and y not in edges:
        in_hole = 1 < x < 2 and 1 < y < 2
        assert is_inside([SQUARE], x, y) == (0 < x < 4 and 0 < y < 4 and not in_hole)


@cache
def polygons_of(governorate: str) -> tuple[Polygon, ...]:
    """Return the polygons of a governorate, each with its outer ring first."""
    text = resources.files("tawthiq.demo.gazetteer").joinpath("governorates.geojson").read_text("utf-8")
    (found,) = [f for f in json.loads(text)["features"] if f["properties"]["key"] == governorate]
    return tuple(found["geometry"]["coordinates"])


def is_inside(polygons: Iterable[Polygon], longitude: float, latitude: float) -> bool:
    """Say whether a point lies in one of the polygons: in its outer ring and in none of its holes."""
    return any(
        _crosses_odd(polygon[0], longitude, latitude)
        and not any(_crosses_odd(hole, longitude, latitude) for hole in polygon[1:])
        for polygon in polygons
    )


def _crosses_odd(ring: Ring, x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
