"""The innermost loops of the search for near-duplicates, compiled; loaded with the first search: it takes a second."""

import numba
import numpy as np


@numba.njit(cache=True)
def _ones(word: np.uint64) -> np.uint64:
    """Count the ones of a 64-bit word."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    pairs = np.uint64(0x3333333333333333)
    word = (word & pairs) + ((word >> np.uint64(2)) & pairs)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@numba.njit(cache=True)
def search(hashes, items, starts, query, short_query, within):  # type: ignore[no-untyped-def]  # compiled
    """Collect (item, distance) for every hash within reach; each once, by the first word that shows it."""
    found = []
    for word in range(16):
        for flip in range(17):
            key = short_query[word] if flip == 16 else short_query[word] ^ np.uint16(1 << flip)
            for place in range(starts[word, key], starts[word, np.int64(key) + 1]):
                item = items[word, place]
                far = np.uint64(0)
                for part in range(4):
                    far += _ones(hashes[item, part] ^ query[part])
                if far <= within and _is_first(hashes[item], query, word):
                    found.append((np.int64(item), np.int64(far)))
    return found


@numba.njit(cache=True)
def _is_first(one, query, word):  # type: ignore[no-untyped-def]  # compiled
    """Say whether no earlier word is the same or a bit away: then the item was not met before."""
    for earlier in range(word):
        shift = np.uint64(16 * (earlier % 4))
        part = ((one[earlier // 4] ^ query[earlier // 4]) >> shift) & np.uint64(0xFFFF)
        if _ones(part) <= 1:
            return False
    return True
