"""Loads the shipped facts: the same values on every run, from the files of this package and nothing else."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from tawthiq.demo.facts import (
    DemoAttribution,
    DemoClaim,
    DemoControl,
    DemoDamage,
    DemoDenial,
    DemoFacility,
    DemoFacts,
    DemoHarm,
    DemoIncident,
    DemoSighting,
    DemoSource,
    DemoStatement,
    DemoStrike,
    DemoZone,
    Inconsistency,
    PublishedFigure,
)
from tawthiq.demo.from_toml import make, read_toml
from tawthiq.demo.places import shipped_places
from tawthiq.demo.reconstruction import reconstruct

_PACKAGE = "tawthiq.demo"
_PARTS: Mapping[str, type] = {
    "strikes": DemoStrike,
    "attributions": DemoAttribution,
    "harms": DemoHarm,
    "damages": DemoDamage,
    "statements": DemoStatement,
    "denials": DemoDenial,
    "claims": DemoClaim,
    "sightings": DemoSighting,
}
"""The lists of tables in an incident's file and what each holds."""


@cache
def demo_facts() -> DemoFacts:
    """Return everything that the demo records."""
    around = _toml("around.toml")
    narrated, published = narrated_incidents(), published_figures()
    return DemoFacts(
        places=shipped_places(),
        zones=_all(DemoZone, around["zones"], "around.toml"),
        controls=_all(DemoControl, around["controls"], "around.toml"),
        sources=_all(DemoSource, around["sources"], "around.toml"),
        facilities=_all(DemoFacility, around["facilities"], "around.toml"),
        narrated=narrated,
        reconstructed=reconstruct(published, narrated),
        published=published,
        inconsistencies=inconsistencies(),
    )


@cache
def narrated_incidents() -> tuple[DemoIncident, ...]:
    """Return the attacks told one by one, in the order of their file names, which begin with the date."""
    folder = resources.files(_PACKAGE).joinpath("incidents")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_incident(name) for name in names)


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """Return the published numbers, in the order of the report."""
    return tuple(map(_figure, csv.DictReader(io.StringIO(_text("published_figures.csv")))))


@cache
def inconsistencies() -> tuple[Inconsistency, ...]:
    """Return the places where the published report is not consistent."""
    return _all(
        Inconsistency, _toml("report", "inconsistencies.toml")["inconsistencies"], "inconsistencies.toml"
    )


def _incident(name: str) -> DemoIncident:
    table = _toml("incidents", name)
    each_harm = table.pop("each_harm", {})
    if each_harm:
        table["harms"] = [each_harm | harm for harm in table["harms"]]
    parts = {part: _all(kind, table.pop(part, []), name) for part, kind in _PARTS.items()}
    return make(DemoIncident, table, name=name, **parts)


def _figure(row: dict[str, str]) -> PublishedFigure:
    printed = row.pop("value")
    return PublishedFigure(**row, value=int(printed.removesuffix("%")), is_percent=printed.endswith("%"))


def _all(kind: type, tables: list[dict[str, Any]], name: str) -> tuple[Any, ...]:
    return tuple(make(kind, table, name=f"{name}, {kind.__name__} {n}") for n, table in enumerate(tables, 1))


def _toml(*path: str) -> dict[str, Any]:
    return read_toml(_text(*path), name="/".join(path))


def _text(*path: str) -> str:
    return resources.files(_PACKAGE).joinpath(*path).read_text(encoding="utf-8")
