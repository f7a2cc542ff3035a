"""Invented records in real proportions: people's names with the measured error mix, and harms for a snapshot.

Every name is built from syllables and belongs to nobody. Skew and errors follow what was measured on real lists:
the commonest given name 9.7 %, fathers 12.1 %, families 1.1 %; 24 % of the names of the same person differ between
two lists, mostly by one letter or one space. The same seed gives the same records.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tawthiq.analysis import Snapshot, table_schema, write_snapshot

Numbers = npt.NDArray[np.int64]

GIVEN: Final = (1931, (9.7, 3.8, 2.8, 2.6, 2.1, 1.3, 1.2, 0.9))
FATHER: Final = (1030, (12.1, 6.1, 3.4, 2.6, 2.5, 2.3, 1.8, 1.6))
FAMILY: Final = (3093, (1.1, 0.6, 0.6, 0.6, 0.5))
"""How many distinct words, and the percent of the commonest; the rest falls off as 1 / rank."""

ERRORS: Final = (
    (11.5, "final ya or alef maqsura"), (7.4, "joined or split words"), (3.1, "hamza on alef"),
    (1.1, "hamza on waw or ya, or dropped"), (0.7, "ta marbuta or ha"), (0.4, "spaces"), (0.2, "anything else"),
)  # fmt: skip
"""Percent of the pairs of one person in two official lists that differ, and in what."""

_ONSETS: Final = "بتثجحخدرزسشصطعغفقكلمنهو"
_ENDINGS: Final = ("", "ي", "ى", "ة", "ان", "ين", "ور", "اء", "ه", "يد")
FIRST_DAY: Final = date(2011, 3, 15)
DAYS: Final = 3300


def words(count: int, seed: int) -> list[str]:
    """Give `count` distinct invented words in Arabic letters, some of them with a joined particle."""
    chance = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        letters = "".join(chance.choice(list(_ONSETS), size=int(chance.integers(2, 4))))
        word = str(letters) + str(chance.choice(_ENDINGS))
        prefix = chance.choice(["", "عبد ال", "أ", "ال"], p=[0.82, 0.06, 0.06, 0.06])
        found[f"{prefix}{word}"] = None
    return list(found)


def skewed(rows: int, shape: tuple[int, Sequence[float]], chance: np.random.Generator) -> Numbers:
    """Draw the ranks of words: the commonest as measured, the rest as 1 / rank."""
    count, common = shape
    tail = 1 / np.arange(len(common) + 1, count + 1)
    weights = np.concatenate([np.array(common) / 100, tail / tail.sum() * (1 - sum(common) / 100)])
    return chance.choice(count, size=rows, p=weights / weights.sum()).astype(np.int64)


def people(rows: int, *, seed: int = 1) -> pa.Table:
    """Give people of four-part names: person_id, given, father, grandfather, family, name, sex, birth_date."""
    chance = np.random.default_rng(seed)
    given, fathers, families = (words(shape[0], seed + n) for n, shape in enumerate((GIVEN, FATHER, FAMILY)))
    parts = [
        pa.array(given).take(pa.array(skewed(rows, GIVEN, chance))),
        pa.array(fathers).take(pa.array(skewed(rows, FATHER, chance))),
        pa.array(fathers).take(pa.array(skewed(rows, FATHER, chance))),
        pa.array(families).take(pa.array(skewed(rows, FAMILY, chance))),
    ]
    born = np.datetime64("1935-01-01") + chance.integers(0, 30_000, rows).astype("timedelta64[D]")
    names = [" ".join(four) for four in zip(*(part.to_pylist() for part in parts), strict=True)]
    columns: dict[str, Any] = {"person_id": [f"p{n:08}" for n in range(rows)]}
    columns |= dict(zip(("given", "father", "grandfather", "family"), parts, strict=True))
    columns |= {"name": names, "sex": np.where(chance.random(rows) < 0.85, "male", "female")}
    return pa.table({**columns, "birth_date": pa.array(born, pa.date32())})


def misspelt(names: Sequence[str], *, seed: int = 2) -> list[str]:
    """Write the names as a second list would: each error as often as it was measured, the rest identical."""
    chance = np.random.default_rng(seed)
    edges = np.cumsum([percent for percent, _ in ERRORS]) / 100
    drawn = np.searchsorted(edges, chance.random(len(names)), side="right")
    return [
        _misspell(name, int(kind)) if kind < len(ERRORS) else name
        for name, kind in zip(names, drawn, strict=True)
    ]


def _misspell(name: str, kind: int) -> str:
    head, _, last = name.rpartition(" ")
    swaps = (("ي", "ى"), ("عبد ال", "عبدال"), ("أ", "ا"), ("ئ", "ي"), ("ة", "ه"), (" ", "  "), ("ر", "ز"))
    one, other = swaps[kind]
    if kind in (0, 4):
        ends = {one: other, other: one}
        return f"{head} {last[:-1]}{ends[last[-1]]}" if last[-1:] in ends else f"{head} {last}{one}"
    if one in name:
        return name.replace(one, other, 1)
    return name.replace(other, one, 1) if other in name else f"{head}{last}"


def snapshot_tables(rows: int, *, seed: int = 3) -> dict[str, pa.Table]:
    """Give the tables of a snapshot with `rows` harms in about a fifth as many incidents."""
    chance = np.random.default_rng(seed)
    places, flat = _places()
    count = max(rows // 5, 1)
    incidents = _incidents(count, flat, chance)
    of = np.sort(chance.integers(0, count, rows))
    harms = incidents.select([name for name in incidents.column_names if name in _SHARED]).take(pa.array(of))
    harms = harms.rename_columns([_SHARED[name] for name in harms.column_names])
    for name, column in _harm_columns(rows, chance).items():
        harms = harms.append_column(name, column)
    return {"harms": harms, "incidents": incidents, "places": places, "parties": _parties()}


def opened(rows: int, folder: Path) -> Snapshot:
    """Write the snapshot of `rows` harms into `folder` if it is not there, and open it."""
    written(rows, folder)
    return Snapshot.open(folder, memory_limit="2GB")


def written(rows: int, folder: Path) -> Path:
    """Write the snapshot of `rows` harms into `folder` if it is not there yet."""
    if not folder.exists():
        taken_at = datetime(2026, 1, 1, tzinfo=UTC)
        write_snapshot(folder, snapshot_tables(rows), taken_at=taken_at, ledger_head=None, rule="snhr-2019/1")
    return folder


_SHARED: Final = {
    "incident_id": "incident_id", "incident_code": "incident_code", "kind": "incident_kind", "edtf": "incident_edtf",
    "first": "incident_first", "last": "incident_last", "parties": "parties", "party": "party",
    "attribution_level": "attribution_level", "certainty": "certainty", "state": "state", "place_path": "place_path",
    "place_id": "place_id", "country_id": "country_id", "governorate_id": "governorate_id",
    "governorate_en": "governorate_en", "governorate_pcode": "governorate_pcode", "district_id": "district_id",
    "subdistrict_id": "subdistrict_id", "community_id": "community_id",
}  # fmt: skip


def _places() -> tuple[pa.Table, pa.Table]:
    """Give 14 governorates, 62 districts, 270 sub-districts, 5,000 communities; and the flat columns of the last."""
    rows = [{"place_id": "sy", "kind": "country", "pcode": "SY", "name_en": "Country", "path": ["sy"]}]
    above = rows
    for kind, count in (("governorate", 14), ("district", 62), ("subdistrict", 270), ("community", 5000)):
        level: list[dict[str, Any]] = []
        for n in range(count):
            parent, place_id = above[n % len(above)], f"{kind[0]}{n:04}"
            level.append({
                "place_id": place_id, "parent_id": parent["place_id"], "kind": kind, "pcode": f"SY{place_id}",
                "name_en": f"{kind.capitalize()} {n}", "path": [*parent["path"], place_id],
            })  # fmt: skip
        rows, above = rows + level, level
    shared = {"spellings": [], "approximate": True}
    flat = [
        dict(
            zip(
                ("country_id", "governorate_id", "district_id", "subdistrict_id", "community_id"),
                path,
                strict=True,
            )
        )
        | {"place_id": path[-1], "place_path": path, "governorate_pcode": f"SY{path[1]}"}
        | {"governorate_en": f"Governorate {int(path[1][1:])}"}
        for path in (row["path"] for row in above)
    ]
    return pa.Table.from_pylist([row | shared for row in rows], table_schema("places")), pa.Table.from_pylist(
        flat
    )


def _incidents(count: int, flat: pa.Table, chance: np.random.Generator) -> pa.Table:
    sets = [
        ["syrian-regime"],
        ["russian"],
        ["isis"],
        ["armed-opposition"],
        ["sdf"],
        ["russian", "syrian-regime"],
        [],
    ]
    alone = [
        "syrian-regime",
        "russian",
        "isis",
        "armed-opposition",
        "sdf",
        "syrian-russian-alliance",
        "unknown",
    ]
    of = chance.choice(len(sets), size=count, p=[0.68, 0.12, 0.05, 0.04, 0.02, 0.03, 0.06])
    weights = 1 / np.arange(1, flat.num_rows + 1) ** 0.8
    where = flat.take(pa.array(chance.choice(flat.num_rows, size=count, p=weights / weights.sum())))
    day = np.datetime64(FIRST_DAY) + chance.integers(0, DAYS, count).astype("timedelta64[D]")
    last = day + np.where(chance.random(count) < 0.05, 20, 0).astype("timedelta64[D]")
    columns = {
        "incident_id": [f"i{n:08}" for n in range(count)],
        "incident_code": [f"INC-{n:08}" for n in range(count)],
        "kind": np.where(chance.random(count) < 0.97, "attack", "aggregate"),
        "state": _drawn(count, {"accepted": 0.9, "submitted": 0.06, "draft": 0.04}, chance),
        "certainty": _drawn(count, {"confirmed": 0.72, "likely": 0.18, "possible": 0.07, "contested": 0.03}, chance),
        "edtf": np.datetime_as_string(day), "first": pa.array(day, pa.date32()), "last": pa.array(last, pa.date32()),
        "zone": ["Asia/Damascus"] * count,
        "parties": pa.array(sets, pa.list_(pa.string())).take(pa.array(of)),
        "party": pa.array(alone).take(pa.array(of)),
        "attribution_level": _drawn(count, {"established": 0.7, "believed": 0.25, "claimed": 0.05}, chance),
        "control": pa.array([[]] * count, pa.list_(pa.string())), "tags": pa.array([[]] * count, pa.list_(pa.string())),
    }  # fmt: skip
    table = pa.table({**columns, **{name: where[name] for name in where.column_names}})
    return pa.table(
        {f.name: table[f.name] for f in table_schema("incidents") if f.name in table.column_names}
    )


def _harm_columns(rows: int, chance: np.random.Generator) -> dict[str, pa.Array]:
    group = chance.random(rows) < 0.04
    minimum = np.where(group, chance.integers(2, 15, rows), 1).astype(np.int32)
    most = pa.array(
        minimum + np.where(group, chance.integers(0, 6, rows), 0).astype(np.int32),
        mask=chance.random(rows) < 0.02,
    )
    years = pa.array(chance.integers(0, 90, rows).astype(np.int16), mask=chance.random(rows) < 0.8)
    munitions = {
        "shell": 0.3,
        "barrel-bomb": 0.2,
        "missile": 0.2,
        "gunfire": 0.2,
        "landmine": 0.05,
        "unknown": 0.05,
    }
    ages = {"adult": 0.6, "child": 0.16, "infant": 0.01, "elderly": 0.03, "unborn": 0.001, "unknown": 0.199}
    empty = pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, np.int32)), pa.array([], pa.string()))
    return {
        "harm_id": pa.array([f"h{n:08}" for n in range(rows)]),
        "harm_code": pa.array([f"HRM-{n:08}" for n in range(rows)]),
        "kind": _drawn(rows, {"killed": 0.7, "injured": 0.15, "arrested": 0.1, "missing": 0.05}, chance),
        "minimum": pa.array(minimum), "maximum": most,
        "remaining_minimum": pa.array(minimum), "remaining_maximum": most,
        "status": _drawn(rows, {"civilian": 0.85, "combatant": 0.1, "unknown": 0.05}, chance),
        "sex": _drawn(rows, {"male": 0.85, "female": 0.093, "unknown": 0.057}, chance),
        "age_group": _drawn(rows, ages, chance), "age_years": years,
        "occupation": _drawn(rows, {"civilian": 0.95, "media": 0.01, "medical": 0.02, "civil-defense": 0.02}, chance),
        "torture": pa.array(chance.random(rows) < 0.03),
        "cause": _drawn(rows, {"heavy-weapons": 0.7, "small-arms": 0.2, "unknown": 0.1}, chance),
        "munition": _drawn(rows, munitions, chance),
        "platform": _drawn(rows, {"artillery": 0.4, "helicopter": 0.2, "fixed-wing": 0.3, "unknown": 0.1}, chance),
        "facility_kinds": empty, "may_name": pa.array(np.zeros(rows, bool)),
        "basis": _drawn(rows, {"recorded": 1.0}, chance),
    }  # fmt: skip


def _drawn(rows: int, shares: dict[str, float], chance: np.random.Generator) -> pa.Array:
    codes = pa.array(
        chance.choice(len(shares), size=rows, p=np.array(list(shares.values())) / sum(shares.values()))
    )
    return pa.array(list(shares)).take(codes)


def _parties() -> pa.Table:
    rows = [{"code": "syrian-russian-alliance", "kind": "alliance"}]
    rows += [
        {"code": c, "parent": "syrian-russian-alliance", "kind": "state"}
        for c in ("syrian-regime", "russian")
    ]
    return pa.Table.from_pylist(rows, table_schema("parties"))
