"""The short texts that reports print by themselves, in both languages, from one table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from tawthiq.vocab import Language


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("tawthiq.reports.language").joinpath("phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrase(name: str, language: Language, **values: object) -> str:
    """Return a text in a language with its places filled in; a value is put in as it is."""
    return _phrases()[language][name].format(**values)


def phrase_names(language: Language) -> frozenset[str]:
    """Return the names of the texts that a language has."""
    return frozenset(_phrases()[language])
