"""从 U 盘升级 in the window: what is shown before anything is run, and what happens after yes and after no."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.screens.settings.update_card import whose
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.document.update.check import SignedUpdates
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.services.update.folder import FOLDER
from gongshu_desktop.services.update.updating import BACKUPS, Updates, Voucher
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press
from tests.packaging.update_stick import FakeInstalling, stick

MAINTAINER = Ed25519PrivateKey.generate()


@pytest.fixture
def installing() -> FakeInstalling:
    return FakeInstalling()


@pytest.fixture
def public(tmp_path: Path) -> Path:
    file = tmp_path / "maintainer.pem"
    file.write_bytes(MAINTAINER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return file


@pytest.fixture
def program(office: OpenOffice, installing: FakeInstalling, public: Path) -> OfficeProgram:
    check = SignedUpdates(public, "0.1.0")
    updates = Updates(check, installing, office.offices.trust, office.store.backup, office.clock, office.data_folder)
    vars(office)["updates"] = updates  # where the office keeps what it has made
    return office


def _words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_update_is_shown_backed_up_for_and_run_and_the_window_closes(
    window: MainWindow, prompts: ScriptedPrompts, installing: FakeInstalling, office: OpenOffice, tmp_path: Path
) -> None:
    prompts.target = stick(tmp_path / "U 盘", MAINTAINER)
    shown: list[str] = []

    def agree(dialog: QDialog) -> None:
        shown.append(_words(dialog))
        assert installing.started == []
        assert not (office.data_folder / BACKUPS).exists()
        press(dialog, "update.ok")

    window.go("settings")
    with Answers(agree):
        press(window, "settings.update")
    assert "0.1.0 → 9.2.0" in shown[0]
    assert "本程序的维护者" in shown[0]
    assert "setup-9.2.0.exe" in shown[0]
    assert len(installing.started) == 1
    assert len(list((office.data_folder / BACKUPS).glob("gongshu-*.db"))) == 1
    assert not window.isVisible()
    assert prompts.problems == []


def test_after_no_nothing_is_kept(
    window: MainWindow, prompts: ScriptedPrompts, installing: FakeInstalling, office: OpenOffice, tmp_path: Path
) -> None:
    prompts.target = stick(tmp_path / "U 盘", MAINTAINER)
    window.go("settings")
    with Answers(lambda dialog: press(dialog, "update.cancel")):
        press(window, "settings.update")
    assert installing.started == []
    assert window.isVisible()
    assert not (office.data_folder / FOLDER).exists()
    assert not (office.data_folder / BACKUPS).exists()


def test_a_refused_update_says_why(
    window: MainWindow, prompts: ScriptedPrompts, installing: FakeInstalling, tmp_path: Path
) -> None:
    prompts.target = stick(tmp_path / "U 盘", Ed25519PrivateKey.generate())
    window.go("settings")
    press(window, "settings.update")
    assert "签名不成立" in prompts.problems[0]
    assert window.isVisible()
    assert installing.started == []


def test_an_installer_that_does_not_start_leaves_the_window_open(
    window: MainWindow, prompts: ScriptedPrompts, installing: FakeInstalling, office: OpenOffice, tmp_path: Path
) -> None:
    prompts.target = stick(tmp_path / "U 盘", MAINTAINER)
    installing.failure = PermissionError(13, "blocked")
    window.go("settings")
    with Answers(lambda dialog: press(dialog, "update.ok")):
        press(window, "settings.update")
    assert "blocked" in prompts.problems[0]
    assert window.isVisible()
    assert not (office.data_folder / FOLDER).exists()


class TestWhereAnAdministratorInstalls:
    """Linux: the program only checks the package and puts it in place."""

    @pytest.fixture
    def installing(self) -> FakeInstalling:
        return FakeInstalling(endings=(".deb", ".tar.gz"), runs=False)

    def test_the_package_is_put_in_place_and_the_command_is_shown(
        self, window: MainWindow, prompts: ScriptedPrompts, installing: FakeInstalling, tmp_path: Path
    ) -> None:
        name = "gongshu_9.2.0_amd64.deb"
        source = stick(tmp_path / "U 盘", MAINTAINER, name=name)
        prompts.target = source
        target = tmp_path / "给 管理员"
        target.mkdir()
        shown: list[str] = []

        def agree(dialog: QDialog) -> None:
            prompts.target = target
            press(dialog, "update.ok")

        def read(dialog: QDialog) -> None:
            shown.append(named(dialog, "placed.command", QLabel).text())
            press(dialog, "placed.close")

        window.go("settings")
        with Answers(agree, read):
            press(window, "settings.update")
        assert shown == [f"install {target / name}"]
        assert (target / name).exists()
        assert window.isVisible()


def test_the_card_says_why_there_is_none(window: MainWindow, installing: FakeInstalling, public: Path) -> None:
    window.go("settings")
    assert "只认可由本程序维护者" in named(window, "settings.update.state", QLabel).text()
    assert named(window, "settings.update", QPushButton).isEnabled()
    installing.in_the_way = "便携方式"
    window._rebuild_now()
    window.go("settings")
    assert named(window, "settings.update.state", QLabel).text().endswith("便携方式")
    assert not named(window, "settings.update", QPushButton).isEnabled()

    installing.in_the_way = ""
    public.unlink()
    window._rebuild_now()
    window.go("settings")
    assert "认不出任何更新包" in named(window, "settings.update.state", QLabel).text()
    assert not named(window, "settings.update", QPushButton).isEnabled()


def test_every_standing_of_the_keys_has_its_words() -> None:
    both = frozenset(Voucher)
    standings = (both, both - {Voucher.OFFICE}, both - {Voucher.MAINTAINER}, both - both)
    assert len({whose(each) for each in standings}) == 4
