"""Write the data behind a report: CSV with HXL tags, GeoJSON, Parquet, a Data Package, a codebook, digests.

Only the public form of the snapshot leaves: columns and rows that `tawthiq.analysis.public` allows. The same
snapshot and rule give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tawthiq.analysis import TABLES, Snapshot
from tawthiq.analysis.codebook import TABLE_TEXTS, codebook
from tawthiq.analysis.public import public_snapshot
from tawthiq.reports.counting import Figures
from tawthiq.reports.drawing.geometry import Ring, rings_of_wkb

HXL: Final[Mapping[str, str]] = {
    "harm_id": "#meta+id", "harm_code": "#meta+code", "incident_id": "#event+id", "incident_code": "#event+code",
    "kind": "#event+type", "incident_kind": "#event+type", "minimum": "#affected+min",
    "maximum": "#affected+max", "remaining_minimum": "#affected+min+remaining",
    "remaining_maximum": "#affected+max+remaining",
    "sex": "#group+sex", "age_group": "#group+age", "age_years": "#indicator+age+num", "status": "#status+person",
    "occupation": "#group+occupation", "cause": "#cause", "munition": "#cause+munition", "platform": "#cause+platform",
    "target": "#impact+type", "incident_edtf": "#date+occurred", "incident_first": "#date+start",
    "incident_last": "#date+end", "edtf": "#date+occurred", "first": "#date+start", "last": "#date+end",
    "date": "#date+reported", "death_first": "#date+death+start", "death_last": "#date+death+end",
    "time_of_day": "#date+time", "country_en": "#country+name+en", "country_ar": "#country+name+ar",
    "country_pcode": "#country+code", "governorate_en": "#adm1+name+en", "governorate_ar": "#adm1+name+ar",
    "governorate_pcode": "#adm1+code", "district_en": "#adm2+name+en", "district_ar": "#adm2+name+ar",
    "district_pcode": "#adm2+code", "subdistrict_en": "#adm3+name+en", "subdistrict_ar": "#adm3+name+ar",
    "subdistrict_pcode": "#adm3+code", "community_en": "#adm4+name+en", "community_ar": "#adm4+name+ar",
    "community_pcode": "#adm4+code", "place_id": "#loc+id", "place_name_en": "#loc+name+en",
    "place_name_ar": "#loc+name+ar", "name_en": "#loc+name+en", "name_ar": "#loc+name+ar", "pcode": "#loc+code",
    "longitude": "#geo+lon", "latitude": "#geo+lat", "radius_m": "#geo+precision", "party": "#group+perpetrator",
    "parties": "#group+perpetrator+list", "attribution_level": "#status+attribution",
    "certainty": "#status+verification",
    "state": "#status+review", "title_en": "#event+name+en", "title_ar": "#event+name+ar",
    "facility_kinds": "#impact+facility+type",
    "sha256": "#meta+sha256", "alias": "#meta+source", "assessment": "#status+assessment", "basis": "#meta+basis",
}  # fmt: skip
"""HXL 1.1 hashtags of columns; a column that is not listed gets #meta with its own name: none stands untagged."""

_NAME_OF_HARMS: Final = {
    "name_en": "#affected+name+en",
    "name_ar": "#affected+name+ar",
    "name": "#affected+name",
}
_TYPES: Final = {"string": "string", "int32": "integer", "int16": "integer", "double": "number", "bool": "boolean",
                 "date32[day]": "date", "list<item: string>": "string", "list<element: string>": "string",
                 "binary": "string"}  # fmt: skip
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_PUBLIC: Final = "parquet"


def write_data(
    folder: Path, snapshot: Snapshot, figures: Figures, *, title: str, day: date, licence: str
) -> list[Path]:
    """Write the data folder anew and return its files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    public_snapshot(snapshot, folder / _PUBLIC, taken_at=snapshot.about.taken_at, rule=figures.rule)
    public = Snapshot.open(folder / _PUBLIC)
    try:
        tables = {name: public.table(name) for name in TABLES}
        identity = public.id
    finally:
        public.close()
    for name, table in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_of(name, table))
    _write_json(folder / "incidents.geojson", _incidents(tables["incidents"], identity))
    _write_json(folder / "places.geojson", _places(tables["places"]))
    _write_json(folder / "figures.json", figures.proof())
    (folder / "codebook.csv").write_bytes(_codebook())
    _write_json(folder / "datapackage.json", _package(tables, folder, identity, figures, title, day, licence))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return [*files, folder / "SHA256SUMS"]


def csv_of(name: str, table: pa.Table) -> bytes:
    """Write a table as CSV: names, HXL tags, then the rows; text that a spreadsheet would run is quoted."""
    columns = [column for column in table.column_names if column != "boundary"]
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerow([hxl_tag(name, column) for column in columns])
    for row in table.select(columns).to_pylist():
        writer.writerow([_csv_value(row[column]) for column in columns])
    return made.getvalue().encode()


def hxl_tag(table: str, column: str) -> str:
    """Give the HXL hashtag of a column."""
    if table == "harms" and column in _NAME_OF_HARMS:
        return _NAME_OF_HARMS[column]
    return HXL.get(column, f"#meta+{column.replace('_', '+')}")


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = ";".join(map(str, value))
    written = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{written}" if isinstance(value, str) and written.startswith(_FORMULA_SIGNS) else written


def _incidents(table: pa.Table, identity: str) -> dict[str, Any]:
    kept = ("incident_id", "incident_code", "kind", "title_en", "title_ar", "edtf", "party", "attribution_level",
            "certainty", "place_name_en", "place_name_ar", "governorate_pcode", "radius_m", "point_method")  # fmt: skip
    features = []
    for row in table.to_pylist():
        known = row["longitude"] is not None and row["latitude"] is not None
        point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if known else None
        properties = {name: row[name] for name in kept}
        features.append(
            {"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": properties}
        )
    return {"type": "FeatureCollection", "name": "incidents", "snapshot": identity, "features": features}


def _places(table: pa.Table) -> dict[str, Any]:
    features = []
    for row in table.to_pylist():
        geometry: dict[str, Any] | None = None
        if row["boundary"] is not None:
            geometry = _multipolygon(rings_of_wkb(row["boundary"]))
        elif row["longitude"] is not None and row["latitude"] is not None:
            geometry = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        kept = ("place_id", "parent_id", "kind", "pcode", "name_en", "name_ar", "radius_m", "approximate")
        properties = {name: row[name] for name in kept}
        features.append(
            {"type": "Feature", "id": row["place_id"], "geometry": geometry, "properties": properties}
        )
    return {"type": "FeatureCollection", "name": "places", "features": features}


def _multipolygon(rings: tuple[Ring, ...]) -> dict[str, Any]:
    """Group rings into polygons: a ring inside the one before it is a hole of it."""
    polygons: list[list[list[list[float]]]] = []
    outer: Ring | None = None
    for ring in rings:
        written = [[round(x, 5), round(y, 5)] for x, y in ring]
        if outer is not None and _inside(ring[0], outer):
            polygons[-1].append(written)
        else:
            polygons.append([written])
            outer = ring
    return {"type": "MultiPolygon", "coordinates": polygons}


def _inside(point: tuple[float, float], ring: Ring) -> bool:
    x, y = point
    found = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found


def _codebook() -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(["table", "column", "type", "may_be_empty", "hxl", "meaning_en", "meaning_ar"])
    for line in codebook():
        tag = hxl_tag(line.table, line.column)
        writer.writerow(
            [line.table, line.column, line.type, "yes" if line.maybe else "no", tag, line.en, line.ar]
        )
    return made.getvalue().encode()


def _package(
    tables: Mapping[str, pa.Table],
    folder: Path,
    identity: str,
    figures: Figures,
    title: str,
    day: date,
    licence: str,
) -> dict[str, Any]:
    meanings = {(line.table, line.column): line for line in codebook()}
    resources = []
    for name, table in tables.items():
        content = (folder / f"{name}.csv").read_bytes()
        fields = [
            {
                "name": column,
                "type": _TYPES.get(str(table.schema.field(column).type), "string"),
                "description": meanings[name, column].en,
                "description_ar": meanings[name, column].ar,
                "constraints": {"required": not meanings[name, column].maybe},
            }
            for column in table.column_names
            if column != "boundary"
        ]
        resources.append(
            {
                "name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "description": TABLE_TEXTS[name][0],
                "dialect": {"commentRows": [2]},
                "schema": {"fields": fields, "primaryKey": table.column_names[0], "missingValues": [""]},
            }
        )  # fmt: skip
    return {
        "name": "tawthiq-report-data", "title": title, "created": day.isoformat(), "profile": "tabular-data-package",
        "snapshot": figures.snapshot.id, "public_snapshot": identity, "rule": figures.rule.label,
        "licenses": [{"name": licence}] if licence else [], "resources": resources,
    }  # fmt: skip


def _write_json(path: Path, content: Any) -> None:
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=1, sort_keys=False) + "\n", encoding="utf-8"
    )
