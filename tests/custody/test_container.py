"""A container is a plain ZIP to any program, and no bit of it can change unseen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.custody.container import (
    FULL,
    Member,
    _directory,
    _local,
    checksum_faults,
    member_of,
    opened,
    packed,
)
from tawthiq.domain.errors import InvalidFile, InvalidValue

CONTENTS = {"originals/a.mp4": b"a film" * 40, "index.html": "صفحة".encode(), "empty": b""}


def packed_bytes(contents: dict[str, bytes]) -> bytes:
    return b"".join(packed([(member_of(path, [content]), [content]) for path, content in contents.items()]))


def faults_of(content: bytes) -> list[str]:
    file = io.BytesIO(content)
    try:
        container = opened(file)
        return [*container.faults, *checksum_faults(file, container)]
    except InvalidFile as error:
        return [str(error)]


names = st.text("abc/é-_.", min_size=1, max_size=12).filter(lambda name: name.strip("/"))


@given(st.dictionaries(names, st.binary(max_size=200), max_size=6))
def test_any_program_for_zip_reads_it(contents: dict[str, bytes]) -> None:
    content = packed_bytes(contents)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents
    assert faults_of(content) == []
    file = io.BytesIO(content)
    container = opened(file)
    assert {name: b"".join(container.pieces(file, name)) for name in container.members} == contents


def test_every_single_bit_counts() -> None:
    content = packed_bytes(CONTENTS)
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        assert faults_of(bytes(changed)), f"bit {bit} was flipped and nothing was found"


@given(st.data())
def test_nothing_can_be_cut_or_added(data: st.DataObject) -> None:
    content = packed_bytes(CONTENTS)
    at = data.draw(st.integers(0, len(content) - 1))
    more = data.draw(st.binary(min_size=1, max_size=40))
    assert faults_of(content[:at])
    assert faults_of(content[:at] + more + content[at:]) or more + content[at:] == content[at:] + more


def test_a_content_that_changed_while_it_was_packed_is_refused() -> None:
    with pytest.raises(InvalidFile, match="changed while it was packed"):
        list(packed([(member_of("a", [b"one"]), [b"two"])]))
    with pytest.raises(InvalidValue, match="same path"):
        list(packed([(member_of("a", [b""]), [b""])] * 2))


def test_what_does_not_fit_into_32_bits_is_zip64_and_read_by_others() -> None:
    large = Member("film", FULL + 5, 7)
    after = Member("z", 0, 0)
    content = _Sparse(
        [(0, _local(large)), (len(_local(large)) + large.size, _local(after))], _directory([large, after])
    )
    container = opened(content)  # type: ignore[arg-type]  # a file of 4 GiB that is not there
    assert container.faults == ()
    assert container.members["film"][1].size == FULL + 5
    with zipfile.ZipFile(content) as archive:
        assert [(one.filename, one.file_size) for one in archive.infolist()] == [("film", FULL + 5), ("z", 0)]


class _Sparse(io.RawIOBase):
    """A file with few bytes at far places, zeros between."""

    def __init__(self, parts: list[tuple[int, bytes]], end: bytes) -> None:
        last, content = parts[-1]
        self.parts = [*parts, (last + len(content), end)]
        self.length, self.at = last + len(content) + len(end), 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = max(0, {0: 0, 1: self.at, 2: self.length}[whence] + offset)
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:
        size = self.length - self.at if size < 0 else max(0, min(size, self.length - self.at))
        content = bytearray(size)
        for start, piece in self._within(size):
            content[start : start + len(piece)] = piece
        self.at += size
        return bytes(content)

    def _within(self, size: int) -> Iterator[tuple[int, bytes]]:
        for start, piece in self.parts:
            begin, end = max(start, self.at), min(start + len(piece), self.at + size)
            if begin < end:
                yield begin - self.at, piece[begin - start : end - start]
