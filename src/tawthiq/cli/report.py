"""`tawthiq report build`: build a report's folder from a snapshot; needs no home when the snapshot is given."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import click
from rich.console import Console

from tawthiq.analysis import CountingRule, Snapshot, counting_rule, latest_snapshot
from tawthiq.cli.opening import open_records
from tawthiq.config.home import load_home
from tawthiq.domain.errors import InvalidValue
from tawthiq.reports import FORMATS, Built, build_report
from tawthiq.reports.ruling import rule_in, rule_of
from tawthiq.reports.source import read_source, source_files
from tawthiq.reports.taken_back import NOTHING, TakenBack


@click.group("report")
def command() -> None:
    """Build reports whose every number is counted and proven."""


@command.command("build")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--snapshot", type=click.Path(path_type=Path), help="Folder of the snapshot to count.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("build/report"), show_default=True,
    help="Folder for what is built.",
)  # fmt: skip
@click.option(
    "--format", "formats", default=",".join(FORMATS), show_default=True, help="Which formats, with commas."
)
@click.option(
    "--rule",
    default=None,
    help="Id of a counting rule, or a TOML file with one.  [default: the report's own]",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was built as JSON.")
@click.pass_context
def build(
    context: click.Context,
    folder: Path,
    snapshot: Path | None,
    output: Path,
    formats: str,
    rule: str | None,
    as_json: bool,
) -> None:
    """Build the report in FOLDER: report.md, or report.en.md and report.ar.md.

    In a home, words of sources who have taken back their consent stop the build, whatever the snapshot allowed.
    """
    console = Console(stderr=True, highlight=False)
    opened = Snapshot.open(_snapshot_folder(context, snapshot))
    try:
        asked = tuple(name.strip() for name in formats.split(",") if name.strip())
        with console.status("reading") as status:
            built = build_report(
                folder,
                snapshot=opened,
                output=output,
                formats=asked,
                rule=_rule(rule, folder),
                taken_back=_taken_back(context),
                progress=status.update,
            )
    finally:
        opened.close()
    _print(built, as_json)


@command.command("register")
@click.argument("name")
@click.option("--as", "username", envvar="TAWTHIQ_AS", help="The account whose desk the report belongs to.")
@click.pass_context
def register(context: click.Context, name: str, username: str | None) -> None:
    """Take the report in the home's folder reports/NAME up, so that its desk writes and builds it in the browser."""
    open_records(context.find_root().params.get("home"))
    acting = importlib.import_module("tawthiq.cli.acting")  # models load only in an open home
    writing = importlib.import_module("tawthiq.services.reports.writing")
    acting.this_home()
    report = writing.register_report(acting.acting_account(username, "write-report"), name)
    click.echo(f"{report.code}: reports/{report.name} belongs to the desk {report.desk}.")


def _taken_back(context: click.Context) -> TakenBack:
    """Ask the home, where there is one, which accounts may not be quoted now."""
    home = _home_of(context)
    if not home:
        return NOTHING
    load_home(Path(home))
    importlib.import_module("tawthiq.cli.opening").open_records(Path(home))
    found: TakenBack = importlib.import_module(
        "tawthiq.cli.consented"
    ).taken_back_now()  # models load in an open home
    return found


def _home_of(context: click.Context) -> str | Path | None:
    return context.find_root().params.get("home") or os.environ.get("TAWTHIQ_HOME")


def _snapshot_folder(context: click.Context, given: Path | None) -> Path:
    if given is not None:
        return given
    home = _home_of(context)
    if not home:
        raise InvalidValue(
            "Say which snapshot to count: --snapshot DIR, or tawthiq --home DIR for its newest."
        )
    return latest_snapshot(home)


def _rule(given: str | None, folder: Path) -> CountingRule:
    if given is None:
        return rule_of(read_source(source_files(folder)[0]))
    return rule_in(Path(given)) if given.endswith(".toml") else counting_rule(given)


def _print(built: Built, as_json: bool) -> None:
    if as_json:
        facts = {
            "files": [str(path) for path in built.paths],
            "figures": len(built.figures),
            "notices": list(built.notices),
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for path in built.paths:
        if path.parent.name not in ("fonts", "parquet"):
            click.echo(path)
    click.echo(f"{len(built.figures)} figures, each proven in the appendix and in data/figures.json")
    for notice in built.notices:
        click.echo(f"notice: {notice}", err=True)
