"""Evidence as an actor may see it: items, their custody, what they resemble, and notes for the reviewer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tawthiq.domain.errors import NotFound
from tawthiq.evidence.compare import Note, notes
from tawthiq.evidence.compare import Record as Recorded
from tawthiq.evidence.similar import Archive, Resemblance, archive_of, resemblances
from tawthiq.evidence.values import Claims, Fingerprint, Provenance, ProvenanceState
from tawthiq.queries.visibility import get_visible, visible_to
from tawthiq.queries.withholding import without_withheld
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident
from tawthiq.records.evidence.models import Item, Likeness
from tawthiq.records.ledger.models import Change
from tawthiq.records.sources.models import Source
from tawthiq.records.states import kinds
from tawthiq.vault.blobs import Vault, read


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in a list."""

    id: str
    code: str
    kind: str
    media_type: str
    size: int
    sha256: str
    name: str
    received_at: datetime
    graphic_level: str
    is_destroyed: bool


@dataclass(frozen=True, slots=True)
class CustodyStep:
    """One step of an item's life: who did what when, and why."""

    sequence: int
    recorded_at: str
    actor: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A record that an item bears on."""

    kind: str
    id: str
    code: str
    locator: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A working copy of an item."""

    id: str
    code: str
    kind: str
    media_type: str
    size: int
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with all that the actor may see of it."""

    row: ItemRow
    version: int
    source: str | None
    collection: Mapping[str, Any]
    also_types: tuple[str, ...]
    destroyed_because: str
    destroyed_on_authority_of: str
    links: tuple[LinkRow, ...]
    copies: tuple[CopyRow, ...]
    custody: tuple[CustodyStep, ...]


def items_visible_to(actor: Account, *, incident: str | None = None) -> tuple[ItemRow, ...]:
    """List the items an actor may see, newest first; those of one incident where it is named."""
    found = visible_to(actor, Item)
    if incident is not None:
        found = found.filter(links__record_id=get_visible(actor, Incident, incident).pk).distinct()
    return tuple(_row(item) for item in without_withheld(actor, *found.order_by("-created_at", "-code")))


def item_shown(actor: Account, item_id: str) -> ItemView:
    """Return one item with its links to records the actor may see, its copies and its custody."""
    (item,) = without_withheld(actor, get_visible(actor, Item, item_id))
    source = visible_to(actor, Source).filter(pk=item.source_id).first()
    return ItemView(
        row=_row(item),
        version=item.version,
        source=None if source is None else source.alias,
        collection=item.collection,
        also_types=tuple(item.also_types),
        destroyed_because=item.destroyed_because,
        destroyed_on_authority_of=item.destroyed_on_authority_of,
        links=tuple(_links(actor, item)),
        copies=tuple(
            CopyRow(d.pk, d.code, d.kind, d.media_type, d.size, d.at_ms)
            for d in item.derivatives.order_by("code")
        ),
        custody=custody_of(item),
    )


def custody_of(item: Item) -> tuple[CustodyStep, ...]:
    """Return the steps of an item's life from the ledger, oldest first."""
    changes = Change.objects.filter(record_id=item.pk).select_related("entry").order_by("entry_id")
    names = dict(Account.objects.values_list("pk", "username"))
    return tuple(
        CustodyStep(e.sequence, e.recorded_at, names.get(e.actor, e.actor), e.action, e.reason)
        for e in (change.entry for change in changes)
    )


def archive_seen_by(actor: Account) -> Archive:
    """Index the fingerprints of all items that the actor may see, to search it many times."""
    seen = visible_to(actor, Item).filter(destroyed_at__isnull=True).values("pk")
    rows = Likeness.objects.filter(item__in=seen).values_list("item_id", "pdq", "quality", "at_ms")
    return archive_of(_by_item(rows.order_by("item_id", "at_ms").iterator()))


def likenesses_of(archive: Archive, item_id: str, fingerprints: Iterable[Fingerprint]) -> list[Resemblance]:
    """Find other items that are likely the same picture or film, so that two posts are not taken for two sources."""
    return [found for found in resemblances(archive, list(fingerprints)) if found.owner != item_id]


def analysis_of(actor: Account, vault: Vault, item_id: str) -> Mapping[str, Any]:
    """Read from the vault what the newest analysis found in an item; NotFound where there is none."""
    item = get_visible(actor, Item, item_id)
    newest = item.derivatives.filter(kind="analysis").order_by("-created_at", "-code").first()
    if newest is None or item.destroyed_at is not None:
        raise NotFound(f"{item.code} was not analysed. Run: tawthiq evidence analyse {item.code}")
    found: Mapping[str, Any] = json.loads(b"".join(read(vault, newest.sha256)))
    return found


def fingerprints_in(analysis: Mapping[str, Any]) -> list[Fingerprint]:
    """Return the fingerprints of an analysis."""
    return [
        Fingerprint(one["pdq"], one["quality"], one["at"], tuple(one["turned"]))
        for one in analysis["fingerprints"]
    ]


def notes_on(actor: Account, analysis: Mapping[str, Any], item_id: str) -> list[tuple[str, Note]]:
    """Hold what a file says of itself against each incident it bears on: pairs of incident code and note."""
    item = get_visible(actor, Item, item_id)
    claims, provenance = _claims(analysis), _provenance(analysis)
    if claims is None:
        return []
    ids = item.links.filter(record_kind="incident").values("record_id")
    incidents = list(visible_to(actor, Incident).filter(pk__in=ids).order_by("code"))
    if not incidents:
        return [("", note) for note in notes(claims, Recorded(received_at=item.created_at), provenance)]
    return [
        (incident.code, note)
        for incident in incidents
        for note in notes(claims, recorded_of(incident, received_at=item.created_at), provenance)
    ]


def recorded_of(incident: Incident, *, received_at: datetime) -> Recorded:
    """Return what is recorded of an incident that a file can be held against."""
    point: Any = incident if incident.latitude is not None else incident.place
    radius = incident.radius_m if point is incident else getattr(point, "radius_m", None)
    return Recorded(
        began=_began(incident),
        zone=incident.zone,
        latitude=None if point is None or point.latitude is None else float(point.latitude),
        longitude=None if point is None or point.longitude is None else float(point.longitude),
        radius_m=float(radius or 0),
        received_at=received_at,
    )


def _began(incident: Incident) -> datetime | None:
    """The earliest moment that the record allows: the day's beginning, or the stated time less its margin."""
    if incident.first is None:
        return None
    try:
        clock = time.fromisoformat(incident.time_of_day)
    except ValueError:  # a part of the day, or no time at all
        clock = time()
    local = datetime.combine(incident.first, clock, ZoneInfo(incident.zone))
    return (local - timedelta(minutes=incident.time_margin_minutes or 0)).astimezone(UTC)


def _claims(analysis: Mapping[str, Any]) -> Claims | None:
    said = analysis["claims"]
    if said is None:
        return None
    return Claims(**{**said, "software": tuple(said["software"]), "streams": tuple(said["streams"])})


def _provenance(analysis: Mapping[str, Any]) -> Provenance | None:
    said = analysis["provenance"]
    if said is None:
        return None
    lists = {"failures": tuple(said["failures"]), "actions": tuple(said["actions"])}
    return Provenance(**{**said, **lists, "state": ProvenanceState(said["state"])})


def _by_item(rows: Iterable[tuple[str, str, int, int | None]]) -> Iterator[tuple[str, list[Fingerprint]]]:
    for item, pdq, quality, at_ms in rows:
        yield item, [Fingerprint(pdq, quality, None if at_ms is None else at_ms / 1000)]


def _links(actor: Account, item: Item) -> Iterator[LinkRow]:
    for link in item.links.order_by("code"):
        record = visible_to(actor, kinds()[link.record_kind]).filter(pk=link.record_id).first()
        if record is not None:
            yield LinkRow(link.record_kind, record.pk, record.code, link.locator)


def _row(item: Item) -> ItemRow:
    return ItemRow(
        item.pk, item.code, item.kind, item.media_type, item.size, item.sha256, item.original_name,
        item.created_at, item.graphic_level, item.destroyed_at is not None,
    )  # fmt: skip
