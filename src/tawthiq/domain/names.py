"""PersonName and Spelling: a name as written with its parts and other spellings; a placeholder is no name."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from tawthiq.domain.errors import InvalidValue
from tawthiq.domain.scripts import ascii_digits, fold, is_arabic, strip_invisible

Script = Literal["arabic", "latin", "other"]
SpellingKind = Literal["as-written", "official", "romanised", "nickname", "former", "search"]
LONGEST_NAME = 200

# Embeddings, overrides and isolates make a name read otherwise than it is stored; mere marks are only taken away.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_CODE = re.compile(r"[a-z]{0,4}[-_ ]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?[-_ ]?[^\W\d_]{0,2}", re.IGNORECASE)
# Whole texts that stand where no name is known, and words of which such a text is made up.
_NO_NAMES = frozenset(
    map(
        fold,
        (
            "مجهول الهوية", "مجهولة الهوية", "مجهولو الهوية", "لم تعرف هويته", "لم تعرف هويتها", "غير معروف الاسم",
            "لم يتم التعرف عليه", "لم يذكر اسمه", "جثة مجهولة", "بدون اسم", "بلا اسم", "لا يوجد", "أشلاء", "طفل مولود",
            "name unknown", "not identified", "no name", "name withheld", "to be confirmed", "tbc", "tbd", "n/a", "na",
            "none", "null", "nan", "john doe", "jane doe", "anonymous", "body not identified", "remains",
        ),
    )
)  # fmt: skip
_PLACEHOLDER_WORDS = frozenset(
    map(
        fold,
        (
            "مجهول", "مجهولة", "المجهول", "مجهولين", "هوية", "الهوية", "الاسم", "اسم", "غير", "معروف", "معروفة", "محدد",
            "طفل", "طفلة", "رضيع", "رضيعة", "جنين", "امرأة", "سيدة", "رجل", "شاب", "شابة", "مدني", "شخص", "ضحية",
            "شهيد", "شهيدة", "جثة", "جثمان", "مسن", "مسنة", "فتاة",
            "unidentified", "unknown", "unnamed", "unk", "unb", "unborn", "baby", "infant", "child", "boy", "girl",
            "man", "woman", "male", "female", "person", "victim", "civilian", "body", "corpse", "martyr", "fetus",
            "foetus", "the", "an", "a", "of", "name", "no", "not", "and", "adult", "elderly", "young", "old",
        ),
    )
)  # fmt: skip
# These words alone may be somebody's name (Shahid, Walad); they make a placeholder only beside others.
_ALSO_NAMES = frozenset(
    map(fold, ("شهيد", "شهيدة", "اسم", "a", "an", "the", "of", "and", "no", "not", "young", "الهوية"))
)


def is_placeholder(text: str) -> bool:
    """Say whether a text stands for an unnamed person: مجهول الهوية, طفل رضيع, Unidentified, UNB8, a bare number."""
    plain = fold(text)
    if not plain or plain in _NO_NAMES or _CODE.fullmatch(ascii_digits(strip_invisible(text)).strip()):
        return True
    if not any(character.isalpha() for character in plain):
        return True
    words = [word for word in plain.split() if not word.isdigit()]
    made_up = all(word in _PLACEHOLDER_WORDS for word in words)
    return made_up and not all(word in _ALSO_NAMES for word in words)


def script_of(text: str) -> Script:
    """Return the script of most letters of a text."""
    if is_arabic(text):
        return "arabic"
    letters = [character for character in text if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    return "latin" if letters and latin * 2 > len(letters) else "other"


def cleaned_name(text: str) -> str:
    """Return a name fit to store and show; refuse direction controls, line breaks, and what is no text of a name.

    Zero-width signs, direction marks and double spaces are taken away; whoever stores the
    result keeps the raw text beside it.
    """
    if _BIDI.search(text):
        raise InvalidValue(
            "The name holds hidden characters that change the direction of the text, so that it could read otherwise "
            "than it is stored. Type the name again, or paste it as plain text."
        )
    if any(
        unicodedata.category(character) in ("Cc", "Cs", "Co") and character not in "\t\n\r"
        for character in text
    ):
        raise InvalidValue(
            "The name holds control characters. Type the name again, or paste it as plain text."
        )
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", strip_invisible(text))).strip()
    if not plain:
        raise InvalidValue("The name is empty. Write it as known, or record the person without a name.")
    if len(plain) > LONGEST_NAME:
        raise InvalidValue(
            f"The name has {len(plain)} characters; at most {LONGEST_NAME} are kept. Shorten it."
        )
    return plain


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way in which a name is written, with its raw text when that held more than is shown."""

    text: str
    script: Script
    kind: SpellingKind = "as-written"
    language: str | None = None
    raw: str | None = None

    @classmethod
    def of(cls, text: str, *, kind: SpellingKind = "as-written", language: str | None = None) -> "Spelling":
        """Make the spelling of a text: cleaned, its script found, the raw text kept where it differs."""
        plain = cleaned_name(text)
        return cls(plain, script_of(plain), kind, language, None if plain == text else text)

    @property
    def key(self) -> str:
        """Return the folded text, equal for spellings that differ only in signs that people leave out."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name: as written, its parts where known, and every other spelling met."""

    as_written: Spelling
    given: str | None = None
    father: str | None = None
    grandfather: str | None = None
    family: str | None = None
    kunya: str | None = None
    laqab: str | None = None
    nisba: str | None = None
    others: tuple[Spelling, ...] = ()

    def __post_init__(self) -> None:
        if is_placeholder(self.as_written.text):
            raise InvalidValue(
                "This stands for an unnamed person and is no name. Record the person without a name."
            )

    @classmethod
    def written(cls, text: str, *, language: str | None = None) -> "PersonName":
        """Make the name of a text as written, with no parts told apart; a placeholder is refused."""
        return cls(Spelling.of(text, language=language))

    @property
    def spellings(self) -> tuple[Spelling, ...]:
        """Return every spelling once, the written one first."""
        return tuple({spelling.text: spelling for spelling in (self.as_written, *self.others)}.values())

    def also_written(self, text: str, *, kind: SpellingKind = "as-written") -> "PersonName":
        """Return the name with one more spelling; none is ever taken away."""
        spelling = Spelling.of(text, kind=kind)
        known = {other.text for other in self.spellings}
        others = self.others if spelling.text in known else (*self.others, spelling)
        return PersonName(
            self.as_written, self.given, self.father, self.grandfather, self.family,
            self.kunya, self.laqab, self.nisba, others,
        )  # fmt: skip

    def in_script(self, script: Script) -> str | None:
        """Return the first spelling of a script; None when there is none."""
        return next((spelling.text for spelling in self.spellings if spelling.script == script), None)
