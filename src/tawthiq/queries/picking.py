"""What a few typed letters may mean: places, persons, sources, facilities, items, with what tells each from others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.db.models import BooleanField, Count, F, Func, Max, Q, QuerySet, Value
from django.db.models.functions import Lower

from tawthiq.domain.placenames import PlaceEntry, PlaceIndex
from tawthiq.domain.scripts import fold
from tawthiq.domain.vocabularies import label
from tawthiq.linkage.names import parse_name
from tawthiq.queries.case_views import PlaceRef
from tawthiq.queries.places import entries_visible_to, paths_of
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Facility, Harm, Person, Statement
from tawthiq.records.evidence.models import Item
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.record import Record
from tawthiq.records.sources.models import Source

AnyRecord = TypeVar("AnyRecord", bound=Record)

MOST = 8
"""Choices offered at once."""

MOST_READ = 200
"""Records of a like name looked at before the nearest are offered."""

SURE = 0.999
"""The likeness of a name that is spelled the same."""

_LIKE_ANY = frozenset("اأإآٱىيئهةوؤ")
"""Arabic letters that people write for one another: any letter may stand in their place."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be meant, with what tells it apart in both languages; `is_same`: the text is its name."""

    id: str
    code: str
    label_en: str
    label_ar: str
    context_en: str
    context_ar: str
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """The places of a desk, ready to be searched."""

    index: PlaceIndex
    entries: dict[str, PlaceEntry]
    folded: tuple[tuple[str, str], ...]


def places_like(actor: Account, text: str) -> tuple[Choice, ...]:
    """Return the places that a name of either script or a P-code may mean, the likeliest first."""
    wanted = fold(text)
    if not wanted:
        return ()
    gazetteer = gazetteer_of(actor)
    match = gazetteer.index.match(text)
    sure = [match.best.place_id] if match.best is not None else []
    like = [one.entry.place_id for one in match.alternatives if one.score >= SURE]
    begun = [place for name, place in gazetteer.folded if name.startswith(wanted)]
    near = [one.entry.place_id for one in match.alternatives]
    ids = list(dict.fromkeys([*sure, *like, *begun, *near]))[:MOST]
    same = {place for name, place in gazetteer.folded if name == wanted} | (
        set(sure) if match.score >= SURE else set()
    )
    return tuple(_place_choice(path, path[-1].id in same) for path in _paths(ids))


def place_meant(actor: Account, text: str) -> str | None:
    """Return the id of the one place that a text surely means, or None."""
    best = gazetteer_of(actor).index.match(text).best
    return None if best is None else best.place_id


def places_by_id(ids: Iterable[str]) -> dict[str, Choice]:
    """Return places with their context by their ids."""
    return {path[-1].id: _place_choice(path) for path in _paths(list(ids))}


def gazetteer_of(actor: Account) -> _Gazetteer:
    """Return the actor's places indexed by name; the index is made anew when a place was changed."""
    seen = visible_to(actor, Place)
    stamp = seen.aggregate(number=Count("pk"), last=Max("updated_at"))
    return _gazetteer(_ByDesk(actor), str(stamp["number"]), str(stamp["last"]))


class _ByDesk:
    """An account as far as what it sees of the gazetteer goes: equal for the same account."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    def __hash__(self) -> int:
        return hash(self.actor.pk)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDesk) and other.actor.pk == self.actor.pk


@lru_cache(maxsize=16)
def _gazetteer(whose: _ByDesk, number: str, last: str) -> _Gazetteer:
    entries = entries_visible_to(whose.actor)
    folded = tuple((fold(name), entry.place_id) for entry in entries for name in entry.names)
    return _Gazetteer(PlaceIndex(entries), {entry.place_id: entry for entry in entries}, folded)


def _paths(ids: list[str]) -> list[tuple[PlaceRef, ...]]:
    paths = paths_of(ids)
    return [paths[place] for place in ids if place in paths]


def _place_choice(path: tuple[PlaceRef, ...], is_same: bool = False) -> Choice:
    place = path[-1]
    return Choice(
        place.id,
        place.code,
        place.name_en or place.name_ar,
        place.name_ar or place.name_en,
        _place_context(path, "en"),
        _place_context(path, "ar"),
        is_same,
    )


def _place_context(path: tuple[PlaceRef, ...], language: str) -> str:
    place, around = path[-1], path[:-1]
    names = [
        one.name_ar or one.name_en if language == "ar" else one.name_en or one.name_ar
        for one in reversed(around)
    ]
    parts = [label("place_kind", place.kind, language), *names, place.pcode or ""]
    return " · ".join(part for part in parts if part)


def persons_like(actor: Account, text: str, *, incident_code: str | None = None) -> tuple[Choice, ...]:
    """Return recorded persons of a like name with age, place, family and incident beside each."""
    found = _persons_named(actor, text)
    ranked = sorted(found, key=lambda person: (not _is_same_name(person, text), person.code))[:MOST]
    return _person_choices(actor, ranked, text)


def persons_same(
    actor: Account, names: Iterable[str], *, not_of: str | None = None
) -> dict[str, tuple[Choice, ...]]:
    """Return for each name the recorded persons of the same name, folded; those harmed in `not_of` are left out."""
    found: dict[str, tuple[Choice, ...]] = {}
    mine = (
        set(Harm.objects.filter(incident__code=not_of).values_list("person", flat=True)) if not_of else set()
    )
    for name in dict.fromkeys(names):
        same = [p for p in _persons_named(actor, name) if p.pk not in mine and _is_same_name(p, name)]
        if same:
            found[name] = _person_choices(actor, same[:MOST], name)
    return found


def _persons_named(actor: Account, text: str) -> list[Person]:
    words = [word for word in text.split() if len(word) > 1]
    if not words:
        return []
    rows = visible_to(actor, Person)
    for word in words[:5]:
        rows = rows.filter(_like(("name", "name_ar", "name_en"), word))
    return list(rows.order_by("code")[:50])


def _like(columns: tuple[str, ...], word: str) -> Q:
    """Match a word whatever of the interchangeable Arabic letters it is written with."""
    pattern = "".join("_" if c in _LIKE_ANY else f"\\{c}" if c in "\\%_" else c for c in word.casefold())
    found = Q()
    for column in columns:
        found |= Q(_Holds(Lower(F(column)), Value(f"%{pattern}%"), output_field=BooleanField()))
    return found


class _Holds(Func):
    """`text LIKE pattern`, the pattern's own signs meant."""

    arg_joiner = " LIKE "
    template = "(%(expressions)s ESCAPE '\\')"


def _is_same_name(person: Person, text: str) -> bool:
    wanted, words = fold(text), parse_name(text).words
    written = [name for name in (person.name, person.name_ar, person.name_en) if name]
    return any(fold(name) == wanted or (words and parse_name(name).words == words) for name in written)


def _person_choices(actor: Account, persons: list[Person], text: str) -> tuple[Choice, ...]:
    harms = (
        visible_to(actor, Harm)
        .filter(person__in=[person.pk for person in persons])
        .select_related("incident")
        .order_by("incident__first")
    )
    by_person: dict[str, list[Harm]] = {}
    for harm in harms:
        by_person.setdefault(str(harm.person_id), []).append(harm)
    places = places_by_id(
        {p.origin_id for p in persons if p.origin_id}
        | {h.incident.place_id for h in harms if h.incident.place_id is not None}
    )
    return tuple(_person_choice(p, by_person.get(p.pk, []), places, _is_same_name(p, text)) for p in persons)


def _person_choice(person: Person, harms: list[Harm], places: dict[str, Choice], is_same: bool) -> Choice:
    contexts = []
    for language in ("en", "ar"):
        parts = [label("sex", person.sex, language) if person.sex != "unknown" else ""]
        ages = sorted({str(harm.age_years) for harm in harms if harm.age_years is not None})
        parts += [*ages, person.born, person.family, person.mother]
        parts += [_place_name(places, person.origin_id, language)]
        for harm in harms[:2]:
            where = _place_name(places, harm.incident.place_id, language)
            said = [
                label("harm_kind", harm.kind, language),
                harm.incident.code,
                harm.incident.occurred,
                where,
            ]
            parts.append(" ".join(part for part in said if part))
        contexts.append(" · ".join(part for part in [*parts, person.code] if part))
    english = person.name_en or person.name
    return Choice(
        person.pk, person.code, english, person.name_ar or person.name, contexts[0], contexts[1], is_same
    )


def _place_name(places: dict[str, Choice], place_id: str | None, language: str) -> str:
    choice = places.get(place_id or "")
    if choice is None:
        return ""
    return choice.label_ar if language == "ar" else choice.label_en


def sources_like(actor: Account, text: str) -> tuple[Choice, ...]:
    """Return sources whose alias begins with or holds the text, with kind, reliability and how often they spoke."""
    rows = visible_to(actor, Source).filter(_like(("alias",), text.strip()))
    spoken = dict(
        visible_to(actor, Statement)
        .filter(source__in=rows.values("pk"))
        .values_list("source")
        .annotate(number=Count("pk"))
    )
    choices = []
    for source in _nearest(rows.order_by("alias")[:MOST_READ], lambda one: fold(one.alias) == fold(text)):
        number = spoken.get(source.pk, 0)
        contexts = [
            " · ".join(
                [label("source_kind", source.kind, language), label("reliability", source.reliability, language),
                 f"{number} {'إفادة' if language == 'ar' else 'statements'}", source.code]
            )
            for language in ("en", "ar")
        ]  # fmt: skip
        same = fold(source.alias) == fold(text)
        choices.append(
            Choice(source.pk, source.code, source.alias, source.alias, contexts[0], contexts[1], same)
        )
    return tuple(choices)


def _nearest(rows: Iterable[AnyRecord], is_same: Callable[[AnyRecord], bool]) -> list[AnyRecord]:
    """Return the first few, those of exactly this name before the others."""
    return sorted(rows, key=lambda one: not is_same(one))[:MOST]


def facilities_like(actor: Account, text: str) -> tuple[Choice, ...]:
    """Return facilities whose name holds the text, with kind and place."""
    rows: QuerySet[Facility] = visible_to(actor, Facility)
    for word in [word for word in text.split() if len(word) > 1][:5]:
        rows = rows.filter(_like(("name_en", "name_ar", "code"), word))
    read = rows.order_by("code")[:MOST_READ] if text.strip() else []
    found = _nearest(read, lambda one: fold(text) in {fold(one.name_en), fold(one.name_ar), fold(one.code)})
    places = places_by_id({f.place_id for f in found if f.place_id})
    choices = []
    for one in found:
        contexts = [
            " · ".join(
                part
                for part in (label("facility_kind", one.kind, language), _place_name(places, one.place_id, language),
                             one.code)
                if part
            )
            for language in ("en", "ar")
        ]  # fmt: skip
        same = fold(text) in {fold(one.name_en), fold(one.name_ar), fold(one.code)}
        english = one.name_en or one.name_ar or one.code
        choices.append(
            Choice(one.pk, one.code, english, one.name_ar or english, contexts[0], contexts[1], same)
        )
    return tuple(choices)


def items_like(actor: Account, text: str) -> tuple[Choice, ...]:
    """Return items of evidence whose code or file name holds the text."""
    if not text.strip():
        return ()
    rows = visible_to(actor, Item).filter(destroyed_at__isnull=True)
    found = rows.filter(Q(code__icontains=text.strip()) | Q(original_name__icontains=text.strip()))
    return tuple(_item_choice(item, text) for item in found.order_by("-created_at", "-code")[:MOST])


def _item_choice(item: Item, text: str) -> Choice:
    english, arabic = (
        " · ".join([label("evidence_kind", item.kind, language), item.original_name, item.media_type])
        for language in ("en", "ar")
    )
    is_same = item.code.casefold() == text.strip().casefold()
    return Choice(item.pk, item.code, item.code, item.code, english, arabic, is_same)
