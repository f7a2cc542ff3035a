"""Draw the answer to a question: bars, or lines over time, and a map of the places where points are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tawthiq.analysis import AXES, Snapshot
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.queries.figures.asked import Asked, key_of
from tawthiq.queries.figures.values import Heading, RowShown
from tawthiq.reports.drawing.charts import Series, draw_bars, draw_lines
from tawthiq.reports.drawing.geometry import rings_of_wkb
from tawthiq.reports.drawing.maps import Area, MapTexts, Spot, Town, draw_map
from tawthiq.reports.language.phrases import phrase
from tawthiq.vocab import Language

MOST_BARS: Final = 40
MOST_SERIES: Final = 6
MOST_SPOTS: Final = 400
_POINTS: Final = frozenset({"community", "city", "town", "village", "neighbourhood", "site"})
"""Kinds of places whose point tells where something was; the middle of an area does not."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Words that the page gives to a drawing: what is counted, of what the chart and map are, the total."""

    counted: str
    chart: str
    map: str
    total: str


def chart_of(
    asked: Asked, rows: Sequence[RowShown], columns: Sequence[Heading], language: Language, titles: Titles
) -> str:
    """Draw the table's rows, one series for each column; empty where there is nothing to draw or too much to read."""
    if not rows or len(columns) > MOST_SERIES:
        return ""
    dated = AXES[asked.rows].kind in ("day", "week", "month", "year")
    drawn = list(rows) if dated else list(rows[:MOST_BARS])
    if dated:
        drawn = sorted((row for row in drawn if row.heading.key != "-"), key=lambda row: row.heading.key)
    if len(drawn) < (2 if dated else 1):
        return ""
    keys = [row.heading.label for row in drawn]
    if columns:
        series = [
            Series(column.label, tuple(row.cells[n].minimum for row in drawn),
                   column.key if asked.columns == "party" else "")
            for n, column in enumerate(columns)
        ]  # fmt: skip
    else:
        series = [Series(titles.counted, tuple(row.total.minimum for row in drawn))]
    draw = draw_lines if dated else draw_bars
    return draw(keys, series, title=titles.chart, language=language)[0]


def map_of(
    snapshot: Snapshot, asked: Asked, language: Language, titles: Titles
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Draw where it was, by party; return the drawing and what has no point (place, number), which is said instead."""
    if asked.measure == "share":
        return "", ()
    table = asked.count(snapshot, ("place", "party"), language)
    places = _places(snapshot, language)
    spots: list[Spot] = []
    missing: dict[str, int] = defaultdict(int)
    for row in table.rows:
        place = places.get(key_of(row.codes[0]))
        if place is not None and place.point is not None:
            spots.append(Spot(place.point, key_of(row.codes[1]), place.name, row.minimum, row.records))
        else:
            name = row.keys["place"] if row.codes[0] is not None else phrase("unknown_place", language)
            missing[name] += row.minimum
    not_drawn = tuple(sorted(missing.items(), key=lambda pair: -pair[1]))
    if not spots:
        return "", not_drawn
    spots = sorted(spots, key=lambda spot: -spot.weight)[:MOST_SPOTS]
    areas, towns = _background(snapshot, language)
    texts = _texts(spots, language, titles)
    return draw_map(_labelled_once(spots), areas, towns, texts).svg, not_drawn


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    point: tuple[float, float] | None


def _places(snapshot: Snapshot, language: Language) -> dict[str, _Place]:
    first, second = ("name_ar", "name_en") if language == "ar" else ("name_en", "name_ar")
    rows = snapshot.rows(
        f"SELECT place_id, kind, coalesce({first}, {second}, pcode, place_id), longitude, latitude FROM places"
    )
    return {
        key: _Place(name, (lon, lat) if kind in _POINTS and lon is not None and lat is not None else None)
        for key, kind, name, lon, lat in rows
    }


def _background(snapshot: Snapshot, language: Language) -> tuple[list[Area], list[Town]]:
    first, second = ("name_ar", "name_en") if language == "ar" else ("name_en", "name_ar")
    with snapshot.lock:
        memo: dict[str, Any] = snapshot.memo
        if f"background-{language}" not in memo:
            bounds = snapshot.rows(
                f"SELECT coalesce({first}, {second}, ''), boundary FROM places "
                "WHERE boundary IS NOT NULL AND kind = 'governorate'"
            )
            memo[f"background-{language}"] = [Area(name, rings_of_wkb(wkb)) for name, wkb in bounds]
    towns = snapshot.rows(
        f"SELECT coalesce({first}, {second}, ''), longitude, latitude FROM places "
        "WHERE kind IN ('community', 'city', 'town', 'village') AND longitude IS NOT NULL AND latitude IS NOT NULL"
    )
    return memo[f"background-{language}"], [Town(name, (lon, lat)) for name, lon, lat in towns]


def _labelled_once(spots: Sequence[Spot]) -> list[Spot]:
    """Keep one label where several parties' symbols stand at one place."""
    seen: set[tuple[float, float]] = set()
    shown = []
    for spot in spots:
        label = "" if spot.at in seen else spot.label
        seen.add(spot.at)
        shown.append(Spot(spot.at, spot.party, label, spot.weight, 1))
    return shown


def _texts(spots: Sequence[Spot], language: Language, titles: Titles) -> MapTexts:
    parties = vocabulary("party")
    named = [(code, parties[code].label(language) if code in parties else code)
             for code in sorted({spot.party for spot in spots})]  # fmt: skip
    return MapTexts(
        title=titles.map, north=phrase("map_north", language),
        scale_km=phrase("map_scale", language, number="{number}"),
        scale_m="{number} م" if language == "ar" else "{number} m", disclaimer=phrase("map_disclaimer", language),
        weight=titles.counted, parties=named, language=language, approximate="",
    )  # fmt: skip
