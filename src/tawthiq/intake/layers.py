"""Read a layer of GeoJSON, shapefile or GeoPackage as a Table with one geometry for each row, in WGS 84 degrees."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from tawthiq.domain.errors import InvalidFile
from tawthiq.intake.columnar import text_of
from tawthiq.intake.table import Limits, Row, Table, check_columns
from tawthiq.intake.workbooks import check_zip

# How a file of each suffix begins: other formats, some of which name further files to open, are kept out by this.
BEGINNINGS = {
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".shp": (b"\x00\x00\x27\x0a",),
    ".gpkg": (b"SQLite format 3\x00",),
}
WGS_84 = ("EPSG:4326", "OGC:CRS84")
MOST_FEATURES = 1_000_000
MOST_BYTES = 1 << 30
# UnboundLocalError is what pyogrio comes to over a coordinate system that it cannot write out.
_BROKEN = (
    UnboundLocalError,
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    ValueError,
    RuntimeError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Layer:
    """The attributes of a layer as a table, and the geometry of each row; None where a row has none."""

    table: Table
    geometries: tuple[shapely.Geometry | None, ...]
    notices: tuple[str, ...]
    """What the reading library warned of."""


def is_layer(path: Path) -> bool:
    """Say whether a file is named as one of places with geometry."""
    return path.suffix.lower() in (*BEGINNINGS, ".zip")


def _check_beginning(name: str, suffix: str, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip() if suffix in (".geojson", ".json") else head
    if not start.startswith(BEGINNINGS[suffix]):
        raise InvalidFile(f"{name} is no {suffix} file: it does not begin as one. Check the file.")


def _in_zip(path: Path, limits: Limits) -> tuple[str, str]:
    """Return the address and suffix of the one layer in a ZIP file."""
    members = check_zip(path, name=path.name, limits=limits)
    found = [member for member in members if PurePosixPath(member).suffix.lower() in BEGINNINGS]
    found = [member for member in found if not member.startswith("__MACOSX")]
    if len(found) != 1:
        names = ", ".join(PurePosixPath(member).name for member in found[:10])
        raise InvalidFile(f"{path.name} holds {len(found)} layers ({names}). Take out the one that is meant.")
    suffix = PurePosixPath(found[0]).suffix.lower()
    with zipfile.ZipFile(path) as archive, archive.open(found[0]) as member:
        _check_beginning(found[0], suffix, member.read(64))
    return f"/vsizip/{path.resolve()}/{found[0]}", suffix


def _located(path: Path, limits: Limits) -> tuple[str, str]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise InvalidFile(f"{path.name} cannot be opened: {error.strerror}. Check the path.") from None
    if size > MOST_BYTES:
        raise InvalidFile(f"{path.name} has {size:,} bytes; at most {MOST_BYTES:,} are read.")
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _in_zip(path, limits)
    if not head:
        raise InvalidFile(f"{path.name} is empty.")
    _check_beginning(path.name, suffix, head)
    return str(path), suffix


def _encoding(path: Path, suffix: str, asked: str | None) -> str | None:
    """A shapefile without a .cpg file says nothing of its encoding: it is read as UTF-8 unless another is stated."""
    if asked is not None or suffix != ".shp":
        return asked
    with_cpg = any(path.with_suffix(ending).exists() for ending in (".cpg", ".CPG"))
    return None if with_cpg or path.suffix.lower() == ".zip" else "UTF-8"


def _check_layer(name: str, info: dict[str, Any]) -> None:
    crs = info.get("crs")
    if crs is not None and crs not in WGS_84 and "WGS 84" not in str(crs)[:60]:
        raise InvalidFile(
            f"{name} is in the coordinate system {str(crs)[:60]}. Convert it to WGS 84 (EPSG:4326)."
        )
    if info["features"] > MOST_FEATURES:
        raise InvalidFile(f"{name} has {info['features']:,} features; at most {MOST_FEATURES:,} are read.")


def _rows(data: list[Any], count: int) -> tuple[Row, ...]:
    texts = [[_attribute(value) for value in column] for column in data]
    return tuple(Row(at + 1, tuple(column[at] for column in texts)) for at in range(count))


def _attribute(value: Any) -> str:
    plain = value.tolist() if hasattr(value, "tolist") else value
    text = text_of(plain)
    return "" if text == "NaT" else text


def _opened(
    address: str, name: str, layer: str | None, encoding: str | None
) -> tuple[dict[str, Any], Any, Any]:
    names = [str(found) for found in pyogrio.list_layers(address)[:, 0]]
    if layer is None and len(names) != 1:
        raise InvalidFile(f"{name} holds {len(names)} layers: {', '.join(names)}. Say which with --layer.")
    if layer is not None and layer not in names:
        raise InvalidFile(f"{name} has no layer “{layer[:60]}”. It has: {', '.join(names)}.")
    chosen = layer or names[0]
    _check_layer(name, pyogrio.read_info(address, layer=chosen, encoding=encoding))
    meta, _, wkb, data = pyogrio.raw.read(address, layer=chosen, encoding=encoding, force_2d=True)
    return meta, wkb, data


def read_layer(path: Path, *, encoding: str | None, layer: str | None, limits: Limits) -> Layer:
    """Read one layer whole; InvalidFile when it is none, is too large or not in WGS 84."""
    name = path.name
    address, suffix = _located(path, limits)
    found = _encoding(path, suffix, encoding)
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            meta, wkb, data = _opened(address, name, layer, found)
        columns = check_columns(name, [str(field) for field in meta["fields"]], limits)
        shapes = tuple(None if one is None else shapely.from_wkb(bytes(one)) for one in wkb)
    except UnicodeError:
        raise InvalidFile(
            f"{name}: its texts are not {found or 'UTF-8'}. Say --encoding windows-1256."
        ) from None
    except (*_BROKEN, shapely.errors.ShapelyError):
        raise InvalidFile(
            f"{name} cannot be read as {suffix.lstrip('.')}. Is it whole, with all its parts?"
        ) from None
    rows = _rows(data, len(shapes))
    said = dict.fromkeys(str(one.message).replace(address, name) for one in heard)

    def read() -> Iterator[Row]:
        return iter(rows)

    table = Table(name, suffix.lstrip("."), found or "utf-8", columns, (), read)
    return Layer(table, shapes, tuple(f"The reader of the file says: {message}" for message in said))
