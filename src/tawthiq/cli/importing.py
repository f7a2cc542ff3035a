"""tawthiq import: victims, incidents, sources or places from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Sheet

from tawthiq.cli.acting import acting_account, as_option, this_home
from tawthiq.domain.errors import FaultsFound, InvalidFile, InvalidValue
from tawthiq.intake.drafts import Draft, Reject
from tawthiq.intake.fields import Kind
from tawthiq.intake.geo import read_places
from tawthiq.intake.mapping import Mapping, check_mapping, guess_mapping, parse_mapping
from tawthiq.intake.rejects import rejects_csv
from tawthiq.intake.rows import parse_rows
from tawthiq.intake.tables import read_table
from tawthiq.services.importing import Outcomes, import_drafts

SHOWN = 40
"""Rows of an outcome shown to a person; all of them with --format json."""

KINDS: tuple[Kind, ...] = ("victims", "incidents", "sources", "places")


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), help="A mapping file (TOML).")
@click.option(
    "--origin", help="The list's name, by which its rows are known again; the file's name, unless given."
)
@click.option(
    "--dry-run", is_flag=True, help="Show what would be created, changed and refused; write nothing."
)
@click.option("--partial", is_flag=True, help="Take the good rows even where others are refused.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Where refused rows go; beside the file, unless given."
)
@click.option("--encoding", help="The encoding of a text file that is not UTF-8, such as windows-1256.")
@click.option("--date-order", type=click.Choice(["day-first", "month-first"]), help="How 3/4/2019 is meant.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@as_option
def command(
    kind: Kind,
    file: Path,
    mapping_file: Path | None,
    origin: str | None,
    dry_run: bool,
    partial: bool,
    rejects: Path | None,
    encoding: str | None,
    date_order: str | None,
    form: str,
    username: str | None,
) -> None:
    """Import the KIND of records (victims, incidents, sources, places) that FILE lists.

    CSV, Excel, JSON lines and Parquet are read. One refused row refuses the file, unless --partial; refused rows are
    kept in a file of their own with the reasons.
    """
    home = this_home()
    actor = acting_account(username, "keep-gazetteer" if kind == "places" else "import-records")
    stated = _read_mapping(kind, mapping_file)
    listed = _open_places(file, stated, encoding) if kind == "places" else _open(kind, file, stated, encoding)
    mapping = listed.mapping
    if date_order is not None:
        mapping = mapping.with_options(date_order="day-first" if date_order == "day-first" else "month-first")
    columns = (
        TextColumn("importing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=form == "json") as bar:
        task = bar.add_task("", total=listed.rows)
        outcomes = import_drafts(
            actor, listed.drafts(mapping), mapping=mapping, origin=origin or file.name, name=file.name,
            zone=home.zone, dry_run=dry_run, partial=partial,
            on_rows=lambda taken: bar.update(task, completed=taken),
        )  # fmt: skip
    path = rejects or file.with_name(f"{file.name}.rejects.csv")
    kept = _keep_rejects(listed.columns, outcomes, path, dry_run=dry_run)
    _print(outcomes, form, dry_run=dry_run, notices=listed.notices)
    if outcomes.rejects:
        sentence = f"{len(outcomes.rejects)} rows were refused; they are kept with the reasons in {kept}."
        if dry_run or outcomes.written:
            raise FaultsFound(sentence)
        raise InvalidValue(f"{sentence} Nothing was written: mend them, or import the others with --partial.")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file ready to be imported."""

    columns: tuple[str, ...]
    rows: int
    mapping: Mapping
    drafts: Callable[[Mapping], Iterable[Draft | Reject]]
    notices: tuple[str, ...]


def _read_mapping(kind: Kind, file: Path | None) -> Mapping | None:
    if file is None:
        return None
    try:
        return parse_mapping(file.read_text(encoding="utf-8"), kind=kind)
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{file} is not UTF-8 text. Save it as UTF-8.") from error


def _open_places(file: Path, stated: Mapping | None, encoding: str | None) -> _Listed:
    read = read_places(file, mapping=stated, encoding=encoding or (stated.encoding if stated else None))
    items: tuple[Draft | Reject, ...] = (*read.drafts, *read.rejects)
    return _Listed(read.columns, len(items), stated or Mapping("places"), lambda _: items, read.notices)


def _open(kind: Kind, file: Path, stated: Mapping | None, encoding: str | None) -> _Listed:
    table = read_table(
        file,
        encoding=encoding or (stated.encoding if stated else None),
        delimiter=stated.delimiter if stated else None,
        sheet=stated.sheet if stated else None,
        header_row=stated.header_row if stated else None,
    )
    mapping = stated or guess_mapping(kind, table)
    if not mapping.columns:
        mapping = replace(mapping, columns=guess_mapping(kind, table).columns)
    check_mapping(mapping, table)
    unused = mapping.unused(table.columns)
    notices = (f"Columns that give no field: {', '.join(unused)}.",) if unused else ()
    rows = sum(1 for _ in table.rows())
    return _Listed(table.columns, rows, mapping, lambda chosen: parse_rows(table, chosen), notices)


def _keep_rejects(columns: tuple[str, ...], outcomes: Outcomes, path: Path, *, dry_run: bool) -> str:
    if not outcomes.rejects or dry_run:
        return "no file (this was a dry run)"
    content = rejects_csv(columns, outcomes.rejects)
    try:
        path.write_bytes(content)
    except OSError:  # the list's own folder may not be ours to write to
        path = Path.cwd() / path.name
        path.write_bytes(content)
    return str(path)


def _print(outcomes: Outcomes, form: str, *, dry_run: bool, notices: tuple[str, ...]) -> None:
    if form == "json":
        click.echo(
            json.dumps({**outcomes.as_plain(), "notices": list(notices)}, ensure_ascii=False, indent=2)
        )
        return
    notable = [o for o in outcomes.rows if dry_run or o.action == "refuse" or o.warnings]
    if notable:
        sheet = Sheet("row", "what", "record", "why")
        for outcome in sorted(notable, key=lambda o: o.row)[:SHOWN]:
            why = escape(" ".join((outcome.why, *outcome.warnings)).strip())
            sheet.add_row(str(outcome.row), outcome.action, outcome.record, why)
        Console().print(sheet)
        if len(notable) > SHOWN:
            click.echo(f"… and {len(notable) - SHOWN} rows more; see them all with --format json.")
    said = ", ".join(f"{number} {action}" for action, number in outcomes.counts.items())
    done = "Would be" if dry_run else ("Done" if outcomes.written else "Nothing was written")
    click.echo(f"{done}: {said}.")
    for notice in notices:
        click.echo(notice)
