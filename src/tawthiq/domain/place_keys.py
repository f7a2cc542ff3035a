"""Sound out place names: Arabic and romanised spellings of one name become nearly the same row of sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tawthiq.domain.scripts import fold_latin, is_arabic, strip_invisible

# Sounds: consonants as below; the vowels a e i u, A the long a that Arabic writes; `~` is a ta marbuta at the end,
# said a or ah; `=` one within, before another word, said a, at or et.
# X kh, G gh, T th, D dh, S sh, C the letter ain, which Latin leaves out. Long u and i of Arabic are w and y.
_ARABIC_SOUNDS = {
    "ا": "A", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ى": "a", "ء": "", "ئ": "", "ؤ": "w",
    "ب": "b", "پ": "b", "ت": "t", "ث": "T", "ج": "j", "چ": "j", "ح": "h", "خ": "X", "د": "d", "ذ": "D", "ر": "r",
    "ز": "z",
    "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "C", "غ": "G", "ف": "f", "ڤ": "f", "ق": "q",
    "ك": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ی": "y", "ة": "~",
}  # fmt: skip
_LATIN_SOUNDS = (
    ("tch", "S"), ("tsch", "S"), ("dj", "j"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "X"), ("gh", "G"),
    ("th", "T"), ("dh", "D"), ("zh", "z"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ou", "u"), ("oo", "u"),
    ("ow", "w"),
    ("aw", "w"), ("au", "w"), ("ee", "i"), ("ie", "i"), ("ai", "y"), ("ei", "y"), ("ay", "y"), ("ey", "y"),
    ("iy", "y"),
    ("aa", "a"), ("c", "k"), ("x", "ks"), ("v", "f"), ("p", "b"), ("o", "u"),
)  # fmt: skip
_LATIN_RULES = re.compile("|".join(re.escape(written) for written, _ in _LATIN_SOUNDS))
_LATIN_TABLE = dict(_LATIN_SOUNDS)
_ARTICLES = frozenset({"al", "el", "ul", "il", "l"})
# Before a sun letter the article takes its sound: an-Numan, ash-Shughur, ez-Zor.
_SUN_ARTICLE = re.compile(r"[aeu](t|th|d|dh|r|z|s|sh|n)")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_DOUBLED = re.compile(r"(.)\1+")
VOWELS = frozenset("aeiuA~=")
# Sounds that one skeleton stands for, so that spellings which confuse them are compared at all.
_CLASSES = str.maketrans(
    {"q": "k", "X": "h", "G": "j", "g": "j", "T": "t", "D": "d", "C": None, "w": None, "y": None, "h": "h"}
    | dict.fromkeys(VOWELS)
)

# What it costs to take one sound for another (either way), to leave one out; everything else costs 1.
SWAPS = {
    "Aa": 0.0, "Ae": 0.08, "Ai": 0.2, "Au": 0.25, "Ay": 0.3, "Aw": 0.3, "A~": 0.05, "A=": 0.05, "AC": 0.05,
    "ae": 0.08, "ai": 0.2, "au": 0.25, "ei": 0.08, "eu": 0.25, "iu": 0.3, "ey": 0.12, "iy": 0.05, "ay": 0.25,
    "uw": 0.05, "aw": 0.3, "wy": 0.6, "ew": 0.3, "iw": 0.4, "uy": 0.5, "kq": 0.05, "hX": 0.3, "kX": 0.35, "Gg": 0.1,
    "Gj": 0.4, "gj": 0.15, "Gq": 0.4, "gk": 0.3, "gq": 0.3, "Tt": 0.22, "Ts": 0.3, "Dd": 0.25, "Dz": 0.15,
    "dz": 0.45, "DT": 0.2, "Tz": 0.4, "Ss": 0.4, "dt": 0.5, "~a": 0.02, "~e": 0.02, "~h": 0.05, "~i": 0.15,
    "~y": 0.4, "~u": 0.3, "=a": 0.02, "=e": 0.02, "=t": 0.03, "=h": 0.1, "=i": 0.1, "=y": 0.4, "=u": 0.3,
    "=~": 0.02, "Ca": 0.05, "Ce": 0.08, "Ci": 0.15, "Cu": 0.15, "CG": 0.4, "Ch": 0.4, "bf": 0.6, "wf": 0.4,
    "jS": 0.5, "sz": 0.4, "Sj": 0.5,
}  # fmt: skip
OMISSIONS = {
    "A": 0.14,
    "a": 0.1,
    "e": 0.1,
    "i": 0.14,
    "u": 0.14,
    "~": 0.15,
    "=": 0.08,
    "C": 0.05,
    "h": 0.4,
    "w": 0.35,
    "y": 0.35,
}
_SWAP = {(a, b): cost for (a, b), cost in ((tuple(pair), cost) for pair, cost in SWAPS.items())}
_SWAP |= {(b, a): cost for (a, b), cost in _SWAP.items()}


def _arabic_tokens(text: str) -> Iterator[str]:
    words = re.findall(r"[^\W\d_]+|\d+", _ARABIC_MARKS.sub("", text))
    for position, word in enumerate(words):
        bare = word[2:] if len(word) > 4 and word.startswith("ال") else word
        if position and len(bare) > 3 and word.startswith("وال"):
            bare = word
        sounds = "".join(_ARABIC_SOUNDS.get(letter, letter if letter.isdigit() else "") for letter in bare)
        if sounds.endswith(("h", "~")) and len(sounds) > 2:
            sounds = sounds[:-1] + ("~" if position == len(words) - 1 else "=")
        yield sounds


def _is_article(word: str, following: str) -> bool:
    if word in _ARTICLES:
        return True
    sun = _SUN_ARTICLE.fullmatch(word)
    return sun is not None and following.startswith(sun[1])


def _latin_tokens(text: str) -> Iterator[str]:
    words = fold_latin(text).replace("_", " ").split()
    last = len(words) - 1
    for position, word in enumerate(words):
        if position < last and _is_article(word, words[position + 1]):
            continue
        if len(word) > 3 and word[-2:] in ("ah", "eh"):
            word = word[:-2] + ("~" if position == last else "=")
        elif len(word) > 3 and position < last and word[-2:] in ("at", "et"):
            word = word[:-2] + "="
        yield _LATIN_RULES.sub(lambda found: _LATIN_TABLE[found[0]], word)


@lru_cache(maxsize=20_000)
def sounds_of(text: str) -> str:
    """Return the sounds of a name without articles and spaces; doubled sounds count once."""
    plain = strip_invisible(text)
    tokens = _arabic_tokens(plain) if is_arabic(plain) else _latin_tokens(plain)
    return _DOUBLED.sub(r"\1", "".join(tokens))


def skeleton_of(sounds: str) -> str:
    """Return the consonant skeleton by which names are found: vowels, half-vowels and fine differences away."""
    skeleton = _DOUBLED.sub(r"\1", sounds.translate(_CLASSES))
    return skeleton or sounds[:2]


def deletions_of(skeleton: str) -> set[str]:
    """Return the skeleton and each form of it with one consonant left out."""
    return {skeleton, *(skeleton[:at] + skeleton[at + 1 :] for at in range(len(skeleton)))}


# Between the scripts a short vowel costs next to nothing, for Arabic does not write it.
_ACROSS = OMISSIONS | dict.fromkeys("aeiu", 0.04)


@lru_cache(maxsize=50_000)
def distance(one: str, other: str, *, across: bool = False, most: float = 1000.0) -> float:
    """Return what it costs to turn one row of sounds into another; `across` when they come from two scripts.

    Above `most` any number above it may be returned, for then nobody asks how much.
    """
    omissions = _ACROSS if across else OMISSIONS
    above = [0.0]
    for sound in other:
        above.append(above[-1] + omissions.get(sound, 1.0))
    for mine in one:
        omit = omissions.get(mine, 1.0)
        left = above[0] + omit
        row = [left]
        for at, theirs in enumerate(other):
            swap = 0.0 if mine == theirs else _SWAP.get((mine, theirs), 1.0)
            left = min(above[at] + swap, above[at + 1] + omit, left + omissions.get(theirs, 1.0))
            row.append(left)
        if min(row) > most:
            return most + 1.0
        above = row
    return above[-1]


@lru_cache(maxsize=50_000)
def weight_of(sounds: str) -> float:
    """Return how much there is in a name to be unlike: about the number of its consonants, at least 1."""
    return max(1.0, sum(OMISSIONS.get(sound, 1.0) for sound in sounds))


def likeness(one: str, other: str, *, across: bool = False, least: float = 0.0) -> float:
    """Return 1 for the same sounds, towards 0 for others, 0 for any below `least`; by the weight of the shorter."""
    if one == other:
        return 1.0
    weight = min(weight_of(one), weight_of(other))
    most = weight * (1.0 - least)
    found = distance(one, other, across=across, most=most)
    return 0.0 if found > most else 1.0 - found / weight
