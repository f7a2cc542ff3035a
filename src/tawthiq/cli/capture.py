"""tawthiq capture: keep a web page and what it shows as evidence; a link that fails is recorded all the same."""

from __future__ import annotations

import json

import click
from rich.console import Console

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.cli.passphrases import opened_vault
from tawthiq.config.vaults import workshop
from tawthiq.domain.errors import FaultsFound
from tawthiq.evidence.capture import CaptureLimits, find_browser
from tawthiq.evidence.extractors import AUTO_ARCHIVER, YT_DLP
from tawthiq.services.evidence.capturing import CaptureKept, capture_link, reach_of
from tawthiq.services.evidence.facts import Collection, EvidenceFacts, LinkFacts

EXTRACTORS = {extractor.name: extractor for extractor in (YT_DLP, AUTO_ARCHIVER)}


@click.command("capture")
@click.argument("url")
@click.option("--incident", "incidents", multiple=True, help="An incident it bears on (code or id).")
@click.option(
    "--with", "extractors", multiple=True, type=click.Choice(list(EXTRACTORS)), help="Also save media with."
)
@click.option("--plain", is_flag=True, help="By plain HTTP, even where there is a browser.")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=120, show_default=True)
@click.option("--most-mb", type=click.IntRange(1, 100_000), default=1024, show_default=True)
@click.option("--collector", default="", help="Who of the staff collects it.")
@click.option("--note", default="")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def command(
    url: str,
    incidents: tuple[str, ...],
    extractors: tuple[str, ...],
    plain: bool,
    seconds: float,
    most_mb: int,
    collector: str,
    note: str,
    form: str,
    username: str | None,
) -> None:
    """Capture URL: the page as WACZ, its picture, PDF and media, each with hash and collection record."""
    home = this_home()
    actor = acting_account(username, "add-evidence")
    facts = EvidenceFacts(
        collection=Collection(collector=collector), note=note,
        links=tuple(LinkFacts(record_kind="incident", record=code) for code in incidents),
    )  # fmt: skip
    vault = opened_vault(home)
    with workshop(home) as folder, Console(stderr=True).status("capturing"):
        kept = capture_link(
            actor, vault, url, facts=facts, workshop=folder, browser=None if plain else find_browser(),
            reach=reach_of(home.capture_networks), limits=CaptureLimits(seconds, most_mb << 20),
            extractors=[EXTRACTORS[name] for name in extractors],
        )  # fmt: skip
    _report(kept, form)
    if not kept.items:
        raise FaultsFound(
            f"Nothing could be captured; the link is recorded as {kept.record.code} with the reasons."
        )


def _report(kept: CaptureKept, form: str) -> None:
    if form == "json":
        items = [{"item": a.item.code, "role": a.item.capture_role, "media_type": a.item.media_type,
                  "size": a.item.size, "sha256": a.item.sha256} for a in kept.items]  # fmt: skip
        said = {"capture": kept.record.code, "status": kept.record.status, "reached": kept.record.reached,
                "items": items, "problems": list(kept.problems)}  # fmt: skip
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    click.echo(f"{kept.record.code}  {kept.record.status or 'no answer'}  {kept.record.reached}".rstrip())
    for added in kept.items:
        item = added.item
        click.echo(
            f"{item.code}  {item.capture_role:<12} {item.media_type}  {item.size} bytes  {item.sha256}"
        )
    for problem in kept.problems:
        click.echo(f"    problem: {problem}")
