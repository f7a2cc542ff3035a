"""Run linkage over the persons that somebody sees, and put the pairs worth a look into the queue for judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from tawthiq.domain.dates import PartialDate
from tawthiq.domain.scripts import is_arabic
from tawthiq.linkage.judgements import Judgement as RowsJudged
from tawthiq.linkage.judgements import RowKey, Verdict
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import PeopleList, as_people
from tawthiq.linkage.places import LEVELS, Site, gazetteer
from tawthiq.linkage.results import decision_of, outcomes_of, worth_a_look
from tawthiq.queries.matching import PersonSide, person_sides, standing_judgements
from tawthiq.queries.visibility import visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Person
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.matching.models import CandidatePair, Judgement
from tawthiq.services.asking import require_allowed
from tawthiq.services.snapshots.places import flat_places
from tawthiq.services.writing import Writing, writing

HOME = "home"
BATCH = 5_000
"""Persons read at once."""

TREE = pa.schema([(c, pa.string()) for c in ("id", "parent_id", "kind", "pcode", "name_en", "name_ar")])
ROLES = ("id", "name", "birth", "age", "sex", "date", "place")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run found: pairs new in the queue, pairs that weigh otherwise than before, pairs no longer proposed."""

    persons: int
    new: int
    changed: int
    gone: int
    unchanged: int


def propose_matches(
    actor: Account, *, at: datetime | None = None, progress: Callable[[str], None] = lambda text: None
) -> Proposed:
    """Link the persons that the actor sees with each other and queue the pairs that may be one person.

    Judgements stand through every run and teach it. Running it again on the same records changes nothing.
    """
    require_allowed(actor, "propose-match")
    sides = {side.id: side for batch in _visible_persons(actor) for side in batch}
    found = _found(actor, sides, progress) if len(sides) > 1 else {}
    known = {(pair.left_id, pair.right_id): pair for pair in visible_to(actor, CandidatePair)}
    new = [persons for persons in found if persons not in known]
    changed = [persons for persons in found if persons in known and _differs(known[persons], found[persons])]
    gone = [
        persons for persons, pair in known.items() if persons not in found and pair.probability_millionths
    ]
    if new or changed or gone:
        with writing(actor, action="matches proposed", reason=f"{len(found)} pairs", at=at) as write:
            _write_new(write, actor, new, found)
            for persons in changed:
                write.change(known[persons], expected_version=known[persons].version, **found[persons])
            for persons in gone:
                write.change(
                    known[persons], expected_version=known[persons].version, probability_millionths=0
                )
    unchanged = len(found) - len(new) - len(changed)
    return Proposed(len(sides), len(new), len(changed), len(gone), unchanged)


def _visible_persons(actor: Account) -> Iterator[list[PersonSide]]:
    ids = list(visible_to(actor, Person).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(person_sides(actor, ids[start : start + BATCH]).values())


def _found(
    actor: Account, sides: Mapping[str, PersonSide], progress: Callable[[str], None]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return probability and explanation of each pair worth a look, by the ids of its persons."""
    linked = link(
        [_as_list(sides.values())],
        model="victims",
        judgements=_judged(actor, sides),
        places=gazetteer(_sites(actor)),
        progress=progress,
    )
    ids = linked.prepared.people["id"].to_pylist()
    return {
        _ordered(ids[linked.scored.left[at]], ids[linked.scored.right[at]]): _values(linked, at)
        for at in worth_a_look(linked)
    }


def _sites(actor: Account) -> Iterator[Site]:
    """Yield every spelling of the home's places with the governorate, subdistrict and community it lies in."""
    columns = ("id", "parent_id", "kind", "pcode", "name_en", "name_ar")
    rows = visible_to(actor, Place).order_by("pk").values_list(*columns, "names")
    tree = pa.Table.from_pylist([dict(zip(columns, row, strict=False)) for row in rows], schema=TREE)
    spelt = {row[0]: [row[4], row[5], *(str(n.get("text", "")) for n in row[6])] for row in rows}
    for place in flat_places(tree).to_pylist():
        units = {level: place[f"{level}_id"] for level in LEVELS}
        for spelling in dict.fromkeys(filter(None, spelt[place["id"]])):
            yield Site(spelling, **units)


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _values(linked: Linked, at: int) -> dict[str, Any]:
    outcomes = [[name, code, round(bits * 1000)] for name, code, bits in outcomes_of(linked, at)]
    return {
        "probability_millionths": max(1, round(float(linked.probability[at]) * 1_000_000)),
        "explanation": {"decision": decision_of(linked, at).value, "outcomes": outcomes},
    }


def _differs(pair: CandidatePair, found: Mapping[str, Any]) -> bool:
    return any(getattr(pair, name) != value for name, value in found.items())


def _write_new(
    write: Writing,
    actor: Account,
    new: list[tuple[str, str]],
    found: Mapping[tuple[str, str], Mapping[str, Any]],
) -> None:
    write.add_many(
        [
            CandidatePair(left_id=left, right_id=right, desk=actor.desk, **found[left, right])
            for left, right in sorted(new)
        ]
    )


def _as_list(sides: Any) -> PeopleList:
    rows = [_row(side) for side in sides]
    columns = {role: pa.array([row[role] for row in rows], pa.string()) for role in ROLES}
    return as_people(HOME, pa.table(columns), {role: role for role in ROLES})


def _row(side: PersonSide) -> dict[str, str | None]:
    spellings = (side.name, *side.names)
    return {
        "id": side.id,
        "name": next((text for text in spellings if is_arabic(text)), side.name),
        "birth": _day(side.born),
        "age": None if side.age is None else str(side.age),
        "sex": side.sex,
        "date": _day(side.died),
        "place": side.place,
    }


def _day(edtf: str) -> str | None:
    """Return the day, or the year where that is all that is known, as lists write it."""
    stated = PartialDate.parse(edtf) if edtf else PartialDate.unknown()
    if stated.lower is None or stated.upper is None or stated.lower.year != stated.upper.year:
        return None
    return stated.lower.isoformat() if stated.lower == stated.upper else str(stated.lower.year)


def _judged(actor: Account, sides: Mapping[str, PersonSide]) -> list[RowsJudged]:
    """Return the standing judgements on persons that take part, as linkage reads them."""
    rows = visible_to(actor, Judgement).select_related("created_by")
    taking_part = [
        j for j in standing_judgements(rows).values() if j.left_id in sides and j.right_id in sides
    ]
    return [
        RowsJudged(number, RowKey(HOME, j.left_id), RowKey(HOME, j.right_id), Verdict(j.verdict),
                   j.created_by.username, j.created_at, j.reason)
        for number, j in enumerate(sorted(taking_part, key=lambda j: (j.created_at, j.code)), start=1)
    ]  # fmt: skip
