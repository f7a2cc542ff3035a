"""The block `map`: attacks with their dead as symbols; what is not located is said, never put at a guessed point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from tawthiq.reports.blocks.common import CAPTIONED, after_caption, captioned, number_text
from tawthiq.reports.calls import Call
from tawthiq.reports.drawing.geometry import rings_of_wkb
from tawthiq.reports.drawing.maps import Area, Drawn, MapTexts, Spot, Town, draw_map
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Row, label_of
from tawthiq.reports.functions import PERIOD, WHERE, period_of, where_of
from tawthiq.reports.language.dates import listed
from tawthiq.reports.language.nouns import counted
from tawthiq.reports.signatures import Parameter, Values
from tawthiq.reports.tree import Node, figure, image, plain, plain_text, text

PARAMETERS: Final = (*CAPTIONED, Parameter("least_km", "number", default=30), *WHERE, *PERIOD)

_TOO_COARSE: Final = frozenset({"country", "governorate", "district", "subdistrict"})
_LOCATED: Final = frozenset({"gps", "imagery", "landmark-distance"})
_CENTRES: Final = frozenset({"governorate-centroid", "district-centroid", "subdistrict-centroid"})
"""Methods of a point that tell where an attack was, and those that only stand for an area."""
_TOWNS: Final = frozenset({"community", "city", "town", "village"})


def attack_map(values: Values, edition: Edition, call: Call) -> list[Node]:
    """Make a map of attacks, or of the strikes of one attack."""
    identifier, caption, said = captioned(edition, call, values, "map")
    where = where_of(values, edition, call.place)
    spots, missing = _spots(values, edition, call, where)
    if not spots:
        raise call.place.error("No attack of this map has a known location. Widen it, or take the map out.")
    alt = _alt(edition, spots, said)
    drawn = draw_map(
        spots,
        _areas(edition),
        _towns(edition),
        _texts(edition, spots, alt),
        least_km=float(values["least_km"]),
    )
    edition.notices += [
        f"{call.place}: the map has no room for the label '{name}'." for name in drawn.unlabelled
    ]
    return _nodes(edition, drawn, identifier, caption, alt, missing)


def _nodes(
    edition: Edition, drawn: Drawn, identifier: str, caption: Sequence[Node], alt: str, missing: list[str]
) -> list[Node]:
    name = edition.add_drawing(drawn.svg.encode(), "svg", alt, drawn.width, drawn.height)
    full = list(caption)
    if missing:
        said = edition.phrase("map_not_drawn", what=listed(missing, edition.language))
        full += text(after_caption(said, plain_text(full)))
    return [figure(identifier, full, [plain([image(name, alt, ["drawing", "map"])])], ["map"])]


def _spots(
    values: Values, edition: Edition, call: Call, where: tuple[Any, ...]
) -> tuple[list[Spot], list[str]]:
    period = period_of(values, call.place)
    asked = edition.ask("killed", "civilian", call.place, by=("incident",), where=where, period=period)
    if "incident" in dict(where):
        strikes = _strike_spots(edition, dict(where)["incident"])
        if len({spot.at for spot in strikes}) > 1:
            return strikes, []
    grouped: dict[tuple[Any, ...], list[tuple[Row, int]]] = defaultdict(list)
    missing: dict[str, int] = defaultdict(int)
    for cell in asked.cells:
        row = edition.facts.incidents[cell.codes[0]]
        point = _point(edition, row)
        if row["kind"] != "attack":
            continue
        if point is None:
            missing[_area_name(edition, row)] += 1
        else:
            grouped[(*point, row["party"], row["place_id"])].append((row, cell.minimum))
    spots = [
        Spot(
            (lon, lat), party, edition.place_name(place_id), sum(weight for _, weight in rows), len(rows),
            approximate=all(_is_approximate(edition, row) for row, _ in rows),
        )
        for (lon, lat, party, place_id), rows in grouped.items()
    ]  # fmt: skip
    noun = "massacre" if dict(where).get("incident_class") == "massacre" else "attack"
    said = [
        f"{name} ({counted(number, noun, edition.language, arabic_indic=edition.arabic_indic)})"
        for name, number in missing.items()
    ]
    return _one_label_per_place(spots), said


def _one_label_per_place(spots: list[Spot]) -> list[Spot]:
    """Keep one label for symbols that stand side by side at one place: that of the heaviest."""
    ordered = sorted(spots, key=lambda spot: (spot.at, -spot.weight, spot.party))
    return [
        spot if at == 0 or ordered[at - 1].at != spot.at else replace(spot, label="")
        for at, spot in enumerate(ordered)
    ]


def _strike_spots(edition: Edition, incident_id: str) -> list[Spot]:
    row = edition.facts.incidents[incident_id]
    return [
        Spot(
            (strike["longitude"], strike["latitude"]), row["party"],
            f"{strike['order']} · {strike['time_of_day']}" if strike["time_of_day"] else str(strike["order"]), 0,
            mark=str(strike["order"]),
        )
        for strike in edition.facts.strikes.get(incident_id, [])
        if strike["longitude"] is not None and strike["latitude"] is not None
    ]  # fmt: skip


def _point(edition: Edition, row: Row) -> tuple[float, float] | None:
    """Find where an attack was: its own point if located, else its town's; the middle of an area is neither."""
    place = edition.facts.places.get(row["place_id"] or "")
    coarse = place is None or place["kind"] in _TOO_COARSE
    located = row["point_method"] in _LOCATED or (not coarse and row["point_method"] not in _CENTRES)
    if row["longitude"] is not None and row["latitude"] is not None and located:
        return row["longitude"], row["latitude"]
    if place is None or coarse or place["longitude"] is None or place["latitude"] is None:
        return None
    return place["longitude"], place["latitude"]


def _is_approximate(edition: Edition, row: Row) -> bool:
    place = edition.facts.places.get(row["place_id"] or "")
    return bool(place and place["approximate"])


def _area_name(edition: Edition, row: Row) -> str:
    return label_of(row, "governorate", edition.language) or edition.place_name(row["place_id"])


def _areas(edition: Edition) -> list[Area]:
    return [
        Area(label_of(row, "name", edition.language) or "", rings_of_wkb(row["boundary"]))
        for row in edition.facts.places.values()
        if row["boundary"] is not None and row["kind"] == "governorate"
    ]


def _towns(edition: Edition) -> list[Town]:
    return [
        Town(label_of(row, "name", edition.language) or "", (row["longitude"], row["latitude"]))
        for row in edition.facts.places.values()
        if row["kind"] in _TOWNS and row["longitude"] is not None and row["latitude"] is not None
    ]


def _parties(edition: Edition, spots: Iterable[Spot]) -> list[tuple[str, str]]:
    return [(code, edition.party(code)) for code in sorted({spot.party for spot in spots})]


def _texts(edition: Edition, spots: Sequence[Spot], title: str) -> MapTexts:
    weighted = any(spot.weight for spot in spots)
    arabic = edition.language == "ar"
    return MapTexts(
        title=title,
        north=edition.phrase("map_north"),
        scale_km=edition.phrase("map_scale", number="{number}"),
        scale_m="{number} م" if arabic else "{number} m",
        disclaimer=edition.phrase("map_disclaimer"),
        weight=edition.phrase("map_deaths") if weighted else "",
        parties=_parties(edition, spots),
        language=edition.language,
        approximate="",
    )


def _alt(edition: Edition, spots: Sequence[Spot], said: str) -> str:
    named = {spot.at: spot.label for spot in spots if spot.label}
    joint = "، " if edition.language == "ar" else ", "
    points = []
    for spot in sorted(spots, key=lambda spot: (-spot.weight, spot.at)):
        what = edition.party(spot.party)
        what += f"{joint}{number_text(edition, spot.weight)}" if spot.weight else ""
        points.append(edition.phrase("map_point", place=named.get(spot.at, ""), what=what))
    places = counted(len(named), "place", edition.language, case="accusative")
    ended = f"{said}." if said and not said.endswith(".") else said
    return edition.phrase("map_alt", caption=ended, places=places, points="; ".join(points)) + "."
