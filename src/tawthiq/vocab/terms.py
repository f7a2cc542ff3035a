"""Term and Vocabulary: codes that never change, with English and Arabic labels and other standards' codes."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

Language = Literal["en", "ar"]
_LISTS = "tawthiq.vocab.lists"
_OWN_KEYS = frozenset({"code", "en", "ar", "definition_en", "definition_ar", "codes", "also"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its code, labels, definitions where judgement needs them, and what else it is called.

    `codes` holds its code in other standards (huridocs, sdg, hxl, ucdp, acled, airwars); `links` names terms of
    ours: `parent` in the same vocabulary, `cause` of a munition, `group` of a facility, `kind` of a party.
    """

    code: str
    en: str
    ar: str
    definition_en: str | None
    definition_ar: str | None
    also: tuple[str, ...]
    codes: Mapping[str, str]
    links: Mapping[str, str]

    @property
    def parent(self) -> str | None:
        """Return the code of the broader term of the same vocabulary."""
        return self.links.get("parent")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return everything the term is called: code, both labels, and what else it is written as."""
        return (self.code, self.en, self.ar, *self.also)

    def label(self, language: Language) -> str:
        """Return the label in a language."""
        return self.ar if language == "ar" else self.en

    def definition(self, language: Language) -> str | None:
        """Return the definition in a language; None where the label says it all."""
        return self.definition_ar if language == "ar" else self.definition_en


@dataclass(frozen=True, slots=True)
class Vocabulary(Mapping[str, Term]):
    """A versioned mapping of code to Term, in the order in which people should see the terms."""

    id: str
    version: str
    en: str
    ar: str
    definition_en: str | None
    definition_ar: str | None
    terms: Mapping[str, Term]

    def __getitem__(self, code: str) -> Term:
        return self.terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def choices(self, language: Language) -> list[tuple[str, str]]:
        """Return (code, label) pairs in order, as forms want them."""
        return [(term.code, term.label(language)) for term in self.terms.values()]

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes whose parent is this one."""
        return tuple(term.code for term in self.terms.values() if term.parent == code)

    def with_descendants(self, code: str) -> frozenset[str]:
        """Return the code and everything under it."""
        return frozenset({code}).union(*(self.with_descendants(child) for child in self.children(code)))


def _term(row: Mapping[str, Any]) -> Term:
    links = {key: value for key, value in row.items() if key not in _OWN_KEYS}
    return Term(
        code=row["code"],
        en=row["en"],
        ar=row["ar"],
        definition_en=row.get("definition_en"),
        definition_ar=row.get("definition_ar"),
        also=tuple(row.get("also", ())),
        codes=MappingProxyType(dict(row.get("codes", {}))),
        links=MappingProxyType(links),
    )


@cache
def names() -> tuple[str, ...]:
    """Return the ids of all vocabularies, sorted."""
    files = resources.files(_LISTS).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return a vocabulary by its id; KeyError, naming those there are, when it does not exist."""
    if name not in names():
        raise KeyError(f"There is no vocabulary {name!r}. There are: {', '.join(names())}.")
    read = tomllib.loads(resources.files(_LISTS).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    terms = {row["code"]: _term(row) for row in read["terms"]}
    return Vocabulary(
        id=read["id"],
        version=read["version"],
        en=read["en"],
        ar=read["ar"],
        definition_en=read.get("definition_en"),
        definition_ar=read.get("definition_ar"),
        terms=MappingProxyType(terms),
    )
