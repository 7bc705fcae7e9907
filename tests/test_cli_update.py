"""``update`` and ``sign-update``: what they print, and with which status they end."""

import getpass
import os
import sys
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.services.update.folder import FOLDER

SECRET = "correct horse battery staple"
NAME = "gongshu-desktop_9.2.0_amd64.deb"
Capture = pytest.CaptureFixture[str]


def run(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), *[str(argument) for argument in arguments]])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A founded office; its root key lies beside the data folder."""
    office = bootstrap.open_office(tmp_path / "data", rounds=1000)
    (tmp_path / "root.key").write_bytes(office.offices.found("拱墅区工作组", "拱众审", SECRET))
    office.close()
    return tmp_path / "data"


@pytest.fixture
def folder(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick with a package that the office has signed."""
    place = tmp_path / "U 盘"
    place.mkdir()
    (place / NAME).write_bytes(b"!<arch>" * 1000)
    monkeypatch.setattr(getpass, "getpass", lambda _words: SECRET)
    assert run(data, "sign-update", place / NAME, "9.2.0", "--root", tmp_path / "root.key") == 0
    assert len(list(place.iterdir())) == 3
    return place


def test_a_package_is_checked_and_put_in_place(data: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    placed = tmp_path / "placed"
    placed.mkdir()
    assert run(data, "update", folder, "--yes", "--to", placed) == 0
    said = capsys.readouterr().out
    assert "→ 9.2.0" in said
    assert "本单位（根密钥）" in said
    assert f"sudo apt install {placed / NAME}" in said
    assert (placed / NAME).exists()
    assert not (data / FOLDER).exists()


def test_a_mistyped_folder_becomes_no_office(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    nowhere, before = tmp_path / "dada", sorted(folder.iterdir())
    assert run(nowhere, "update", folder, "--yes", "--to", tmp_path) == 2
    assert "没有数据库" in capsys.readouterr().err
    assert run(nowhere, "sign-update", folder / NAME, "9.3.0", "--root", tmp_path / "root.key") == 2
    assert not nowhere.exists()
    assert sorted(folder.iterdir()) == before


def test_an_update_in_the_data_folder_is_left_there(data: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    brought = data / FOLDER
    folder.rename(brought)
    assert run(data, "update", brought, "--yes", "--to", tmp_path) == 2
    assert "在数据文件夹里" in capsys.readouterr().err
    assert len(list(brought.iterdir())) == 3


def test_nothing_is_done_without_a_yes(data: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(data, "update", folder, "--to", tmp_path) == 1
    assert "--yes" in capsys.readouterr().err
    assert not (tmp_path / NAME).exists()


def test_a_spoilt_update_is_refused(data: Path, folder: Path, capsys: Capture) -> None:
    (folder / NAME).write_bytes(b"evil")
    assert run(data, "update", folder, "--yes") == 2
    assert "与清单不符" in capsys.readouterr().err
    assert run(data, "update", folder / "none", "--yes") == 2


def test_a_wrong_passphrase_or_root_signs_nothing(
    data: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    monkeypatch.setattr(getpass, "getpass", lambda _words: "wrong")
    assert run(data, "sign-update", folder / NAME, "9.3.0", "--root", tmp_path / "root.key") == 2
    assert run(data, "sign-update", folder / NAME, "9.3.0", "--root", tmp_path / "none.key") == 2
    assert run(data, "sign-update", folder / NAME, "9.3.0", "--root", folder / NAME) == 2
    monkeypatch.setattr(getpass, "getpass", lambda _words: SECRET)
    assert run(data, "sign-update", folder / NAME, "nine", "--root", tmp_path / "root.key") == 2
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    (folder / "a setup.exe").write_bytes(b"MZ")
    assert run(data, "sign-update", folder / "a setup.exe", "9.3.0", "--root", tmp_path / "root.key") == 2
    assert len(capsys.readouterr().err.splitlines()) == 5


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_an_end_or_a_break_at_a_question_means_no(
    data: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, end: type[BaseException]
) -> None:
    def ended(_words: str) -> str:
        raise end

    monkeypatch.setattr("builtins.input", ended)
    monkeypatch.setattr(getpass, "getpass", ended)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(data, "update", folder, "--to", tmp_path) == 1
    assert "--yes" in capsys.readouterr().err
    assert not (data / FOLDER).exists()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert run(data, "sign-update", folder / NAME, "9.3.0", "--root", tmp_path / "root.key") == 1
    assert "没有签发" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_pipe_is_not_signed(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _words: SECRET)
    os.mkfifo(tmp_path / NAME)
    assert run(data, "sign-update", tmp_path / NAME, "9.2.0", "--root", tmp_path / "root.key") == 2
    assert "不是普通文件" in capsys.readouterr().err
