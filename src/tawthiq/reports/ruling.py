"""Which counting rule a report's front matter names: a packaged one, or a file of the report's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tawthiq.analysis import CountingRule, counting_rule, counting_rule_from
from tawthiq.domain.errors import InvalidFile
from tawthiq.reports.source import ReportSource

USUAL: Final = "snhr-2019"
"""The practice of 2019, where a report names no rule."""


def rule_of(source: ReportSource) -> CountingRule:
    """Return the rule that a report's own front matter names."""
    return rule_named(source.front.text("rule", USUAL), source.folder)


def rule_named(name: str, folder: Path) -> CountingRule:
    """Return a packaged rule by its id, or one from a TOML file that lies in the folder."""
    if not name.endswith(".toml"):
        return counting_rule(name)
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise InvalidFile(f"The rule {name[:80]} lies outside the report's folder. Put it there.")
    return rule_in(path)


def rule_in(path: Path) -> CountingRule:
    """Read a rule from a TOML file."""
    try:
        return counting_rule_from(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"The rule {path.name} cannot be read as text. Check that it is there.") from error
