"""Fold Arabic and Latin text so that the same word written differently compares equal; never for display.

The rules are the usual ones of Arabic record linkage: compatibility forms, marks and tatweel away, one alef, one ya,
ta marbuta as ha, hamza carriers as their letters, Persian and Urdu letters as Arabic, digits as ASCII.
"""

import re
import unicodedata

_ARABIC_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي",
        "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه",
        "ؤ": "و", "ئ": "ي", "ء": None,
        "ک": "ك", "ڪ": "ك", "گ": "ك",
        "ـ": None,
    }
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = re.compile("['’‘ʼʻʾʿ`´′]")
_NOT_WORD = re.compile(r"[^\w]+")
_LATIN_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss"}
)


def strip_invisible(text: str) -> str:
    """Remove bidirectional controls, zero-width characters and soft hyphens."""
    return _INVISIBLE.sub("", text)


def ascii_digits(text: str) -> str:
    """Write every decimal digit of any script as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def fold_arabic(text: str) -> str:
    """Fold Arabic spelling variants to one form; words stay apart, other scripts are left as they are."""
    folded = unicodedata.normalize("NFKC", strip_invisible(text))
    folded = _ARABIC_MARKS.sub("", folded).translate(_ARABIC_LETTERS)
    return _SPACES.sub(" ", ascii_digits(folded)).strip()


def fold_latin(text: str) -> str:
    """Fold Latin text to lower-case ASCII words: accents, apostrophes and punctuation away, hyphens as spaces."""
    if text.isascii():  # most cells of most lists: nothing to normalise
        return " ".join(_NOT_WORD.sub(" ", text.replace("'", "").replace("`", "").lower()).split())
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", strip_invisible(text))).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _SPACES.sub(" ", _NOT_WORD.sub(" ", ascii_digits(plain.translate(_LATIN_LETTERS)))).strip()


def is_arabic(text: str) -> bool:
    """Say whether most letters of the text are of the Arabic script."""
    if text.isascii():
        return False
    letters = [c for c in text if c.isalpha()]
    return sum("ARABIC" in unicodedata.name(c, "") for c in letters) * 2 > len(letters)


def fold(text: str) -> str:
    """Fold a text of either script for comparison and search."""
    return (
        _SPACES.sub(" ", _NOT_WORD.sub(" ", fold_arabic(text))).strip()
        if is_arabic(text)
        else fold_latin(text)
    )
