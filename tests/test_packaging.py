"""What is installed from the package: every file beside the code, or pages, words and maps would be missing there."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tawthiq"


def test_every_file_beside_the_code_goes_into_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    packed = {path for pattern in patterns for path in SOURCE.glob(pattern)}
    beside = {path for path in SOURCE.rglob("*") if path.is_file() and path.suffix != ".py"}
    beside = {path for path in beside if "__pycache__" not in path.parts}
    assert len(beside) > 100
    assert sorted(str(path.relative_to(SOURCE)) for path in beside - packed) == []
