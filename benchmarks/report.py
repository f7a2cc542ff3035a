"""A 60-page report with 800 names and 3 maps: built whole beside its aim, and as PDF beside WeasyPrint on its HTML."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.measure import Measured, Prepared, Row, at_least, at_most, measure, measure_each
from tawthiq.analysis import Snapshot, counting_rule
from tawthiq.reports import build_report
from tests.reports.world import World, square

ATTACKS: Final = 64
NAMES: Final = 800
PEER_RUNS: Final = 1
SECONDS: Final = 3.0

_FRONT: Final = """---
title: A long report
organisation: Tawthiq benchmark
date: 2019-12-31
period: 2019-01-01/2019-12-31
number_sections: true
---

{{ contents() }}

# Totals

{{ table("killed", of=["civilian", "child", "woman"], by=["party", "governorate"], caption="By party") }}

{{ map(caption="All attacks") }}

{{ map(governorate="North", caption="The north") }}

{{ map(governorate="South", caption="The south") }}

# Attacks

"""
_TALE: Final = (
    "Those who came to help found the street covered with glass and dust. The houses on both sides had lost their "
    "fronts, the shops their shutters. A neighbour counted the wounded as they were carried to two cars and a van. "
) * 6


def write_world(folder: Path) -> None:
    """Write an invented country with many attacks and an invented name for each of the dead."""
    world = World()
    world.place("c", None, "country", "Sama", "سما")
    for key, name, arabic, south in (("n", "North", "الشمال", 35.0), ("s", "South", "الجنوب", 33.0)):
        world.place(key, "c", "governorate", name, arabic, boundary=square(36, south, 38, south + 2))
    for n in range(ATTACKS):
        south = 33.05 + (n % 2) * 2 + (n * 37 % 100) / 55
        west = 36.05 + (n * 61 % 100) / 55
        key, parent = f"p{n}", "ns"[(n + 1) % 2]
        world.place(key, parent, "community", f"Village {n}", f"قرية {n}", longitude=west, latitude=south)
        day = (date(2019, 1, 3) + timedelta(days=n * 5)).isoformat()
        party = ("russian", "syrian-regime")[n % 3 == 0]
        attack = world.attack(
            f"{n:05}", key, day, party, title_en=f"Attack on Village {n}", narrative_en=_TALE
        )
        world.add(
            "strikes", strike_id=f"{n}-1", incident_id=f"{n:05}", order=1, platform="fixed-wing", munition="missile",
            target="residential",
        )  # fmt: skip
        for dead in range(NAMES // ATTACKS + (n < NAMES % ATTACKS)):
            sex, age = ("male", "female")[dead % 3 == 0], ("adult", "child")[dead % 4 == 0]
            world.dead(
                attack, 1, sex=sex, age_group=age, person_id=f"{n}-{dead}", may_name=True,
                name=f"فلان {n} العدد {dead}",
                name_ar=f"فلان {n} العدد {dead}", name_en=f"Fulan {n} al Adad {dead}",
            )  # fmt: skip
    world.snapshot(folder / "snapshot").close()
    told = [f'{{{{ incident("INC-{n:05}") }}}}\n\n' for n in range(ATTACKS)]
    (folder / "report").mkdir()
    text = _FRONT + "".join(told) + '# Victims\n\n{{ victims(caption="The victims") }}\n'
    (folder / "report" / "report.md").write_text(text, encoding="utf-8")


def whole(folder: str, *formats: str) -> Prepared:
    """Prepare a build of the report in these formats; the snapshot is opened with each."""

    def build() -> None:
        snapshot = Snapshot.open(Path(folder) / "snapshot")
        build_report(
            Path(folder) / "report", snapshot=snapshot, output=Path(folder) / "out", formats=formats,
            rule=counting_rule("snhr-2019"),
        )  # fmt: skip
        snapshot.close()

    return build


def with_weasyprint(folder: str) -> list[Prepared]:
    """Prepare WeasyPrint on the page that we built, with the same fonts."""
    from weasyprint import HTML  # noqa: PLC0415  (a peer, of the extra `bench`; it loads system libraries)

    page = Path(folder) / "out" / "report.en.html"
    return [lambda: HTML(filename=str(page)).write_pdf(str(Path(folder) / "out" / "peer.pdf"))]


def run() -> list[Row]:
    """Measure a whole build, and the PDF alone beside WeasyPrint."""
    with tempfile.TemporaryDirectory(prefix="tawthiq-bench-") as name:
        folder = Path(name)
        write_world(folder)
        everything = measure(whole, str(folder), "pdf", "html", "docx", "data", repeats=3, warm=1)
        pdf = measure(whole, str(folder), "pdf", repeats=3, warm=0)
        peer = measure_each(with_weasyprint, str(folder), repeats=PEER_RUNS, warm=0)[0]
        what = f"report of {NAMES} names and 3 maps"
        return [
            at_most(
                f"{what}: PDF, HTML, Word, data",
                f"aim of {SECONDS:g} s",
                everything,
                Measured(SECONDS, 0),
                times=1,
            ),
            at_least(f"{what}: PDF from source", "WeasyPrint on the same HTML", pdf, peer, times=5),
        ]
