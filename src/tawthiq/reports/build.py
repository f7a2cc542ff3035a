"""Build a report: every language and format from the same figures, whole or not at all.

Editions are put together one after the other, so that they share their figures; formats are written side by side. The
same folder, snapshot and rule give the same bytes in every file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tawthiq.analysis import CountingRule, Snapshot
from tawthiq.domain.errors import InvalidFile, InvalidValue
from tawthiq.reports.assemble import Assembled, assemble
from tawthiq.reports.counting import Figure, Figures
from tawthiq.reports.datafolder import write_data
from tawthiq.reports.docx import docx_of
from tawthiq.reports.edition import Edition
from tawthiq.reports.facts import Facts
from tawthiq.reports.fonts import font_files
from tawthiq.reports.html import FONT_FOLDER, html_of
from tawthiq.reports.pdf import pdf_of
from tawthiq.reports.source import ReportSource, read_source, source_files
from tawthiq.reports.taken_back import NOTHING, STOPS, TakenBack

WRITERS: Final[dict[str, Callable[[Assembled], bytes]]] = {"docx": docx_of, "html": html_of, "pdf": pdf_of}
"""What makes a file of each format; what takes longest is begun first."""
FORMATS: Final = ("pdf", "html", "docx", "data")
_FONT_NAMES: Final = {
    "NotoSerif[wdth,wght].ttf": "NotoSerif.ttf", "NotoSans[wdth,wght].ttf": "NotoSans.ttf",
    "NotoSansArabic[wdth,wght].ttf": "NotoSansArabic.ttf", "Amiri-Regular.ttf": "Amiri-Regular.ttf",
    "Amiri-Bold.ttf": "Amiri-Bold.ttf",
}  # fmt: skip
"""The fonts that the page links to, by the names of their files in the wheels."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: its files, its figures with their proof, and what an editor should look at."""

    paths: tuple[Path, ...]
    figures: tuple[Figure, ...]
    notices: tuple[str, ...]


def build_report(
    folder: Path | str,
    *,
    snapshot: Snapshot,
    output: Path | str,
    formats: Sequence[str] = FORMATS,
    rule: CountingRule,
    taken_back: TakenBack = NOTHING,
    progress: Callable[[str], None] = lambda step: None,
) -> Built:
    """Build the report of a folder from a snapshot under a rule; a figure that cannot be counted stops the build.

    `taken_back` are the accounts that may not be quoted now, whatever the snapshot allowed when it was taken.
    `progress` is told each step. Files of an earlier build of the same names are replaced only when all are made.
    A report that prints the words of one stops there; no data folder is made of a snapshot that still holds them.
    """
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise InvalidValue(f"There is no format {', '.join(unknown)}. There are: {', '.join(FORMATS)}.")
    folder, output = Path(folder), Path(output)
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool:
        progress("reading")
        sources = list(pool.map(read_source, source_files(folder)))
        _check_languages(sources)
        _check_snapshot(sources, snapshot)
        counted = Figures(snapshot, rule)
        editions = []
        for source in sources:
            progress(f"counting and telling: {source.file}")
            editions.append(assemble(Edition(source, counted, Facts(snapshot), taken_back=taken_back)))
        if "data" in formats:
            _refuse_held(snapshot, taken_back)
        progress(f"writing {', '.join(formats)}")
        making = {
            _file_name(edition, name): pool.submit(write, edition)
            for name, write in WRITERS.items()
            if name in formats
            for edition in editions
        }
        with _data_beside(output, formats, editions[0], snapshot, counted) as data:
            asked = [name for name in FORMATS if name in WRITERS and name in formats]
            files = [_file_name(edition, name) for name in asked for edition in editions]
            made = [(file, making[file].result()) for file in files]
            paths = _write(output, made)
            if "html" in formats:
                paths += _write_fonts(output / FONT_FOLDER)
            paths += data.into_place()
    notices = [notice for report in editions for notice in report.edition.notices] + _one_sided(
        editions, counted
    )
    return Built(tuple(paths), tuple(counted.asked.values()), tuple(notices))


def _refuse_held(snapshot: Snapshot, taken_back: TakenBack) -> None:
    """Refuse to give out the tables of a snapshot that holds words taken back since it was taken."""
    quotable = {key for (key,) in snapshot.rows("SELECT statement_id FROM statements WHERE may_quote")}
    held = sum(one.id in quotable and one.standing in STOPS for one in taken_back.accounts)
    if held:
        raise InvalidValue(
            f"The snapshot still holds the words of {held} accounts whose consent was taken back since. "
            "Take a new snapshot, and build the report from that."
        )


def _check_languages(sources: Sequence[ReportSource]) -> None:
    languages = [source.front.language for source in sources]
    if len(set(languages)) != len(languages):
        files = " and ".join(source.file for source in sources)
        raise InvalidFile(f"{files} are of one language. Keep one file for each language.")


def _check_snapshot(sources: Iterable[ReportSource], snapshot: Snapshot) -> None:
    for source in sources:
        named = source.front.text("snapshot")
        if named and not snapshot.id.startswith(named):
            raise source.place_of("snapshot:").error(
                f"The report is pinned to snapshot {named[:16]}, the snapshot given is {snapshot.id[:16]}. "
                "Give the one it is pinned to, or change the front matter."
            )


def _file_name(report: Assembled, format_name: str) -> str:
    stem = Path(report.edition.source.file).stem
    return f"{stem}.{format_name}" if "." in stem else f"{stem}.{report.edition.language}.{format_name}"


def _write(output: Path, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (output / f".{name}.part").write_bytes(content)
    for name, _ in files:
        (output / f".{name}.part").replace(output / name)
    return [output / name for name, _ in files]


def _write_fonts(folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for font in font_files():
        if font.name in _FONT_NAMES:
            target = folder / _FONT_NAMES[font.name]
            if not target.is_file() or target.stat().st_size != font.stat().st_size:
                shutil.copyfile(font, target)
            paths.append(target)
    return paths


@dataclass(frozen=True, slots=True)
class _Data:
    """A data folder written beside its place, and the place; neither where none was asked for."""

    beside: Path
    folder: Path
    files: tuple[Path, ...]

    def into_place(self) -> list[Path]:
        """Put it where the one of an earlier build lay; return its files."""
        if not self.files:
            return []
        shutil.rmtree(self.folder, ignore_errors=True)
        self.beside.rename(self.folder)
        return [self.folder / file.relative_to(self.beside) for file in self.files]


@contextmanager
def _data_beside(
    output: Path, formats: Sequence[str], report: Assembled, snapshot: Snapshot, figures: Figures
) -> Iterator[_Data]:
    """Write the data folder, if it is asked for, while the other formats are made; it leaves nothing half-done."""
    beside, front = output / ".data.part", report.edition.source.front
    files: list[Path] = []
    try:
        if "data" in formats:
            files = write_data(
                beside, snapshot, figures, title=report.title, day=front.day, licence=front.text("licence")
            )
        yield _Data(beside, output / "data", tuple(files))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _one_sided(editions: Sequence[Assembled], figures: Figures) -> list[str]:
    """Notice figures that one language prints and another does not."""
    if len(editions) < 2:
        return []
    files = {report.edition.source.file for report in editions}
    found = []
    for question, places in figures.places.items():
        missing = files - {place.file for place in places}
        if missing:
            found.append(f"{places[0]}: {', '.join(sorted(missing))} does not print the figure {question}.")
    return found
