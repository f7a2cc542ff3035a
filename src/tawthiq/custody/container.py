"""One file for many: a ZIP that any program opens, laid out in one way only, so that no bit of it is without meaning.

Members are stored as they are (no compression), in the order of their names, with one fixed date and no comments; what
does not fit into 32 bits, and only that, is written as ZIP64. Given names, sizes and CRC-32s, every byte that is not
content follows: a reader computes them and compares, and whatever differs is named.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from tawthiq.domain.errors import InvalidFile, InvalidValue

PIECE = 1 << 20
MOST_MEMBERS, LONGEST_NAME = 1_000_000, 1_000
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END64 = struct.Struct("<IQHHIIQQQQ")
_LOCATOR = struct.Struct("<IIQI")
_END = struct.Struct("<IHHHHIIH")
USUAL, LARGE, FLAGS, STORED = 20, 45, 0x0800, 0  # versions of the format; names are UTF-8; no compression
TIME, DATE = 0, (1980 - 1980) << 9 | 1 << 5 | 1
FULL, MANY = 0xFFFFFFFF, 0xFFFF
"""What stands in a field of 32 or 16 bits whose value is in the ZIP64 part."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file within: its path, its size and the CRC-32 of its content."""

    path: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A container that was read: where each member's content begins, and what is not as it must be."""

    members: Mapping[str, tuple[int, Member]]
    faults: tuple[str, ...]

    def pieces(self, file: BinaryIO, path: str) -> Iterator[bytes]:
        """Yield a member's content."""
        start, member = self.members[path]
        size = member.size
        file.seek(start)
        while size:
            piece = file.read(min(size, PIECE))
            if not piece:
                raise InvalidFile(f"{path} is cut short.")
            size -= len(piece)
            yield piece


def member_of(path: str, content: Iterable[bytes]) -> Member:
    """Measure a member: read its content once."""
    crc, size = 0, 0
    for piece in content:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    return Member(path, size, crc)


def packed(members: Sequence[tuple[Member, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield the container of these members with their contents, in flat memory; contents must be as measured."""
    ordered = sorted(members, key=lambda pair: pair[0].path)
    if len({member.path for member, _ in ordered}) != len(ordered):
        raise InvalidValue("Two members have the same path; give each its own.")
    for member, content in ordered:
        yield _local(member)
        crc, size = 0, 0
        for piece in content:
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece
        if (crc, size) != (member.crc, member.size):
            raise InvalidFile(f"{member.path} changed while it was packed; nothing was handed over.")
    yield _directory([member for member, _ in ordered])


def opened(file: BinaryIO) -> Opened:
    """Read a container: its members, and every place where it is not laid out as it must be.

    Raises InvalidFile when it cannot be read at all. Contents are not read here: the manifest speaks for them.
    """
    file.seek(0, 2)
    length = file.tell()
    count, start = _end_of(file, length)
    members = list(_listed(file, count, start, length))
    faults = []
    # 1. Each member stands where the order of names puts it, under the header that follows from its entry.
    found, offset = dict[str, tuple[int, Member]](), 0
    for member in members:
        header = _local(member)
        if member.path in found:
            faults.append(f"{member.path} is there twice")
        if _read_at(file, offset, len(header)) != header:
            faults.append(f"the header of {member.path} is not as it must be")
        found[member.path] = (offset + len(header), member)
        offset += len(header) + member.size
    if [member.path for member in members] != sorted(member.path for member in members):
        faults.append("the members are not in the order of their names")
    # 2. After the last content comes the directory that follows from the members, and nothing else.
    directory = _directory(members)
    if offset != start or _read_at(file, start, length - start) != directory:
        faults.append("the list of contents at its end is not as it must be")
    return Opened(found, tuple(faults))


def checksum_faults(file: BinaryIO, container: Opened) -> list[str]:
    """Name every member whose content has another CRC-32 than the container lists; SHA-256 does not see that field."""
    return [
        f"{path} has another checksum than the container lists"
        for path, (_, member) in container.members.items()
        if member_of(path, container.pieces(file, path)).crc != member.crc
    ]


def _local(member: Member) -> bytes:
    name = _name(member.path)
    large = [member.size] * 2 if member.size >= FULL else []
    extra, size = _extra(large), min(member.size, FULL)
    head = _LOCAL.pack(
        0x04034B50, _version(large), FLAGS, STORED, TIME, DATE, member.crc, size, size, len(name), len(extra)
    )
    return head + name + extra


def _central(member: Member, offset: int) -> bytes:
    name = _name(member.path)
    large = ([member.size] * 2 if member.size >= FULL else []) + ([offset] if offset >= FULL else [])
    extra, size = _extra(large), min(member.size, FULL)
    head = _CENTRAL.pack(
        0x02014B50, _version(large), _version(large), FLAGS, STORED, TIME, DATE, member.crc, size, size,
        len(name), len(extra), 0, 0, 0, 0, min(offset, FULL),
    )  # fmt: skip
    return head + name + extra


def _extra(large: Sequence[int]) -> bytes:
    return struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def _version(large: Sequence[int]) -> int:
    return LARGE if large else USUAL


def _directory(members: Sequence[Member]) -> bytes:
    listed, offset = bytearray(), 0
    for member in members:
        listed += _central(member, offset)
        offset += len(_local(member)) + member.size
    count, size = len(members), len(listed)
    end = _END.pack(
        0x06054B50, 0, 0, min(count, MANY), min(count, MANY), min(size, FULL), min(offset, FULL), 0
    )
    if count < MANY and size < FULL and offset < FULL:
        return bytes(listed) + end
    end64 = _END64.pack(0x06064B50, _END64.size - 12, LARGE, LARGE, 0, 0, count, count, size, offset)
    return bytes(listed) + end64 + _LOCATOR.pack(0x07064B50, 0, offset + size, 1) + end


def _end_of(file: BinaryIO, length: int) -> tuple[int, int]:
    """Read how many members there are and where their list begins."""
    last = _read_at(file, length - _END.size, _END.size) if length >= _END.size else b""
    if len(last) < _END.size or last[:4] != b"PK\x05\x06":
        raise InvalidFile(
            "It is no package, or its end was changed or cut: the list of contents is not there."
        )
    _, _, _, _, count, size, start, _ = _END.unpack(last)
    if count == MANY or FULL in (size, start):
        place = length - _END.size - _LOCATOR.size - _END64.size
        large = _read_at(file, place, _END64.size) if place >= 0 else b""
        if large[:4] != b"PK\x06\x06":
            raise InvalidFile("The package's list of contents cannot be found: its end was changed or cut.")
        *_, count, size, start = _END64.unpack(large)
    if count > MOST_MEMBERS or start > length:
        raise InvalidFile("The package's list of contents names more than the package holds.")
    return int(count), int(start)


def _listed(file: BinaryIO, count: int, start: int, length: int) -> Iterator[Member]:
    place = start
    for _ in range(count):
        head = _read_at(file, place, _CENTRAL.size)
        if len(head) != _CENTRAL.size or head[:4] != b"PK\x01\x02":
            raise InvalidFile("The package's list of contents cannot be read: it was changed or cut.")
        fields = _CENTRAL.unpack(head)
        crc, size, named, extra = fields[7], fields[9], fields[10], fields[11]
        rest = _read_at(file, place + _CENTRAL.size, named + extra)
        if size == FULL and len(rest) >= named + 12:
            (size,) = struct.unpack("<Q", rest[named + 4 : named + 12])
        if size > length or named > LONGEST_NAME or len(rest) != named + extra:
            raise InvalidFile("The package's list of contents names more than the package holds.")
        try:
            path = rest[:named].decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidFile("A name in the package's list of contents was changed.") from error
        yield Member(path, size, crc)
        place += _CENTRAL.size + named + extra


def _name(path: str) -> bytes:
    return path.encode("utf-8")


def _read_at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(max(0, length))
