"""Maps and timelines: clusters, tables by place and bars add up to the list, for everybody who looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tawthiq.domain.errors import NotFound
from tawthiq.queries.filters import Filters
from tawthiq.queries.maps import incident_tile, incidents_by_place, incidents_extent, persons_by_place
from tawthiq.queries.mirror.columns import x_of, y_of
from tawthiq.queries.timelines import STEPS, incidents_timeline, persons_timeline
from tawthiq.services.cases.recording import record_case
from tests.conftest import Cast
from tests.queries.test_lists import case, harm_to
from tests.services.cases import make_places


def a_few(cast: Cast) -> None:
    places = make_places(cast.documenter)
    for day, latitude in ((1, "35.60"), (2, "35.61"), (9, "36.90")):
        at: dict[str, Any] = {"latitude": Decimal(latitude), "longitude": Decimal("36.60")}
        facts = case(date(2019, 1, day), place=places["alder"], harms=(harm_to(f"Person {day}"),), **at)
        record_case(cast.documenter, facts)
    record_case(cast.documenter, case(date(2019, 4, 1), place=places["country"]))


def test_the_clusters_of_a_tile_add_up_and_part_when_one_comes_nearer(cast: Cast) -> None:
    a_few(cast)
    world = incident_tile(cast.reviewer, Filters(), 0, 0, 0)
    assert [one.count for one in world] == [3] and world[0].code == ""
    x, y = x_of(Decimal("36.60")), y_of(Decimal("35.605"))
    near = incident_tile(cast.reviewer, Filters(), 8, x >> 22, y >> 22)
    assert sum(one.count for one in near) == 2
    alone = incident_tile(cast.reviewer, Filters(), 16, x >> 14, y_of(Decimal("35.60")) >> 14)
    assert [one.count for one in alone] == [1] and alone[0].code.startswith("INC-2019")
    assert 0 <= alone[0].x < 4096 and 0 <= alone[0].y < 4096


def test_others_see_an_empty_map(cast: Cast) -> None:
    a_few(cast)
    for stranger in (cast.outsider, cast.administrator):
        assert (
            incident_tile(stranger, Filters(), 0, 0, 0) == ()
            and incidents_extent(stranger, Filters()) is None
        )
        assert (
            incidents_by_place(stranger, Filters()).total == persons_by_place(stranger, Filters()).total == 0
        )
        for step in STEPS:
            assert incidents_timeline(stranger, Filters(), step).bars == ()
            assert persons_timeline(stranger, Filters(), step).bars == ()


@pytest.mark.parametrize("tile", [(0, 1, 0), (2, 0, 4), (25, 0, 0), (3, 8, 1)])
def test_a_tile_that_no_map_has_is_not_there(cast: Cast, tile: tuple[int, int, int]) -> None:
    with pytest.raises(NotFound):
        incident_tile(cast.reviewer, Filters(), *tile)


def test_the_extent_holds_what_fits(cast: Cast) -> None:
    a_few(cast)
    found = incidents_extent(cast.reviewer, Filters())
    assert found is not None
    west, south, east, north = found
    assert abs(west - 36.6) < 1e-4 and abs(south - 35.6) < 1e-4 and abs(north - 36.9) < 1e-4 and east >= west


def test_the_table_by_place_counts_by_level_and_what_lies_in_none(cast: Cast) -> None:
    a_few(cast)
    table = incidents_by_place(cast.reviewer, Filters(), "governorate")
    assert [(row.place.name_en, row.count) for row in table.rows] == [("Northmark", 3)]
    assert (table.elsewhere, table.total) == (1, 4)
    assert [row.count for row in incidents_by_place(cast.reviewer, Filters(), "country").rows] == [4]
    assert [row.count for row in persons_by_place(cast.reviewer, Filters(), "community").rows] == [3]


def test_bars_have_no_gaps_and_add_up(cast: Cast) -> None:
    a_few(cast)
    months = incidents_timeline(cast.reviewer, Filters(), "month")
    assert [(bar.first, bar.count) for bar in months.bars] == [
        (date(2019, 1, 1), 3), (date(2019, 2, 1), 0), (date(2019, 3, 1), 0), (date(2019, 4, 1), 1),
    ]  # fmt: skip
    weeks = incidents_timeline(cast.reviewer, Filters(), "week")
    assert sum(bar.count for bar in weeks.bars) == 4 and weeks.bars[0].first == date(2018, 12, 31)
    days = persons_timeline(cast.reviewer, Filters(), "day")
    assert [bar.count for bar in days.bars] == [1, 1, 0, 0, 0, 0, 0, 0, 1] and days.total == 3
