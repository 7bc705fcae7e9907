"""The maintainer's key: made outside the checkout, encrypted; its public half is what the program takes along."""

import importlib.util
import re
import stat
from pathlib import Path
from types import ModuleType

import pytest

from gongshu_desktop.document.update.check import SignedUpdates
from gongshu_desktop.document.update.manifest import MANIFEST, SIGNATURE
from gongshu_desktop.services.update.updating import Voucher
from gongshu_desktop.starting.installing import LinuxPackage, windows_command

ROOT = Path(__file__).parents[2]
SECRET = "a passphrase of the maintainer"


def _sign_update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sign_update", ROOT / "resources" / "packaging" / "sign_update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_new_key_signs_what_the_program_then_takes(tmp_path: Path) -> None:
    tool = _sign_update()
    private, public = tmp_path / "safe.pem", tmp_path / "maintainer.pem"
    checkout = tmp_path / "checkout"
    tool.new_key(private, lambda _words: SECRET, public=public, checkout=checkout)
    assert b"ENCRYPTED" in private.read_bytes()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert b"PRIVATE" not in public.read_bytes()

    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "setup.exe").write_bytes(b"MZ" * 99)
    with pytest.raises(tool.Refused, match="does not open"):
        tool.sign_installer(private, folder / "setup.exe", "9.0.0", lambda _words: "wrong")
    tool.sign_installer(private, folder / "setup.exe", "9.0.0", lambda _words: SECRET)
    assert sorted(file.name for file in folder.iterdir()) == ["setup.exe", MANIFEST, SIGNATURE]
    (tmp_path / "ours").mkdir()
    taken = SignedUpdates(public, "0.1.0").take(folder, b"", tmp_path / "ours", endings=(".exe",), step=None)
    assert taken.voucher is Voucher.MAINTAINER


def test_no_key_is_made_in_the_checkout_over_another_or_with_a_weak_passphrase(tmp_path: Path) -> None:
    tool = _sign_update()
    public, checkout = tmp_path / "maintainer.pem", tmp_path / "checkout"
    (tmp_path / "there.pem").write_text("another key")
    for place, secret in (
        (checkout / "key.pem", SECRET),
        (tmp_path / "there.pem", SECRET),
        (tmp_path / "k.pem", "short"),
    ):
        with pytest.raises(tool.Refused):
            tool.new_key(place, lambda _words, secret=secret: secret, public=public, checkout=checkout)
    assert (tmp_path / "there.pem").read_text() == "another key"
    assert not public.exists()
    assert not (tmp_path / "k.pem").exists()


def test_no_private_key_is_in_the_repository() -> None:
    block = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
    files = [file for folder in ("gongshu_desktop", "resources", "db", "tests") for file in (ROOT / folder).rglob("*")]
    small = [file for file in files if file.is_file() and file.stat().st_size < 2**20]
    assert len(small) > 500
    assert [file for file in small if block.search(file.read_bytes())] == []


@pytest.mark.parametrize(
    ("data", "restart", "expected"),
    [
        (None, True, '"C:\\d\\s.exe" /UPDATE /RESTART /D=C:\\应用 程序\\gongshu'),
        ("D:\\数 据", True, '"C:\\d\\s.exe" /UPDATE /RESTART /DATA="D:\\数 据" /D=C:\\应用 程序\\gongshu'),
        ("D:\\", True, '"C:\\d\\s.exe" /UPDATE /RESTART /DATA="D:\\." /D=C:\\应用 程序\\gongshu'),
        ("D:\\数 据", False, '"C:\\d\\s.exe" /UPDATE /S /D=C:\\应用 程序\\gongshu'),
    ],
)
def test_the_installers_command_line_is_what_nsis_reads(data: str | None, restart: bool, expected: str) -> None:
    place = None if data is None else Path(data)
    said = windows_command(Path("C:\\d\\s.exe"), Path("C:\\应用 程序\\gongshu"), place, restart=restart)
    assert said == expected


def test_the_administrators_command_stands_any_name() -> None:
    linux = LinuxPackage()
    assert linux.command(Path("/给 管理员/a.deb")) == "sudo apt install '/给 管理员/a.deb'"
    assert linux.command(Path("/tmp/a.tar.gz")) == "tar xf /tmp/a.tar.gz -C /tmp"
