"""Say in one sentence for each comparison, in English or Arabic, why two rows may be one person or not."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

from tawthiq.linkage.comparisons import Comparison

_VALUES = re.compile(r" \(\{l\}[^)]*\)")
_TEXTS = tomllib.loads(files("tawthiq.linkage").joinpath("sentences.toml").read_text(encoding="utf-8"))
SENTENCES: Mapping[str, Mapping[str, str]] = _TEXTS["outcome"]
COLUMNS: Mapping[str, Mapping[str, str]] = _TEXTS["column"]
PAGE: Mapping[str, Mapping[str, str]] = _TEXTS["page"]


def explanation(comparisons: Sequence[Comparison], gammas: Sequence[int], *, language: str) -> str:
    """Return the sentences for a combination of levels, in the order of the comparisons; unknown ones are left out.

    The values of the two rows stand in it as places to fill: {birth_l}, {birth_r} and so on for each comparison.
    """
    sentences = []
    for comparison, gamma in zip(comparisons, gammas, strict=True):
        if gamma >= 0:
            text = _text(comparison.levels[len(comparison.levels) - 1 - gamma].code, language)
            left, right = f"{{{comparison.name}_l}}", f"{{{comparison.name}_r}}"
            sentences.append(text.format(l=left, r=right, what=_unfilled(comparison.title)))
    return " ".join(sentences)


def _unfilled(title: str) -> str:
    """Keep braces in a column's own name through the filling of the values."""
    return title.replace("{", "{{").replace("}", "}}")


def outcome_sentence(code: str, *, language: str, left: str = "", right: str = "") -> str:
    """Return the sentence of an outcome of the victim model; without both values, the sentence that names none."""
    text = _text(code, language)
    return text.format(l=left, r=right) if left and right else _VALUES.sub("", text)


def through_others(language: str) -> str:
    """Say that two rows share a group by way of others."""
    return str(_TEXTS["through-others"][language])


def title_of(comparison: Comparison, code: str, language: str) -> str:
    """Return the sentence of an outcome without the values of any pair."""
    text = _VALUES.sub("", _text(code, language))
    return text.format(what=comparison.title)


def _text(code: str, language: str) -> str:
    return (SENTENCES.get(code) or COLUMNS[code.rsplit("/", 1)[-1]])[language]
