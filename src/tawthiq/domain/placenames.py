"""PlaceIndex: the place that a name as written means, in either script; when unsure, none, with those it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tawthiq.domain.exonyms import other_names_of
from tawthiq.domain.place_keys import deletions_of, likeness, skeleton_of, sounds_of
from tawthiq.domain.place_words import PlaceText, parts_of, take_apart
from tawthiq.domain.scripts import fold, is_arabic

ACCEPTED = {0: 0.96, 1: 0.96, 2: 0.95, 3: 0.92}
ACCEPTED_LONG = 0.88
"""The least score of a name that is taken for the place's, by its consonants: short names are soon alike."""
OFFERED = 0.7
"""The least score of a name that is offered as an alternative."""
MARGIN = 0.04
"""How far the next place must lie behind, or neither is taken."""
MARGIN_OF_SAME_SPELLING = 0.015
SAME_SOUND = 0.98
MOST_ALTERNATIVES = 6
MINOR_KINDS = ("neighbourhood", "site")
"""Known by name within their town only: they yield to larger places unless the text or the caller says where."""
NAMED_AFTER = {"community": ("subdistrict", "district")}
"""Where a kind is meant that the index lacks: what is called after it and holds it, the smaller first."""
_CENTRE = fold("مركز") + " "
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place to be found: its names in every spelling known, and the places it lies in, the widest first."""

    place_id: str
    kind: str
    names: tuple[str, ...]
    path: tuple[str, ...] = ()
    pcode: str | None = None

    def lies_in(self, place_id: str) -> bool:
        """Say whether it is the place or lies in it."""
        return place_id == self.place_id or place_id in self.path


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a text may mean, how like its name is, and which of its names that was."""

    entry: PlaceEntry
    score: float
    name: str


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a text means: the best place or None, how sure, others it may be, and a sentence that says why."""

    best: PlaceEntry | None
    score: float
    alternatives: tuple[Candidate, ...]
    sentence: str
    side: str | None = None
    around: bool = False
    """Whether the text means the land around the place: “southern suburbs of Idlib”, ريف إدلب."""
    within: PlaceEntry | None = None
    """The place that the text itself says it lies in, if that is known: “Hass, Idlib”."""


@dataclass(frozen=True, slots=True)
class _Name:
    entry: PlaceEntry
    text: str
    folded: str
    sounds: str


class PlaceIndex:
    """An index of places by their names; it never changes once made."""

    def __init__(self, entries: Iterable[PlaceEntry]) -> None:
        self._by_fold: dict[str, list[_Name]] = {}
        self._by_sounds: dict[tuple[str, bool], list[_Name]] = {}
        self._by_skeleton: dict[str, list[tuple[str, bool]]] = {}
        self._by_deletion: dict[str, list[str]] = {}
        self._by_pcode: dict[str, PlaceEntry] = {}
        self._by_id: dict[str, PlaceEntry] = {}
        for entry in entries:
            self._add(entry)

    def __len__(self) -> int:
        return len(self._by_id)

    def _add(self, entry: PlaceEntry) -> None:
        self._by_id[entry.place_id] = entry
        if entry.pcode:
            self._by_pcode[entry.pcode.casefold()] = entry
        for text in dict.fromkeys(other for name in entry.names for other in (name, *other_names_of(name))):
            self._add_name(_Name(entry, text, fold(text), sounds_of(text[:LONGEST_NAME])))
            if fold(text).startswith(_CENTRE):
                bare = text.split(maxsplit=1)[1]
                self._add_name(_Name(entry, bare, fold(bare), sounds_of(bare[:LONGEST_NAME])))

    def _add_name(self, name: _Name) -> None:
        if not name.folded or any(name.entry is same.entry for same in self._by_fold.get(name.folded, ())):
            return
        self._by_fold.setdefault(name.folded, []).append(name)
        key = (name.sounds, is_arabic(name.text))
        if key not in self._by_sounds:
            skeleton = skeleton_of(name.sounds)
            known = self._by_skeleton.setdefault(skeleton, [])
            if not known:
                for shorter in deletions_of(skeleton):
                    self._by_deletion.setdefault(shorter, []).append(skeleton)
            known.append(key)
        self._by_sounds.setdefault(key, []).append(name)

    def match(
        self, text: str, *, within: str | None = None, kinds: Iterable[str] | None = None
    ) -> PlaceMatch:
        """Return the place that a text means, within a place (its id) and of certain kinds where these are stated."""
        plain = text.strip()[: LONGEST_NAME * 2]
        if not fold(plain):
            return PlaceMatch(None, 0.0, (), "There is no name to look up.")
        wanted = None if kinds is None else frozenset(kinds)
        coded = self._by_pcode.get(plain.casefold())
        if coded is not None:
            return PlaceMatch(coded, 1.0, (), f"{plain} is the P-code of {coded.names[0]}.")
        whole = PlaceText(plain, frozenset(), None, around=False)
        found = self._chosen(whole, within=within, kinds=wanted)
        if found.best is not None:
            return found
        return self._taken_apart(plain, found, within=within, kinds=wanted)

    def _taken_apart(
        self, text: str, whole: PlaceMatch, *, within: str | None, kinds: frozenset[str] | None
    ) -> PlaceMatch:
        first, *around_it = parts_of(text) or [text]
        context: PlaceEntry | None = None
        for part in reversed(around_it):
            inner = self.match(part, within=None if context is None else context.place_id)
            context = context if inner.best is None else inner.best
        where = within if within is not None or context is None else context.place_id
        found = whole
        for parsed in take_apart(first):
            if parsed.name == text:
                continue
            found = self._of_kinds(parsed, within=where, kinds=kinds)
            if found.best is not None:
                break
        return replace(found, within=context)

    def _of_kinds(self, parsed: PlaceText, *, within: str | None, kinds: frozenset[str] | None) -> PlaceMatch:
        """Look for the kinds that the caller or the text says; failing the text's, for what is called after it."""
        found = self._chosen(parsed, within=within, kinds=kinds or parsed.kinds or None)
        if kinds is not None or found.best is not None:
            return found
        for kind in (after for said in sorted(parsed.kinds) for after in NAMED_AFTER.get(said, ())):
            named = self._chosen(parsed, within=within, kinds=frozenset({kind}))
            if named.best is not None:
                return named
        return found

    def _candidates(self, name: str) -> list[Candidate]:
        """Return the places whose names are like this one, the likest first; each place once."""
        folded, sounds = fold(name), sounds_of(name[:LONGEST_NAME])
        best: dict[str, Candidate] = {}
        for known in self._by_fold.get(folded, ()):
            best[known.entry.place_id] = Candidate(known.entry, 1.0, known.text)
        skeleton = skeleton_of(sounds)
        near = {skeleton} if skeleton in self._by_skeleton else set()
        if len(skeleton) > 2 or not near:
            near.update(found for key in deletions_of(skeleton) for found in self._by_deletion.get(key, ()))
        arabic = is_arabic(name)
        for other in (other for found in near for other in self._by_skeleton[found]):
            score = SAME_SOUND * likeness(sounds, other[0], across=arabic != other[1], least=OFFERED)
            if score < OFFERED:
                continue
            for known in self._by_sounds[other]:
                held = best.get(known.entry.place_id)
                if held is None or held.score < score:
                    best[known.entry.place_id] = Candidate(known.entry, score, known.text)
        return sorted(best.values(), key=lambda found: (-found.score, found.entry.place_id))

    def _chosen(self, parsed: PlaceText, *, within: str | None, kinds: frozenset[str] | None) -> PlaceMatch:
        everywhere = self._candidates(parsed.name)
        found = [
            candidate
            for candidate in everywhere
            if (kinds is None or candidate.entry.kind in kinds)
            and (within is None or candidate.entry.lies_in(within))
        ]
        if len(found) > 1 and within is not None:
            found = [candidate for candidate in found if candidate.entry.place_id != within]
        offered = tuple((found or everywhere)[:MOST_ALTERNATIVES])
        if kinds is None and within is None:
            found = _without_minor(found, _least(parsed.name))
        if not found or found[0].score < _least(parsed.name):
            return PlaceMatch(None, 0.0, offered, _unsure(parsed.name, offered, bool(found)))
        margin = MARGIN_OF_SAME_SPELLING if found[0].score == 1.0 else MARGIN
        close = [candidate for candidate in found if candidate.score > found[0].score - margin]
        taken = close[0] if len(close) == 1 else _of_one_chain(close)
        if taken is None:
            return PlaceMatch(None, 0.0, offered, _several(parsed.name, close))
        others = tuple(candidate for candidate in offered if candidate is not taken)
        sentence = _sure(parsed.name, taken, close)
        return PlaceMatch(taken.entry, taken.score, others, sentence, parsed.side, parsed.around)


def _least(name: str) -> float:
    return ACCEPTED.get(len(skeleton_of(sounds_of(name[:LONGEST_NAME]))), ACCEPTED_LONG)


def _without_minor(found: list[Candidate], least: float) -> list[Candidate]:
    larger = [candidate for candidate in found if candidate.entry.kind not in MINOR_KINDS]
    return larger if larger and larger[0].score >= least else found


def _of_one_chain(close: Sequence[Candidate]) -> Candidate | None:
    """Choose among places that lie in one another and bear one name; None when they are different places.

    A governorate is taken, for it holds what bears its name. Below it the innermost is taken: districts and
    subdistricts are called after the town that is meant.
    """
    chain = sorted(close, key=lambda candidate: len(candidate.entry.path))
    for outer, inner in pairwise(chain):
        if not inner.entry.lies_in(outer.entry.place_id):
            return None
    return chain[0] if chain[0].entry.kind in ("country", "governorate") else chain[-1]


def _listed(candidates: Sequence[Candidate]) -> str:
    return ", ".join(f"{candidate.entry.names[0]} ({candidate.entry.kind})" for candidate in candidates)


def _sure(name: str, taken: Candidate, close: Sequence[Candidate]) -> str:
    spelled = "spelled the same" if taken.score == 1.0 else f"sounds like {taken.name}"
    said = f"“{name}” is {taken.entry.names[0]} ({taken.entry.kind}): {spelled}."
    if len(close) == 1:
        return said
    others = [candidate for candidate in close if candidate is not taken]
    return f"{said} The same name: {_listed(others)}, of which one lies in the other."


def _several(name: str, close: Sequence[Candidate]) -> str:
    return (
        f"“{name}” can be {len(close)} places: {_listed(close[:MOST_ALTERNATIVES])}. "
        "Say in which governorate or district."
    )


def _unsure(name: str, offered: Sequence[Candidate], inside: bool) -> str:
    if not offered:
        return f"No place is called “{name}” or alike."
    where = "" if inside else " there, but elsewhere or of another kind"
    return f"No place is surely called “{name}”{where}. Like it: {_listed(offered)}."
