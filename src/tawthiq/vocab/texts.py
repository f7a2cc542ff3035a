"""The packaged texts that are no vocabularies: calendar words, sentences of refusals, counting rules."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

_PACKAGE = "tawthiq.vocab"


def _read(*path: str) -> str:
    return resources.files(_PACKAGE).joinpath(*path).read_text(encoding="utf-8")


@cache
def calendar_words() -> Mapping[str, Any]:
    """Return the names of months, weekdays, seasons and words of doubt, in English and Arabic."""
    return tomllib.loads(_read("calendar.toml"))


@cache
def refusal_texts() -> Mapping[str, Mapping[str, str]]:
    """Return, for each code of a refusal, its sentence in each language, with {places} for values."""
    return tomllib.loads(_read("refusals.toml"))


@cache
def rule_names() -> tuple[str, ...]:
    """Return the ids of the packaged counting rules, sorted."""
    files = resources.files(_PACKAGE).joinpath("rules").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def rule_text(name: str) -> str:
    """Return the TOML text of a packaged counting rule; KeyError when there is none of that name."""
    if name not in rule_names():
        raise KeyError(name)
    return _read("rules", f"{name}.toml")
