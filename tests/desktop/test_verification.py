"""核验: plain answers to a good memo, an altered one, a foreign one, and to what is no PDF."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from gongshu_desktop.bootstrap import OpenOffice
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.window import MainWindow
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import give_keys, issued, to_signing
from tests.desktop.steps import press


def verify(window: MainWindow, file: Path) -> list[str]:
    """Everything that the screen says of a file."""
    window.go("verify")
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    screen.check(file)
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_a_good_memo_gets_four_good_answers(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    file = tmp_path / "意见书.pdf"
    file.write_bytes(issued(office).pdf)

    said = verify(window, file)

    for answer in ("签名有效，签后未改动", "金额重算一致", "页面与凭据一致", "与本机存档一致"):
        assert answer in said
    assert {"陈静", "沈伟民", "陆海燕"} <= set(said)
    assert any("共 100,000.00 元" in line for line in said)


def test_one_changed_byte_is_seen(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    content = bytearray(issued(office).pdf)
    content[content.index(b"stream\n") + 40] ^= 1
    file = tmp_path / "改过.pdf"
    file.write_bytes(bytes(content))

    said = verify(window, file)

    assert "签名有效，签后未改动" not in said
    assert "与本机存档一致" not in said


def test_an_unsigned_memo_is_called_unsigned(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    give_keys(office)
    file = tmp_path / "未签.pdf"
    file.write_bytes(to_signing(office).pdf)

    said = verify(window, file)

    assert "没有签名" in said
    assert "金额重算一致" in said


def test_with_another_offices_trust_the_signers_are_unknown(
    window: MainWindow, office: OpenOffice, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    file, foreign = tmp_path / "意见书.pdf", tmp_path / "外单位.json"
    file.write_bytes(issued(office).pdf)
    foreign.write_bytes(office.signing.create_root("另一单位", "another good passphrase")[1])
    prompts.files = [foreign]
    window.go("verify")

    press(window, "verify.trust")

    assert "无法确认签署人的身份" in verify(window, file)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused_in_words(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "不是.pdf"
    file.write_bytes(content)

    verify(window, file)

    assert len(prompts.problems) == 1
    assert "Traceback" not in prompts.problems[0]
