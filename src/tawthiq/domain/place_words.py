"""The words around a place's name: what kind of place it is, which side of it is meant, what lies around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tawthiq.domain.scripts import fold, is_arabic, strip_invisible

# Words beside a name that say what kind of place is meant.
KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "country": ("country", "دولة"),
    "governorate": ("governorate", "governerate", "province", "muhafazat", "mohafazat", "muhafaza", "محافظة"),
    "district": ("district", "mantiqa", "mantika", "منطقة", "قضاء"),
    "subdistrict": ("subdistrict", "sub district", "nahiya", "nahiyah", "nahya", "ناحية"),
    "community": (
        "city", "town", "village", "hamlet", "city of", "town of", "village of", "city center", "city centre",
        "مدينة", "بلدة", "قرية", "ضيعة", "مزرعة",
    ),
    "neighbourhood": ("neighbourhood", "neighborhood", "quarter", "area of", "حي", "حارة"),
}  # fmt: skip
SIDES: Mapping[str, tuple[str, ...]] = {
    "north": ("northern", "north", "n", "الشمالي", "شمالي", "الشمالية", "شمال"),
    "south": ("southern", "south", "s", "الجنوبي", "جنوبي", "الجنوبية", "جنوب"),
    "east": ("eastern", "east", "e", "الشرقي", "شرقي", "الشرقية", "شرق"),
    "west": ("western", "west", "w", "الغربي", "غربي", "الغربية", "غرب"),
    "centre": ("central", "center", "centre", "الأوسط", "وسط"),
    "north-east": ("northeastern", "northeast", "north east", "الشمالي الشرقي", "شمال شرق"),
    "north-west": ("northwestern", "northwest", "north west", "الشمالي الغربي", "شمال غرب"),
    "south-east": ("southeastern", "southeast", "south east", "الجنوبي الشرقي", "جنوب شرق"),
    "south-west": ("southwestern", "southwest", "south west", "الجنوبي الغربي", "جنوب غرب"),
}
AROUND: tuple[str, ...] = (
    "suburbs", "suburb", "countryside", "rural", "outskirts", "environs", "ريف", "أرياف", "ضواحي", "محيط", "أطراف",
)  # fmt: skip
# Words that only join; `the` is told from part of a name by what stands beside it.
_JOINING = ("of", "the", "in", "at", "near", "من", "في", "قرب")
_KIND_OF = {fold(word): kind for kind, words in KIND_WORDS.items() for word in words}
_SIDE_OF = {fold(word): side for side, words in SIDES.items() for word in words}
_AROUND = frozenset(map(fold, AROUND)) | {f"ب{fold('ريف')}"}
_JOINS = frozenset(map(fold, _JOINING))
_LONGEST = 3
_CONTEXT = re.compile(
    r"\s*[,،;؛/]\s*|\s+[-–—]\s+|\s*\(|\)|\s+(?:in|inside|within|near|administratively part of|belonging to)\s+"
    r"|\s+(?:في|التابعة ل|التابع ل|تابعة ل)\s*|\s+ب(?=ريف|محافظة|مدينة|منطقة)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlaceText:
    """A place as written, taken apart: the name, the kinds that words beside it allow, the side of it."""

    name: str
    kinds: frozenset[str]
    side: str | None
    around: bool
    """Whether the text means the land around the named place, not the place itself."""


def parts_of(text: str) -> list[str]:
    """Return the parts of a text such as “Hass, southern suburbs of Idlib”: the place first, then what it lies in."""
    return [part for part in (part.strip() for part in _CONTEXT.split(strip_invisible(text))) if part]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s.]+", text.replace("_", " "))


def take_apart(text: str) -> PlaceText:
    """Take the words for kind and side away from the beginning and end of a name; those inside it stay."""
    words = _words(text)
    folded = [fold(word) for word in words]
    kinds: set[str] = set()
    sides: list[str] = []
    around = False
    arabic = is_arabic(text)
    stripped = True
    while stripped and len(words) > 1:
        stripped = False
        for length in range(min(_LONGEST, len(words) - 1), 0, -1):
            for edge in (slice(0, length), slice(len(words) - length, len(words))):
                found = " ".join(folded[edge])
                if edge.start != 0 and found in _JOINS:
                    continue
                known = found in _KIND_OF or found in _AROUND or found in _JOINS
                # A side word alone at the edge is part of many names (Tell Sharqi); it counts beside `suburbs` only.
                sided = found in _SIDE_OF and (around or _has_around(folded, arabic))
                if not (known or sided):
                    continue
                if found in _KIND_OF:
                    kinds.add(_KIND_OF[found])
                around = around or found in _AROUND
                if sided:
                    sides.append(_SIDE_OF[found])
                del words[edge], folded[edge]
                stripped = True
                break
            if stripped:
                break
    return PlaceText(" ".join(words), frozenset(kinds), _joined(sides), around)


def _has_around(folded: list[str], arabic: bool) -> bool:
    return any(word in _AROUND for word in folded) or (not arabic and "of" in folded)


def _joined(sides: list[str]) -> str | None:
    if len(sides) > 1:
        pair = "-".join(sorted(set(sides), key=lambda side: ("north", "south", "east", "west").index(side) if side in ("north", "south", "east", "west") else 9))
        return pair if pair in SIDES else sides[0]
    return sides[0] if sides else None
