"""What an actor may see, as flags over the columns: the rule of `queries/visibility.py`, word for word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tawthiq.queries.mirror.columns import Flags, Numbers, Table
from tawthiq.queries.mirror.following import Mirror
from tawthiq.queries.visibility import reads_cases
from tawthiq.records.accounts.models import Account, Grant
from tawthiq.records.search.keys import key_of


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks: desk and account as the mirror numbers them, and the keys of what they were let in to."""

    desk: int
    account: int
    granted: tuple[int, ...]
    reads: bool


def sight_of(actor: Account, mirror: Mirror) -> Sight:
    """Return how an actor looks at the records."""
    granted = sorted(map(key_of, Grant.objects.filter(account=actor).values_list("record_id", flat=True)))
    return Sight(
        mirror.codes["desk"].find(actor.desk),
        mirror.codes["account"].find(actor.pk),
        tuple(granted),
        reads_cases(actor),
    )


def own(sight: Sight, table: Table) -> Flags:
    """Flag the rows that are open at their desk, made by them, or opened to them."""
    if not sight.reads:
        return np.zeros(table.count, np.bool_)
    seen: Flags = (table["desk"] == sight.desk) & table["open"]
    seen |= table["author"] == sight.account
    if sight.granted:
        rows: Numbers = table.rows_of(np.array(sight.granted, np.int64))
        seen[rows[rows >= 0]] = True
    return seen


def seen(mirror: Mirror, sight: Sight, name: str) -> Flags:
    """Flag what they see of a kind; worked out once for each entry of the ledger."""
    key = ("seen", sight, name)
    if key not in mirror.notes:
        mirror.notes[key] = _seen(mirror, sight, name)
    found: Flags = mirror.notes[key]
    return found


def _seen(mirror: Mirror, sight: Sight, name: str) -> Flags:
    table = mirror.table(name)
    flags = own(sight, table)
    if name == "person":
        if sight.reads:
            harms, incidents = mirror.table("harm"), mirror.table("incident")
            of_seen = seen(mirror, sight, "incident")[harms["incident"]] & (harms["person"] >= 0)
            of_seen &= ~incidents["open"][harms["incident"]] | table["open"][harms["person"]]
            flags[harms["person"][of_seen]] = True
    elif "incident" in table.held:
        flags &= seen(mirror, sight, "incident")[table["incident"]] & table["stands"]
    return flags
