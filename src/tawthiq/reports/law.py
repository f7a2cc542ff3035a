"""Check citations of law against the list in law.toml; a wrong one is refused and the right one named.

Citations are written as "8(2)(e)(i)" (Rome Statute), "rule 1" (customary law), "resolution 2139" (Security Council).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from tawthiq.domain.errors import InvalidValue
from tawthiq.reports.language.phrases import phrase
from tawthiq.vocab import Language

Instrument = Literal["rome", "customary", "resolution"]

_PREFIXES: Final = {"rule ": "customary", "resolution ": "resolution"}
_PHRASES: Final = {"rome": "law_article", "customary": "law_rule", "resolution": "law_resolution"}
_INTERNATIONAL: Final = ("8(2)(a)", "8(2)(b)")
_NON_INTERNATIONAL: Final = ("8(2)(c)", "8(2)(e)")
_ARTICLE: Final = re.compile(r"(?<![\d(])([78])((?:\s*\(\s*\w{1,6}\s*\)){1,3})")
_NUMERALS: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision that may be cited, what it is about in both languages, and its kind of conduct."""

    instrument: str
    name: str
    en: str
    ar: str
    conduct: str | None


@cache
def provisions() -> Mapping[tuple[str, str], Provision]:
    """Read the list of what may be cited."""
    text = resources.files("tawthiq.reports").joinpath("law.toml").read_text(encoding="utf-8")
    return {
        (instrument, name): Provision(instrument, name, row["en"], row["ar"], row.get("conduct"))
        for instrument, rows in tomllib.loads(text).items()
        for name, row in rows.items()
    }


def provision(citation: str, *, conflict: str = "non-international", conduct: str | None = None) -> Provision:
    """Find what a citation stands for; InvalidValue names the right one for the conduct and kind of conflict."""
    instrument, name = _parsed(citation)
    found = provisions().get((instrument, name))
    if found is None:
        raise InvalidValue(_unknown(citation, instrument, name, conflict, conduct))
    if conduct is not None and instrument == "rome" and found.conduct != conduct:
        raise InvalidValue(
            f"{citation} is about {found.en}, not about {conduct}. {_right(conduct, conflict)}"
        )
    wrong = _INTERNATIONAL if conflict == "non-international" else _NON_INTERNATIONAL
    if instrument == "rome" and name.startswith(wrong):
        raise InvalidValue(
            f"{citation} holds in {'an international' if wrong == _INTERNATIONAL else 'a non-international'} conflict "
            f"and the report's conflict is {conflict}. {_right(found.conduct, conflict)} If another kind of conflict "
            'is meant, say so: conflict="international".'
        )
    return found


def provision_text(
    citation: str, language: Language, *, conflict: str = "non-international", conduct: str | None = None
) -> str:
    """Write a checked citation as a sentence cites it."""
    found = provision(citation, conflict=conflict, conduct=conduct)
    return phrase(_PHRASES[found.instrument], language, provision=found.name)


def faulty_citations(text: str) -> Iterator[tuple[int, str]]:
    """Find typed articles of the Rome Statute that do not exist: the offset in the text and what is wrong."""
    for found in _ARTICLE.finditer(text):
        citation = re.sub(r"\s", "", found.group())
        if citation.count("(") < (3 if citation.startswith("8") else 2):
            continue
        try:
            _existing(citation)
        except InvalidValue as error:
            yield found.start(), str(error)


def _existing(citation: str) -> None:
    if ("rome", citation) not in provisions():
        raise InvalidValue(_unknown(citation, "rome", citation, "non-international", None))


def _parsed(citation: str) -> tuple[str, str]:
    for prefix, instrument in _PREFIXES.items():
        if citation.startswith(prefix):
            return instrument, citation.removeprefix(prefix).strip()
    return "rome", re.sub(r"\s", "", citation)


def _unknown(citation: str, instrument: str, name: str, conflict: str, conduct: str | None) -> str:
    if instrument != "rome":
        known = ", ".join(other for kind, other in provisions() if kind == instrument)
        return f"'{citation[:40]}' is not in the list of law. There are: {known}."
    arabic = re.fullmatch(r"(8\(2\)\([a-e]\))\((\d{1,2})\)", name)
    if not arabic:
        return (
            f"'{citation[:40]}' is no provision of the Rome Statute that the list holds. {_right(conduct, conflict)}"
        ).strip()
    roman = f"{arabic[1]}({_roman(int(arabic[2]))})"
    meant = provisions().get(("rome", roman))
    about = f"{roman} is about {meant.en}" if meant else f"{roman} is not in the list either"
    if conduct is None:
        return f"'{citation[:40]}' is not how the Statute numbers: write Roman numerals. {about}. {_suggest(name)}"
    right = _right(conduct, conflict)
    return f"'{citation[:40]}' is not how the Statute numbers: write Roman numerals. {about}. {right}"


def _suggest(name: str) -> str:
    displaced = _right("displacement", "non-international") if name.endswith("(7)") else ""
    return f"If displacement is meant: {displaced}" if displaced else "State the conduct to have it checked."


def _right(conduct: str | None, conflict: str) -> str:
    if conduct is None:
        return ""
    chapter = _NON_INTERNATIONAL if conflict == "non-international" else _INTERNATIONAL
    about = [p.name for p in provisions().values() if p.instrument == "rome" and p.conduct == conduct]
    right = [name for name in about if name.startswith(chapter)]
    other = [name for name in about if name not in right]
    if right:
        also = f" (as a crime against humanity or in another conflict: {', '.join(other)})" if other else ""
        return f"Cite {' or '.join(right)} for {conduct} in a {conflict} conflict{also}."
    if about:
        return f"The Statute has no such war crime in a {conflict} conflict; {conduct} is {', '.join(about)}."
    known = sorted({p.conduct for p in provisions().values() if p.conduct})
    return f"There is no conduct '{conduct[:40]}' in the list. There are: {', '.join(known)}."


def _roman(number: int) -> str:
    written = ""
    for value, numeral in _NUMERALS:
        while number >= value:
            written += numeral
            number -= value
    return written
