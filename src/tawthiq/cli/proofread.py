"""`tawthiq proofread`: check a report's numbers, dates, shares and law citations; needs no home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from tawthiq.analysis import Period, Snapshot, Where, counting_rule, figures
from tawthiq.domain.errors import InvalidValue
from tawthiq.reading.checks.records import Counted, check_records
from tawthiq.reading.checks.versions import check_versions
from tawthiq.reading.figures import Figure
from tawthiq.reading.files import text_of
from tawthiq.reading.findings import KINDS, Outcome
from tawthiq.reading.markup import marked_html
from tawthiq.reading.proofread import Proof, Reading, checked_reading, read_report

FAULTS_FOUND: Final = 1
_COUNTED_OF: Final = {"civilian", "child", "boy", "girl", "woman", "man", "unborn"}


@click.command("proofread")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("other", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--snapshot", "folder", type=click.Path(path_type=Path), help="Also compare with this snapshot's records."
)
@click.option(
    "--rule", default="snhr-2019", show_default=True, help="Id of the counting rule for --snapshot."
)
@click.option(
    "--html", "copy", type=click.Path(dir_okay=False, path_type=Path), help="Write a marked-up copy here."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--checks", "shown", is_flag=True, help="Also list every check that was done.")
def command(
    file: Path, other: Path | None, folder: Path | None, rule: str, copy: Path | None, form: str, shown: bool
) -> int:
    """Check the report FILE (.txt .md .docx .html .pdf); with OTHER, that both language versions say the same.

    Exit 1 where a fault was found; warnings leave it 0.
    """
    reading = read_report(text_of(file.read_bytes(), file.name))
    extra: list[Outcome] = []
    if other is not None:
        extra.append(check_versions(reading, read_report(text_of(other.read_bytes(), other.name))))
    if folder is not None:
        counted = counted_in(Snapshot.open(folder), rule, reading)
        extra.append(check_records(reading.document.prose, reading.figures, counted))
    proof = checked_reading(reading, extra)
    if copy is not None:
        copy.write_text(marked_html(proof, file.name), encoding="utf-8")
    if form == "json":
        click.echo(json.dumps(proof.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(proof, shown)
    return FAULTS_FOUND if proof.faults else 0


def counted_in(snapshot: Snapshot, rule: str, reading: Reading) -> Counted:
    """Make the function that counts a report's figure in a snapshot, over the report's period."""
    period = Period(reading.period.first, reading.period.last) if reading.period else None

    def counted(figure: Figure) -> int | None:
        c = figure.context
        massacre = "massacre" if "massacre" in (c.kind, figure.category) else None
        if figure.category != "massacre" and not (
            figure.category in _COUNTED_OF and figure.harm in ("killed", "injured")
        ):
            return None
        party = None if c.party in ("", "syrian-russian-alliance") else c.party
        where = Where(party=party, governorate=c.governorate or None, incident_class=massacre)
        measure = "incidents" if figure.category == "massacre" else figure.harm
        asked = None if figure.category == "massacre" else figure.category
        try:
            table = figures(
                snapshot, measure=measure, of=asked, where=where, period=period, rule=counting_rule(rule)
            )
        except InvalidValue:
            return None
        return sum(row.minimum for row in table.rows)

    return counted


def _print(proof: Proof, shown: bool) -> None:
    console = Console()
    if shown:
        console.print(_checks(proof))
    if proof.findings:
        table = Table(title="Findings", title_justify="left")
        for heading in ("line", "severity", "kind", "said", "expected", "explanation"):
            table.add_column(heading)
        for f in proof.findings:
            table.add_row(
                *map(_plain, (str(f.line), f.severity, KINDS[f.kind], f.said, f.expected, f.explanation))
            )
        console.print(table)
    warnings = len(proof.findings) - len(proof.faults)
    console.print(
        f"{proof.reading.recognised} figures recognised, {len(proof.checks)} checks done: "
        f"{len(proof.faults)} faults, {warnings} warnings.",
        highlight=False,
    )


def _checks(proof: Proof) -> Table:
    table = Table(title="Checks done", title_justify="left")
    for heading in ("line", "kind", "what", "held"):
        table.add_column(heading)
    for check in proof.checks:
        table.add_row(str(check.line), check.kind, _plain(check.what), "yes" if check.held else "NO")
    return table


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
