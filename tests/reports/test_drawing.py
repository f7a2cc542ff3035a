"""Maps and charts: labels never cover each other, geometry is read or refused, drawings are well-formed."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidValue
from tawthiq.reports.drawing.charts import Series, draw_bars, draw_lines
from tawthiq.reports.drawing.geometry import (
    Extent,
    clipped,
    middle_of,
    rings_of_wkb,
    round_length,
    simplified,
)
from tawthiq.reports.drawing.labels import Box, Wanted, place_labels, symbol_box
from tawthiq.reports.drawing.maps import Area, MapTexts, Spot, Town, draw_map
from tests.reports.world import square

PLACES = st.tuples(st.floats(5, 395), st.floats(5, 295))
TEXTS = MapTexts(
    title="A map", north="N", scale_km="{number} km", scale_m="{number} m", disclaimer="No endorsement.",
    weight="Killed", parties=[("russian", "Russian forces")], language="en", approximate="",
)  # fmt: skip


@given(st.lists(st.tuples(PLACES, st.floats(3, 14), st.floats(20, 120)), max_size=25))
def test_no_label_covers_another_or_a_symbol_or_leaves_the_frame(
    wanted: list[tuple[tuple[float, float], float, float]],
) -> None:
    frame = Box(0, 0, 400, 300)
    labels = [Wanted(at, radius, width, 14) for at, radius, width in wanted]
    symbols = [symbol_box(label.at, label.radius) for label in labels]
    placed = [spot.box for spot in place_labels(labels, symbols, frame) if spot is not None]
    for n, box in enumerate(placed):
        assert box.within(frame)
        assert not any(box.meets(other) for other in placed[n + 1 :])
        assert not any(box.meets(symbol) for symbol in symbols)


def test_a_lone_label_always_finds_room() -> None:
    (placed,) = place_labels([Wanted((200, 150), 6, 80, 14)], [], Box(0, 0, 400, 300))
    assert placed is not None
    assert placed.leader is None


def test_polygons_are_read_from_wkb() -> None:
    one = square(36, 35, 38, 37)
    assert rings_of_wkb(one) == (((36, 35), (38, 35), (38, 37), (36, 37), (36, 35)),)
    many = struct.pack("<BII", 1, 6, 2) + one + square(30, 30, 31, 31)
    assert len(rings_of_wkb(many)) == 2
    big_endian = struct.pack(">BII", 0, 3, 1) + struct.pack(">I", 3) + struct.pack(">6d", 0, 0, 1, 0, 0, 1)
    assert rings_of_wkb(big_endian) == (((0, 0), (1, 0), (0, 1)),)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_boundary_or_refused(content: bytes) -> None:
    try:
        rings_of_wkb(content)
    except InvalidValue as error:
        assert "boundary" in str(error)


def test_a_truncated_boundary_is_refused() -> None:
    with pytest.raises(InvalidValue, match="ends too early"):
        rings_of_wkb(square(0, 0, 1, 1)[:-3])
    with pytest.raises(InvalidValue, match="geometry of kind 1"):
        rings_of_wkb(struct.pack("<BIIdd", 1, 1, 0, 1.0, 2.0))


@given(st.lists(PLACES, min_size=3, max_size=40), st.floats(0.1, 20))
def test_simplifying_keeps_the_ends_and_only_leaves_out(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    line = simplified(points, tolerance)
    assert (line[0], line[-1]) == (points[0], points[-1])
    assert set(line) <= set(points)


@given(st.floats(-180, 170), st.floats(-80, 70), st.floats(0.5, 10))
def test_what_is_cut_to_an_extent_lies_in_it(west: float, south: float, size: float) -> None:
    extent = Extent(west, south, west + size, south + size)
    ring = [(west - 1, south - 1), (west + size / 2, south + size + 5), (west + size + 1, south)]
    for x, y in clipped(ring, extent):
        assert extent.west - 1e-9 <= x <= extent.east + 1e-9
        assert extent.south - 1e-9 <= y <= extent.north + 1e-9


@given(st.floats(0.01, 1e5))
def test_a_scale_bar_is_a_round_length(most: float) -> None:
    length = round_length(most)
    assert most * 0.39 < length <= most * 1.0001


def test_the_middle_of_a_square_is_its_middle() -> None:
    assert middle_of([(0, 0), (2, 0), (2, 2), (0, 2)]) == (1, 1)
    assert middle_of([(1, 1), (1, 1)]) == (1, 1)


def test_a_map_is_drawn_with_scale_north_legend_and_disclaimer() -> None:
    spots = [
        Spot((36.5, 35.5), "russian", "Aladara <b>", 20),
        Spot((36.5, 35.5), "syrian-regime", "", 5, attacks=3),
    ]
    areas = [Area("North", rings_of_wkb(square(36, 35, 38, 37)))]
    drawn = draw_map(spots, areas, [Town("Barsa", (36.55, 35.55))], TEXTS)
    words = "".join(ElementTree.fromstring(drawn.svg).itertext())
    for part in ("Aladara <b>", "km", "N", "Russian forces", "No endorsement.", "3"):
        assert part in words
    assert drawn.unlabelled == ()


def test_the_same_map_is_the_same_bytes() -> None:
    spots = [Spot((36.5, 35.5), "russian", "Aladara", 20)]
    assert draw_map(spots, [], [], TEXTS).svg == draw_map(spots, [], [], TEXTS).svg


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6), st.sampled_from(["en", "ar"]))
def test_charts_are_well_formed_whatever_the_texts(keys: list[str], language: str) -> None:
    series = [
        Series("one & <two>", tuple(range(len(keys))), "russian"),
        Series("ثان", tuple([0] * len(keys))),
    ]
    for draw in (draw_bars, draw_lines):
        svg, height = draw(keys, series, title='"quoted" <title>', language=language)
        assert float(ElementTree.fromstring(svg).attrib["height"]) == pytest.approx(height)
