"""tawthiq source: sources under aliases, what they consent to use by use, and what they take back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

import click

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.domain.vocabularies import label, vocabulary
from tawthiq.queries.testimony import SourceView, source_shown
from tawthiq.services.evidence.adding import source_named
from tawthiq.services.sources import record_source
from tawthiq.services.testimony.consents import ask_consent, withdraw_consent

DAY = click.DateTime(["%Y-%m-%d"])
USES = click.Choice(list(vocabulary("consent_use")))


@click.group("source")
def command() -> None:
    """Keep sources under aliases, their consent, and its withdrawal."""


@command.command("add")
@click.argument("alias")
@click.option(
    "--kind", default="unknown", show_default=True, type=click.Choice(list(vocabulary("source_kind")))
)
@click.option(
    "--confidentiality", default="open", show_default=True, type=click.Choice(["open", "restricted"])
)
@as_option
def add(alias: str, kind: str, confidentiality: str, username: str | None) -> None:
    """Add a source by an ALIAS that says nothing of who it is."""
    this_home()
    actor = acting_account(username, "add-source")
    source = record_source(actor, alias=alias, kind=kind, confidentiality=confidentiality)
    click.echo(f"{source.code}  {source.alias}. Seal who it is with: tawthiq identity seal {source.code}")


@command.command("consent")
@click.argument("source")
@click.option("--yes", "given", multiple=True, type=USES, help="A use the source said yes to.")
@click.option("--no", "refused", multiple=True, type=USES, help="A use the source said no to.")
@click.option("--given-on", type=DAY, required=True)
@click.option("--form", default="unknown", type=click.Choice(list(vocabulary("consent_form"))))
@click.option("--language", default="und", help="The language it was asked in.")
@click.option("--channel", default="unknown", type=click.Choice(list(vocabulary("channel"))))
@click.option("--interviewer", default="")
@click.option("--interpreter", default="")
@click.option("--guardian", type=bool, help="For a child: the guardian's answer.")
@click.option("--assent", type=bool, help="For a child: the child's own answer.")
@click.option("--expires-on", type=DAY)
@as_option
def consent(
    source: str,
    given: tuple[str, ...],
    refused: tuple[str, ...],
    given_on: datetime,
    form: str,
    language: str,
    channel: str,
    interviewer: str,
    interpreter: str,
    guardian: bool | None,
    assent: bool | None,
    expires_on: datetime | None,
    username: str | None,
) -> None:
    """Record what SOURCE answered, use by use; what was not asked is no consent."""
    this_home()
    actor = acting_account(username, "add-source")
    found = source_named(actor, source)
    uses = dict.fromkeys(given, True) | dict.fromkeys(refused, False)
    ask_consent(
        actor, found.pk, given_on=given_on.date(), uses=uses, form=form, language=language, channel=channel,
        interviewer=interviewer, interpreter=interpreter, guardian=guardian, assent=assent,
        expires_on=None if expires_on is None else expires_on.date(),
    )  # fmt: skip
    _print_standings(source_shown(actor, found.pk, on=_today()).standings)


@command.command("withdraw")
@click.argument("source")
@click.option("--use", "uses", multiple=True, type=USES, help="A use taken back; all, unless named.")
@click.option("--on", type=DAY, help="The day it was said; today, unless given.")
@click.option("--reason", default="")
@click.option("--not-recalled", default="", help="What was given out before and cannot be called back.")
@as_option
def withdraw(
    source: str,
    uses: tuple[str, ...],
    on: datetime | None,
    reason: str,
    not_recalled: str,
    username: str | None,
) -> None:
    """Take back the consent of SOURCE; shows everything that rests on it."""
    this_home()
    actor = acting_account(username, "add-source")
    found = source_named(actor, source)
    day = _today() if on is None else on.date()
    withdraw_consent(actor, found.pk, on=day, uses=uses, reason=reason, not_recalled=not_recalled)
    view = source_shown(actor, found.pk, on=_today())
    click.echo(
        f"{view.code}: withdrawn. Take a new snapshot; a report that prints it stops at its next build."
    )
    for use in view.uses:
        click.echo(f"rests on it: {use.kind} {use.code}  {use.incident} {use.state}".rstrip())
    for given in view.given_out:
        click.echo(f"given out before, ask for it back: {given}")


@command.command("show")
@click.argument("source")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def show(source: str, form: str, username: str | None) -> None:
    """Show how SOURCE stands to each use, and where what it gave is used."""
    this_home()
    actor = acting_account(username, "read-case")
    view = source_shown(actor, source_named(actor, source).pk, on=_today())
    if form == "json":
        click.echo(json.dumps(asdict(view), ensure_ascii=False, indent=2))
        return
    _print_source(view)


def _print_source(view: SourceView) -> None:
    sealed = "an identity is sealed" if view.has_identity else "no identity is sealed"
    click.echo(f"{view.code}  {view.alias}  {view.kind}, {sealed}")
    _print_standings(view.standings)
    for use in view.uses:
        click.echo(f"used: {use.kind} {use.code}  {use.incident} {use.state}".rstrip())


def _print_standings(standings: Mapping[str, str]) -> None:
    for use, standing in standings.items():
        click.echo(f"  {label('consent_use', use, 'en'):<40} {standing}")


def _today() -> date:
    return datetime.now(UTC).date()
