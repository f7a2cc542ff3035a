"""`tawthiq figures`: count a snapshot and print the cells as a table, JSON or CSV; needs no home."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from tawthiq.analysis import (
    AXES,
    CATEGORIES,
    MEASURES,
    CountingRule,
    FigureTable,
    Period,
    Snapshot,
    Where,
    counting_rule,
    counting_rule_from,
    explain,
    latest_snapshot,
)
from tawthiq.analysis import figures as count
from tawthiq.analysis.figures import OVERLAPS
from tawthiq.domain.errors import InvalidFile, InvalidValue

_WHERE: Final = {
    "party": "the party responsible, as a code such as russian",
    "place": "a place of any kind with all that lies in it: name, P-code or id",
    "governorate": "a governorate",
    "district": "a district",
    "subdistrict": "a sub-district",
    "community": "a city, town or village",
    "zone": "several places that together form a zone; repeat for each",
    "incident": "an incident's code or id",
    "certainty": "how certain it is that it happened",
    "attribution-level": "how certain the attribution is",
    "munition": "a munition, as a code such as barrel-bomb",
    "platform": "what delivered it, such as helicopter",
    "cause": "a cause of SDG indicator 16.1.2",
    "target": "what was hit",
    "facility-kind": "a kind of facility hit",
}
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def _where_options(command: Any) -> Any:
    for name, text in reversed(_WHERE.items()):
        command = click.option(f"--{name}", multiple=True, metavar="X", help=f"Only {text}.")(command)
    return command


@click.command("figures")
@click.option(
    "--snapshot", "folder", type=click.Path(path_type=Path), help="Folder of the snapshot to count."
)
@click.option(
    "--measure", default="killed", show_default=True, metavar="M", help=f"One of: {', '.join(MEASURES)}."
)
@click.option("--of", default=None, metavar="WHO", help=f"Whom to count: {', '.join(CATEGORIES)}.")
@click.option("--by", default="", metavar="A,B", help=f"Break down by: {', '.join(AXES)}.")
@_where_options
@click.option("--incident-class", default=None, metavar="X", help="Only incidents of a class: massacre.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day, included.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day, included.")
@click.option(
    "--inside", type=click.Choice(["certainly", "possibly"]), default="certainly", show_default=True,
    help="Whether a record whose date is a range must lie in the period wholly, or may.",
)  # fmt: skip
@click.option(
    "--rule", default="snhr-2019", show_default=True, help="Id of a counting rule, or a TOML file with one."
)
@click.option("--explain", "explained", is_flag=True, help="List the ids of the records behind every cell.")
@click.option(
    "--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of place names."
)
@click.option("--memory-limit", default="1GB", show_default=True, help="What the count may keep in memory.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
@click.pass_context
def command(
    context: click.Context,
    /,
    folder: Path | None,
    measure: str,
    of: str | None,
    by: str,
    incident_class: str | None,
    first: datetime | None,
    last: datetime | None,
    inside: Any,
    rule: str,
    explained: bool,
    language: str,
    memory_limit: str,
    form: str,
    **where: tuple[str, ...],
) -> None:
    """Count a snapshot: at least, at most, and how many records, for each cell."""
    snapshot = Snapshot.open(folder or _latest(context), memory_limit=memory_limit)
    stated: dict[str, Any] = {name: values for name, values in where.items() if values}
    table = count(
        snapshot,
        measure=measure,
        of=of,
        by=[axis.strip().replace("-", "_") for axis in by.split(",") if axis.strip()],
        where=Where(**stated, incident_class=incident_class),
        period=Period(_day(first), _day(last), inside) if first or last else None,
        rule=_rule(rule),
        language=language,
    )
    if explained:
        table = explain(snapshot, table)
    if form == "table":
        _print_table(table)
    else:
        click.echo(to_json(table) if form == "json" else to_csv(table), nl=False)


def to_json(table: FigureTable) -> str:
    """Give the figures as JSON, one object."""
    return json.dumps(table.to_json(), ensure_ascii=False, indent=2) + "\n"


def to_csv(table: FigureTable) -> str:
    """Give the figures as CSV that no spreadsheet takes for a formula."""
    explained = any(row.record_ids is not None for row in table.rows)
    header = [*table.question.by, "minimum", "maximum", "records", *(["record_ids"] if explained else [])]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in table.rows:
        cells: list[Any] = [_safe(key) for key in row.keys.values()]
        cells += [row.minimum, "" if row.maximum is None else row.maximum, row.records]
        writer.writerow(cells + ([_safe(" ".join(row.record_ids or ()))] if explained else []))
    return text.getvalue()


def _print_table(table: FigureTable) -> None:
    question = table.question
    shown = Table(title=f"{question.measure}: {question.of}", title_justify="left")
    for axis in question.by:
        shown.add_column(axis.replace("_", " "))
    for heading in ("at least", "at most", "records"):
        shown.add_column(heading, justify="right")
    for row in table.rows:
        highest = "not stated" if row.maximum is None else str(row.maximum)
        shown.add_row(*map(_plain, row.keys.values()), str(row.minimum), highest, str(row.records))
    console = Console()
    console.print(shown)
    for row in table.rows:
        if row.record_ids is not None:
            cell = " · ".join(row.keys.values()) or "all"
            console.print(f"{cell}: {', '.join(row.record_ids)}", markup=False, highlight=False)
    notes = [
        table.wording["en"],
        *([OVERLAPS["en"]] if table.overlaps else []),
        f"Rule {table.rule.label}, snapshot {table.snapshot[:12]}.",
    ]
    console.print(" ".join(notes), markup=False, highlight=False)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _rule(text: str) -> CountingRule:
    if not text.endswith(".toml"):
        return counting_rule(text)
    try:
        return counting_rule_from(Path(text).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(
            f"The rule file {text} cannot be read as text. Check its name and encoding."
        ) from error


def _latest(context: click.Context) -> Path:
    home = context.find_root().params.get("home")
    if not home:
        raise InvalidValue("Say which snapshot to count: --snapshot FOLDER, or tawthiq --home DIR figures …")
    return latest_snapshot(home)
