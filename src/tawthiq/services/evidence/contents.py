"""What a package for a court may hold: what bears on an incident, and the consent to each piece asked one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tawthiq.domain.consents import Answers, refuse_use
from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.queries.consents import answers_for, answers_of
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Harm, Incident, Statement, Strike
from tawthiq.records.evidence.models import Item

MOST_NAMED = 20
"""How many refused pieces an error names."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is to hold of an incident, and which codes were left out by name."""

    incident: Incident
    items: tuple[Item, ...]
    statements: tuple[Statement, ...]
    left_out: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """Name every piece."""
        return [piece.code for piece in (*self.items, *self.statements)]


def contents_of(actor: Account, incident_id: str, *, leave_out: Collection[str]) -> Contents:
    """Gather what the actor may see of an incident: items linked to it or its parts, and statements."""
    incident = get_visible(actor, Incident, incident_id)
    statements = visible_to(actor, Statement).filter(incident=incident).order_by("code")
    parts = {incident.pk, *statements.values_list("pk", flat=True)}
    parts |= set(visible_to(actor, Strike).filter(incident=incident).values_list("pk", flat=True))
    parts |= set(visible_to(actor, Harm).filter(incident=incident).values_list("pk", flat=True))
    items = visible_to(actor, Item).filter(links__record_id__in=parts).distinct().order_by("code")
    names = {piece.code for piece in (*items, *statements)}
    unknown = sorted(set(leave_out) - names)
    if unknown:
        raise InvalidValue(f"{unknown[0]} is not among what would be handed over; nothing was left out.")
    found = Contents(
        incident,
        tuple(item for item in items if item.code not in leave_out),
        tuple(one for one in statements if one.code not in leave_out),
        tuple(sorted(leave_out)),
    )
    if not found.codes:
        raise InvalidValue(
            f"Nothing that you may see bears on {incident.code}; there is nothing to hand over."
        )
    return found


def refuse_without_consent(contents: Contents, use: str, *, on: date) -> None:
    """Raise Refused naming each piece whose source does not consent to the use, and why."""
    refused = []
    for statement in contents.statements:
        refused += _refusal(statement.code, [answers_for(statement)], use, on=on)
    for item in contents.items:
        refused += _refusal(item.code, _answers_behind(item), use, on=on)
    if refused:
        more = "" if len(refused) <= MOST_NAMED else f" And {len(refused) - MOST_NAMED} more."
        raise Refused(
            "no-consent",
            f"{len(refused)} of {len(contents.codes)} pieces may not be handed over. "
            f"{' '.join(refused[:MOST_NAMED])}{more} Nothing was handed over; ask the sources, or leave these out by "
            "name (--leave-out CODE).",
        )


def _answers_behind(item: Item) -> list[list[Answers]]:
    """Return the answers of the item's own source, and of those whose statements it holds."""
    behind = [] if item.source is None else [answers_of(item.source)]
    ids = item.links.filter(record_kind="statement").values("record_id")
    return behind + [
        answers_for(one) for one in Statement.objects.filter(pk__in=ids).select_related("source")
    ]


def _refusal(code: str, behind: Sequence[list[Answers]], use: str, *, on: date) -> list[str]:
    refusals = [refuse_use(answers, use, on=on) for answers in behind]
    return next(([f"{code}: {one.sentence}"] for one in refusals if one is not None), [])
