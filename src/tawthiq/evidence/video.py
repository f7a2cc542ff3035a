"""What a film or sound file says of itself, and its key frames, read with PyAV (FFmpeg)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from PIL import Image

from tawthiq.domain.errors import InvalidFile
from tawthiq.evidence.texts import bounded_tags, clean
from tawthiq.evidence.values import Claims

MOST_STREAMS = 64
_POSITION = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
_TIME_KEYS = ("com.apple.quicktime.creationdate", "creation_time", "date")
_PLACE_KEYS = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_SOFTWARE_KEYS = ("com.apple.quicktime.software", "encoder", "software", "com.android.version")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")


def read_claims(path: Path) -> Claims:
    """Read container and stream metadata. Raises InvalidFile, saying why, when it is no readable film."""
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            return _claims(container)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InvalidFile(f"it cannot be read as film or sound: {type(error).__name__}") from error


def key_frames(path: Path, *, at_most: int, every: float = 1.0) -> Iterator[tuple[float, Image.Image]]:
    """Yield pictures with their second: key frames at least `every` seconds apart, spread over the whole
    film.

    A film with too few key frames gives the first frame of each step instead. Raises InvalidFile when no
    frame can be decoded.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            if not container.streams.video:
                raise InvalidFile("it holds no picture stream")
            stream = container.streams.video[0]
            step = max(every, _duration(container) / at_most)
            stream.codec_context.skip_frame = "NONKEY" if _has_key_frames(container, step) else "DEFAULT"
            yield from _spread(container, step, at_most)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InvalidFile(f"its pictures cannot be decoded: {type(error).__name__}") from error


def iso_6709(text: str) -> tuple[float | None, float | None, float | None]:
    """Read `+35.9310+036.6339+310.5/` as latitude, longitude, altitude; None where it says nothing
    possible.
    """
    match = _POSITION.match(text)
    if match is None:
        return None, None, None
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None, None
    return latitude, longitude, float(match[3]) if match[3] else None


def _claims(container: av.container.InputContainer) -> Claims:
    tags = {key: clean(str(value)) for key, value in container.metadata.items()}
    for number, stream in enumerate(_streams(container)):
        tags |= {f"stream {number} {key}": clean(str(value)) for key, value in stream.metadata.items()}
    taken = next((tags[key] for key in _TIME_KEYS if key in tags), "")
    moment = _TIME.search(taken)
    where = iso_6709(next((tags[key] for key in _PLACE_KEYS if key in tags), ""))
    video = container.streams.video[0] if container.streams.video else None
    device = [tags.get(f"com.apple.quicktime.{part}") or tags.get(f"com.android.{part}") for part in _DEVICE]
    return Claims(
        taken_local=f"{moment[1]}T{moment[2]}" if moment and not moment[1].startswith("1904") else None,
        taken_offset=_offset(moment[3]) if moment else None,
        latitude=where[0],
        longitude=where[1],
        altitude=where[2],
        device=" ".join(part for part in device if part) or None,
        software=tuple(dict.fromkeys(tags[key] for key in _SOFTWARE_KEYS if tags.get(key))),
        author=tags.get("artist"),
        title=tags.get("title"),
        width=video.codec_context.width if video else None,
        height=video.codec_context.height if video else None,
        duration=_duration(container) or None,
        streams=tuple(_described(stream) for stream in _streams(container)),
        tags=bounded_tags(tags),
    )


_DEVICE = ("make", "manufacturer", "model")


def _streams(container: av.container.InputContainer) -> list[av.stream.Stream]:
    return list(container.streams)[:MOST_STREAMS]


def _described(stream: av.stream.Stream) -> str:
    context: Any = getattr(stream, "codec_context", None)
    name = context.name if context is not None else "unknown"
    if stream.type == "video" and context is not None:
        rate = f"{float(context.framerate):g} frames/s" if context.framerate else "rate unknown"
        return f"video {name} {context.width}×{context.height} {rate}"
    if stream.type == "audio" and context is not None:
        return f"audio {name} {context.sample_rate} Hz {context.layout.name}"
    return f"{stream.type or 'other'} {name}"


def _duration(container: av.container.InputContainer) -> float:
    """Give the length in seconds; 0 when the file does not say or says the impossible."""
    seconds = (container.duration or 0) / av.time_base
    return round(seconds, 3) if 0 < seconds < datetime.timedelta(days=30).total_seconds() else 0.0


def _offset(text: str | None) -> str | None:
    if text is None:
        return None
    return "+00:00" if text == "Z" else f"{text[:3]}:{text[-2:]}"


def _has_key_frames(container: av.container.InputContainer, step: float) -> bool:
    """Say whether key frames come at least about as often as pictures are wanted (by packets, nothing
    decoded).
    """
    stream, keys, packets = container.streams.video[0], 0, 0
    for packet in container.demux(stream):
        packets += 1
        keys += bool(packet.is_keyframe)
        if packets >= 2000:
            break
    container.seek(0)
    length = float(packets / stream.average_rate) if stream.average_rate else 0.0
    return keys >= max(1.0, length / max(step, 1.0) / 2)


def _spread(
    container: av.container.InputContainer, step: float, at_most: int
) -> Iterator[tuple[float, Image.Image]]:
    given, due = 0, 0.0
    for number, frame in enumerate(container.decode(video=0)):
        second = float(frame.time) if frame.time is not None else number * step
        if given and second < due:
            continue
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV leaves it untyped
        yield round(second, 3), picture
        given, due = given + 1, second + step
        if given >= at_most:
            return
