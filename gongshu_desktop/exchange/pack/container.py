"""The file of a hand-over package: an ordinary ZIP that any PC can look into, of which there is exactly one way to write it.

Nothing is compressed (scans and PDFs are already), so nothing can swell; names, times and flags are fixed. Reading goes from
the first byte to the last and then compares the whole file with what we would have written: so there is no second directory, no
overlapping or hidden member, nothing before, between or behind that a careful reader and a careless one could see differently.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongshu_desktop.exchange.json_source import printable
from gongshu_desktop.services.handover.package import LARGEST_PACKAGE
from gongshu_desktop.wording import _

LARGEST = LARGEST_PACKAGE
MOST_MEMBERS = 2_000
LONGEST_NAME = 120
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEAD = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_TAIL = struct.Struct("<4sHHHHIIH")
_VERSION, _UTF8, _STORED, _TIME, _DAY = 20, 0x0800, 0, 0, 0x21  # 1980-01-01, as early as the format goes
_ENCRYPTED = 0x0001

Members = Mapping[str, bytes]


class ContainerRefused(Exception):
    """The file is no package that we have written; ``member`` names the place ("" for the whole file)."""

    def __init__(self, member: str, expected: str) -> None:
        super().__init__(expected)
        self.member, self.expected = member, expected


def write_container(members: Members) -> bytes:
    """The members as one file, in their order."""
    return b"".join(_pieces(members))


def read_container(content: bytes) -> dict[str, bytes]:
    """The members of a file, in their order.

    Raises:
        ContainerRefused: with the first thing that is wrong.
    """
    if len(content) > LARGEST:
        raise ContainerRefused("", _("文件应不超过{most} MiB").format(most=LARGEST // (1024 * 1024)))
    if not content.startswith(_LOCAL):
        raise ContainerRefused("", _("应为移交包（ZIP文件），内容不是"))
    members: dict[str, bytes] = {}
    view, at = memoryview(content), 0
    while content[at : at + 4] == _LOCAL:
        if len(members) == MOST_MEMBERS:
            raise ContainerRefused("", _("包内应不超过{most}个文件").format(most=MOST_MEMBERS))
        member = _local(content, at)
        if member.name in members:
            raise ContainerRefused(member.name, _("同名文件只能有一个"))
        members[member.name] = bytes(view[member.begin : member.end])
        if zlib.crc32(members[member.name]) != member.crc:
            raise ContainerRefused(member.name, _("内容与校验值不符，文件已损坏"))
        at = member.end
    _expect_ours(view, members)
    return members


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    begin: int
    end: int
    crc: int


def _local(content: bytes, at: int) -> _Member:
    """The member whose head stands there."""
    if at + _HEAD.size > len(content):
        raise _cut_off()
    _mark, _version, flags, method, _time, _day, crc, packed, size, named, extra = _HEAD.unpack_from(content, at)
    begin = at + _HEAD.size + named + extra
    raw = content[at + _HEAD.size : at + _HEAD.size + named]
    if named > LONGEST_NAME * 4 or len(raw) < named:
        raise (
            _cut_off() if len(raw) < named else ContainerRefused("", _("包内文件名应不超过{most}个字").format(most=120))
        )
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContainerRefused("", _("包内文件名应为UTF-8编码")) from error
    shown = printable(name)
    if flags & _ENCRYPTED:
        raise ContainerRefused(shown, _("应为不加密的文件，这里加了密"))
    if method != _STORED or packed != size:
        raise ContainerRefused(shown, _("应为不压缩存放的文件，这里是压缩的"))
    if name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/")):
        raise ContainerRefused(shown, _("包内文件名不应带有路径"))
    if begin + size > len(content):
        raise _cut_off(shown)
    return _Member(name, begin, begin + size, crc)


def _cut_off(member: str = "") -> ContainerRefused:
    return ContainerRefused(member, _("文件不完整，可能没有拷贝完。请重新拷贝"))


def _expect_ours(content: memoryview, members: Members) -> None:
    at = 0
    for piece in _pieces(members):
        found = content[at : at + len(piece)]
        if len(found) < len(piece):
            raise _cut_off()
        if found != piece:
            raise ContainerRefused(
                "", _("第{place}个字节附近与移交包的写法不符，文件已损坏或被改动").format(place=at + 1)
            )
        at += len(piece)
    if at != len(content):
        raise ContainerRefused("", _("末尾多出{count}个字节，文件已损坏或被改动").format(count=len(content) - at))


def _pieces(members: Members) -> Iterator[bytes]:
    """The file, piece by piece: every member behind its head, the directory, the end."""
    directory, at = [], 0
    for name, content in members.items():
        raw, crc, size = name.encode(), zlib.crc32(content), len(content)
        common = (_VERSION, _UTF8, _STORED, _TIME, _DAY, crc, size, size, len(raw), 0)
        yield _HEAD.pack(_LOCAL, *common) + raw
        yield content
        directory.append(_ENTRY.pack(_CENTRAL, _VERSION, *common, 0, 0, 0, 0, at) + raw)
        at += _HEAD.size + len(raw) + size
    listed = b"".join(directory)
    yield listed
    yield _TAIL.pack(_END, 0, 0, len(members), len(members), len(listed), at, 0)
