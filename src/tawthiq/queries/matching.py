"""Pairs of persons who may be one: what waits for a judgement, one pair with both sides, what was judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tawthiq.domain.dates import PartialDate
from tawthiq.linkage.explain import outcome_sentence
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Person
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.ledger.models import ExternalId
from tawthiq.records.matching.models import CandidatePair, Judgement

DECIDED = ("same", "not-same")
SHOWN_AT_ONCE = 200
KIND_ORDER = ("killed", "forcibly-disappeared", "missing")
NEEDS: Mapping[str, str] = {"birth": "born_or_age", "date": "died", "place": "place"}
"""What both sides must show to the reader before the outcome of a comparison is told; the others are of the names."""


@dataclass(frozen=True, slots=True)
class PersonSide:
    """One side of a pair: a person as recorded, and the act that tells most of them."""

    id: str
    code: str
    name: str
    names: tuple[str, ...]
    sex: str
    born: str
    age: int | None
    died: str
    place: str
    incident_code: str
    family: str
    mother: str
    sources: tuple[str, ...]

    @property
    def born_or_age(self) -> str:
        """Return what is known of the age, as text; empty where nothing is."""
        return self.born or ("" if self.age is None else str(self.age))


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two persons, how likely they are one, why, and the verdict that stands; `version` is the pair's."""

    id: str
    left: PersonSide
    right: PersonSide
    probability: float
    sentences_en: tuple[str, ...]
    sentences_ar: tuple[str, ...]
    verdict: str | None
    version: int


def pairs_to_judge(actor: Account, *, limit: int = SHOWN_AT_ONCE) -> tuple[PairLine, ...]:
    """Return the pairs without a verdict, the likeliest first, then those somebody could not tell."""
    pairs = visible_to(actor, CandidatePair).filter(probability_millionths__gt=0)
    verdicts = standing_verdicts(visible_to(actor, Judgement))
    waiting = sorted(
        (
            (verdict is not None, -likely, one, two, pk)
            for pk, one, two, likely in pairs.values_list(
                "pk", "left_id", "right_id", "probability_millionths"
            )
            if (verdict := verdicts.get((one, two))) not in DECIDED
        ),
    )[:limit]
    rows = CandidatePair.objects.in_bulk([pk for *_, pk in waiting])
    return _lines(actor, [rows[pk] for *_, pk in waiting], verdicts)


def pair_shown(actor: Account, pair_id: str) -> PairLine:
    """Return one pair by id or code; NotFound where the actor may not see both persons."""
    pair = get_visible(actor, CandidatePair, pair_id)
    judged = visible_to(actor, Judgement).filter(left_id=pair.left_id, right_id=pair.right_id)
    return _lines(actor, [pair], standing_verdicts(judged))[0]


def standing_verdicts(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """Return for each pair of persons the verdict that stands; pairs without one are left out."""
    return {pair: judgement.verdict for pair, judgement in standing_judgements(judgements).items()}


def standing_judgements(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Return for each pair of persons the judgement that stands, replaying them in the order they were made.

    A withdrawal names what it takes back; what that one had superseded stands again.
    """
    by_id: dict[str, Judgement] = {}
    standing: dict[tuple[str, str], Judgement | None] = {}
    for judgement in sorted(judgements, key=lambda j: (j.created_at, j.code)):
        by_id[judgement.pk] = judgement
        pair = (judgement.left_id, judgement.right_id)
        standing[pair] = judgement if judgement.verdict != "withdrawn" else _before(judgement, by_id)
    return {pair: judgement for pair, judgement in standing.items() if judgement is not None}


def _before(withdrawal: Judgement, by_id: Mapping[str, Judgement]) -> Judgement | None:
    taken_back = by_id.get(withdrawal.supersedes_id or "")
    return None if taken_back is None else by_id.get(taken_back.supersedes_id or "")


def _lines(
    actor: Account, pairs: list[CandidatePair], verdicts: Mapping[tuple[str, str], str]
) -> tuple[PairLine, ...]:
    sides = person_sides(actor, {person for pair in pairs for person in (pair.left_id, pair.right_id)})
    return tuple(
        PairLine(
            id=pair.pk,
            left=sides[pair.left_id],
            right=sides[pair.right_id],
            probability=pair.probability_millionths / 1_000_000,
            sentences_en=_sentences(pair, sides, "en"),
            sentences_ar=_sentences(pair, sides, "ar"),
            verdict=verdicts.get((pair.left_id, pair.right_id)),
            version=pair.version,
        )
        for pair in pairs
        if pair.left_id in sides and pair.right_id in sides
    )


def _sentences(pair: CandidatePair, sides: Mapping[str, PersonSide], language: str) -> tuple[str, ...]:
    """Say what the actor may know: an outcome that rests on an act they do not see is left out."""
    left, right = sides[pair.left_id], sides[pair.right_id]
    values = {"birth": (left.born, right.born), "date": (left.died, right.died)}
    told = []
    for comparison, code, _ in pair.explanation.get("outcomes", ()):
        needed = NEEDS.get(comparison)
        if needed is None or (getattr(left, needed) and getattr(right, needed)):
            one, two = values.get(comparison, ("", ""))
            told.append(outcome_sentence(code, language=language, left=one, right=two))
    return tuple(told)


def person_sides(actor: Account, ids: Collection[str]) -> dict[str, PersonSide]:
    """Return the visible persons of these ids, each with the visible act that tells most: a death before others."""
    persons = {p.pk: p for p in visible_to(actor, Person).filter(pk__in=ids)}
    harms: dict[str, list[Harm]] = {}
    rows = visible_to(actor, Harm).filter(person__in=persons).select_related("incident__place", "death_place")
    for harm in rows:
        harms.setdefault(harm.person_id or "", []).append(harm)
    sources = _lists_of({harm.pk for found in harms.values() for harm in found})
    return {
        pk: _side(person, sorted(harms.get(pk, ()), key=_telling), sources) for pk, person in persons.items()
    }


def _telling(harm: Harm) -> tuple[int, str, str]:
    order = KIND_ORDER.index(harm.kind) if harm.kind in KIND_ORDER else len(KIND_ORDER)
    return order, str(harm.died_first or harm.incident.first or "9999"), harm.code


def _lists_of(harms: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = ExternalId.objects.filter(record_kind="harm", record_id__in=harms)
    for harm, origin in rows.values_list("record_id", "origin"):
        found.setdefault(harm, set()).add(origin)
    return found


def _side(person: Person, harms: list[Harm], sources: Mapping[str, set[str]]) -> PersonSide:
    first = harms[0] if harms else None
    place = None if first is None else first.death_place or first.incident.place
    spellings = (person.name_ar, person.name_en, *(str(n.get("text", "")) for n in person.names))
    return PersonSide(
        id=person.pk,
        code=person.code,
        name=person.name,
        names=tuple(dict.fromkeys(text for text in spellings if text and text != person.name)),
        sex=person.sex,
        born=_stated(person.born),
        age=next((h.age_years for h in harms if h.age_years is not None), None),
        died="" if first is None else _stated(first.died) or _stated(first.incident.occurred),
        place=_place_name(place) or ("" if first is None else first.incident.place_as_reported),
        incident_code="" if first is None else first.incident.code,
        family=person.family or next((h.family for h in harms if h.family), ""),
        mother=person.mother,
        sources=tuple(sorted({origin for harm in harms for origin in sources.get(harm.pk, ())})),
    )


def _stated(edtf: str) -> str:
    """Return a date as recorded; a date of which nothing is known is empty."""
    return "" if not edtf or PartialDate.parse(edtf) == PartialDate.unknown() else edtf


def _place_name(place: Place | None) -> str:
    return "" if place is None else place.name_en or place.name_ar
