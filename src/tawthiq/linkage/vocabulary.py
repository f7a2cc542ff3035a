"""Read many names at once into words as numbers of a vocabulary; gives for each name what `parse_name`
gives for it alone.

Most names are made of words without a grammar of their own: those are read once for each distinct word,
not for each name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tawthiq.linkage.names import parse_name, plain_word

# How much oftener whole names of three, of four and more words coincide than independent words would:
# relatives share chains of names.
FAMILY_FACTOR_THREE, FAMILY_FACTOR_LONG = 4.0, 16.0
# What is known of names before any list is read, worth so many rows: on a list of twenty people a word that stands there
# once is not a twentieth of all names.
BACKGROUND_ROWS = 1000
COMMONEST_SHARES = (
    0.09,
    0.04,
    0.025,
    0.02,
    0.02,
)  # of the first of the common names; each further one has COMMON_SHARE
COMMON_SHARE, RARE_SHARE = 0.003, 0.0004
JOINED_AT_MOST, JOINED_TIMES = 3, 4  # a joined word is rare, and its parts at least so many times as frequent


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of names one after another: name i has words[starts[i]:starts[i + 1]], numbers into the vocabulary."""

    vocabulary: tuple[str, ...]
    words: np.ndarray
    starts: np.ndarray

    def counts(self) -> dict[str, int]:
        """Return how often each word occurs."""
        found = np.bincount(self.words, minlength=len(self.vocabulary)).tolist()
        return {w: n for w, n in zip(self.vocabulary, found, strict=True) if n}

    def lengths(self) -> np.ndarray:
        """Return each name's number of words; 0 for nobody named."""
        return np.diff(self.starts)

    def joined(self, texts: Mapping[str, str]) -> pa.Array:
        """Return each name with its words replaced by their texts and joined by spaces; null for nobody named."""
        values = pa.array([texts.get(w, "") for w in self.vocabulary], pa.string()).take(pa.array(self.words))
        lists = pa.ListArray.from_arrays(pa.array(self.starts, pa.int32()), values)
        return pc.if_else(
            pa.array(self.lengths() > 0), pc.binary_join(lists, " "), pa.scalar(None, pa.string())
        )

    def chance(self, texts: Mapping[str, str], background: Mapping[str, float]) -> np.ndarray:
        """Return how often each name, its words replaced by their texts, coincides with another by chance.

        The words' frequencies multiplied, the first word's among first words, the others' among the rest; what the
        lists show is weighed with the `background` shares of common texts, which decide on short lists.
        """
        codes: dict[str, int] = {}
        code = np.array(
            [codes.setdefault(texts.get(w, ""), len(codes)) for w in self.vocabulary] or [0], dtype=np.int64
        )
        words, lengths = code[self.words], self.lengths()
        known = np.full(max(1, len(codes)), RARE_SHARE)
        for text, at in codes.items():
            known[at] = background.get(text, RARE_SHARE)
        leads = np.zeros(len(words), dtype=bool)
        leads[self.starts[:-1][lengths > 0]] = True
        logs = np.zeros(len(words))
        for part in (leads, ~leads):
            counts = np.bincount(words[part], minlength=len(known))
            shares = (counts + BACKGROUND_ROWS * known) / (part.sum() + BACKGROUND_ROWS)
            logs[part] = np.log(shares[words[part]])
        sums = np.concatenate([[0.0], np.cumsum(logs)])
        total = sums[self.starts[1:]] - sums[self.starts[:-1]]
        factor = np.select([lengths <= 2, lengths == 3], [1.0, FAMILY_FACTOR_THREE], FAMILY_FACTOR_LONG)
        return np.asarray(np.round(np.exp(total) * factor, 14))

    def ends(self) -> "NameWords":
        """Return the first and the last word of each name; names of one word are left out."""
        long = self.lengths() > 1
        starts = np.concatenate([[0], np.cumsum(2 * long)])
        both = np.stack([self.starts[:-1][long], self.starts[1:][long] - 1], axis=1).ravel()
        return NameWords(self.vocabulary, self.words[both], starts)

    def first(self) -> np.ndarray:
        """Return each name's first word, -1 for nobody named."""
        named = self.lengths() > 0
        found = np.full(len(named), -1, dtype=np.int64)
        found[named] = self.words[self.starts[:-1][named]]
        return found


def read_names(texts: pa.Array) -> NameWords:
    """Read names; words written as one ("محمدحسن") are parted where both parts are far better known than the whole."""
    words = read_each(texts)
    counts = words.counts()
    parted = {w: p for w, n in counts.items() if n <= JOINED_AT_MOST and len(p := _parted(w, counts)) == 2}
    return _with_parts(words, parted) if parted else words


def read_each(texts: pa.Array) -> NameWords:
    """Read names word by word as written."""
    lists = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(pc.fill_null(texts, "")))
    coded = lists.flatten().dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    raw_starts = lists.offsets.to_numpy()
    raw_starts = raw_starts - raw_starts[0]
    plain = [plain_word(w) for w in coded.dictionary.to_pylist()]
    vocabulary: dict[str, int] = {}
    numbers = np.array(
        [-1 if p is None else vocabulary.setdefault(p, len(vocabulary)) for p in plain] or [0], dtype=np.int64
    )
    script = np.array([0 if p is None else 1 if p.isascii() else 2 for p in plain] or [0], dtype=np.int8)[
        codes
    ]
    low, high = (
        f.reduceat(script, raw_starts[:-1]) if len(script) else script for f in (np.minimum, np.maximum)
    )
    simple = (low > 0) & (low == high)
    slow = np.flatnonzero(~simple).tolist()
    read = {at: parse_name(texts[at].as_py()).words for at in slow}
    lengths = np.diff(raw_starts)
    lengths[slow] = [len(read[at]) for at in slow]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    words = np.empty(int(starts[-1]), dtype=np.int64)
    words[np.repeat(simple, lengths)] = numbers[codes][np.repeat(simple, np.diff(raw_starts))]
    others = [vocabulary.setdefault(w, len(vocabulary)) for at in slow for w in read[at]]
    words[np.repeat(~simple, lengths)] = others
    return NameWords(tuple(vocabulary), words, starts)


def _parted(word: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    if len(word) < 6 or word.isascii() or word.startswith(("عبد", "ابو")):
        return (word,)
    best = (JOINED_TIMES * counts[word], word, "")
    for at in range(3, len(word) - 2):
        one, two = word[:at], word[at:]
        two = two[2:] if two.startswith("ال") and len(two) > 4 else two
        best = max(best, (min(counts.get(one, 0), counts.get(two, 0)), one, two))
    return (best[1], best[2]) if best[2] else (word,)


def _with_parts(words: NameWords, parted: Mapping[str, tuple[str, ...]]) -> NameWords:
    number = {w: n for n, w in enumerate(words.vocabulary)}
    two = np.zeros(len(number), dtype=bool)
    first, second = np.arange(len(number)), np.zeros(len(number), dtype=np.int64)
    for word, (one, other) in parted.items():
        at = number[word]
        two[at], first[at], second[at] = True, number[one], number[other]
    twice = two[words.words]
    made = np.empty(len(words.words) + int(twice.sum()), dtype=np.int64)
    places = np.arange(len(words.words)) + np.concatenate([[0], np.cumsum(twice)[:-1]])
    made[places] = first[words.words]
    made[places[twice] + 1] = second[words.words[twice]]
    shift = np.concatenate([[0], np.cumsum(twice)])
    return NameWords(words.vocabulary, made, words.starts + shift[words.starts])
