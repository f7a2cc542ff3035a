"""Which incidents and persons fit a filter, among those an actor may see: flags over the columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tawthiq.domain.search_words import asked_words
from tawthiq.queries.filters import Filters
from tawthiq.queries.mirror.columns import Flags, Numbers, Table, day_number
from tawthiq.queries.mirror.following import Mirror
from tawthiq.queries.mirror.hits import rows_with
from tawthiq.queries.mirror.sight import Sight, seen
from tawthiq.records.accounts.models import Account
from tawthiq.records.gazetteer.models import Place
from tawthiq.records.parties.models import Party

DEEPEST = 12
"""Levels of places and parties that are followed downwards."""


def chosen_incidents(mirror: Mirror, actor: Account, sight: Sight, filters: Filters) -> Flags:
    """Flag the incidents that the actor may see and that fit."""
    flags = _fitting_incidents(mirror, actor, sight, filters)
    if filters.asks_harms:
        harms = mirror.table("harm")
        flags = flags & _with(mirror, harms["incident"][_fitting_harms(mirror, sight, filters)])
    for word in asked_words(filters.text):
        flags = flags & _incidents_with(mirror, sight, word)
    return flags


def chosen_persons(mirror: Mirror, actor: Account, sight: Sight, filters: Filters) -> Flags:
    """Flag the persons that the actor may see and to whom a harm was done that fits."""
    flags = seen(mirror, sight, "person").copy()
    harms = mirror.table("harm")
    if filters.asks_harms or filters.asks_incidents:
        fitting = _fitting_incidents(mirror, actor, sight, filters)[harms["incident"]]
        flags &= _persons_of(mirror, _fitting_harms(mirror, sight, filters) & fitting)
    for word in asked_words(filters.text):
        named = _flagged(mirror, "person", word)
        there = _within(mirror, _flagged(mirror, "place", word))
        if there.any():
            in_place = _at(mirror.table("incident")["place"], there) & seen(mirror, sight, "incident")
            named |= _persons_of(mirror, seen(mirror, sight, "harm") & in_place[harms["incident"]])
        flags &= named
    return flags


def _persons_of(mirror: Mirror, harms: Flags) -> Flags:
    persons = mirror.table("harm")["person"][harms]
    flags = np.zeros(mirror.table("person").count, np.bool_)
    flags[persons[persons >= 0]] = True
    return flags


def _fitting_incidents(mirror: Mirror, actor: Account, sight: Sight, filters: Filters) -> Flags:
    """Apply what is asked of the incident and of what hangs on it, beside harms and words."""
    table = mirror.table("incident")
    flags = seen(mirror, sight, "incident").copy()
    if filters.state:
        flags &= _any_of(mirror, table, "state", filters.state)
    if filters.certainty:
        flags &= _any_of(mirror, table, "certainty", filters.certainty)
    if filters.secrecy:
        flags &= np.isin(table["open"], [code == "open" for code in filters.secrecy])
    if filters.author:
        flags &= table["author"] == mirror.codes["account"].find(_account(actor, filters.author))
    if filters.first or filters.last:
        flags &= _in_period(table, filters)
    if filters.place:
        flags &= _at(table["place"], _within(mirror, _places_of(mirror, filters.place)))
    if filters.party:
        flags &= _with(mirror, _attributed(mirror, sight, filters.party))
    if filters.platform or filters.munition:
        flags &= _with(mirror, _struck(mirror, sight, filters))
    if filters.facility:
        flags &= _with(mirror, _facilities_hit(mirror, sight, filters.facility))
    return flags


def _account(actor: Account, author: str) -> str:
    if author in ("me", actor.username):
        return actor.pk
    return str(Account.objects.filter(username=author).values_list("pk", flat=True).first() or "")


def _in_period(table: Table, filters: Filters) -> Flags:
    """Flag what may have happened within the period; what has no date at all did not certainly, and is left out."""
    first, last = table["first"], table["last"]
    until = np.where(last > 0, last, first)
    flags = (first > 0) | (last > 0)
    if filters.first:
        flags &= until >= day_number(filters.first)
    if filters.last:
        flags &= first <= day_number(filters.last)
    return flags


def _any_of(mirror: Mirror, table: Table, name: str, codes: Sequence[str]) -> Flags:
    numbers = mirror.codes["code"].known(codes)
    flags = np.zeros(table.count, np.bool_)
    for number in numbers:
        flags |= table[name] == number
    return flags


def _with(mirror: Mirror, incidents: Numbers) -> Flags:
    flags = np.zeros(mirror.table("incident").count, np.bool_)
    flags[incidents] = True
    return flags


def _at(rows: Numbers, flags: Flags) -> Flags:
    """Take each row's flag from what it points to; what points nowhere has none."""
    return np.append(flags, False)[rows]


def _attributed(mirror: Mirror, sight: Sight, codes: Sequence[str]) -> Numbers:
    """Return the incidents that any of these parties, or a member of one, is held to have done."""
    table = mirror.table("attribution")
    held = mirror.known_of("party", tuple(codes), lambda: _with_members(codes))
    numbers = mirror.codes["party"].known(held)
    fits = np.isin(table["party"], numbers) & seen(mirror, sight, "attribution")
    fits &= table["level"] != mirror.codes["code"].find("denied")
    found: Numbers = table["incident"][fits]
    return found


def _with_members(codes: Sequence[str]) -> list[str]:
    found = list(Party.objects.filter(code__in=codes).values_list("pk", flat=True))
    level = found
    for _ in range(DEEPEST):
        level = list(
            Party.objects.filter(parent__in=level).exclude(pk__in=found).values_list("pk", flat=True)
        )
        if not level:
            break
        found += level
    return found


def _struck(mirror: Mirror, sight: Sight, filters: Filters) -> Numbers:
    """Return the incidents of which one strike fits both platform and munition."""
    table = mirror.table("strike")
    fits = seen(mirror, sight, "strike").copy()
    for name, codes in (("platform", filters.platform), ("munition", filters.munition)):
        if codes:
            fits &= _any_of(mirror, table, name, codes)
    found: Numbers = table["incident"][fits]
    return found


def _facilities_hit(mirror: Mirror, sight: Sight, kinds: Sequence[str]) -> Numbers:
    facilities = mirror.table("facility")
    meant = _any_of(mirror, facilities, "kind", kinds) & seen(mirror, sight, "facility")
    found = [
        table["incident"][_at(table["facility"], meant) & seen(mirror, sight, name)]
        for name in ("damage", "strike")
        for table in (mirror.table(name),)
    ]
    return np.concatenate(found)


def _fitting_harms(mirror: Mirror, sight: Sight, filters: Filters) -> Flags:
    """Flag the harms of which one fits all that is asked of the people harmed."""
    table = mirror.table("harm")
    flags = seen(mirror, sight, "harm").copy()
    asked = {"kind": filters.harm, "sex": filters.sex, "age_group": filters.age, "status": filters.status}
    for name, codes in asked.items():
        if codes:
            flags &= _any_of(mirror, table, name, codes)
    return flags


def _places_of(mirror: Mirror, asked: Sequence[str]) -> Flags:
    """Flag the places with these codes (ours, or P-codes); what is no code is a name and means all of that name."""
    places = mirror.table("place")
    codes = mirror.known_of("place", tuple(asked), lambda: _places_coded(asked))
    flags: Flags = np.isin(places["id"], [pk.encode() for _, pk in codes])
    for name in set(asked) - {code for code, _ in codes}:
        words = asked_words(name)
        named = np.full(places.count, bool(words))
        for word in words:
            named &= _flagged(mirror, "place", word)
        flags |= named
    return flags


def _places_coded(asked: Sequence[str]) -> set[tuple[str | None, str]]:
    """Return (code asked for, id) of the places that have these codes, ours or P-codes."""
    ours = Place.objects.filter(code__in=asked).values_list("code", "pk")
    return {*ours, *Place.objects.filter(pcode__in=asked).values_list("pcode", "pk")}


def _within(mirror: Mirror, places: Flags) -> Flags:
    """Flag the places and all that lie in them."""
    if not places.any():
        return places
    parents = _parents(mirror)
    within = places
    for _ in range(DEEPEST):
        larger = within | _at(parents, within)
        if (larger == within).all():
            break
        within = larger
    return within


def _parents(mirror: Mirror) -> Numbers:
    places = mirror.table("place")
    return mirror.known_of("place", "parents", lambda: places.rows_of(places["parent"]))


def _flagged(mirror: Mirror, name: str, word: tuple[str, ...]) -> Flags:
    """Flag the records of a kind that hold a word."""
    flags = np.zeros(mirror.table(name).count, np.bool_)
    flags[rows_with(mirror, word)[name]] = True
    return flags


def _incidents_with(mirror: Mirror, sight: Sight, word: tuple[str, ...]) -> Flags:
    """Flag incidents found by a word of their own, of their place, of a person harmed or of a facility hit."""
    incidents, harms = mirror.table("incident"), mirror.table("harm")
    flags = _flagged(mirror, "incident", word)
    places = _within(mirror, _flagged(mirror, "place", word))
    if places.any():
        flags |= _at(incidents["place"], places)
    persons = _flagged(mirror, "person", word) & seen(mirror, sight, "person")
    if persons.any():
        flags[harms["incident"][_at(harms["person"], persons) & seen(mirror, sight, "harm")]] = True
    facilities = _flagged(mirror, "facility", word) & seen(mirror, sight, "facility")
    if facilities.any():
        for name in ("damage", "strike"):
            table = mirror.table(name)
            flags[table["incident"][_at(table["facility"], facilities) & seen(mirror, sight, name)]] = True
    return flags
