"""A token from the window: set up on the office's screen, signed with in the signing dialog; handwriting beside it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit

from gongshu_desktop.desktop.dialogs.signing import sign_memo
from gongshu_desktop.desktop.dialogs.token_field import TokenField
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.office.signers import PinState, TokenInfo
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import ROOT_SECRET, secret_of, to_signing
from tests.desktop.steps import Answers, choose, named, press, write
from tests.document import softhsm
from tests.document.paper_pictures import png
from tests.document.test_handwriting import BLUE, written


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The driver's path, with one token plugged in."""
    monkeypatch.setenv("SOFTHSM2_CONF", "")  # put back after the test
    driver = softhsm.driver()
    (tmp_path / "hsm").mkdir()
    softhsm.use_folder(tmp_path / "hsm")
    softhsm.plug_in("陈静的UKey")
    return driver


@pytest.fixture
def root(office: OpenOffice, tmp_path: Path) -> Path:
    file = tmp_path / "根.pem"
    file.write_bytes(office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", ROOT_SECRET))
    return file


def words_of(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def sign(window: MainWindow, office: OpenOffice, memo: MemoRecord, person: Person) -> list[MemoRecord]:
    window.sit_down(person.id)
    QApplication.processEvents()
    signed: list[MemoRecord] = []
    sign_memo(window.surroundings, office.desk.open(memo.case, person), memo, signed.append)
    return signed


def set_up(window: MainWindow, person: Person, root: Path, prompts: ScriptedPrompts, driver: str, folder: Path) -> None:
    """Request, certificate, installation: each as a person does it."""
    window.go("office")
    prompts.target = folder / "申请.csr"

    def request(dialog: QDialog) -> None:
        press(dialog, "request.ok")
        assert dialog.isVisible()
        write(dialog, "request.driver.file", driver)
        press(dialog, "request.look")
        assert "陈静的UKey" in named(dialog, "request.token", QComboBox).currentText()
        write(dialog, "request.pin", softhsm.PIN)
        press(dialog, "request.ok")

    with Answers(request):
        choose(window, f"office.request.{person.id}")
    prompts.target = folder / "证书.pem"

    def certify(dialog: QDialog) -> None:
        write(dialog, "certify.file", str(folder / "申请.csr"))
        write(dialog, "certify.root.file", str(root))
        write(dialog, "certify.root.passphrase", ROOT_SECRET)
        press(dialog, "certify.ok")

    with Answers(certify):
        choose(window, f"office.certify.{person.id}")

    def install(dialog: QDialog) -> None:
        write(dialog, "install.file", str(folder / "证书.pem"))
        write(dialog, "install.pin", softhsm.PIN)
        press(dialog, "install.ok")

    with Answers(install):
        choose(window, f"office.install.{person.id}")


def test_a_token_is_set_up_and_signs_with_handwriting(
    window: MainWindow,
    office: OpenOffice,
    people: dict[Role, Person],
    root: Path,
    token: str,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    person, settings = people[Role.EXAMINER], window.surroundings.settings
    set_up(window, person, root, prompts, token, tmp_path)
    assert prompts.problems == []
    assert settings.current.token_driver == token
    memo = to_signing(office)
    picture = tmp_path / "手写.png"
    picture.write_bytes(png(written(BLUE)))
    prompts.files = [picture]

    def give(dialog: QDialog) -> None:
        assert "人民币壹拾万元整" in words_of(dialog)
        press(dialog, "sign.source.token")
        press(dialog, "sign.choose-picture")
        assert named(dialog, "sign.picture", QLabel).pixmap().width() > 0
        write(dialog, "sign.pin", "999999")
        press(dialog, "sign.ok")
        assert any("PIN 不正确" in line for line in words_of(dialog))
        write(dialog, "sign.pin", softhsm.PIN)
        press(dialog, "sign.ok")

    with Answers(give):
        (signed,) = sign(window, office, memo, person)

    assert signed.state is MemoState.SIGNING
    assert settings.current.key_source == "token"
    assert settings.current.handwriting == {person.id: str(picture)}
    assert softhsm.PIN not in (tmp_path / "desktop.json").read_text(encoding="utf-8")


def test_without_its_token_nothing_is_signed(
    window: MainWindow,
    office: OpenOffice,
    people: dict[Role, Person],
    root: Path,
    token: str,
    settings: SettingsFile,
    tmp_path: Path,
) -> None:
    office.offices.issue_key(people[Role.EXAMINER].id, root.read_bytes(), ROOT_SECRET, "some good secret words")
    memo = to_signing(office)
    settings.change(key_source="token", token_driver=token)

    def give(dialog: QDialog) -> None:
        press(dialog, "sign.look")
        write(dialog, "sign.pin", softhsm.PIN)
        press(dialog, "sign.ok")
        assert any("没有本人" in line for line in words_of(dialog)), words_of(dialog)
        softhsm.pull_out(tmp_path / "hsm")
        press(dialog, "sign.look")
        assert any("没有找到 UKey" in line for line in words_of(dialog))
        press(dialog, "sign.cancel")

    with Answers(give):
        assert sign(window, office, memo, people[Role.EXAMINER]) == []

    assert office.memos.get(memo.id).state is MemoState.DRAWN


@pytest.mark.usefixtures("root")
def test_a_driver_out_of_the_settings_is_not_loaded_before_the_person_says_so(
    window: MainWindow,
    office: OpenOffice,
    people: dict[Role, Person],
    token: str,
    prompts: ScriptedPrompts,
    config: Path,
) -> None:
    memo = to_signing(office)
    window.surroundings.settings.change(key_source="token", token_driver=token)
    answers = iter((False, True))

    def look(dialog: QDialog) -> None:
        assert any("没有在本机确认过" in line for line in words_of(dialog))
        assert prompts.asked == []
        for agreed in answers:
            prompts.yes = agreed
            press(dialog, "sign.look")
            assert ("陈静的UKey" in named(dialog, "sign.token", QComboBox).currentText()) == agreed
        press(dialog, "sign.cancel")

    with Answers(look):
        sign(window, office, memo, people[Role.EXAMINER])
    assert prompts.asked == ["在本机使用这个 UKey 驱动？"] * 2
    assert [file.name for file in config.rglob("*.json")] == ["drivers.json"]

    def find(dialog: QDialog) -> None:
        assert "陈静的UKey" in named(dialog, "sign.token", QComboBox).currentText()
        press(dialog, "sign.cancel")

    with Answers(find):
        sign(window, office, memo, people[Role.EXAMINER])
    assert len(prompts.asked) == 2


def test_a_driver_that_cannot_be_loaded_is_told(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], root: Path, settings: SettingsFile
) -> None:
    memo = to_signing(office)
    settings.change(key_source="token", token_driver="/nowhere/driver.so")

    def look(dialog: QDialog) -> None:
        assert any("无法加载" in line for line in words_of(dialog))
        press(dialog, "sign.ok")
        assert dialog.isVisible()
        press(dialog, "sign.cancel")

    with Answers(look):
        assert sign(window, office, memo, people[Role.EXAMINER]) == []


def test_a_picture_that_is_no_handwriting_is_told_and_can_be_left_out(
    window: MainWindow,
    office: OpenOffice,
    people: dict[Role, Person],
    root: Path,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    person = people[Role.EXAMINER]
    key = tmp_path / "陈静.p12"
    key.write_bytes(office.offices.issue_key(person.id, root.read_bytes(), ROOT_SECRET, secret_of(person)))
    memo = to_signing(office)
    picture = tmp_path / "照片.png"
    picture.write_bytes(png(written(BLUE).convert("RGB")))
    prompts.files = [picture]

    def give(dialog: QDialog) -> None:
        press(dialog, "sign.choose-picture")
        write(dialog, "sign.file", str(key))
        write(dialog, "sign.passphrase", secret_of(person))
        press(dialog, "sign.ok")
        assert any("背景不透明" in line for line in words_of(dialog))
        press(dialog, "sign.no-picture")
        press(dialog, "sign.ok")

    with Answers(give):
        (signed,) = sign(window, office, memo, person)

    assert signed.state is MemoState.SIGNING


@pytest.mark.parametrize(
    ("pin", "own_pad", "asked", "said"),
    [
        (PinState.GOOD, False, True, ""),
        (PinState.FINAL_TRY, False, True, "只剩最后一次机会"),
        (PinState.LOCKED, False, True, "已锁定"),
        (PinState.GOOD, True, False, "请在 UKey 上输入 PIN"),
    ],
)
def test_what_a_token_tells_of_its_pin_is_said_before_it_is_typed(
    window: MainWindow, pin: PinState, own_pad: bool, asked: bool, said: str
) -> None:
    field = TokenField(window.surroundings, "x")
    field.show()
    field._show([TokenInfo(driver="d", serial="1", label="u", maker="m", model="t", pin=pin, own_pad=own_pad)])
    QApplication.processEvents()

    shown = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert any(said in line for line in shown)
    (edit,) = field.findChildren(QLineEdit, "x.pin")
    assert edit.isVisible() == asked
    given = field.given()
    assert (given is not None) == own_pad
    field.close()
    field.deleteLater()
