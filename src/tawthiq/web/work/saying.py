"""Say the values of a record's fields as people do: codes by their labels, dates in words, ids by what they name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tawthiq.domain.errors import TawthiqError
from tawthiq.queries.history import FieldChange
from tawthiq.queries.stories import Named, RecordChange, StoryStep
from tawthiq.web.refusing import language
from tawthiq.web.shell.templatetags.say import on, term, when
from tawthiq.web.work.fields import DATES, action_label, field_label, kind_label, vocabulary_of

DIFFED_FROM = 40
"""Texts of so many characters and more are shown word by word."""
MOST_WORDS = 4_000

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class SaidField:
    """A field's name, its value before and after as people say them, and for long texts the words that changed."""

    name: str
    label: str
    before: str
    after: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SaidChange:
    """A record's change in words."""

    kind: str
    code: str
    version: int
    is_new: bool
    fields: tuple[SaidField, ...]


@dataclass(frozen=True, slots=True)
class SaidStep:
    """An entry of the ledger in words."""

    sequence: int
    recorded_at: str
    actor: str
    action: str
    reason: str
    changes: tuple[SaidChange, ...]


def step_said(step: StoryStep, names: Mapping[str, Named]) -> SaidStep:
    """Say one entry of the ledger."""
    return SaidStep(
        step.sequence, step.recorded_at, step.actor, action_label(step.action), step.reason,
        tuple(change_said(one, names) for one in step.changes),
    )  # fmt: skip


def change_said(change: RecordChange, names: Mapping[str, Named]) -> SaidChange:
    """Say what became of one record."""
    derived = {"first", "last", "died_first", "died_last", "held_first", "held_last"}
    told = (one for one in change.fields if one.field not in derived)
    return SaidChange(
        kind_label(change.kind), change.code, change.version, change.is_new,
        tuple(field_said(change.kind, one, names) for one in told),
    )  # fmt: skip


def field_said(kind: str, change: FieldChange, names: Mapping[str, Named]) -> SaidField:
    """Say one field before and after."""
    before = value_said(kind, change.field, change.before, names)
    after = value_said(kind, change.field, change.after, names)
    both = isinstance(change.before, str) and isinstance(change.after, str) and before and after
    words = word_changes(before, after) if both and max(len(before), len(after)) >= DIFFED_FROM else ()
    return SaidField(change.field, field_label(change.field), before, after, words)


def value_said(kind: str, field: str, value: Any, names: Mapping[str, Named]) -> str:
    """Say a value: never an id where it stands for a record, never a code where it has a label."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " · ".join(value_said(kind, field, one, names) for one in value)
    if isinstance(value, dict):
        return _mapping_said(field, value)
    text = str(value)
    if text in names:
        return _name_said(names[text])
    listed = vocabulary_of(kind, field)
    if listed is not None:
        return term(text, listed)
    return _time_said(field, text)


def word_changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the words of two texts as (`same` | `out` | `in`, words), in order."""
    one, two = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    if len(one) + len(two) > MOST_WORDS:
        return ()
    found: list[tuple[str, str]] = []
    for step, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(("same", "".join(one[a:b])))
            continue
        found += [
            (kind, text) for kind, text in (("out", _joined(one, a, b)), ("in", _joined(two, c, d))) if text
        ]
    return tuple(found)


def _joined(words: Sequence[str], first: int, last: int) -> str:
    return "".join(words[first:last])


def _name_said(named: Named) -> str:
    if named.is_hidden:
        return _("a record that is not yours to see")
    name = named.ar if language() == "ar" else named.en
    return f"{name} ({named.code})" if name and named.kind not in ("account", "party") else name or named.code


def _mapping_said(field: str, value: Mapping[str, Any]) -> str:
    if field == "uses":
        return " · ".join(
            f"{term(use, 'consent_use')}: {_('yes') if yes else _('no')}" for use, yes in value.items()
        )
    if set(value) == {"minimum", "maximum"}:
        return (
            f"{value['minimum']}–{value['maximum']}"
            if value["maximum"] is not None
            else f"≥ {value['minimum']}"
        )
    if "text" in value and "kind" not in value:
        return str(value["text"])
    if value.get("kind") == "draft":
        return _("draft")
    return " · ".join(f"{field_label(str(name))}: {one}" for name, one in value.items())


def _time_said(field: str, text: str) -> str:
    try:
        if field in DATES:
            return when(text)
        if _INSTANT.fullmatch(text):
            return on(datetime.fromisoformat(text))
        return on(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except (ValueError, TawthiqError):
        return text
