"""Which place of a snapshot a name, P-code or id means; a name that fits several is refused with them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process

from tawthiq.analysis.snapshot import Snapshot
from tawthiq.domain.errors import InvalidValue, NotFound
from tawthiq.domain.scripts import fold

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer, as a figure names it."""

    id: str
    kind: str
    pcode: str | None
    name_en: str | None
    name_ar: str | None
    parent_id: str | None

    def label(self, language: str = "en") -> str:
        """Give the name in `en` or `ar`, or the other language's, or the code."""
        names = (self.name_ar, self.name_en) if language == "ar" else (self.name_en, self.name_ar)
        return names[0] or names[1] or self.pcode or self.id


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of a snapshot by id, and their ids by every spelling, folded."""

    places: Mapping[str, Place]
    by_spelling: Mapping[str, tuple[str, ...]]


def gazetteer(snapshot: Snapshot) -> Gazetteer:
    """Give the places of a snapshot; read once."""
    with snapshot.lock:
        if "gazetteer" not in snapshot.memo:
            snapshot.memo["gazetteer"] = _read(snapshot)
    found: Gazetteer = snapshot.memo["gazetteer"]
    return found


def find_place(snapshot: Snapshot, text: str, *, kind: str | None = None) -> str:
    """Give the id of the one place that an id, P-code or name means, of a kind when one is given.

    Raises InvalidValue when several fit, NotFound when none does; both name what there is.
    """
    known = gazetteer(snapshot)
    if text in known.places and kind in (None, known.places[text].kind):
        return text
    ids = [i for i in known.by_spelling.get(fold(text), ()) if kind in (None, known.places[i].kind)]
    if len(ids) == 1:
        return ids[0]
    what = kind or "place"
    if ids:
        listed = "; ".join(_described(known, i) for i in ids[:_SHOWN])
        more = f"; and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        raise InvalidValue(
            f"“{text[:80]}” fits {len(ids)} places: {listed}{more}. Give the code of the one you mean."
        )
    raise NotFound(f"This snapshot has no {what} “{text[:80]}”.{_near(known, text, kind)}")


def labels(snapshot: Snapshot, ids: Sequence[str], *, language: str = "en") -> dict[str, str]:
    """Give a label for each id; where two places would read alike, each gets its code behind the name."""
    known = gazetteer(snapshot).places
    plain = {i: known[i].label(language) if i in known else i for i in ids}
    times = Counter(plain.values())
    return {i: f"{label} ({_code(known, i)})" if times[label] > 1 else label for i, label in plain.items()}


def _code(known: Mapping[str, Place], place_id: str) -> str:
    return (known[place_id].pcode or place_id) if place_id in known else place_id


def _read(snapshot: Snapshot) -> Gazetteer:
    places: dict[str, Place] = {}
    spelt: dict[str, list[str]] = {}
    for *facts, spellings in snapshot.rows(
        "SELECT place_id, kind, pcode, name_en, name_ar, parent_id, spellings FROM places"
    ):
        place = Place(*facts)
        places[place.id] = place
        written = {fold(text) for text in (place.pcode, place.name_en, place.name_ar, *spellings) if text}
        for spelling in written - {""}:
            spelt.setdefault(spelling, []).append(place.id)
    return Gazetteer(places, {spelling: tuple(ids) for spelling, ids in spelt.items()})


def _described(known: Gazetteer, place_id: str) -> str:
    place = known.places[place_id]
    parent = known.places.get(place.parent_id or "")
    inside = f" in {parent.label()}" if parent else ""
    return f"{place.label()}, {place.kind}{inside} ({place.pcode or place.id})"


def _near(known: Gazetteer, text: str, kind: str | None) -> str:
    spellings = [
        s
        for s, ids in known.by_spelling.items()
        if kind is None or kind in {known.places[i].kind for i in ids}
    ]
    near = process.extract(fold(text[:80]), spellings, limit=3, score_cutoff=70)
    ids = dict.fromkeys(i for spelling, _, _ in near for i in known.by_spelling[spelling])
    listed = "; ".join(_described(known, i) for i in ids if kind in (None, known.places[i].kind))
    return f" Near to it: {listed}." if listed else " Check the spelling, or give its P-code or id."
