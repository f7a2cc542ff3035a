"""Keep the Arabic of the pages complete: collect what the pages say, and compile what is translated.

    tools/messages.py update    write each area's locale/ar/LC_MESSAGES/django.po anew, translations kept
    tools/messages.py compile   write the .mo beside each .po (the set-up does this)
    tools/messages.py check     exit 1 and list what has no Arabic, is fuzzy, or is not collected

Each area of src/tawthiq/web (a folder with templates/ or a locale/) has a catalogue of its own. Needs no gettext
program: Django turns templates into Python, Babel reads it.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parent.parent
DOORS = (ROOT / "src/tawthiq/web", ROOT / "src/tawthiq/api")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
PLURALS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
)


def areas() -> list[Path]:
    """Return the folders that have a catalogue: the areas of the pages."""
    return sorted(
        folder
        for door in DOORS
        for folder in (door, *door.iterdir())
        if folder.is_dir() and any((folder / name).is_dir() for name in ("templates", "locale"))
    )


def _files_of(area: Path) -> Iterator[Path]:
    for file in sorted(area.rglob("*")):
        nearest = next((a for a in sorted(areas(), key=lambda a: -len(a.parts)) if a in file.parents), None)
        if nearest == area and file.suffix in {".py", ".html", ".txt"} and "locale" not in file.parts:
            yield file
    if area.name == "shell":  # modules of the doors that lie in no area are said with the frame
        for door in DOORS:
            yield from sorted(door.glob("*.py"))


def collected(area: Path) -> Catalog:
    """Return everything that an area's pages and modules say."""
    catalog = Catalog(locale="ar", fuzzy=False)
    for file in _files_of(area):
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            text = templatize(text, origin=str(file))
        for _, message, comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            flags = _flags(message)
            catalog.add(
                message, None, [(file.relative_to(ROOT).as_posix(), 0)], auto_comments=comments, context=context,
                flags=flags,
            )  # fmt: skip
    return catalog


def _flags(message: str | tuple[str, ...]) -> set[str]:
    parts = (message,) if isinstance(message, str) else message
    return {"python-format"} if any(re.search(r"%\(\w+\)[sd]", part) for part in parts) else set()


def _po(area: Path) -> Path:
    return area / "locale" / "ar" / "LC_MESSAGES" / "django.po"


def _read(area: Path) -> Catalog:
    if not _po(area).exists():
        return Catalog(locale="ar", fuzzy=False)
    with _po(area).open("rb") as file:
        return read_po(file, locale="ar")


def update() -> None:
    """Write each catalogue anew; what is no longer said is dropped, nothing is guessed."""
    for area in areas():
        old, new = _read(area), collected(area)
        for message in new:
            known = old.get(message.id, message.context) if message.id else None
            if known is not None and known.string:
                message.string = known.string

        _po(area).parent.mkdir(parents=True, exist_ok=True)
        with _po(area).open("wb") as file:
            write_po(file, new, omit_header=True, sort_output=True, include_lineno=False, width=110)
        text = _po(area).read_text(encoding="utf-8")
        header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {PLURALS}\\n"\n\n'
        _po(area).write_text(header + text, encoding="utf-8")


def compile_all() -> None:
    """Write the compiled catalogues, which Django reads."""
    for area in areas():
        if _po(area).exists():
            with _po(area).with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(area))


def faults() -> list[str]:
    """Return what is not collected, has no Arabic, or loses a placeholder in it."""
    found = []
    for area in areas():
        held = _read(area)
        for message in collected(area):
            if not message.id:
                continue
            known = held.get(message.id, message.context)
            where = f"{area.name}: {message.id!r}"
            if known is None:
                found.append(f"{where} is not in the catalogue (run: tools/messages.py update)")
            elif not _is_translated(known.string):
                found.append(f"{where} has no Arabic")
            elif _lost(message.id, known.string):
                found.append(f"{where} loses a placeholder in Arabic")
    return found


def _is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def _lost(message: str | tuple[str, ...] | list[str], string: str | tuple[str, ...] | list[str]) -> bool:
    names = {
        n
        for part in ([message] if isinstance(message, str) else message)
        for n in re.findall(r"%\((\w+)\)", part)
    }
    said = [string] if isinstance(string, str) else list(string)
    return any(set(re.findall(r"%\((\w+)\)", part)) - names for part in said) or (
        isinstance(message, str) and set(re.findall(r"%\((\w+)\)", said[0])) != names
    )


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    settings.configure()
    step = arguments[0] if arguments else ""
    if step == "update":
        update()
    elif step == "compile":
        compile_all()
    elif step == "check":
        for fault in (missing := faults()):
            print(fault)
        return 1 if missing else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
