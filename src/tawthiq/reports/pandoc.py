"""Run pandoc, shut off from files and network; the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from tawthiq.domain.errors import InvalidFile

try:
    import pypandoc
except ModuleNotFoundError:  # the extra `reports` is not installed: said when a report is built
    pypandoc = None

MARKDOWN: Final = (
    "markdown-raw_html-raw_tex-raw_attribute-markdown_in_html_blocks-native_divs-native_spans"
    "-tex_math_dollars-blank_before_header-citations-example_lists-autolink_bare_uris"
)
"""Pandoc's Markdown without raw markup of any format."""
_SECONDS: Final = 120


@cache
def pandoc_path() -> str:
    """Find the pandoc that came with its wheel."""
    if pypandoc is None:
        raise InvalidFile("Reports need pandoc. Install it with: pip install 'tawthiq[reports]'.")
    return str(pypandoc.get_pandoc_path())


def run_pandoc(arguments: Sequence[str], content: bytes, *, about: str, epoch: int = 0) -> bytes:
    """Give `content` to pandoc and return what it writes; its errors name `about`, not the content."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        done = subprocess.run(
            [pandoc_path(), *arguments], input=content, capture_output=True, env=environment, timeout=_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise InvalidFile(f"{about}: pandoc did not end within {_SECONDS} s. Split the report.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise InvalidFile(f"{about}: pandoc could not read or write it ({said[:200]}).")
    return done.stdout


def markdown_to_tree(text: str, about: str) -> dict[str, Any]:
    """Parse a report's Markdown into pandoc's tree."""
    written = run_pandoc(["--sandbox", "-f", MARKDOWN, "-t", "json"], text.encode(), about=about)
    tree: dict[str, Any] = json.loads(written)
    return tree
