"""The program's own small files: only what this program makes is opened, and never waited for."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from gongshu_desktop.host.own_files import is_own_folder, make_own_folder, open_own, read_own, write_own


def test_a_file_of_ours_is_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "desktop.json"
    write_own(file, b"one")
    write_own(file, b"two\r\n")
    assert read_own(file, 5) == b"two\r\n"
    with pytest.raises(OSError, match="过大"):
        read_own(file, 4)
    with pytest.raises(FileNotFoundError):
        read_own(tmp_path / "none", 4)
    assert [left.name for left in tmp_path.iterdir()] == ["desktop.json"]


def _link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def _second_name(place: Path, victim: Path) -> None:
    place.hardlink_to(victim)


def _nowhere(place: Path, victim: Path) -> None:
    place.symlink_to(victim.with_name("none"))


def _pipe(place: Path, _victim: Path) -> None:
    os.mkfifo(place)


def _endless(place: Path, _victim: Path) -> None:
    place.symlink_to("/dev/zero")


def _folder(place: Path, _victim: Path) -> None:
    place.mkdir()


@pytest.mark.parametrize("lay", [_link, _second_name, _nowhere, _pipe, _endless, _folder])
@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_RDWR | os.O_CREAT])
def test_what_is_not_ours_is_not_opened(tmp_path: Path, lay: Callable[[Path, Path], None], flags: int) -> None:
    place, victim = tmp_path / "gongshu.lock", tmp_path / "victim.txt"
    victim.write_bytes(b"precious")
    lay(place, victim)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError, match=r"gongshu\.lock"):
        open_own(place, flags)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("lay", [_link, _second_name, _nowhere, _pipe])
def test_the_unfinished_file_is_a_new_one(tmp_path: Path, lay: Callable[[Path, Path], None]) -> None:
    place, victim = tmp_path / "desktop.new", tmp_path / "victim.txt"
    victim.write_bytes(b"precious")
    lay(place, victim)
    write_own(tmp_path / "desktop.json", b"{}")
    assert victim.read_bytes() == b"precious"
    assert read_own(tmp_path / "desktop.json", 2) == b"{}"
    assert not (tmp_path / "none").exists()


def test_a_link_is_no_folder_of_ours(tmp_path: Path) -> None:
    make_own_folder(tmp_path / "a" / "problems")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert is_own_folder(tmp_path / "a")
    assert not is_own_folder(tmp_path / "link")
    assert not is_own_folder(tmp_path / "none")
    with pytest.raises(OSError, match="link"):
        make_own_folder(tmp_path / "link")


@pytest.mark.parametrize(("tag", "own"), [(0, True), (0x9000001A, True), (0xA0000003, False), (0xA000000C, False)])
def test_a_junction_of_windows_is_a_link_and_a_file_in_a_cloud_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: int, own: bool
) -> None:
    class About:
        st_mode, st_reparse_tag = stat.S_IFDIR, tag

    monkeypatch.setattr(Path, "lstat", lambda _path: About())
    assert is_own_folder(tmp_path) is own
