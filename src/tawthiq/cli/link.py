"""`tawthiq link`: link lists of people or deduplicate one; writes pairs, clusters, overlap and a summary
page; needs no home. With `--propose`, links the persons of a home and queues the pairs for judgement."""

from __future__ import annotations

import importlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from tawthiq.cli.judgements import read_judgements
from tawthiq.cli.opening import open_records
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.intake.tables import read_table
from tawthiq.linkage.decisions import Thresholds
from tawthiq.linkage.engines import DIRECT, Engine
from tawthiq.linkage.linking import Linked, link
from tawthiq.linkage.lists import ROLES, PeopleList, as_people, guess_roles
from tawthiq.linkage.places import LEVELS, Site, gazetteer
from tawthiq.linkage.results import (
    circular_lists,
    clusters_table,
    decision_counts,
    overlap_table,
    pairs_table,
)
from tawthiq.linkage.summary import summary_page

PLAIN_FROM = 4_000_000  # bytes
PLAIN_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9_ ]*")


@click.command("link")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dedupe", is_flag=True, help="Find persons recorded twice within one list.")
@click.option(
    "--columns",
    "stated",
    multiple=True,
    metavar="ROLE=COLUMN,…",
    help=f"Which column is what: {', '.join(ROLES)}; other=A+B for more to compare."
    " Give once for all lists or once for each.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("linked"), show_default=True
)
@click.option("--model", type=click.Choice(["auto", "victims", "learnt"]), default="auto", show_default=True)
@click.option(
    "--engine",
    type=click.Choice(["direct", "splink"]),
    default="direct",
    show_default=True,
    help="What trains and scores: our own query, or Splink, which gives the same pairs and takes longer.",
)
@click.option(
    "--accept",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Accept pairs from this probability on.",
)
@click.option(
    "--review",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="Show pairs from this probability on.",
)
@click.option(
    "--judgements",
    "judged",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV of what people judged: left_id, right_id, verdict, by, at, why.",
)
@click.option(
    "--places",
    "listed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV of spellings of places: name, governorate, and if known subdistrict, community.",
)
@click.option("--language", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--propose", is_flag=True, help="Link the persons of the home; pairs wait there for judgement.")
@click.option("--as", "username", envvar="TAWTHIQ_AS", help="The account you act as, with --propose.")
def command(
    files: tuple[Path, ...],
    dedupe: bool,
    stated: tuple[str, ...],
    output: Path,
    model: str,
    engine: str,
    accept: float,
    review: float,
    judged: Path | None,
    listed: Path | None,
    language: str,
    form: str,
    propose: bool,
    username: str | None,
) -> None:
    """Link lists of people (CSV, XLSX, Parquet), or with --dedupe find who stands twice on one."""
    if propose:
        _propose(files, username, form)
        return
    if dedupe != (len(files) == 1):
        raise InvalidValue("Give one list with --dedupe, or two and more lists without it.")
    if len(stated) not in (0, 1, len(files)):
        raise InvalidValue(
            f"--columns was given {len(stated)} times for {len(files)} lists. Give it once, or once for each list."
        )
    if review > accept:
        raise InvalidValue(f"--review {review} is above --accept {accept}: no pair could be both.")
    names = _names(files)
    lists = [
        _read(path, name, stated[n % len(stated)] if stated else "")
        for n, (path, name) in enumerate(zip(files, names, strict=True))
    ]
    with tempfile.TemporaryDirectory(
        prefix="tawthiq-"
    ) as spill:  # readable by this user only, gone when done
        linked = link(
            lists,
            model=model,
            engine=_engine(engine),
            thresholds=Thresholds(accept, review),
            places={} if listed is None else gazetteer(_sites(listed)),
            judgements=() if judged is None else read_judgements(judged, names),
            spill=spill,
            progress=lambda text: click.echo(f"· {text}", err=True),
        )
    _write(linked, output, language)
    _tell(linked, output, form)


def _engine(name: str) -> Engine:
    if name == "direct":
        return DIRECT
    try:
        found: Engine = importlib.import_module(
            "tawthiq.linkage.splink_engine"
        ).SPLINK  # loads seconds of code
    except ModuleNotFoundError as error:
        raise InvalidValue(
            "--engine splink needs Splink, which is not installed: install Tawthiq with its extra “linkage”."
        ) from error
    return found


def _sites(path: Path) -> list[Site]:
    """Read the spellings of places; the unit of a spelling that names none is unknown."""
    table = _any_table(path)
    if not {"name", "governorate"} <= set(table.column_names):
        raise InvalidFile(
            f"{path.name}: a list of places has the columns name, governorate, subdistrict, community."
        )
    kept = [c for c in table.column_names if c in LEVELS]
    return [
        Site(row["name"], **{c: row[c] or None for c in kept}) for row in table.to_pylist() if row["name"]
    ]


def _names(files: tuple[Path, ...]) -> list[str]:
    stems = [f.stem for f in files]
    return [s if stems.count(s) == 1 else f"{s} ({n + 1})" for n, s in enumerate(stems)]


def _propose(files: tuple[Path, ...], username: str | None, form: str) -> None:
    home = os.environ.get("TAWTHIQ_HOME")
    if files or not home:
        raise InvalidValue(
            "--propose links the persons of a home and reads no lists: tawthiq --home DIR link --propose"
        )
    open_records(Path(home))
    importlib.import_module("tawthiq.cli.proposing").propose(
        username, form
    )  # models load only in an open home


def parse_columns(text: str) -> dict[str, list[str]]:
    """Read "id=a,name=b,other=c+d" into columns by role."""
    found: dict[str, list[str]] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        role, _, columns = part.partition("=")
        if role.strip() not in (*ROLES, "other") or not columns:
            raise InvalidValue(
                f"--columns: “{part}” is not ROLE=COLUMN. The roles are {', '.join(ROLES)}, other."
            )
        found[role.strip()] = (
            [c.strip() for c in columns.split("+")] if role.strip() == "other" else [columns.strip()]
        )
    return found


def _read(path: Path, name: str, stated: str) -> PeopleList:
    asked = parse_columns(stated)
    others = asked.pop("other", [])
    table = _plain_csv(path) or _any_table(path)
    roles = _roles(guess_roles(table.column_names), {r: c[0] for r, c in asked.items()})
    people = as_people(name, table, roles, others)
    click.echo(
        f"· {path.name}: {people.rows.num_rows:,} rows; "
        + ", ".join(f"{r} = {c}" for r, c in sorted(roles.items())),
        err=True,
    )
    if "id" in roles and (renamed := _renamed(people, table[roles["id"]])):
        click.echo(
            f"{path.name}: {renamed:,} rows have no id of their own ({roles['id']} is blank or repeated): they are"
            " called by their row number, as in “7(row 12)”.",
            err=True,
        )
    return people


def _renamed(people: PeopleList, ids: pa.ChunkedArray) -> int:
    """Count the rows whose id had to be told apart from others'."""
    differ = pc.not_equal(people.rows["id"], pc.fill_null(ids.cast(pa.string()), ""))
    return int(pc.sum(differ).as_py() or 0)


def _plain_csv(path: Path) -> pa.Table | None:
    """Read a large, plain CSV file quickly; None when anything about it is not plain, for the careful
    reader to judge."""
    if path.suffix.lower() != ".csv" or path.stat().st_size < PLAIN_FROM:
        return None
    with path.open("rb") as file:
        start = file.read(1 << 16).removeprefix(b"\xef\xbb\xbf").split(b"\n")
    header = [cell.strip() for cell in start[0].decode("ascii", "replace").split(",")]
    if (
        len(set(header)) != len(header)
        or not all(PLAIN_HEADER.fullmatch(cell) for cell in header)
        or start[1][:1] == b"#"
    ):
        return None
    convert = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    try:
        table = pyarrow.csv.read_csv(
            path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=convert
        )
    except pa.ArrowInvalid:
        return None
    return table if table.column_names == header else None


def _any_table(path: Path) -> pa.Table:
    table = read_table(path)
    cells, faulty = [], 0
    for row in table.rows():
        if row.fault:
            faulty += 1
        else:
            cells.append(row.cells)
    if faulty:
        click.echo(
            f"{path.name}: {faulty:,} rows cannot be used: their cells do not fit the header.", err=True
        )
    columns = zip(*cells, strict=True) if cells else ([] for _ in table.columns)
    return pa.table({c: pa.array(v, pa.string()) for c, v in zip(table.columns, columns, strict=True)})


def _roles(guessed: Mapping[str, str], stated: Mapping[str, str]) -> dict[str, str]:
    taken = set(stated.values())
    kept = {r: c for r, c in guessed.items() if c not in taken}
    if {"name"} & set(stated):
        kept = {r: c for r, c in kept.items() if r not in ("given", "father", "grandfather", "family")}
    if {"given", "family"} & set(stated):
        kept.pop("name", None)
    return kept | dict(stated)


def _write(linked: Linked, output: Path, language: str) -> None:
    output.mkdir(parents=True, exist_ok=True)
    overlap = overlap_table(linked)
    for name, table in (
        ("pairs", pairs_table(linked, language=language)),
        ("clusters", clusters_table(linked)),
        ("overlap", overlap),
    ):
        pyarrow.csv.write_csv(table, output / f"{name}.csv")
    pyarrow.parquet.write_table(overlap, output / "overlap.parquet")
    (output / "summary.html").write_text(summary_page(linked, language=language), encoding="utf-8")


def _tell(linked: Linked, output: Path, form: str) -> None:
    counts = decision_counts(linked)
    persons = len(set(linked.groups.tolist()))
    circular = [
        {"copy": c.copy, "origin": c.origin, "share": round(c.share, 4)} for c in circular_lists(linked)
    ]
    if form == "json":
        told = {
            "pairs": counts,
            "persons": persons,
            "unnamed": linked.prepared.unnamed,
            "model": linked.kind,
            "one_to_one": linked.one_to_one,
            "circular": circular,
            "output": str(output),
        }
        click.echo(json.dumps(told))
        return
    click.echo(
        f"{counts['accepted']:,} pairs accepted, {counts['review']:,} to be seen by a person,"
        f" {counts['rejected']:,} rejected;"
        f" {persons:,} persons. Written to {output}/: pairs.csv, clusters.csv, overlap.csv,"
        f" overlap.parquet, summary.html"
    )
    for each in circular_lists(linked):
        click.echo(
            f"{each.copy}: {each.share:.0%} of its rows stand on {each.origin}: it may be a copy, not"
            f" an independent source."
        )
