"""Count a noun: digits or words with the right English plural, and all six Arabic plural forms with agreement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from tawthiq.domain.errors import InvalidValue
from tawthiq.reports.language.numbers import Case, Gender, arabic_words, english_words
from tawthiq.vocab import Language

Style = Literal["digits", "words", "spelled"]
"""`digits`: 38; `words`: up to nine in words, above in digits (the house rule); `spelled`: always in words."""

UP_TO_IN_WORDS: Final = 9
_ARABIC_INDIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ONE_MASCULINE: Final = {"nominative": "واحد", "accusative": "واحداً", "genitive": "واحد"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in both languages with the forms that counting asks for."""

    en: tuple[str, str]
    gender: Gender
    one: str
    one_accusative: str
    dual: tuple[str, str]
    plural: tuple[str, str]


@cache
def nouns() -> Mapping[str, Noun]:
    """Read the table of nouns."""
    text = resources.files("tawthiq.reports.language").joinpath("nouns.toml").read_text(encoding="utf-8")
    return {
        code: Noun(
            en=(row["en"][0], row["en"][1]),
            gender=row["gender"],
            one=row["one"],
            one_accusative=row["one_accusative"],
            dual=(row["dual"][0], row["dual"][1]),
            plural=(row["plural"][0], row["plural"][-1]),
        )
        for code, row in tomllib.loads(text).items()
    }


def noun(code: str) -> Noun:
    """Return a noun of the table; InvalidValue names those there are."""
    found = nouns().get(code)
    if found is None:
        raise InvalidValue(f"There is no noun '{code}'. There are: {', '.join(nouns())}.")
    return found


def digits(number: int, language: Language, *, arabic_indic: bool = False) -> str:
    """Write a number in digits, with thousands apart as the language does it."""
    written = f"{number:,}"
    if language == "ar":
        written = written.replace(",", "٬" if arabic_indic else ",")
        return written.translate(_ARABIC_INDIC) if arabic_indic else written
    return written


def counted(
    number: int,
    code: str,
    language: Language,
    *,
    style: Style = "digits",
    case: Case = "nominative",
    arabic_indic: bool = False,
) -> str:
    """Write a number with its noun: "38 children", "seven children"; "طفلان", "7 أطفال", "سبعة أطفال", "38 طفلاً"."""
    word = noun(code)
    in_words = style == "spelled" or (style == "words" and number <= UP_TO_IN_WORDS)
    if language == "en":
        written = ("no" if number == 0 else english_words(number)) if in_words else digits(number, "en")
        return f"{written} {word.en[0] if number == 1 else word.en[1]}"
    if number == 0:
        return f"لا {word.plural[1]}"
    if number == 1:
        return _one(word, case)
    if number == 2:
        return word.dual[0 if case == "nominative" else 1]
    if in_words:
        return _arabic_in_words(number, word, case)
    form = _form_after(number, word)
    return f"{digits(number, language, arabic_indic=arabic_indic)} {form}"


def number_alone(
    number: int, language: Language, *, style: Style = "digits", gender: Gender = "masculine",
    case: Case = "nominative", arabic_indic: bool = False,
) -> str:  # fmt: skip
    """Write a number without its noun, in digits or words."""
    if style == "spelled" or (style == "words" and number <= UP_TO_IN_WORDS):
        if language == "en":
            return english_words(number)
        return arabic_words(number, gender=gender, case=case)
    return digits(number, language, arabic_indic=arabic_indic)


def _one(word: Noun, case: Case) -> str:
    if word.gender == "feminine":
        return f"{word.one} واحدة"
    return f"{word.one_accusative if case == 'accusative' else word.one} {_ONE_MASCULINE[case]}"


def _form_after(number: int, word: Noun) -> str:
    rest = number % 100
    if 3 <= rest <= 10:
        return word.plural[1]
    return word.one_accusative if rest >= 11 else word.one


def _arabic_in_words(number: int, word: Noun, case: Case) -> str:
    rest = number % 100
    if number > 100 and rest in (1, 2):  # مئة طفل وطفل واحد: the noun is said again
        whole = arabic_words(number - rest, gender=word.gender, case=case, before_noun=True)
        again = _one(word, case) if rest == 1 else word.dual[0 if case == "nominative" else 1]
        return f"{whole} {word.one} و{again}"
    written = arabic_words(number, gender=word.gender, case=case, before_noun=True)
    return f"{written} {_form_after(number, word)}"
