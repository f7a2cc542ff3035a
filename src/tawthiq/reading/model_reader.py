"""A language model as a second reader: it proposes drafts, the same rules check them, and every draft says who read it.

Off unless asked for. The caller brings the model as a function from a prompt to its answer, so this module opens no
connection; `tawthiq read --model URL` gives one for an OpenAI-compatible server that an organisation runs itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import fold
from tawthiq.reading.counted import counts
from tawthiq.reading.drafts import FIELDS, MASSACRE_FROM
from tawthiq.reading.lexicon import language_of, tables
from tawthiq.reading.moments import moments, with_years
from tawthiq.reading.prose import Prose, Span, read_prose

Complete = Callable[[str], str]
"""Sends a prompt to a model and gives its answer."""

PROMPT: Final = """Read the bulletin below. List every attack it reports as JSON: {{"incidents": [{{…}}]}}.
Keys of an attack: {keys}. Copy place names as written. Dates as YYYY-MM-DD. Counts as numbers.
Parties: {parties}. attribution: believed, suspected, claimed, admitted or stated.
Leave out (null) what the text does not say. Do not list totals, earlier attacks mentioned in passing, or what is only planned.
Text:
{text}
"""
CONFIDENCE: Final = 0.5
_COUNTS: Final = (
    "civilians_killed",
    "children",
    "boys",
    "girls",
    "unborn",
    "women",
    "men",
    "combatants_killed",
    "injured",
    "arrested",
)
_NAMES: Final = ("place", "displaced_from", "site")
LONGEST: Final = 20_000


def read_with_model(text: str, complete: Complete) -> list[dict[str, Any]]:
    """Draft the incidents of a text with a model; a value the text does not bear out is dropped and named."""
    if len(text) > LONGEST:
        raise InvalidValue(
            f"{len(text)} characters are too many for the model; give at most {LONGEST} at a time."
        )
    prose = read_prose(text)
    language = language_of(prose)
    parties = ", ".join(tables("en")["parties"])
    answer = complete(PROMPT.format(keys=", ".join(FIELDS), parties=parties, text=text))
    return [_checked(draft, prose, language) for draft in _drafts_in(answer)]


def _drafts_in(answer: str) -> list[Mapping[str, Any]]:
    match = re.search(r"\{.*\}", answer, re.DOTALL)
    try:
        found = json.loads(match.group()) if match else None
    except json.JSONDecodeError:
        found = None
    drafts = found.get("incidents") if isinstance(found, dict) else None
    if not isinstance(drafts, list):
        raise InvalidValue(
            "The model's answer holds no JSON list of incidents. Try again, or read without --model."
        )
    return [d for d in drafts if isinstance(d, dict)]


def _checked(draft: Mapping[str, Any], prose: Prose, language: str) -> dict[str, Any]:
    """Keep what the rules find in the text too: numbers said, days said, names written, codes known."""
    whole = Span(0, len(prose.plain))
    numbers = {c.value for c in counts(prose, whole, language) if c.value is not None}
    days = {m.iso() for m in with_years(moments(prose.folded, whole, language))}
    held = {key: _held(key, draft.get(key), numbers, days, prose) for key in FIELDS}
    dropped = [k for k in FIELDS if draft.get(k) not in (None, "") and held[k] is None and k != "massacre"]
    killed = held["civilians_killed"]
    held["massacre"] = None if killed is None else killed >= MASSACRE_FROM
    confidence = {k: CONFIDENCE for k, v in held.items() if v is not None}
    return {
        **held,
        "spans": {},
        "confidence": confidence,
        "text": prose.source,
        "reader": "model",
        "not_in_text": dropped,
    }


def _held(key: str, value: Any, numbers: set[int], days: set[str | None], prose: Prose) -> Any:
    if value is None or key == "massacre":
        return None
    if key in _COUNTS:
        return value if isinstance(value, int) and value in numbers else None
    if key == "date":
        return value if value in days else None
    if key in _NAMES:
        return (
            value
            if isinstance(value, str) and value and f" {fold(value)} " in f" {fold(prose.plain)} "
            else None
        )
    if key == "party":
        return value if value in tables("en")["parties"] else None
    return value if isinstance(value, (str, bool, int)) else None
