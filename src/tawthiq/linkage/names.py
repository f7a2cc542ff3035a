"""Read a person's name into words that compare equal however they were spelt, and into its parts; never for display.

Folded letters, compounds joined (عبد الله, أبو, نور الدين, Abd al-), particles of descent and leading
titles away, the article
dropped. A placeholder ("مجهول الهوية", "Unidentified", "UNB8") is recognised as no name: it has no words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.domain.scripts import fold_arabic, fold_latin, is_arabic
from tawthiq.linkage import words as table

_NOT_LETTERS = re.compile(r"[^\w]+|_|\d+")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ID_LIKE = re.compile(r"^[a-z]{1,4}$")
_ABD_LATIN = re.compile(r"^abd(?:[aeiou]l(?=[^aeiou]|[aeiou])|[aeiou](?=([^aeiou])\1))?(.{2,})$")
_CHILD_OF_SOMEBODY = re.compile(
    r"['’]s (?:child|baby|son|daughter|wife|mother|father|infant|family)\b", re.IGNORECASE
)
_SPECIAL = frozenset().union(
    table.CHILD_OF_ARABIC, table.CHILD_OF_LATIN, table.TITLES_ARABIC, table.TITLES_LATIN, table.JOIN_NEXT_ARABIC,
    table.JOIN_NEXT_LATIN, table.SUN_ARTICLES_LATIN, table.JOIN_PREVIOUS_ARABIC, table.DIN_LATIN, table.PLACEHOLDERS,
    table.STARTS_UNNAMED, table.RELATIONS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words for comparison, in the order written; no words means that nobody is named."""

    raw: str
    words: tuple[str, ...]
    arabic: bool

    @property
    def is_named(self) -> bool:
        """Say whether the text names a person."""
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a name as far as order and form show them; None where the name does not say."""

    given: str | None = None
    father: str | None = None
    grandfather: str | None = None
    family: str | None = None
    kunya: str | None = None
    laqab: str | None = None
    nisba: str | None = None


def parse_name(text: str | None) -> Name:
    """Read a name of either script; placeholders and empty texts give a name without words."""
    raw = (text or "").strip()
    arabic = _is_arabic(raw)
    if not raw or (not arabic and _CHILD_OF_SOMEBODY.search(raw)):
        return Name(raw, (), arabic)
    tokens = _folded(raw, arabic)
    if _is_placeholder(tokens, raw):
        return Name(raw, (), arabic)
    keys = tuple(_arabic_words(tokens) if arabic else _latin_words(tokens))
    return Name(raw, keys if any(len(k) > 1 for k in keys) else (), arabic)


def plain_word(word: str) -> str | None:
    """Return the word as it compares when it has no grammar of its own in any place of a name; None otherwise."""
    arabic = _is_arabic(word)
    tokens = _fold_arabic_word(word) if arabic else _fold_latin_word(word)
    if (
        len(tokens) != 1
        or len(tokens[0]) < 2
        or any(c.isdigit() for c in word)
        or not (arabic or tokens[0].isascii())
    ):
        return None
    if "’" in word or "'" in word or (arabic and _LATIN.search(word)) or tokens[0] in _SPECIAL:
        return None
    key = _arabic_key(tokens[0]) if arabic else _latin_key(tokens[0])
    return key if len(key) > 1 and key.isascii() != arabic else None


def name_parts(name: Name) -> Parts:
    """Place the words of a name: given, father, grandfather, family; kunya, laqab and nisba by their form."""
    kunya = next((w for w in name.words if w.startswith(("ابو", "ام_", "abu"))), None)
    plain = [w for w in name.words if w != kunya or w is name.words[-1]]
    tokens = _folded(name.raw, name.arabic)
    nisba = next(
        (
            t
            for t in reversed(tokens)
            if name.arabic and len(t) > 4 and t.startswith("ال") and t.endswith("ي")
        ),
        None,
    )
    laqab = next((w for w in plain if w.endswith(("دين", "سلام")) and len(w) > 5), None)
    count = len(plain)
    return Parts(
        given=plain[0] if plain else None,
        father=plain[1] if count > 2 else None,
        grandfather=plain[2] if count > 3 else None,
        family=plain[-1] if count > 1 else None,
        kunya=kunya,
        laqab=laqab,
        nisba=nisba,
    )


def _is_arabic(raw: str) -> bool:
    """Decide by the quick ways first: most names are of one script."""
    if raw.isascii() or not _ARABIC.search(raw):
        return False
    return not _LATIN.search(raw) or is_arabic(raw)


def _folded(raw: str, arabic: bool) -> list[str]:
    if arabic:
        return [t for word in raw.split() for t in _fold_arabic_word(word)]
    return [t for word in raw.split() for t in _fold_latin_word(word)]


@lru_cache(maxsize=200_000)
def _fold_arabic_word(word: str) -> tuple[str, ...]:
    return tuple(_NOT_LETTERS.sub(" ", fold_arabic(word)).split())


@lru_cache(maxsize=200_000)
def _fold_latin_word(word: str) -> tuple[str, ...]:
    return tuple(_NOT_LETTERS.sub(" ", fold_latin(word)).split())


def _is_placeholder(tokens: list[str], raw: str) -> bool:
    if not tokens or tokens[0] in table.STARTS_UNNAMED or all(t in table.PLACEHOLDERS for t in tokens):
        return True
    if (
        tokens[0] in table.RELATIONS
        and len(tokens) > 1
        and tokens[0] not in table.CHILD_OF_ARABIC - {"ابن", "بنت"}
    ):
        return True
    return len(tokens) == 1 and any(c.isdigit() for c in raw) and bool(_ID_LIKE.match(tokens[0]))


def _without_title(tokens: list[str], titles: frozenset[str]) -> list[str]:
    while len(tokens) > 2 and tokens[0] in titles:
        tokens = tokens[1:]
    return tokens


def _arabic_words(tokens: list[str]) -> list[str]:
    tokens = _without_title(tokens, table.TITLES_ARABIC)
    words: list[str] = []
    pending = ""
    for token in tokens:
        if token in table.CHILD_OF_ARABIC and words and not pending:
            continue
        if not pending and words and token in table.JOIN_PREVIOUS_ARABIC:
            words[-1] += _strip_al(token)
        elif token in table.JOIN_NEXT_ARABIC:
            pending += "" if token == "ال" else _one_abu(token)
        else:
            words.append(_arabic_key(pending + (_strip_al(token) if pending else token)))
            pending = ""
    return [*words, pending] if pending else words


def _one_abu(token: str) -> str:
    return "ابو" if token in ("ابا", "ابي", "بو") else token


@lru_cache(maxsize=200_000)
def _arabic_key(word: str) -> str:
    for prefix in ("عبد", "ابو"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return prefix + _strip_al(word[len(prefix) :])
    for suffix in ("الدين", "الله"):
        if word.endswith(suffix) and len(word) > len(suffix) + 1:
            return word[: -len(suffix)] + _strip_al(suffix)
    return _strip_al(word)


def _strip_al(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _latin_words(tokens: list[str]) -> list[str]:
    tokens = _without_title(tokens, table.TITLES_LATIN)
    words: list[str] = []
    pending = ""
    for index, token in enumerate(tokens):
        if token in table.CHILD_OF_LATIN and words and not pending:
            continue
        if words and not pending and token in table.DIN_LATIN:
            words[-1] += "din"
        elif index + 1 < len(tokens) and (
            token in table.JOIN_NEXT_LATIN or (token in table.SUN_ARTICLES_LATIN and index > 0)
        ):
            pending += _latin_prefix(token)
        else:
            words.append(_latin_key(pending + token))
            pending = ""
    return [*words, pending] if pending else words


def _latin_prefix(token: str) -> str:
    if token.startswith("abd"):
        return "abd"
    if token in ("abu", "abo", "abou", "aboo"):
        return "abu"
    return "um" if token in ("um", "umm", "om", "omm", "oum") else ""


@lru_cache(maxsize=200_000)
def _latin_key(word: str) -> str:
    matched = _ABD_LATIN.match(word)
    if matched:
        return "abd" + matched.group(2)
    if word.startswith(("abou", "aboo", "abo")) and len(word) > 6:
        return "abu" + word[4 if word[3] in "uo" else 3 :]
    return word
