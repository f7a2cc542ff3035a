"""Reading: own bulletins field by field, 10,000 bulletins and a 60-page report beside their aims, on one core."""

from __future__ import annotations

import random
from functools import partial

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Measured, Prepared, Row, measure
from tawthiq.reading.incidents import draft_incidents
from tawthiq.reading.proofread import proofread
from tests.reading.bulletin_scores import FIELDS, harder, scored, tuning, untouched
from tests.reading.generated import make_report

BULLETINS = 10_000
BULLETIN_SECONDS = 60.0
PAGE = 2_600
"""Characters of a printed page."""
PAGES = 60
REPORT_SECONDS = 2.0
SAMPLE = 1_000


def run() -> list[Row]:
    """Print F1 of each field on the tuning and the untouched bulletins, and measure the two aims of speed."""
    _print_fields()
    some = measure(_read_bulletins, SAMPLE, repeats=3, warm=1)
    many = Measured(some.seconds * BULLETINS / SAMPLE, some.peak_mb)
    report = measure(_proofread_report, PAGE * PAGES, repeats=3, warm=1)
    return [
        _row(f"read {BULLETINS:,} bulletins (from {SAMPLE:,})", many, BULLETIN_SECONDS),
        _row(f"proofread a report of {PAGES} pages", report, REPORT_SECONDS),
    ]


def _row(task: str, ours: Measured, seconds: float) -> Row:
    ratio = ours.seconds / seconds
    return Row(task, "the aim", ours, Measured(seconds, 0), ratio, f"≤ {seconds:g} s", ratio <= 1)


def _read_bulletins(number: int) -> Prepared:
    texts = [b.text for language in ("english", "arabic") for b in tuning(language)]
    chosen = [texts[n % len(texts)] for n in range(number)]
    return partial(_read_all, chosen)


def _read_all(texts: list[str]) -> int:
    return sum(len(draft_incidents(text)) for text in texts)


def _proofread_report(characters: int) -> Prepared:
    rng = random.Random(60)
    text = ""
    while len(text) < characters:
        text += make_report(rng, "en").text + "\n\n"
    return partial(proofread, text[:characters])


def _print_fields() -> None:
    table = Table(title="F1 on bulletins", title_justify="left")
    table.add_column("field")
    scores = []
    for said, bulletins in (("tuning", tuning), ("untouched", untouched), ("untouched, harder", harder)):
        for language in ("english", "arabic"):
            table.add_column(f"{language}, {said}", justify="right")
            scores.append(scored(bulletins(language)))
    for name in FIELDS:
        table.add_row(name, *(f"{score.f1(name):.3f}" for score in scores))
    table.add_row("all", *(f"{score.f1():.3f}" for score in scores))
    table.add_row("invented / missed attacks", *(f"{score.invented} / {score.missed}" for score in scores))
    Console().print(table)
