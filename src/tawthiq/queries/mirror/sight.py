"""What an actor may see, as flags over the columns: the rule of `queries/visibility.py`, word for word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import connection

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
    with connection.cursor() as cursor:  # plain SQL, for every answer asks
        cursor.execute(f"SELECT record_id FROM {Grant._meta.db_table} WHERE account_id = %s", [actor.pk])
        granted = sorted(key_of(record_id) for (record_id,) in cursor.fetchall())
    return Sight(
        mirror.codes["desk"].find(actor.desk),
        mirror.codes["account"].find(actor.pk),
        tuple(granted),
        reads_cases(actor),
    )


@dataclass(slots=True)
class Seen:
    """What one person sees of a kind: flags, how far they follow the tables, and what they rest on.

    `turns` counts how often something that was there before came into sight or went out of it; whatever rests on these
    flags is then worked out anew, otherwise only for the rows written since.
    """

    flags: Flags
    followed: dict[str, int]
    turns: int = 0
    rests_on: int = 0


def seen(mirror: Mirror, sight: Sight, name: str) -> Flags:
    """Flag what they see of a kind; do not write into the answer."""
    held = mirror.seen_by(sight)
    if name not in held or ("seen", sight, name) not in mirror.notes:  # forgotten, or the ledger moved on
        held[name] = _brought_up(mirror, sight, name, held)
        mirror.notes["seen", sight, name] = True
    flags: Flags = held[name].flags[: mirror.table(name).count]
    return flags


def _brought_up(mirror: Mirror, sight: Sight, name: str, held: dict[str, Seen]) -> Seen:
    table = mirror.table(name)
    of_incident = name == "person" or "incident" in table.held
    if of_incident:
        seen(mirror, sight, "incident")
    turns = held["incident"].turns if of_incident else 0
    known = held.get(name)
    if known is not None and known.rests_on == turns:
        known.flags = _as_long_as(known.flags, table.count)
        if _goes_on(mirror, sight, name, known):
            return known
    flags = _in_sight(mirror, sight, name, np.arange(table.count))
    if name == "person":
        harms = mirror.table("harm")
        flags[harms["person"][_shows_person(mirror, sight, np.arange(harms.count))]] = True
    return Seen(flags, _ends(mirror, name), (known.turns + 1) if known else 0, turns)


def _ends(mirror: Mirror, name: str) -> dict[str, int]:
    """Return how long the logs are that a kind's flags follow."""
    rests_on = ("harm", "incident") if name == "person" else ()
    return {table: len(mirror.table(table).log) for table in (name, *rests_on)}


def _goes_on(mirror: Mirror, sight: Sight, name: str, known: Seen) -> bool:
    """Take in what was written since; False where too much hangs on it and all must be worked out anew."""
    written = {table: mirror.table(table).log[end:] for table, end in known.followed.items()}
    if name == "person" and any((one.rows < one.before).any() for log in written.values() for one in log):
        return False
    for one in written[name]:
        flags, old = _in_sight(mirror, sight, name, one.rows), one.rows < one.before
        known.turns += bool((known.flags[one.rows[old]] != flags[old]).any())
        known.flags[one.rows] = flags
    for one in written.get("harm", ()) if name == "person" else ():
        shown = one.rows[_shows_person(mirror, sight, one.rows)]
        known.flags[mirror.table("harm")["person"][shown]] = True
    known.followed = _ends(mirror, name)
    return True


def _as_long_as(flags: Flags, count: int) -> Flags:
    if len(flags) >= count:
        return flags
    return np.append(flags, np.zeros(max(1024, count // 8) + count - len(flags), np.bool_))


def _in_sight(mirror: Mirror, sight: Sight, name: str, rows: Numbers) -> Flags:
    """Flag those of the rows that are theirs to see, parts only where the incident is."""
    table = mirror.table(name)
    flags = own(sight, table, rows)
    if "incident" in table.held:
        flags &= seen(mirror, sight, "incident")[table["incident"][rows]] & table["stands"][rows]
    return flags


def _shows_person(mirror: Mirror, sight: Sight, rows: Numbers) -> Flags:
    """Flag the harms that show who was harmed: of a seen incident, and a restricted person of a restricted one."""
    if not sight.reads:
        return np.zeros(len(rows), np.bool_)
    harms, incidents, persons = (mirror.table(name) for name in ("harm", "incident", "person"))
    incident, person = harms["incident"][rows], harms["person"][rows]
    let_in = ~incidents["open"][incident] | np.append(persons["open"], False)[person]
    flags: Flags = seen(mirror, sight, "incident")[incident] & (person >= 0) & let_in
    return flags


def own(sight: Sight, table: Table, rows: Numbers) -> Flags:
    """Flag those of the rows that are open at their desk, made by them, or opened to them."""
    if not sight.reads:
        return np.zeros(len(rows), np.bool_)
    flags: Flags = (table["desk"][rows] == sight.desk) & table["open"][rows]
    flags |= table["author"][rows] == sight.account
    if sight.granted:
        flags |= np.isin(table["key"][rows], np.array(sight.granted, np.int64))
    return flags
