"""Places from boundaries: OCHA's columns in several editions, every format, and files that only pretend to be one."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy
import pyogrio
import pytest
import shapely

from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.intake.admin_columns import find_admin_columns
from tawthiq.intake.drafts import PlaceDraft
from tawthiq.intake.geo import read_places
from tawthiq.intake.layers import read_layer
from tawthiq.intake.mapping import parse_mapping
from tawthiq.intake.table import LIMITS
from tests import hostile

SQUARE = shapely.box(36, 35, 37, 36)
BOW_TIE = shapely.Polygon([(36, 35), (37, 36), (37, 35), (36, 36)])
OCHA = {
    "ADM2_EN": "Testa",
    "ADM2_AR": "تستا",
    "ADM2_PCODE": "XX0101",
    "ADM1_EN": "Testland",
    "ADM1_AR": "أرض تستا",
    "ADM1_PCODE": "XX01",
    "ADM0_EN": "بلاد",
    "ADM0_AR": "Bilad",
    "ADM0_PCODE": "XX",
}


def feature(properties: dict[str, Any], shape: shapely.Geometry | None = SQUARE) -> dict[str, Any]:
    geometry = None if shape is None else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path: Path, *features: dict[str, Any], **more: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def written(
    path: Path, properties: dict[str, str], *, encoding: str | None = None, crs: str = "EPSG:4326"
) -> Path:
    pyogrio.raw.write(
        str(path),
        geometry=numpy.array([shapely.to_wkb(SQUARE)], dtype=object),
        field_data=[numpy.array([text], dtype=object) for text in properties.values()],
        fields=list(properties),
        crs=crs,
        geometry_type="Polygon",
        encoding=encoding,
    )
    return path


def only(path: Path, **options: Any) -> PlaceDraft:
    read = read_places(path, **options)
    assert not read.rejects and len(read.drafts) == 1
    return read.drafts[0]


def test_a_district_of_ocha_is_read_with_its_codes_names_and_a_point_inside(tmp_path: Path) -> None:
    read = read_places(geojson(tmp_path / "a.geojson", feature(OCHA)))
    (draft,) = read.drafts
    assert (draft.external_id, draft.kind, draft.name_en, draft.name_ar) == (
        "XX0101",
        "district",
        "Testa",
        "تستا",
    )
    assert (draft.parent_pcode, draft.ancestors) == ("XX01", ("XX01", "XX"))
    assert draft.boundary is not None and shapely.from_wkb(draft.boundary).equals(SQUARE)
    assert SQUARE.contains(shapely.Point(draft.lon, draft.lat))
    assert read.notices == (
        "ADM0_EN holds Arabic and ADM0_AR does not, in 1 rows: the columns are swapped there.",
    )


@pytest.mark.parametrize("name", ["a.shp", "a.gpkg", "a.geojson"])
def test_every_format_gives_the_same_place(tmp_path: Path, name: str) -> None:
    draft = only(written(tmp_path / name, OCHA, encoding="UTF-8" if name == "a.shp" else None))
    assert (draft.external_id, draft.name_ar, draft.kind) == ("XX0101", "تستا", "district")
    assert draft.boundary is not None


def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    written(tmp_path / "a.shp", OCHA, encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"):
            archive.write(tmp_path / part, f"folder/{part}")
    assert only(tmp_path / "a.zip").name_ar == "تستا"


def test_a_shapefile_that_does_not_say_its_encoding_is_not_guessed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.shp", OCHA, encoding="windows-1256")
    (tmp_path / "a.cpg").unlink(missing_ok=True)
    with pytest.raises(InvalidFile, match=r"texts are not UTF-8\. Say --encoding windows-1256"):
        read_places(path)
    assert only(path, encoding="windows-1256").name_ar == "تستا"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            "NAME_EN,NAM_EN_REF,NAME_AR,PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_EN,ADM0_AR,ADM0_PCODE",
            ("district", "PCODE", "NAME_EN", "NAME_AR", ("ADM1_PCODE", "ADM0_PCODE")),
        ),
        ("NAME_EN,NAME_AR,PCODE", ("country", "PCODE", "NAME_EN", "NAME_AR", ())),
        (
            "admin1Name_en,admin1Name_ar,admin1Pcode,admin0Pcode",
            ("governorate", "admin1Pcode", "admin1Name_en", "admin1Name_ar", ("admin0Pcode",)),
        ),
        (
            "adm3_name,adm3_name1,adm3_pcode,adm2_pcode",
            ("subdistrict", "adm3_pcode", "adm3_name", "adm3_name1", ("adm2_pcode",)),
        ),
        (
            "NAME_EN,NAME_AR,PCODE,ADM4_PCODE,ADM3_PCODE",
            ("neighbourhood", "PCODE", "NAME_EN", "NAME_AR", ("ADM4_PCODE", "ADM3_PCODE")),
        ),
    ],
)
def test_the_columns_of_several_editions_are_known(columns: str, expected: tuple[Any, ...]) -> None:
    found = find_admin_columns(columns.split(","))
    assert found is not None
    assert (found.kind, found.pcode, found.name_en, found.name_ar, found.ancestors) == expected


def test_other_columns_are_not_taken_for_administrative_ones() -> None:
    assert find_admin_columns(["name", "lat", "lon"]) is None


@pytest.mark.parametrize("stated", ["kind", "type", "parent", "نوع المكان"])
def test_a_list_that_says_what_each_place_is_is_no_file_of_boundaries(stated: str) -> None:
    assert find_admin_columns(["pcode", "name_en", "name_ar", stated]) is None
    assert find_admin_columns(["PCODE", "NAME_EN", "NAME_AR", "UPDATE_DAT"]) is not None


def test_a_list_of_neighbourhoods_as_csv_has_points(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "NAME_EN,NAME_AR,NAM_EN_REF,PCODE,ADM4_PCODE,LATITUDE,LONGITUDE\nTesta,تستا,Testa (Old),N1,C1,35.1,36.2\n",
        encoding="utf-8",
    )
    draft = only(path)
    assert (draft.kind, draft.lat, draft.lon, draft.parent_pcode) == ("neighbourhood", 35.1, 36.2, "C1")
    assert draft.other_names == ("Testa (Old)",) and draft.boundary is None


def test_swapped_names_of_the_place_itself_are_put_right_with_a_warning(tmp_path: Path) -> None:
    swapped = OCHA | {"ADM2_EN": "تستا", "ADM2_AR": "Testa"}
    draft = only(geojson(tmp_path / "a.geojson", feature(swapped)))
    assert (draft.name_en, draft.name_ar) == ("Testa", "تستا") and "swapped" in draft.warnings[0]


def test_a_boundary_that_crosses_itself_is_mended_with_a_warning(tmp_path: Path) -> None:
    draft = only(geojson(tmp_path / "a.geojson", feature(OCHA, BOW_TIE)))
    assert draft.boundary is not None and shapely.from_wkb(draft.boundary).is_valid
    assert "mended" in draft.warnings[0]


def test_points_and_plain_properties_are_places_too(tmp_path: Path) -> None:
    draft = only(
        geojson(tmp_path / "a.geojson", feature({"name": "Testa", "type": "village"}, shapely.Point(36, 35)))
    )
    assert (draft.name_en, draft.kind, draft.lat, draft.lon) == ("Testa", "community", 35.0, 36.0)
    assert draft.boundary is None


def test_attributes_that_are_lists_or_dates_are_texts(tmp_path: Path) -> None:
    properties = {"name": "Testa", "tags": [1, 2], "updated": "2019-07-05", "share": 1.0, "empty": None}
    read = read_layer(
        geojson(tmp_path / "a.geojson", feature(properties)), encoding=None, layer=None, limits=LIMITS
    )
    (row,) = read.table.rows()
    assert row.cells == ("Testa", "[1, 2]", "2019-07-05", "1", "")


def test_a_mapping_can_say_what_the_columns_are(tmp_path: Path) -> None:
    mapping = parse_mapping('kind = "places"\n[columns]\nname_ar = "n"\n[constants]\nkind = "site"')
    draft = only(geojson(tmp_path / "a.geojson", feature({"n": "تستا"})), mapping=mapping)
    assert (draft.name_ar, draft.kind) == ("تستا", "site")


def test_a_place_without_a_name_is_a_reject_and_the_others_stay(tmp_path: Path) -> None:
    nameless = OCHA | {"ADM2_EN": "", "ADM2_AR": None}
    read = read_places(geojson(tmp_path / "a.geojson", feature(OCHA), feature(nameless)))
    assert len(read.drafts) == 1 and [reject.row for reject in read.rejects] == [2]
    assert "no name in either language" in read.rejects[0].reason


def test_a_shape_off_the_earth_is_a_reject(tmp_path: Path) -> None:
    read = read_places(
        geojson(tmp_path / "a.geojson", feature(OCHA, shapely.box(500000, 4000000, 500001, 4000001)))
    )
    assert "beyond the degrees of the earth" in read.rejects[0].reason


def test_another_coordinate_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"coordinate system EPSG:32637.*Convert it to WGS 84"):
        read_places(written(tmp_path / "a.gpkg", OCHA, crs="EPSG:32637"))


def test_a_file_that_names_other_files_to_open_is_refused(tmp_path: Path) -> None:
    trap = tmp_path / "a.geojson"
    trap.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource>')
    with pytest.raises(InvalidFile, match=r"is no \.geojson file"):
        read_places(trap)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(trap, "a.geojson")
    with pytest.raises(InvalidFile, match=r"is no \.geojson file"):
        read_places(tmp_path / "b.zip")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.geojson", b"", "is empty"),
        ("a.geojson", b"{", "cannot be read as geojson"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": 3}', "cannot be read"),
        ("a.shp", b"\x00\x00\x27\x0a" + b"\x00" * 96, "cannot be read as shp"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 100, "cannot be read as gpkg"),
        ("a.gpkg", b"nothing", "does not begin as one"),
        ("a.zip", b"PK\x03\x04nothing", "its ZIP directory is broken"),
        ("a.zip", hostile.packed(b"x", "a.txt"), "holds 0 layers"),
        ("a.zip", hostile.packed(b" " * (64 << 20), "a.geojson"), "more than 200 to one"),
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises((InvalidFile, InvalidValue)) as refusal:
        read_places(path)
    assert said in str(refusal.value)


def test_one_of_several_layers_must_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", OCHA)
    pyogrio.raw.write(
        str(path), geometry=numpy.array([shapely.to_wkb(SQUARE)], dtype=object), field_data=[], fields=[],
        crs="EPSG:4326", geometry_type="Polygon", layer="other", append=True,
    )  # fmt: skip
    with pytest.raises(InvalidFile, match=r"2 layers: a, other\. Say which with --layer"):
        read_places(path)
    assert only(path, layer="a").name_en == "Testa"
