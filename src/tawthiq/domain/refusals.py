"""Refusal: why something may not be done, as a code and a sentence in English or Arabic that says what to do."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tawthiq.domain.errors import InvalidValue, Refused
from tawthiq.vocab import Language, refusal_texts


def codes() -> tuple[str, ...]:
    """Return the codes of all refusals, in the order of their file."""
    return tuple(refusal_texts())


def places_of(code: str, language: Language) -> frozenset[str]:
    """Return the names of the values that a code's sentence needs."""
    parsed = string.Formatter().parse(refusal_texts()[code][language])
    return frozenset(name for _, name, _, _ in parsed if name is not None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule's no: the web shows its sentence, the service raises it, the API answers its code."""

    code: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    arabic_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def sentence(self) -> str:
        """Return the English sentence."""
        return self.sentence_in("en")

    def sentence_in(self, language: Language) -> str:
        """Return the sentence in a language."""
        values = {**self.values, **self.arabic_values} if language == "ar" else self.values
        return refusal_texts()[self.code][language].format_map(values)

    def as_error(self) -> Refused:
        """Return the error that a service raises for it."""
        error = Refused(self.code, self.sentence)
        error.refusal = self
        return error

    def as_invalid(self) -> InvalidValue:
        """Return the error for a value that cannot be."""
        error = InvalidValue(self.sentence)
        error.refusal = self
        return error


def refusal(code: str, /, **values: object) -> Refusal:
    """Make a refusal whose values read the same in both languages; a missing value is a KeyError at once."""
    made = Refusal(code, MappingProxyType({name: str(value) for name, value in values.items()}))
    made.sentence_in("ar")
    return made


def bilingual(code: str, english: Mapping[str, object], arabic: Mapping[str, object]) -> Refusal:
    """Make a refusal with values that differ by language, such as labels."""
    return Refusal(
        code,
        MappingProxyType({name: str(value) for name, value in english.items()}),
        MappingProxyType({name: str(value) for name, value in arabic.items()}),
    )


def ensure(*refusals: Refusal | None) -> None:
    """Raise the first refusal of several, if any."""
    for found in refusals:
        if found is not None:
            raise found.as_error()
