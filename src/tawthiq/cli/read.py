"""`tawthiq read`: draft incidents from a bulletin or a report; drafts are proposals, a person makes them records."""

from __future__ import annotations

import csv
import importlib
import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from tawthiq.cli.opening import open_records
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.domain.scripts import fold
from tawthiq.reading.files import text_of
from tawthiq.reading.gathered import COMPLETED
from tawthiq.reading.incidents import draft_incidents
from tawthiq.reading.model_reader import read_with_model
from tawthiq.reading.place_names import Known
from tawthiq.reading.towns import listed_towns

SECONDS: Final = 120
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication, for 'yesterday' and missing years.",
)
@click.option("--places", "listed", type=_FILE, help="CSV with columns name, governorate.")
@click.option("--model", help="URL of your own OpenAI-compatible server; drafts then say reader: model.")
@click.option("--model-name", default="local", show_default=True, help="The model to ask there.")
@click.option("--into", type=click.Choice(["leads"]), help="File the drafts in the home, as leads.")
@click.option("--as", "username", envvar="TAWTHIQ_AS", help="The account you act as, with --into.")
def command(
    file: Path,
    form: str,
    published: Any,
    listed: Path | None,
    model: str | None,
    model_name: str,
    into: str | None,
    username: str | None,
) -> None:
    """Draft the incidents that FILE (.txt .md .docx .html .pdf) tells, with the words each value comes from."""
    text = text_of(file.read_bytes(), file.name)
    if model is not None:
        drafts = read_with_model(text, partial(_ask, model, model_name))
    else:
        day = published.date() if published else None
        drafts = draft_incidents(text, known=known_places(listed), published=day)
    if into is not None:
        file_as_leads(file.name, text, drafts, username)
        return
    if form == "json":
        click.echo(json.dumps({"incidents": drafts}, ensure_ascii=False, indent=2))
    else:
        _print(drafts)


def file_as_leads(name: str, text: str, drafts: list[dict[str, Any]], username: str | None) -> None:
    """File each draft as a lead of the home, the whole text attached."""
    home = os.environ.get("TAWTHIQ_HOME")
    if not home:
        raise InvalidValue("Leads are filed in a home. Say which: tawthiq --home DIR read … --into leads")
    open_records(Path(home))
    filing = importlib.import_module("tawthiq.cli.filing")  # models load only in an open home
    filing.file_drafts(name, text, drafts, username)


def known_places(listed: Path | None) -> Known:
    """Make the list of places to recognise: GeoNames' towns of Syria, and the caller's own list over them."""
    known = listed_towns()
    return known if listed is None else {**known, **_listed(listed)}


def _listed(path: Path) -> Known:
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path.name}: not UTF-8 text. Save the list as UTF-8 CSV.") from error
    if rows and "name" not in rows[0]:
        raise InvalidFile(f"{path.name}: no column “name”. Give the columns name and governorate.")
    return {fold(r["name"]): (r["name"], r.get("governorate") or "") for r in rows if fold(r["name"])}


def _ask(url: str, model: str, prompt: str) -> str:
    """Ask an OpenAI-compatible server; only the one the caller named is ever contacted."""
    if not url.startswith(("http://", "https://")):
        raise InvalidValue(
            f"--model takes the URL of a server, beginning with http:// or https://, not “{url[:40]}”."
        )
    body = json.dumps({"model": model, "temperature": 0, "messages": [{"role": "user", "content": prompt}]})
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url.rstrip("/") + "/chat/completions", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            said: Mapping[str, Any] = json.load(answer)
        return str(said["choices"][0]["message"]["content"])
    except (
        urllib.error.URLError,
        TimeoutError,
        json.JSONDecodeError,
        KeyError,
        IndexError,
        TypeError,
    ) as error:
        raise InvalidValue(
            f"The model at {url} did not answer as expected ({type(error).__name__})."
        ) from error


def _print(drafts: list[dict[str, Any]]) -> None:
    table = Table(title=f"{len(drafts)} drafts", title_justify="left")
    for name in COMPLETED:
        table.add_column(name.replace("_", " "))
    for draft in drafts:
        table.add_row(*("" if draft[n] is None else str(draft[n]).replace("[", r"\[") for n in COMPLETED))
    Console().print(table)
