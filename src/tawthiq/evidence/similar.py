"""Near-duplicates in the whole archive without looking at each item: every hash within distance 31 is found.

Multi-index hashing (Norouzi, Punjani, Fleet 2012). A PDQ hash is cut into 16 words of 16 bits. Two hashes
that differ in at most 31 bits differ in at most 1 bit in at least one word, so it is enough to look, for
each word, at the items that have the same word or one a bit away: exact, not approximate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import numpy.typing as npt

from tawthiq.domain.errors import InvalidValue
from tawthiq.evidence.fingerprints import LOWEST_QUALITY
from tawthiq.evidence.values import Fingerprint

WORDS, WORD_BITS, HASH_BYTES = 16, 16, 32
FARTHEST = 2 * WORDS - 1  # beyond it the pigeonhole argument no longer holds

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class HashIndex:
    """Hashes as four 64-bit words each; for each of the 16 short words, item numbers sorted by it and where
    it starts.
    """

    hashes: Words
    items: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.hashes)


@dataclass(frozen=True, slots=True)
class Archive:
    """The fingerprints of many items: the index, and for each hash its item and its second within a film."""

    index: HashIndex
    owners: tuple[str, ...]
    seconds: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another item that is likely the same picture or film: how near, on how many frames, and whether
    turned.
    """

    owner: str
    distance: int
    matched: int
    of: int
    is_turned: bool
    at: float | None
    at_other: float | None


def build_index(hashes: npt.NDArray[np.uint8]) -> HashIndex:
    """Make an index of hashes given as rows of 32 bytes."""
    if hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES:
        raise InvalidValue(f"Expected hashes of {HASH_BYTES} bytes in rows, found shape {hashes.shape}.")
    packed = np.ascontiguousarray(hashes)
    short = packed.view(np.uint16)
    count = len(packed)
    items = np.empty((WORDS, count), np.uint32)
    starts = np.zeros((WORDS, (1 << WORD_BITS) + 1), np.uint32)
    for word in range(WORDS):
        items[word] = np.argsort(short[:, word], kind="stable")
        starts[word, 1:] = np.cumsum(np.bincount(short[:, word], minlength=1 << WORD_BITS))
    return HashIndex(packed.view(np.uint64), items, starts)


def nearest(index: HashIndex, hashed: bytes, *, within: int = FARTHEST) -> list[tuple[int, int]]:
    """Find every hash at most `within` bits away: pairs of distance and item number, nearest first."""
    if not 0 <= within <= FARTHEST:
        raise InvalidValue(f"A distance of {within} cannot be searched for; expected 0 to {FARTHEST}.")
    if len(hashed) != HASH_BYTES:
        raise InvalidValue(f"Not a PDQ hash: {len(hashed)} bytes, expected {HASH_BYTES}.")
    if not len(index):
        return []
    query = np.frombuffer(hashed, np.uint64)
    searched = import_module("tawthiq.evidence.searched")  # only where something is searched
    found = searched.search(index.hashes, index.items, index.starts, query, query.view(np.uint16), within)
    return sorted((int(d), int(n)) for n, d in found)


def archive_of(items: Iterable[tuple[str, Sequence[Fingerprint]]]) -> Archive:
    """Index the fingerprints of items, leaving out those too plain to mean anything."""
    rows = [
        (owner, print_) for owner, prints in items for print_ in prints if print_.quality >= LOWEST_QUALITY
    ]
    packed = np.frombuffer(b"".join(bytes.fromhex(p.pdq) for _, p in rows), np.uint8).reshape(-1, HASH_BYTES)
    return Archive(build_index(packed), tuple(o for o, _ in rows), tuple(p.at for _, p in rows))


def resemblances(
    archive: Archive, fingerprints: Sequence[Fingerprint], *, within: int = FARTHEST
) -> list[Resemblance]:
    """Find the items that are likely the same picture or film, most frames first, then nearest.

    Likely the same, not proven: plain pictures and logos resemble each other. A person decides.
    """
    telling = [p for p in fingerprints if p.quality >= LOWEST_QUALITY]
    best: dict[str, list[Resemblance]] = {}
    for frame in telling:
        for hit in _hits(archive, frame, within, len(telling)).values():
            best.setdefault(hit.owner, []).append(hit)
    merged = [_merged(hits) for hits in best.values()]
    return sorted(merged, key=lambda r: (-r.matched, r.distance, r.owner))


def _hits(archive: Archive, frame: Fingerprint, within: int, of: int) -> dict[str, Resemblance]:
    hits: dict[str, Resemblance] = {}
    for number, form in enumerate((frame.pdq, *frame.turned)):
        for distance, item in nearest(archive.index, bytes.fromhex(form), within=within):
            owner = archive.owners[item]
            if owner not in hits or distance < hits[owner].distance:
                at_other = archive.seconds[item]
                hits[owner] = Resemblance(owner, distance, 1, of, number > 0, frame.at, at_other)
    return hits


def _merged(hits: Sequence[Resemblance]) -> Resemblance:
    nearest_hit = min(hits, key=lambda hit: hit.distance)
    return Resemblance(
        nearest_hit.owner,
        nearest_hit.distance,
        len(hits),
        nearest_hit.of,
        nearest_hit.is_turned,
        nearest_hit.at,
        nearest_hit.at_other,
    )
