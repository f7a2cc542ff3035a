"""Working copies made from an original, which they never replace: thumbnail, grey, blurred, key frames."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from tawthiq.evidence.values import Derived

THUMBNAIL_SIDE, COPY_SIDE, FRAME_SIDE = 320, 1600, 960
JPEG = {"format": "JPEG", "quality": 82, "optimize": True}


def blurred(picture: Image.Image) -> Image.Image:
    """Blur so that bodies and faces cannot be made out and the scene still can: radius 1/24 of the longer
    side.

    The picture is shrunk first: what the blur takes away is not in the file.
    """
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    soft = small.filter(ImageFilter.GaussianBlur(max(small.size) / 24))
    return soft.resize(picture.size, Image.Resampling.BICUBIC)


# name, longest side in pixels, what is done to it
COPIES: Mapping[str, tuple[int, Callable[[Image.Image], Image.Image]]] = {
    "thumbnail": (THUMBNAIL_SIDE, lambda picture: picture),
    "grey": (COPY_SIDE, lambda picture: ImageOps.grayscale(picture).convert("RGB")),
    "blurred": (COPY_SIDE, blurred),
}


def picture_copies(picture: Image.Image, folder: Path) -> Iterator[Derived]:
    """Write the working copies of a picture, upright, without any of its metadata."""
    picture.draft("RGB", (COPY_SIDE * 2, COPY_SIDE * 2))  # a large JPEG is decoded at a fraction of its size
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((COPY_SIDE, COPY_SIDE))
    for kind, (side, change) in COPIES.items():
        yield _write(upright, folder, kind, side, change)


def film_copies(frames: list[tuple[float, Image.Image]], folder: Path) -> Iterator[Derived]:
    """Write a film's key frames, and a thumbnail, grey and blurred copy of its first telling one."""
    for number, (at, frame) in enumerate(frames):
        yield _write(frame, folder, "key-frame", FRAME_SIDE, lambda picture: picture, f"-{number:03d}", at)
    if frames:
        telling = max(frames[:5], key=lambda pair: _contrast(pair[1]))[1]
        for kind, (side, change) in COPIES.items():
            yield _write(telling, folder, kind, side, change)


def _write(
    picture: Image.Image,
    folder: Path,
    kind: str,
    side: int,
    change: Callable[[Image.Image], Image.Image],
    number: str = "",
    at: float | None = None,
) -> Derived:
    copy = picture.convert("RGB")
    copy.thumbnail((side, side))
    bare = Image.new("RGB", copy.size)
    bare.paste(change(copy))
    name = f"{kind}{number}.jpg"
    encoded = io.BytesIO()  # written in one go: Pillow does not notice a disk or limit that cuts its writes
    bare.save(encoded, **JPEG)  # type: ignore[arg-type]  # the table mixes kinds of options
    (folder / name).write_bytes(encoded.getbuffer())
    return Derived(kind, name, "image/jpeg", at)


def _contrast(picture: Image.Image) -> float:
    levels = ImageOps.grayscale(picture.resize((32, 32))).histogram()
    mean = sum(level * count for level, count in enumerate(levels)) / 1024
    return sum(count * (level - mean) ** 2 for level, count in enumerate(levels))
