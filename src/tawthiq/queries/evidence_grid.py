"""Evidence as a grid and one item beside the record: in few queries, what is withheld left out, nothing decrypted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from tawthiq.evidence.compare import metres_between
from tawthiq.evidence.similar import Archive
from tawthiq.queries.evidence import archive_seen_by, fingerprints_in, likenesses_of, recorded_of
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.records.evidence.models import Derivative, Item, Likeness, Link

AT_ONCE = 24
SHOWN_COPIES = ("thumbnail", "grey", "blurred", "key-frame")
"""Copies that pages may show: pictures made by us. What a file says of itself is read by the page, never served."""
PICTURE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Tile:
    """One item of the grid; `thumbnail` is the code of its small copy, empty where it has none."""

    code: str
    kind: str
    media_type: str
    size: int
    name: str
    graphic_level: str
    confidentiality: str
    received_at: datetime
    is_destroyed: bool
    thumbnail: str
    incidents: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        """Say whether the picture is covered until asked for: everything but what was found to be harmless."""
        return self.graphic_level != "none"


@dataclass(frozen=True, slots=True)
class Pin:
    """A point on the small map: what it stands for, where, and within how many metres."""

    what: str
    latitude: float
    longitude: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Alike:
    """Another item that is likely the same picture or film."""

    code: str
    distance: int
    matched: int
    of: int
    is_turned: bool


def evidence_grid(
    actor: Account, *, text: str = "", kind: str = "", incident: str = "", page: int = 1
) -> tuple[tuple[Tile, ...], int]:
    """Return a page of the items an actor may see, the newest first, and how many there are."""
    rows = visible_to(actor, Item)
    if kind:
        rows = rows.filter(kind=kind)
    if incident.strip():
        rows = rows.filter(links__record_id=get_visible(actor, Incident, incident.strip()).pk).distinct()
    if text.strip():
        words = text.strip()
        rows = rows.filter(
            Q(code__iexact=words) | Q(sha256=words.lower()) | Q(original_name__icontains=words)
        )
    total = rows.count()
    start = (max(1, page) - 1) * AT_ONCE
    return _tiles(actor, list(rows.order_by("-created_at", "-code")[start : start + AT_ONCE])), total


def tile_of(actor: Account, item_id: str) -> Tile:
    """Return one item as the grid shows it."""
    return _tiles(actor, [get_visible(actor, Item, item_id)])[0]


def shown_copy(actor: Account, item_id: str, copy: str) -> str:
    """Return the id of a copy that pages may show; NotFound for any other."""
    item = get_visible(actor, Item, item_id)
    found = get_visible(actor, Derivative, copy)
    is_shown = found.item_id == item.pk and found.kind in SHOWN_COPIES and found.media_type == PICTURE
    return found.pk if is_shown else get_visible(actor, Derivative, "").pk


def pins_of(actor: Account, item_id: str, claims: Mapping[str, Any] | None) -> tuple[Pin, ...]:
    """Return where a file says it was made, and where the incidents are that it bears on."""
    item = get_visible(actor, Item, item_id)
    pins = []
    if claims and claims.get("latitude") is not None and claims.get("longitude") is not None:
        pins.append(Pin("", float(claims["latitude"]), float(claims["longitude"]), 0.0))
    ids = item.links.filter(record_kind="incident").values("record_id")
    for one in visible_to(actor, Incident).filter(pk__in=ids).select_related("place").order_by("code"):
        recorded = recorded_of(one, received_at=item.created_at)
        if recorded.latitude is not None and recorded.longitude is not None:
            pins.append(Pin(one.code, recorded.latitude, recorded.longitude, recorded.radius_m))
    return tuple(pins)


def distance_m(one: Pin, other: Pin) -> float:
    """Return the metres between two pins."""
    return metres_between((one.latitude, one.longitude), (other.latitude, other.longitude))


def alike(actor: Account, item_id: str, analysis: Mapping[str, Any]) -> tuple[Alike, ...]:
    """Return the items that are likely the same as this one, by what its analysis found."""
    item = get_visible(actor, Item, item_id)
    prints = fingerprints_in(analysis)
    if not prints:
        return ()
    found = likenesses_of(_archive(actor), item.pk, prints)
    codes = dict(
        visible_to(actor, Item).filter(pk__in=[one.owner for one in found]).values_list("pk", "code")
    )
    return tuple(
        Alike(codes[one.owner], one.distance, one.matched, one.of, one.is_turned)
        for one in found
        if one.owner in codes
    )


def _archive(actor: Account) -> Archive:
    """Return the actor's index of fingerprints, made anew only when what they may see has changed."""
    seen = visible_to(actor, Item).filter(destroyed_at__isnull=True)
    mark = seen.aggregate(n=Count("pk"), last=Max("updated_at"))
    prints = Likeness.objects.aggregate(n=Count("pk"), last=Max("pk"))
    return _archive_at(actor.pk, (mark["n"], str(mark["last"]), prints["n"], prints["last"]))


@lru_cache(maxsize=4)
def _archive_at(actor_id: str, mark: tuple[object, ...]) -> Archive:
    return archive_seen_by(Account.objects.get(pk=actor_id))


def _tiles(actor: Account, items: Sequence[Item]) -> tuple[Tile, ...]:
    ids = [item.pk for item in items]
    thumbnails = dict(
        visible_to(actor, Derivative)
        .filter(item__in=ids, kind="thumbnail", media_type=PICTURE)
        .order_by("code")
        .values_list("item_id", "code")
    )
    incidents: dict[str, list[str]] = defaultdict(list)
    links = Link.objects.filter(item__in=ids, record_kind="incident").values_list("item_id", "record_id")
    codes = dict(
        visible_to(actor, Incident).filter(pk__in=[record for _, record in links]).values_list("pk", "code")
    )
    for item_id, record_id in links:
        if record_id in codes and codes[record_id] not in incidents[item_id]:
            incidents[item_id].append(codes[record_id])
    return tuple(
        Tile(
            code=item.code, kind=item.kind, media_type=item.media_type, size=item.size, name=item.original_name,
            graphic_level=item.graphic_level, confidentiality=item.confidentiality, received_at=item.created_at,
            is_destroyed=item.destroyed_at is not None,
            thumbnail="" if item.destroyed_at else thumbnails.get(item.pk, ""), incidents=tuple(incidents[item.pk]),
        )
        for item in without_withheld(actor, *items)
    )  # fmt: skip
