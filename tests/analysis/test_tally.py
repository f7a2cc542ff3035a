"""Tallying in memory gives what the engine counts: cell for cell, also where cells are many and weights are not one."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from tawthiq.analysis import counting_rule, figures, tally
from tawthiq.analysis.cells import Cells, cells_of
from tawthiq.analysis.counted import counted
from tawthiq.analysis.tally import tallied
from tests.analysis.records import harm, snapshot_of

RULE = counting_rule("snhr-2019")
AXES = ("party", "sex", "age_group", "governorate", "month", "incident")
ENGINE = "sum(minimum), CASE WHEN count(maximum) = count(*) THEN sum(maximum) END, count(*)"


def _harms() -> list[dict[str, object]]:
    return [
        harm(
            f"h{n:02}", incident_id=f"i{n % 5}", sex=("male", "female", "unknown")[n % 3], minimum=n % 4,
            maximum=None if n % 7 == 0 else n % 4 + n % 2, kind="injured" if n % 6 == 5 else "killed",
        )
        for n in range(40)
    ]  # fmt: skip


@pytest.mark.parametrize("dense", [tally.DENSE, 1])
def test_it_gives_what_the_engine_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dense: int) -> None:
    monkeypatch.setattr(tally, "DENSE", dense)
    snapshot = snapshot_of(tmp_path / "snapshot", _harms())
    table = counted(snapshot, "harms", RULE)
    for keys in (*((axis,) for axis in AXES), *combinations(AXES, 2)):
        sql = f"SELECT {', '.join(keys)}, {ENGINE} FROM {table} WHERE kind = 'killed' GROUP BY ALL"
        expected = cells_of(snapshot.rows(sql), len(keys))
        found = tallied(snapshot, table, keys, ["kind = 'killed'"], {})
        assert _plain(found) == _plain(expected), keys


def _plain(cells: Cells) -> set[tuple[object, ...]]:
    keys = [[key.values[n] for n in key.codes.tolist()] for key in cells.keys]
    maxima = [None if u else m for u, m in zip(cells.unbounded.tolist(), cells.maximum.tolist(), strict=True)]
    return set(zip(*keys, cells.minimum.tolist(), maxima, cells.records.tolist(), strict=True))


def test_the_columns_hold_what_the_rows_say(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "snapshot", _harms())
    table = figures(snapshot, measure="killed", by=["sex", "month"], rule=RULE)
    assert table.to_arrow().to_pylist() == table.to_json()["rows"]


def test_selections_are_let_go_when_many_are_asked(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "snapshot", _harms())
    for of in ("civilian", "child", "woman", "man", "boy", "girl", "infant", "person", "media"):
        for measure in ("killed", "injured"):
            figures(snapshot, measure=measure, of=of, rule=RULE)
    assert len(snapshot.memo["selections"]) == tally.KEPT
