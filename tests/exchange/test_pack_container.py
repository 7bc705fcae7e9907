"""The file of a hand-over package: an ordinary ZIP, of which any other way of writing is refused."""

import io
import random
import struct
import zipfile
from collections.abc import Callable

import pytest

from gongshu_desktop.exchange.pack import container
from gongshu_desktop.exchange.pack.container import ContainerRefused, read_container, write_container

MEMBERS = {"移交清单.txt": "清单\r\n".encode(), "manifest.json": b"{}", "attachments/a.pdf": b"%PDF-" + bytes(300)}


def test_what_is_written_is_read_and_any_zip_program_opens_it() -> None:
    content = write_container(MEMBERS)
    assert read_container(content) == MEMBERS
    assert list(read_container(content)) == list(MEMBERS)
    with zipfile.ZipFile(io.BytesIO(content)) as ordinary:
        assert ordinary.testzip() is None
        assert {name: ordinary.read(name) for name in ordinary.namelist()} == MEMBERS


def test_every_cut_and_every_flipped_bit_is_refused() -> None:
    content = write_container(MEMBERS)
    for length in range(len(content)):
        with pytest.raises(ContainerRefused):
            read_container(content[:length])
    for place in range(len(content)):
        for bit in range(8):
            spoilt = bytearray(content)
            spoilt[place] ^= 1 << bit
            with pytest.raises(ContainerRefused):
                read_container(bytes(spoilt))


def test_random_bytes_never_trace_back() -> None:
    luck = random.Random(7)
    content = write_container(MEMBERS)
    for _round in range(3_000):
        spoilt = bytearray(content)
        for _change in range(luck.randrange(1, 12)):
            spoilt[luck.randrange(len(spoilt))] = luck.randrange(256)
        if bytes(spoilt) != content:
            with pytest.raises(ContainerRefused):
                read_container(bytes(spoilt))


def ordinary(**options: int) -> Callable[..., bytes]:
    """A ZIP as other programs write it."""

    def written(*members: tuple[str, bytes]) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", **options) as archive:  # type: ignore[call-overload] # by name
            for name, content in members:
                archive.writestr(name, content)
        return file.getvalue()

    return written


def encrypted() -> bytes:
    content = bytearray(write_container(MEMBERS))
    struct.pack_into("<H", content, 6, 0x0801)
    return bytes(content)


def with_comment() -> bytes:
    content = bytearray(write_container(MEMBERS))
    struct.pack_into("<H", content, len(content) - 2, 3)
    return bytes(content) + b"abc"


def many() -> bytes:
    return write_container({f"a{number}": b"" for number in range(container.MOST_MEMBERS + 1)})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "应为移交包"),
        (b"%PDF-1.7", "应为移交包"),
        (write_container({}), "应为移交包"),
        (write_container(MEMBERS)[:-1], "没有拷贝完"),
        (write_container(MEMBERS)[:40], "没有拷贝完"),
        (write_container(MEMBERS) + b"\0", "末尾多出1个字节"),
        (with_comment(), "与移交包的写法不符"),
        (encrypted(), "加了密"),
        (ordinary(compression=zipfile.ZIP_DEFLATED)(("a.txt", bytes(50_000_000))), "这里是压缩的"),
        (ordinary()(("a.txt", b"abc")), "与移交包的写法不符"),
        (b"SFX" + write_container(MEMBERS), "应为移交包"),
        (many(), "应不超过2000个文件"),
        (write_container({"../outside.txt": b"x"}), "不应带有路径"),
        (write_container({"/etc/passwd": b"x"}), "不应带有路径"),
        (write_container({"C:\\outside.txt": b"x"}), "不应带有路径"),
        (write_container({"a//b": b"x"}), "不应带有路径"),
        (write_container({"x" * 500: b"x"}), "包内文件名应不超过"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(content: bytes, why: str) -> None:
    with pytest.raises(ContainerRefused, match=why):
        read_container(content)


def test_two_members_of_one_name_are_refused() -> None:
    twice = write_container({"aa.txt": b"one", "bb.txt": b"two"}).replace(b"bb.txt", b"aa.txt")
    with pytest.raises(ContainerRefused, match="同名文件只能有一个"):
        read_container(twice)


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(ContainerRefused, match="UTF-8"):
        read_container(write_container({"ab.txt": b"x"}).replace(b"ab.txt", b"\xff\xfe.txt"))


def test_a_directory_that_tells_another_story_is_refused() -> None:
    """The heads say one thing, the directory at the end another: a careless reader would see other members."""
    content, other = write_container({"a.txt": b"good"}), write_container({"b.txt": b"good"})
    at = content.index(b"PK\x01\x02")
    with pytest.raises(ContainerRefused, match="与移交包的写法不符"):
        read_container(content[:at] + other[at:])


def test_a_file_beyond_every_limit_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST", 1024 * 1024)
    with pytest.raises(ContainerRefused, match="应不超过1 MiB"):
        read_container(write_container({"a.bin": bytes(1024 * 1024)}))
