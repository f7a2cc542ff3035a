"""Find the font files that come with their wheels; a machine's own fonts are never used, so pages look the same."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from tawthiq.domain.errors import InvalidFile

PACKAGES: Final = ("fontpkg-amiri", "fontpkg-noto-sans", "fontpkg-noto-sans-arabic", "fontpkg-noto-serif")


@cache
def font_files() -> tuple[Path, ...]:
    """Return the font files of the packages that reports need."""
    found: list[Path] = []
    for package in PACKAGES:
        try:
            files = metadata.files(package) or []
        except metadata.PackageNotFoundError as error:
            raise InvalidFile(
                f"Reports need the fonts of {package}. Install them with: pip install 'tawthiq[reports]'."
            ) from error
        found += [Path(str(file.locate())) for file in files if file.suffix in (".ttf", ".otf")]
    return tuple(sorted(found))


@cache
def font_folders() -> tuple[str, ...]:
    """Return the folders that hold the font files."""
    return tuple(sorted({str(path.parent) for path in font_files()}))
