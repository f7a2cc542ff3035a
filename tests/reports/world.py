"""An invented country with attacks, as a snapshot: what the tests of reports are built from."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tawthiq.analysis import TABLES, Snapshot, table_schema, write_snapshot
from tawthiq.domain.dates import PartialDate

_DEFAULTS: dict[Any, Any] = {pa.string(): "unknown", pa.bool_(): False, pa.int32(): 0, pa.int16(): 0}


def square(west: float, south: float, east: float, north: float) -> bytes:
    """Give a rectangle as WKB."""
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return (
        struct.pack("<BII", 1, 3, 1) + struct.pack("<I", 5) + b"".join(struct.pack("<dd", *p) for p in ring)
    )


class World:
    """Rows for the tables of a snapshot; every column that is not given holds what stands for unknown."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self.places: dict[str, dict[str, Any]] = {}

    def add(self, table: str, **given: Any) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in TABLES[table]:
            default = (
                None if column.maybe else [] if pa.types.is_list(column.type) else _DEFAULTS[column.type]
            )
            row[column.name] = given.pop(column.name, default)
        if given:
            raise KeyError(f"{table} has no {', '.join(given)}")
        self.rows[table].append(row)
        return row

    def place(self, key: str, parent: str | None, kind: str, en: str, ar: str, **more: Any) -> None:
        above = self.places[parent]["path"] if parent else []
        row = self.add(
            "places", place_id=key, parent_id=parent, kind=kind, name_en=en, name_ar=ar, path=[*above, key],
            spellings=[en, ar], **more,
        )  # fmt: skip
        self.places[key] = row

    def where(self, key: str) -> dict[str, Any]:
        columns: dict[str, Any] = {"place_id": key, "place_path": self.places[key]["path"]}
        columns |= {
            "place_name_en": self.places[key]["name_en"],
            "place_name_ar": self.places[key]["name_ar"],
        }
        for above in self.places[key]["path"]:
            row = self.places[above]
            if row["kind"] in ("country", "governorate", "district", "subdistrict", "community"):
                level = row["kind"]
                columns |= {
                    f"{level}_id": above,
                    f"{level}_en": row["name_en"],
                    f"{level}_ar": row["name_ar"],
                }
                columns[f"{level}_pcode"] = row["pcode"]
        return columns

    def attack(self, key: str, place: str, edtf: str, party: str, **more: Any) -> dict[str, Any]:
        known = PartialDate.parse(edtf)
        given: dict[str, Any] = {
            "incident_id": key, "incident_code": f"INC-{key}", "kind": "attack", "state": "accepted",
            "certainty": "confirmed", "edtf": edtf, "first": known.lower, "last": known.upper, "zone": "Asia/Damascus",
            "parties": [party], "party": party, "attribution_level": "established", **self.where(place), **more,
        }  # fmt: skip
        return self.add("incidents", **given)

    def dead(self, attack: dict[str, Any], number: int, **more: Any) -> None:
        key = f"{attack['incident_id']}-{len(self.rows['harms']):05}"
        given = {
            name: attack[name] for name in attack if name.startswith(("place", "country", "governorate"))
        }
        given |= {
            "harm_id": key, "harm_code": f"H-{key}", "incident_id": attack["incident_id"],
            "incident_code": attack["incident_code"], "incident_kind": attack["kind"], "kind": "killed",
            "minimum": number, "maximum": number, "remaining_minimum": number, "remaining_maximum": number,
            "status": "civilian", "incident_edtf": attack["edtf"], "incident_first": attack["first"],
            "incident_last": attack["last"], "parties": attack["parties"], "party": attack["party"],
            "attribution_level": attack["attribution_level"], "certainty": "confirmed", "state": "accepted",
            "cause": "heavy-weapons", "basis": "recorded", **more,
        }  # fmt: skip
        self.add("harms", **given)

    def snapshot(self, folder: Path) -> Snapshot:
        tables = {
            name: pa.Table.from_pylist(rows, schema=table_schema(name)) for name, rows in self.rows.items()
        }
        write_snapshot(
            folder,
            tables,
            taken_at=datetime(2024, 1, 2, tzinfo=UTC),
            ledger_head="0" * 64,
            rule="snhr-2019/1",
        )
        return Snapshot.open(folder)


def small_world() -> World:
    """An invented country of two governorates with three attacks, an account, a denial and an invented victim."""
    world = World()
    world.place("c", None, "country", "Sama", "سما")
    world.place("n", "c", "governorate", "North", "الشمال", pcode="SM01", boundary=square(36, 35, 38, 37))
    world.place("s", "c", "governorate", "South", "الجنوب", pcode="SM02", boundary=square(36, 33, 38, 35))
    world.place("al", "n", "community", "Aladara", "العدرا", longitude=36.6, latitude=35.7)
    world.place("ba", "n", "community", "Barsa", "برصا", longitude=36.9, latitude=35.4)
    world.place("du", "s", "community", "Dumra", "دمرة", longitude=36.7, latitude=34.8, approximate=True)
    first = world.attack(
        "0001", "al", "2019-07-22", "russian", time_of_day="08:35", time_margin_minutes=5, attribution_level="believed",
        title_en="The market of Aladara", title_ar="سوق العدرا", narrative_en="Told in the record.",
        narrative_ar="كما ورد في السجل.", control=["armed-opposition", "hts"],
    )  # fmt: skip
    world.dead(first, 20)
    world.dead(first, 7, sex="female", age_group="adult")
    world.dead(first, 3, sex="male", age_group="child")
    world.dead(first, 1, sex="female", age_group="child")
    world.dead(first, 1, age_group="unborn", unborn_as="beside")
    world.dead(first, 2, kind="injured")
    world.dead(
        first, 1, sex="male", age_group="adult", age_years=41, person_id="p1", name="فلان بن فلان المُتخيَّل",
        name_ar="فلان بن فلان المُتخيَّل", name_en="Fulan Ibn Fulan al Mutakhayyal", may_name=True,
    )  # fmt: skip
    world.dead(
        first, 1, sex="male", age_group="adult", person_id="p2", name="علان الخيالي", name_ar="علان الخيالي"
    )
    for order, time in ((1, "08:35"), (2, "08:40")):
        world.add(
            "strikes", strike_id=f"0001-{order}", incident_id="0001", order=order, time_of_day=time,
            platform="fixed-wing",
            munition="missile", munition_count=1, target="market", site="end of the market street",
        )  # fmt: skip
    second = world.attack("0002", "ba", "2019-05-19/2019-05-20", "syrian-regime", time_of_day="night")
    world.dead(second, 5, age_group="adult", sex="female")
    world.dead(second, 1, age_group="unborn", unborn_as="child")
    third = world.attack("0003", "du", "2019-06-10", "syrian-regime", title_en="Dumra")
    world.dead(third, 2)
    world.add(
        "strikes", strike_id="0003-1", incident_id="0003", order=1, platform="helicopter", platform_count=2,
        munition="barrel-bomb", target="residential",
    )  # fmt: skip
    world.add(
        "statements", statement_id="st1", incident_id="0001", alias="Abu Khayal", source_kind="eyewitness",
        channel="messenger", date=date(2019, 7, 22), language="en", text="I saw the second strike.",
        translation_ar="رأيت الضربة الثانية.", may_quote=True,
    )  # fmt: skip
    world.add("statements", statement_id="st2", incident_id="0001", alias="Umm Khayal", text="Not for print.")
    world.add(
        "denials", denial_id="d1", incident_id="0001", party="russian", date=date(2019, 7, 22),
        summary_en="Its ministry denied the raid.", summary_ar="نفت الوزارة الغارة.", assessment="refuted",
        reasons_en="The pictures show another market.", reasons_ar="تظهر الصور سوقاً أخرى.",
    )  # fmt: skip
    return world
