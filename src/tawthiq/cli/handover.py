"""tawthiq evidence export, receipt, handovers: give evidence out, and note what arrived."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.backup import bar
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.home import Home
from tawthiq.config.trust import authorities_of
from tawthiq.custody.manifests import key_id, public_key_of
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.queries.handovers import handovers_visible_to
from tawthiq.records.accounts.models import Account
from tawthiq.services.evidence.custody import SHARES, export_original
from tawthiq.services.evidence.handing_over import HandoverFacts, hand_over, record_receipt

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.command("export")
@click.argument("item", required=False)
@click.option("--incident", help="All that bears on this incident, as one signed package.")
@click.option("--to", "key", help="The recipient's public key: age1…, ssh-ed25519 …, or a file with it.")
@click.option("--leave-out", "left_out", multiple=True, help="A piece (code) that stays out of the package.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--for", "to", type=click.Choice(list(SHARES)), required=True, help="Which kind of recipient.")
@click.option("--recipient", required=True, help="Who exactly: body, office, case number.")
@click.option("--reason", required=True)
@format_option
@as_option
def export(
    item: str | None,
    incident: str | None,
    key: str | None,
    left_out: tuple[str, ...],
    output: Path,
    to: str,
    recipient: str,
    reason: str,
    form: str,
    username: str | None,
) -> None:
    """Give out one ITEM in clear, or all of an --incident as a package encrypted --to its recipient.

    The source of each piece must consent to this kind of recipient; the step is recorded before a byte leaves.
    """
    actor, home = acting_account(username, "export-evidence"), this_home()
    if item is not None and incident is None and key is None:
        _one(home, actor, item, output, to=to, recipient=recipient, reason=reason)
        return
    if item is not None or incident is None or key is None:
        raise InvalidValue("Name an ITEM, or else --incident CODE with the recipient's key: --to age1…")
    facts = HandoverFacts(
        incident=incident, to=to, recipient=recipient, recipient_key=_key(key), reason=reason, leave_out=left_out
    )  # fmt: skip
    _package(home, actor, output, facts, form)


def _one(
    home: Home, actor: Account, item: str, output: Path, *, to: str, recipient: str, reason: str
) -> None:
    if output.exists():
        raise InvalidValue(f"{output.name} is there already; nothing was written. Name another file.")
    vault = opened_vault(home)
    waiting = output.with_name(f".{output.name}.part")
    try:
        with waiting.open("xb") as sink:
            given = export_original(actor, vault, item, sink, to=to, recipient=recipient, reason=reason)
        waiting.rename(output)
    finally:
        waiting.unlink(missing_ok=True)
    click.echo(f"{given.code} to {output}: {given.size} bytes, SHA-256 {given.sha256}")


def _package(home: Home, actor: Account, output: Path, facts: HandoverFacts, form: str) -> None:
    vault = opened_vault(home)
    with bar("reading the originals", form) as progress:
        done = hand_over(
            actor, vault, output, facts, organisation=home.organisation, authorities=authorities_of(home),
            progress=progress,
        )  # fmt: skip
    record, signer = done.record, key_id(public_key_of(vault.keys.signing_seed))
    if form == "json":
        said = {"handover": record.code, "file": str(output), "originals": done.originals,
                "statements": done.statements, "size": record.package_size, "sha256": record.package_sha256,
                "manifest_sha256": record.manifest_sha256, "signed_by": signer}  # fmt: skip
        click.echo(json.dumps(said))
        return
    click.echo(f"{record.code} to {output}: {done.originals} originals, {done.statements} statements, "
               f"{record.package_size} bytes, SHA-256 {record.package_sha256}")  # fmt: skip
    click.echo(f"Signed by key {signer}. Give the recipient the key by another way: tawthiq keys public")
    click.echo(f"When it has arrived: tawthiq evidence receipt {record.code} --manifest SHA-256 --by OFFICE")


@click.command("receipt")
@click.argument("handover")
@click.option("--manifest", required=True, help="SHA-256 of manifest.json, as the recipient read it.")
@click.option("--by", "received_by", required=True, help="Who received it: a body, an office.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it arrived; today, unless given.")
@click.option("--reference", default="", help="The recipient's own number for it.")
@click.option("--note", default="")
@as_option
def receipt(
    handover: str,
    manifest: str,
    received_by: str,
    on: datetime | None,
    reference: str,
    note: str,
    username: str | None,
) -> None:
    """Record that the package HANDOVER arrived, whole and the right one."""
    this_home()
    actor = acting_account(username, "export-evidence")
    day = datetime.now(UTC).date() if on is None else on.date()
    done = record_receipt(
        actor, handover, received_on=day, received_by=received_by, manifest_sha256=manifest,
        reference=reference, note=note,
    )  # fmt: skip
    click.echo(f"{done.code}: {done.handover.code} arrived on {done.received_on} ({done.received_by}).")


@click.command("handovers")
@format_option
@as_option
def handovers(form: str, username: str | None) -> None:
    """List the packages handed over that you may see, newest first, and what arrived."""
    rows = handovers_visible_to(acting_account(username, "read-case"))
    if form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    for row in rows:
        click.echo(f"{row.code}  {row.incident}  {row.given_for}: {row.recipient}  {row.state}")
    click.echo(f"{len(rows)} packages")


def _key(text: str) -> str:
    """Take the key itself, or the first key of the file that it names."""
    path = Path(text)
    if text.startswith(("age1", "ssh-")) or not path.is_file():
        return text
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"The key file {path.name} cannot be read as text.") from error
    stated = [line for line in lines if line and not line.startswith("#")]
    if not stated:
        raise InvalidFile(f"The key file {path.name} holds no key.")
    return stated[0]
