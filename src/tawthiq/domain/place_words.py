"""The words around a place's name: what kind of place it is, which side of it is meant, what lies around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.domain.scripts import fold, strip_invisible

# Words beside a name that say what kind of place is meant.
KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "country": ("country", "دولة"),
    "governorate": ("governorate", "governerate", "province", "muhafazat", "mohafazat", "muhafaza", "محافظة"),
    "district": ("district", "mantiqa", "mantika", "منطقة", "قضاء"),
    "subdistrict": ("subdistrict", "sub district", "nahiya", "nahiyah", "nahya", "ناحية"),
    "community": (
        "city", "town", "village", "hamlet", "city of", "town of", "village of", "city center", "city centre",
        "مدينة", "بلدة", "قرية", "ضيعة", "مزرعة", "مركز مدينة",
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


def take_apart(text: str) -> tuple[PlaceText, ...]:
    """Return the readings of a name with words around it: without the words for its kind, then also without the
    words for the side of it or the land around it. Words inside a name stay."""
    words = _words(text)
    kinds: set[str] = set()
    plain = _trimmed(words, lambda found: _KIND_OF.get(found, "" if found in _JOINS else None), kinds)
    readings = [PlaceText(" ".join(plain), frozenset(kinds), None, around=False)]
    around = any(fold(word) in _AROUND for word in plain)
    if around or (len(plain) > 2 and fold(plain[1]) == "of"):
        signs: set[str] = set()
        bare = _trimmed(plain, _side_sign, signs)
        sides = _joined([_SIDE_OF[sign] for sign in signs if sign in _SIDE_OF])
        kinds.update(_KIND_OF[sign] for sign in signs if sign in _KIND_OF)
        readings.append(PlaceText(" ".join(bare), frozenset(kinds), sides, around))
    return tuple(dict.fromkeys(readings))


def _side_sign(found: str) -> str | None:
    if found in _SIDE_OF or found in _KIND_OF:
        return found
    return "" if found in _AROUND or found in _JOINS else None


def _trimmed(words: Sequence[str], sign_of: Callable[[str], str | None], signs: set[str]) -> list[str]:
    """Take known words away from both ends, the longest first, and gather what they say; one word always stays."""
    left = list(words)
    while (edge := _known_edge(left, sign_of)) is not None:
        sign = sign_of(" ".join(fold(word) for word in left[edge]))
        if sign:
            signs.add(sign)
        del left[edge]
    return left


def _known_edge(words: Sequence[str], sign_of: Callable[[str], str | None]) -> slice | None:
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        for edge in (slice(0, length), slice(len(words) - length, len(words))):
            if sign_of(" ".join(fold(word) for word in words[edge])) is not None:
                return edge
    return None


def _joined(sides: list[str]) -> str | None:
    pair = "-".join(side for side in ("north", "south", "east", "west") if side in sides)
    return pair if pair in SIDES else sides[0] if sides else None
