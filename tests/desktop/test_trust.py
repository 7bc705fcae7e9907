"""单位: trust files out and in, keys renewed and revoked, the revocation list, issuing keys."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QPushButton

from gongshu_desktop import bootstrap
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.office.trust_content import RevocationReason, TrustContent
from gongshu_desktop.services.records import Person
from tests.desktop.conftest import QUICK_ROUNDS, Clock
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import ROOT_SECRET, secret_of
from tests.desktop.steps import Answers, choose, named, press, write


@pytest.fixture
def root(office: OpenOffice, tmp_path: Path) -> Path:
    """The founded office's root key on a stick; everybody has a key."""
    key = office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", ROOT_SECRET)
    for person in office.offices.people():
        office.offices.issue_key(person.id, key, ROOT_SECRET, secret_of(person))
    file = tmp_path / "根.pem"
    file.write_bytes(key)
    return file


def content(office: OpenOffice) -> TrustContent:
    found = office.trust.content()
    assert found is not None
    return found


def words_of(widget: QDialog | MainWindow) -> list[str]:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # what a reload has thrown away
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def with_root(dialog: QDialog, root: Path, secret: str = ROOT_SECRET) -> None:
    write(dialog, f"{dialog.objectName()}.root.file", str(root))
    write(dialog, f"{dialog.objectName()}.root.passphrase", secret)
    press(dialog, f"{dialog.objectName()}.ok")


def test_founding_makes_the_issuing_key_too(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "根.pem"
    window.go("office")

    def fill(dialog: QDialog) -> None:
        write(dialog, "found.name", "拱墅区审核工作组")
        for field in ("found.passphrase", "found.again"):
            write(dialog, field, ROOT_SECRET)
        press(dialog, "found.ok")

    with Answers(fill):
        press(window, "office.found")

    assert office.issuing.ready()
    assert "本机已建立" in [label.text() for label in window.findChildren(QLabel)]


def test_the_issuing_key_is_offered_and_can_be_declined(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "根.pem"
    window.go("office")

    def fill(dialog: QDialog) -> None:
        write(dialog, "found.name", "拱墅区审核工作组")
        for field in ("found.passphrase", "found.again"):
            write(dialog, field, ROOT_SECRET)
        named(dialog, "found.issuer", QCheckBox).setChecked(False)
        press(dialog, "found.ok")

    with Answers(fill):
        press(window, "office.found")

    assert not office.issuing.ready()


def test_an_issuing_key_is_made_and_retired(window: MainWindow, office: OpenOffice, root: Path) -> None:
    window.go("office")

    with Answers(lambda dialog: with_root(dialog, root)):
        press(window, "office.issuer")
    (issuer,) = content(office).issuers
    assert issuer.until is None

    def leaked(dialog: QDialog) -> None:
        named(dialog, "retire.compromised", QCheckBox).setChecked(True)
        with_root(dialog, root)

    with Answers(leaked):
        press(window, f"office.retire.{issuer.id}")

    (issuer,) = content(office).issuers
    assert issuer.compromised
    assert "已泄露作废" in words_of(window)


def test_a_key_is_revoked_for_a_reason_that_must_be_chosen(
    window: MainWindow, office: OpenOffice, root: Path, people: dict[Role, Person]
) -> None:
    person = people[Role.EXAMINER]
    window.go("office")

    def revoke(dialog: QDialog) -> None:
        with_root(dialog, root, "not this one, surely")
        assert "请选择原因。" in words_of(dialog)
        reasons = named(dialog, "revoke.reason", QComboBox)
        reasons.setCurrentIndex(reasons.findData(RevocationReason.LOST))
        press(dialog, "revoke.ok")
        assert "口令不对，打不开根密钥。" in words_of(dialog)
        with_root(dialog, root)

    with Answers(revoke):
        choose(window, f"office.revoke.{person.id}")

    key = next(key for key in content(office).keys if key.person == person.id)
    assert key.revoked is not None
    assert key.void
    assert "已吊销" in words_of(window)
    (again,) = window.findChildren(QAction, f"office.revoke.{person.id}")
    assert not again.isEnabled()


def test_a_key_is_renewed(
    window: MainWindow,
    office: OpenOffice,
    root: Path,
    people: dict[Role, Person],
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    person = people[Role.EXAMINER]
    before = office.offices.person(person.id).certificate
    prompts.target = tmp_path / "新.p12"
    window.go("office")

    def renew(dialog: QDialog) -> None:
        for field in ("issue.passphrase", "issue.again"):
            write(dialog, field, "my very own secret words")
        with_root(dialog, root)

    with Answers(renew):
        press(window, f"office.key.{person.id}")

    assert office.offices.person(person.id).certificate != before
    assert office.signing.open_key(prompts.target.read_bytes(), "my very own secret words").name == person.name
    assert len([key for key in content(office).keys if key.person == person.id]) == 2
    with office.store.open_uow() as uow:
        assert (head := uow.journal.head()) is not None
        assert head.action == "renew-key"


def test_the_revocation_list_is_renewed_when_it_is_about_to_end(
    window: MainWindow, office: OpenOffice, root: Path, clock: Clock
) -> None:
    clock.now += timedelta(days=150)
    window.go("office")
    assert any("吊销名单到 2017-06-04 到期" in line for line in words_of(window))

    with Answers(lambda dialog: with_root(dialog, root)):
        press(window, "office.refresh")

    assert content(office).list_until > clock.now + timedelta(days=170)
    assert not any("吊销名单到" in line for line in words_of(window))


@pytest.fixture
def offered(tmp_path: Path, clock: Clock) -> tuple[Path, str]:
    """Another PC's trust file on a stick, and its fingerprint as told by phone."""
    other = bootstrap.open_office(tmp_path / "other", now=clock, rounds=QUICK_ROUNDS)
    root = other.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", ROOT_SECRET)
    person = other.offices.save_person("王芳", (Role.CHECKER,))
    other.offices.issue_key(person.id, root, ROOT_SECRET, secret_of(person))
    file = tmp_path / "信任.json"
    file.write_bytes(other.offices.trust())
    fingerprint = other.offices.fingerprint()
    other.close()
    return file, fingerprint


def test_a_first_trust_file_is_taken_once_its_fingerprint_was_compared(
    window: MainWindow, office: OpenOffice, offered: tuple[Path, str], prompts: ScriptedPrompts
) -> None:
    prompts.files = [offered[0]]
    window.go("office")

    def accept(dialog: QDialog) -> None:
        assert offered[1] in [line.replace("\n", " ") for line in words_of(dialog)]
        assert any("王芳" in line for line in words_of(dialog))
        press(dialog, "accept.ok")
        assert "请先逐组核对指纹，再在上面打勾。" in words_of(dialog)
        assert office.offices.trust() == b""
        named(dialog, "accept.compared", QCheckBox).setChecked(True)
        press(dialog, "accept.ok")

    with Answers(accept):
        press(window, "office.accept-first")
    QApplication.processEvents()

    assert office.offices.fingerprint() == offered[1]
    assert "王芳" in [person.name for person in office.offices.people()]
    assert prompts.problems == []


def test_another_offices_trust_file_is_refused(
    window: MainWindow, office: OpenOffice, root: Path, offered: tuple[Path, str], prompts: ScriptedPrompts
) -> None:
    before = office.offices.trust()
    prompts.files = [offered[0]]
    window.go("office")

    def look(dialog: QDialog) -> None:
        assert not named(dialog, "accept.ok", QPushButton).isEnabled()
        press(dialog, "accept.cancel")

    with Answers(look):
        press(window, "office.accept")

    assert office.offices.trust() == before


@pytest.mark.parametrize("broken", [b"", b"{}", b"\x00" * 100])
def test_what_is_no_trust_file_is_refused_in_words(
    window: MainWindow, root: Path, prompts: ScriptedPrompts, tmp_path: Path, broken: bytes
) -> None:
    file = tmp_path / "坏.json"
    file.write_bytes(broken)
    prompts.files = [file]
    window.go("office")

    press(window, "office.accept")

    assert len(prompts.problems) == 1
    assert prompts.problems[0] != "没有办成。"
