"""tawthiq evidence: take files in, look at what is kept, give originals out, destroy them with authority."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.handover import export, handovers, receipt
from tawthiq.cli.moving import move, relocate
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.vaults import workshop
from tawthiq.domain.errors import FaultsFound, InvalidValue, TawthiqError
from tawthiq.domain.vocabularies import vocabulary
from tawthiq.evidence.similar import Archive, Resemblance, archive_of
from tawthiq.evidence.texts import clean
from tawthiq.evidence.values import Fingerprint
from tawthiq.queries.evidence import (
    analysis_of,
    archive_seen_by,
    fingerprints_in,
    item_shown,
    items_visible_to,
    likenesses_of,
    notes_on,
)
from tawthiq.records.accounts.models import Account
from tawthiq.services.evidence.adding import Added, add_evidence, source_named
from tawthiq.services.evidence.analysing import analyse_evidence
from tawthiq.services.evidence.custody import destroy_evidence
from tawthiq.services.evidence.facts import LINKABLE, Collection, EvidenceFacts, LinkFacts
from tawthiq.vault.blobs import Vault

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.group("evidence")
def command() -> None:
    """Keep evidence: untouched, encrypted, every step recorded."""


for one in (export, receipt, handovers, move, relocate):
    command.add_command(one)


@command.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--incident", "incidents", multiple=True, help="An incident it bears on (code or id).")
@click.option("--link", "links", multiple=True, help=f"KIND:CODE it bears on; kinds: {', '.join(LINKABLE)}.")
@click.option("--source", help="Who gave it: alias, code or id of a source.")
@click.option("--collected-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]),
              help="When it was collected, with its offset: 2019-07-22T09:00+03:00; now, unless given.")  # fmt: skip
@click.option("--method", default="", help="How it was collected: handed over, messenger, downloaded …")
@click.option("--collector", default="", help="Who of the staff collected it.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--uploader", default="", help="Who published it there.")
@click.option("--context", default="", help="What was said beside it: caption, message.")
@click.option("--language", default="", help="Language of what is said or shown (ar, en …).")
@click.option("--graphic", "graphic_level", default="unknown", show_default=True,
              type=click.Choice(list(vocabulary("graphic_level"))))  # fmt: skip
@click.option(
    "--confidentiality", default="open", show_default=True, type=click.Choice(["open", "restricted"])
)
@click.option("--note", default="")
@click.option("--no-analysis", is_flag=True, help="Keep the files only; analyse them later.")
@format_option
@as_option
def add(
    files: tuple[Path, ...],
    incidents: tuple[str, ...],
    links: tuple[str, ...],
    source: str | None,
    collected_at: datetime | None,
    graphic_level: str,
    confidentiality: str,
    note: str,
    no_analysis: bool,
    form: str,
    username: str | None,
    **collection: str,
) -> None:
    """Take in FILES: each is whole and encrypted in the vault before it is recorded; nothing in it is changed.

    The same bytes are kept once. Every file is analysed in a process of its own, with limits.
    """
    home = this_home()
    actor = acting_account(username, "add-evidence")
    linked = [*(LinkFacts(record_kind="incident", record=code) for code in incidents), *map(_link, links)]
    facts = EvidenceFacts(
        source=None if source is None else source_named(actor, source), collected_at=collected_at,
        collection=_collection(collection), graphic_level=graphic_level, confidentiality=confidentiality,
        links=tuple(linked), note=note,
    )  # fmt: skip
    vault = opened_vault(home)
    with workshop(home) as folder, _bar("taking in", len(files), form) as step:
        taking = _Taking(actor, vault, facts, None if no_analysis else folder)
        outcomes = [taking.take(path) for path in step(files)]
    _report(outcomes, form)


@dataclass(slots=True)
class _Taking:
    """Files taken in one after another; one that cannot be read does not stop the others."""

    actor: Account
    vault: Vault
    facts: EvidenceFacts
    folder: Path | None
    before: Archive | None = None
    recent: list[tuple[str, Sequence[Fingerprint]]] = field(default_factory=list)

    def take(self, path: Path) -> dict[str, Any]:
        """Take one file in and say what came of it."""
        shown: dict[str, Any] = {"file": clean(str(path))}
        try:
            added = add_evidence(self.actor, self.vault, path, facts=self.facts)
        except TawthiqError as error:
            return shown | {"error": str(error)}
        except OSError as error:
            return shown | {"error": f"cannot be read: {error.strerror or type(error).__name__}"}
        shown |= _row(added)
        if self.folder is not None and added.is_new:
            shown |= self._analyse(added, path, self.folder)
        return shown

    def _analyse(self, added: Added, path: Path, folder: Path) -> dict[str, Any]:
        try:
            found = analyse_evidence(self.actor, self.vault, added.item.pk, workshop=folder, original=path)
        except (TawthiqError, OSError) as error:
            return {"not_analysed": [f"all: {error}"]}
        said = analysis_of(self.actor, self.vault, added.item.pk)
        notes = [{"incident": code, "note": note.english, "code": note.code}
                 for code, note in notes_on(self.actor, said, added.item.pk)]  # fmt: skip
        return {
            "not_analysed": [f"{one.tool}: {one.because}" for one in found.not_analysed],
            "notes": notes,
            "faults": [] if found.web_archive is None else list(found.web_archive.faults),
            "c2pa": None if found.provenance is None else str(found.provenance.state),
            "resembles": [
                _resemblance(self.actor, one) for one in self._resembled(added, found.fingerprints)
            ],
        }

    def _resembled(self, added: Added, prints: tuple[Fingerprint, ...]) -> list[Resemblance]:
        if not prints:
            return []
        if self.before is None:  # indexed once; what this run adds stands beside it
            self.before = archive_seen_by(self.actor)
        known = set(self.before.owners)
        beside = archive_of([pair for pair in self.recent if pair[0] not in known])
        found = [
            one for archive in (self.before, beside) for one in likenesses_of(archive, added.item.pk, prints)
        ]
        self.recent.append((added.item.pk, prints))
        return sorted(found, key=lambda one: (-one.matched, one.distance, one.owner))


@command.command("list")
@click.option("--incident", help="Only what bears on this incident.")
@format_option
@as_option
def list_items(incident: str | None, form: str, username: str | None) -> None:
    """List the items you may see, newest first."""
    rows = items_visible_to(acting_account(username, "read-case"), incident=incident)
    if form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    for row in rows:
        state = "  DESTROYED" if row.is_destroyed else ""
        click.echo(f"{row.code}  {row.kind:<12} {row.size:>12}  {row.sha256[:16]}…  {clean(row.name)}{state}")
    click.echo(f"{len(rows)} items")


@command.command("show")
@click.argument("item")
@format_option
@as_option
def show(item: str, form: str, username: str | None) -> None:
    """Show one ITEM: what it is, what it bears on, its copies and its custody."""
    view = item_shown(acting_account(username, "read-case"), item)
    if form == "json":
        click.echo(json.dumps(asdict(view), ensure_ascii=False, default=str, indent=2))
        return
    row = view.row
    click.echo(
        f"{row.code}  {row.media_type}  {row.size} bytes\nSHA-256 {row.sha256}\nname: {clean(row.name)}"
    )
    for name, value in (("source", view.source), ("can also be read as", ", ".join(view.also_types)),
                        ("destroyed because", view.destroyed_because),
                        ("on the authority of", view.destroyed_on_authority_of)):  # fmt: skip
        if value:
            click.echo(f"{name}: {value}")
    for name, value in view.collection.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
    for link in view.links:
        click.echo(f"bears on: {link.kind} {link.code} {link.locator}".rstrip())
    for copy in view.copies:
        click.echo(f"copy: {copy.code} {copy.kind} {copy.size} bytes")
    for step in view.custody:
        click.echo(f"{step.recorded_at}  {step.actor}: {step.action}  {step.reason}".rstrip())


@command.command("analyse")
@click.argument("item")
@format_option
@as_option
def analyse_again(item: str, form: str, username: str | None) -> None:
    """Analyse an ITEM again from the vault: copies, fingerprints, what the file says of itself."""
    home, actor = this_home(), acting_account(username, "add-evidence")
    vault = opened_vault(home)
    with workshop(home) as folder:
        found = analyse_evidence(actor, vault, item, workshop=folder)
    failed = [f"{one.tool}: {one.because}" for one in found.not_analysed]
    if form == "json":
        click.echo(json.dumps({"item": item, "copies": len(found.derived), "not_analysed": failed}))
        return
    click.echo(f"{len(found.derived)} copies, {len(found.fingerprints)} fingerprints")
    for one in failed:
        click.echo(f"not analysed: {one}")


@command.command("notes")
@click.argument("item")
@click.option("--language", type=click.Choice(["en", "ar"]), default="en")
@format_option
@as_option
def notes_command(item: str, language: str, form: str, username: str | None) -> None:
    """Hold what an ITEM says of itself against the incidents it bears on, and find others like it."""
    actor, home = acting_account(username, "read-case"), this_home()
    shown = item_shown(actor, item)
    said = analysis_of(actor, opened_vault(home), item)
    notes = notes_on(actor, said, item)
    alike = likenesses_of(archive_seen_by(actor), shown.row.id, fingerprints_in(said))
    if form == "json":
        rows = [{"incident": code, "code": n.code, "en": n.english, "ar": n.arabic} for code, n in notes]
        found = [_resemblance(actor, one) for one in alike]
        click.echo(json.dumps({"notes": rows, "resembles": found}, ensure_ascii=False))
        return
    for code, note in notes:
        click.echo(f"{code or shown.row.code}: {note.arabic if language == 'ar' else note.english}")
    for one in alike:
        click.echo(_resemblance_sentence(_resemblance(actor, one)))
    if not notes and not alike:
        click.echo(
            "Nothing to note. That proves nothing: anyone can write or strip what a file says of itself."
        )


@command.command("destroy")
@click.argument("item")
@click.option("--reason", required=True)
@click.option("--authority", required=True, help="A court's order, the source's withdrawal …")
@as_option
def destroy(item: str, reason: str, authority: str, username: str | None) -> None:
    """Destroy the bytes of an ITEM and its copies for good; its hash and its history remain."""
    actor, home = acting_account(username, "destroy-evidence"), this_home()
    shown = item_shown(actor, item)
    vault = opened_vault(home)
    gone = destroy_evidence(
        actor, vault, item, expected_version=shown.version, reason=reason, authority=authority
    )
    click.echo(f"{gone.code} is destroyed here. Backups still hold it until their retention clears them.")


def _link(text: str) -> LinkFacts:
    kind, colon, record = text.partition(":")
    if not colon:
        raise InvalidValue("Write a link as KIND:CODE, such as incident:INC-2019-000123.")
    return LinkFacts(record_kind=kind, record=record)


def _row(added: Added) -> dict[str, Any]:
    item = added.item
    return {
        "item": item.code, "id": item.pk, "sha256": item.sha256, "size": item.size, "kind": item.kind,
        "media_type": item.media_type, "is_new": added.is_new, "were_kept": added.were_kept,
    }  # fmt: skip


def _resemblance(actor: Account, found: Resemblance) -> dict[str, Any]:
    return {"item": item_shown(actor, found.owner).row.code, "distance": found.distance,
            "matched": found.matched, "of": found.of, "is_turned": found.is_turned}  # fmt: skip


def _resemblance_sentence(found: dict[str, Any]) -> str:
    frames = f", {found['matched']} of {found['of']} frames" if found["of"] > 1 else ""
    turned = ", turned or mirrored" if found["is_turned"] else ""
    return f"likely the same as {found['item']} ({found['distance']} of 256 bits differ{frames}{turned})"


def _report(outcomes: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(outcomes, ensure_ascii=False))
    else:
        for one in outcomes:
            _say(one)
    failed = sum("error" in one for one in outcomes)
    if failed:
        raise FaultsFound(f"{failed} of {len(outcomes)} files were not taken in; see above.")


def _say(one: dict[str, Any]) -> None:
    if "error" in one:
        click.echo(f"NOT TAKEN IN  {one['file']}: {one['error']}")
        return
    state = "" if one["is_new"] else "  (kept already)"
    click.echo(
        f"{one['item']}  {one['media_type']}  {one['size']} bytes  {one['sha256']}  {one['file']}{state}"
    )
    for words in one.get("not_analysed", ()):
        click.echo(f"    not analysed: {words}")
    if one.get("c2pa") not in (None, "absent", "unsupported"):
        click.echo(f"    C2PA manifest: {one['c2pa']}")
    for fault in one.get("faults", ()):
        click.echo(f"    damaged: {fault}")
    for note in one.get("notes", ()):
        click.echo(f"    note: {' '.join((note['incident'], note['note'])).strip()}")
    for found in one.get("resembles", ()):
        click.echo(f"    {_resemblance_sentence(found)}")


def _collection(stated: dict[str, str]) -> Collection:
    return Collection(
        method=stated["method"], collector=stated["collector"], url=stated["url"], uploader=stated["uploader"],
        context=stated["context"], language=stated["language"],
    )  # fmt: skip


@contextmanager
def _bar(words: str, total: int, form: str) -> Iterator[Callable[[Iterable[Path]], Iterator[Path]]]:
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=form == "json") as bar:
        task = bar.add_task("", total=total)

        def walked(paths: Iterable[Path]) -> Iterator[Path]:
            for path in paths:
                yield path
                bar.advance(task)

        yield walked
