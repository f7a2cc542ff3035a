"""Write whole numbers in words, in English and in Arabic with the gender and case that the counted noun asks for."""

from __future__ import annotations

from typing import Final, Literal

from tawthiq.domain.errors import InvalidValue

Gender = Literal["masculine", "feminine"]
Case = Literal["nominative", "genitive", "accusative"]

LARGEST: Final = 999_999

_ENGLISH: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

# Three to ten take the gender opposite to the noun's: the first row stands with masculine nouns.
_OPPOSITE: Final = {
    "masculine": ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"],
    "feminine": ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"],
}
_ONE: Final = {"masculine": "واحد", "feminine": "واحدة"}
_TWO: Final = {
    "masculine": {"nominative": "اثنان", "oblique": "اثنين"},
    "feminine": {"nominative": "اثنتان", "oblique": "اثنتين"},
}
_TWELVE: Final = {
    "masculine": {"nominative": "اثنا عشر", "oblique": "اثني عشر"},
    "feminine": {"nominative": "اثنتا عشرة", "oblique": "اثنتي عشرة"},
}
_ELEVEN: Final = {"masculine": "أحد عشر", "feminine": "إحدى عشرة"}
_TEEN: Final = {"masculine": "عشر", "feminine": "عشرة"}
_TENS: Final = {
    "nominative": ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"],
    "oblique": ["عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"],
}
_HUNDREDS: Final = ["ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def english_words(number: int) -> str:
    """Write a number from 0 to 999,999 in English words."""
    _check(number)
    if number < 20:
        return _ENGLISH[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ENGLISH[hundreds]} hundred" + (f" and {english_words(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    joint = "" if not rest else (" and " if rest < 100 else " ")
    return f"{english_words(thousands)} thousand{joint}{english_words(rest) if rest else ''}"


def arabic_words(
    number: int, *, gender: Gender = "masculine", case: Case = "nominative", before_noun: bool = False
) -> str:
    """Write a number from 0 to 999,999 in Arabic words.

    `gender` is that of the counted noun; `before_noun` drops the last letter of a dual that a noun follows
    (مئتا طفل, ألفا طفل). One and two before a noun are the noun itself: see `nouns.counted`.
    """
    _check(number)
    oblique = "nominative" if case == "nominative" else "oblique"
    if number == 0:
        return "صفر"
    thousands, rest = divmod(number, 1000)
    parts: list[str] = []
    if thousands:
        parts.append(_thousands(thousands, oblique, before_noun=before_noun and not rest))
    hundreds, ones = divmod(rest, 100)
    if hundreds:
        parts.append(_hundreds(hundreds, oblique, before_noun=before_noun and not ones))
    if ones:
        parts.append(_below_hundred(ones, gender, oblique, before_noun=before_noun))
    return " و".join(parts)


def _check(number: int) -> None:
    if not 0 <= number <= LARGEST:
        raise InvalidValue(
            f"{number} cannot be written in words. Give 0 to {LARGEST}, or write it in digits."
        )


def _thousands(thousands: int, case: str, *, before_noun: bool) -> str:
    if thousands == 1:
        return "ألف"
    if thousands == 2:
        dual = {"nominative": "ألفان", "oblique": "ألفين"}[case]
        return dual[:-1] if before_noun else dual
    kind: Case = "nominative" if case == "nominative" else "genitive"
    if thousands % 100 in range(3, 11):
        unit = "آلاف"
    else:
        unit = "ألف" if thousands % 100 in (0, 1, 2) or before_noun else "ألفاً"
    return f"{arabic_words(thousands, case=kind, before_noun=True)} {unit}"


def _hundreds(hundreds: int, case: str, *, before_noun: bool) -> str:
    if hundreds == 1:
        return "مئة"
    if hundreds == 2:
        dual = {"nominative": "مئتان", "oblique": "مئتين"}[case]
        return dual[:-1] if before_noun else dual
    return _HUNDREDS[hundreds - 3]


def _below_hundred(ones: int, gender: Gender, case: str, *, before_noun: bool) -> str:
    if ones == 1:
        return _ONE[gender]
    if ones == 2:
        return _TWO[gender][case]
    if ones <= 10:
        word = _OPPOSITE[gender][ones - 3]
        return "ثمانٍ" if word == "ثماني" and not before_noun else word
    if ones == 11:
        return _ELEVEN[gender]
    if ones == 12:
        return _TWELVE[gender][case]
    if ones < 20:
        return f"{_OPPOSITE[gender][ones - 13]} {_TEEN[gender]}"
    tens, last = divmod(ones, 10)
    ten = _TENS[case][tens - 2]
    if not last:
        return ten
    first = "إحدى" if last == 1 and gender == "feminine" else None
    return f"{first or _below_hundred(last, gender, case, before_noun=False)} و{ten}"
