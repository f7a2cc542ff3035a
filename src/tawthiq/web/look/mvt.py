"""Mapbox Vector Tile 2.1 of points: the few fields of protocol buffers that a layer of clusters needs."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.queries.maps import Cluster

EXTENT = 4096
_VARINT, _BYTES = 0, 2


def point_layer(name: str, clusters: Iterable[Cluster]) -> bytes:
    """Return a tile with one layer; each point has `n` (how many) and, where it is one alone, `code`."""
    keys = ["n", "code"]
    values: dict[int | str, int] = {}
    features = [_feature(cluster, values) for cluster in clusters]
    if not features:
        return b""
    layer = _field(15, 2) + _text(1, name)
    layer += b"".join(_bytes(2, feature) for feature in features)
    layer += b"".join(_text(3, key) for key in keys)
    layer += b"".join(_bytes(4, _value(value)) for value in values)
    layer += _field(5, EXTENT)
    return _bytes(3, layer)


def _feature(cluster: Cluster, values: dict[int | str, int]) -> bytes:
    tags = [0, values.setdefault(cluster.count, len(values))]
    if cluster.code:
        tags += [1, values.setdefault(cluster.code, len(values))]
    move_to = [9, _zigzag(cluster.x), _zigzag(cluster.y)]  # one command MoveTo, once
    packed_tags = b"".join(map(_varint, tags))
    return _bytes(2, packed_tags) + _field(3, 1) + _bytes(4, b"".join(map(_varint, move_to)))


def _value(value: int | str) -> bytes:
    return _text(1, value) if isinstance(value, str) else _field(5, value)


def _zigzag(number: int) -> int:
    return (number << 1) ^ (number >> 31)


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)


def _field(number: int, value: int) -> bytes:
    return _varint(number << 3 | _VARINT) + _varint(value)


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _text(number: int, content: str) -> bytes:
    return _bytes(number, content.encode())
