"""Leads: raw reports as they came, never edited; attached, dismissed, split or merged, and each step taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.leads import LeadState, LeadStep, refuse_lead_step, spans_of
from tawthiq.domain.refusals import bilingual
from tawthiq.domain.vocabularies import label
from tawthiq.domain.vocabularies import require as require_code
from tawthiq.queries.visibility import get_visible
from tawthiq.records.accounts.models import Account
from tawthiq.records.cases.models import Incident, Lead
from tawthiq.records.record import new_id
from tawthiq.records.sources.models import Source
from tawthiq.services.asking import ensure, refusal, require_allowed
from tawthiq.services.writing import Writing, writing

LONGEST_LEAD = 1_000_000
"""Characters of a lead's text: a whole report fits, a book of reports does not."""


def file_leads(
    actor: Account,
    *,
    text: str,
    drafts: Sequence[Mapping[str, Any]],
    origin: str,
    channel: str = "publication",
    at: datetime | None = None,
) -> list[Lead]:
    """File one lead for each draft, in one write, with the whole text attached; a person makes them records."""
    require_allowed(actor, "record-case")
    with writing(actor, action="leads filed", reason=f"{len(drafts)} drafts of {origin}", at=at) as write:
        leads = [
            Lead(channel=channel, text=text, desk=actor.desk,
                 attachments=[{"kind": "draft", "origin": origin, "values": plain(draft)}])
            for draft in drafts
        ]  # fmt: skip
        write.add_many(leads)
    return leads


def file_lead(
    actor: Account,
    *,
    text: str,
    channel: str = "unknown",
    reported_at: datetime | None = None,
    source: str | None = None,
    drafts: Sequence[Mapping[str, Any]] = (),
    confidentiality: str = "open",
    note: str = "",
    at: datetime | None = None,
) -> Lead:
    """File one lead by hand: the text as it came, and beside it what the reader drafted, as proposals."""
    require_allowed(actor, "record-case")
    _check_filed(text, channel, reported_at)
    require_code("confidentiality", confidentiality)
    with writing(actor, action="lead filed", at=at) as write:
        told_by = None if not source else get_visible(actor, Source, source)
        restricted = "restricted" in (confidentiality, told_by.confidentiality if told_by else "open")
        attached = [{"kind": "draft", "origin": "text", "values": plain(draft)} for draft in drafts]
        return write.add(
            Lead(text=text, channel=channel, reported_at=reported_at, source=told_by, attachments=attached,
                 desk=actor.desk, note=note, confidentiality="restricted" if restricted else "open")
        )  # fmt: skip


def _check_filed(text: str, channel: str, reported_at: datetime | None) -> None:
    if not text.strip():
        raise InvalidValue("The lead has no text. Paste what was reported, as it came.")
    if len(text) > LONGEST_LEAD:
        raise InvalidValue(
            f"The text has {len(text)} characters; a lead takes {LONGEST_LEAD}. File it in parts."
        )
    require_code("channel", channel)
    if reported_at is not None and reported_at > datetime.now(UTC):
        raise InvalidValue("The moment of the report lies in the future. Correct it, or leave it empty.")


def plain(value: Any) -> Any:
    """Return a value as the ledger can hold it: numbers with a fraction become text of three places."""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def attach_lead(actor: Account, lead_id: str, incident_id: str, *, expected_version: int) -> Lead:
    """Say that a lead tells of an incident; what was merged into the lead goes with it."""
    with _step(actor, lead_id, "attach", action="lead attached") as (write, lead):
        incident = get_visible(actor, Incident, incident_id)
        return write.change(lead, expected_version=expected_version, state="attached", incident=incident)


def detach_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Take a lead from the incident it was attached to by mistake; it is new again."""
    with _step(actor, lead_id, "detach", action="lead detached", reason=reason) as (write, lead):
        return write.change(lead, expected_version=expected_version, state="new", incident=None)


def dismiss_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Put a lead aside for a reason, which stays with it."""
    with _step(actor, lead_id, "dismiss", action="lead dismissed", reason=reason) as (write, lead):
        return write.change(
            lead, expected_version=expected_version, state="dismissed", dismissed_because=reason
        )


def restore_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Take back a dismissal; why it was dismissed stays in the history."""
    with _step(actor, lead_id, "restore", action="lead restored", reason=reason) as (write, lead):
        return write.change(lead, expected_version=expected_version, state="new", dismissed_because="")


def split_lead(
    actor: Account, lead_id: str, *, expected_version: int, spans: Sequence[tuple[int, int]], reason: str = ""
) -> list[Lead]:
    """Make a lead that tells of several attacks into several: each keeps the whole text and points to its span.

    Drafts that were read from a part's words go with it; the lead itself stays as it came, in the state `split`.
    """
    with _step(actor, lead_id, "split", action="lead split", reason=reason) as (write, lead):
        _refuse_holding_others(lead)
        parts = [_part(lead, span) for span in spans_of(lead.text, spans)]
        write.change(lead, expected_version=expected_version, state="split")
        write.add_many(parts)
    return parts


def rejoin_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Take back a split: the lead is new again, and its parts are merged into it."""
    with _step(actor, lead_id, "rejoin", action="lead rejoined", reason=reason) as (write, lead):
        parts = list(lead.parts.order_by("code"))
        in_use = [part.code for part in parts if part.state != "new" or part.merged.exists()]
        if in_use:
            ensure(refusal("lead-parts-in-use", parts=", ".join(in_use)))
        write.change(lead, expected_version=expected_version, state="new")
        for part in parts:
            write.change(part, expected_version=part.version, state="merged", merged_into=lead)
    return lead


def merge_lead(actor: Account, lead_id: str, into: str, *, expected_version: int, reason: str = "") -> Lead:
    """Say that two leads tell of one event: they stay linked and count as one, the one merged into."""
    with _step(actor, lead_id, "merge", action="lead merged", reason=reason) as (write, lead):
        other = get_visible(actor, Lead, into)
        if other.pk == lead.pk:
            ensure(refusal("lead-into-itself"))
        _refuse_holding_others(lead)
        if other.state not in ("new", "attached"):
            english, arabic = ({"state": label("lead_state", other.state, one)} for one in ("en", "ar"))
            ensure(bilingual("lead-not-to-merge-into", english, arabic))
        write.change(lead, expected_version=expected_version, state="merged", merged_into=other)
        write.concern(other)
    return lead


def unmerge_lead(actor: Account, lead_id: str, *, expected_version: int, reason: str) -> Lead:
    """Take a lead out of the one it was merged into; it is new again."""
    with _step(actor, lead_id, "unmerge", action="lead unmerged", reason=reason) as (write, lead):
        held_by = lead.merged_into
        write.change(lead, expected_version=expected_version, state="new", merged_into=None)
        if held_by is not None:
            write.concern(held_by)
    return lead


@contextmanager
def _step(
    actor: Account, lead_id: str, step: LeadStep, *, action: str, reason: str = ""
) -> Iterator[tuple[Writing, Lead]]:
    """Open the write of one step: the role is asked, the lead found, the table of states asked."""
    require_allowed(actor, "record-case")
    with writing(actor, action=action, reason=reason) as write:
        lead = get_visible(actor, Lead, lead_id)
        ensure(refuse_lead_step(cast(LeadState, lead.state), step, reason=reason))
        yield write, lead


def _refuse_holding_others(lead: Lead) -> None:
    ensure(refusal("lead-holds-others") if lead.merged.exists() else None)


def _part(lead: Lead, span: tuple[int, int]) -> Lead:
    """Make the lead of one part; as secret as the whole, told by the same source at the same time."""
    part = Lead(
        source=lead.source, channel=lead.channel, reported_at=lead.reported_at, text=lead.text, desk=lead.desk,
        confidentiality=lead.confidentiality, split_from=lead, span_first=span[0], span_last=span[1],
        attachments=[one for one in lead.attachments if _lies_in(one, lead.text, span)],
    )  # fmt: skip
    part.id = new_id()
    return part


def _lies_in(attachment: Mapping[str, Any], text: str, span: tuple[int, int]) -> bool:
    """Say whether a draft was read from words within a span; what is no draft belongs to every part."""
    if attachment.get("kind") != "draft":
        return True
    spans = [s for s in attachment.get("values", {}).get("spans", {}).values() if len(s) == 2]
    if spans:
        first, last = min(s[0] for s in spans), max(s[1] for s in spans)
        return bool(span[0] < last and first < span[1])
    told = str(attachment.get("values", {}).get("text", ""))
    place = text.find(told) if told else -1
    return place < 0 or (span[0] < place + len(told) and place < span[1])
