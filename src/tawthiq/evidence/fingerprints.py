"""Perceptual hashes (PDQ) of pictures and of a film's frames: alike for copies that were shrunk, blurred or
re-coded.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pdqhash
from PIL import Image

from tawthiq.evidence.values import Fingerprint

LOWEST_QUALITY = (
    50  # below, a picture is too plain (a night sky, a black frame) for its hash to mean anything
)
LONGEST_SIDE = 512  # PDQ works on 64 × 64; its authors shrink to 512 first


def fingerprint(picture: Image.Image, *, at: float | None = None) -> Fingerprint:
    """Hash a picture and its seven turned and mirrored forms."""
    small = picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    forms, quality = pdqhash.compute_dihedral(np.asarray(small))
    first, *turned = (np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes().hex() for bits in forms)
    return Fingerprint(first, int(quality), at, tuple(turned))


def fingerprints_of_frames(frames: Iterable[tuple[float, Image.Image]]) -> list[Fingerprint]:
    """Hash frames with their seconds, leaving out frames that repeat the one before."""
    kept: list[Fingerprint] = []
    for at, frame in frames:
        found = fingerprint(frame, at=at)
        if not kept or distance(kept[-1].pdq, found.pdq) > 0:
            kept.append(found)
    return kept


def distance(one: str, other: str) -> int:
    """Count the bits (of 256) in which two PDQ hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
