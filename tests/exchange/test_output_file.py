"""Writing a file that somebody names: never over something of another kind, and never over what was signed."""

import os
import stat
from pathlib import Path

import pytest

from gongshu_desktop.exchange.output_file import UnwritableFile, expect_place, write_file

SIGNED = b"%PDF-1.7\n/Type /Sig /ByteRange [0 1 2 3]\n%%EOF\n"


def test_a_pdf_replaces_a_pdf_when_that_is_asked_for_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "memo.pdf"
    write_file(target, b"%PDF-1.7 one")
    with pytest.raises(UnwritableFile, match="--force"):
        write_file(target, b"%PDF-1.7 two")
    write_file(target, b"%PDF-1.7 one")
    assert target.read_bytes() == b"%PDF-1.7 one"
    write_file(target, b"%PDF-1.7 two", force=True)
    assert target.read_bytes() == b"%PDF-1.7 two"
    database = tmp_path / "gongshu.db"
    database.write_bytes(b"SQLite format 3\x00")
    with pytest.raises(UnwritableFile, match="另一种文件"):
        write_file(database, b"%PDF-1.7 three", force=True)
    assert database.read_bytes() == b"SQLite format 3\x00"
    assert sorted(tmp_path.iterdir()) == [database, target]


def test_a_signed_document_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "memo.pdf"
    for there in (SIGNED, b"%PDF-1.7\n" + bytes(2**20 - 14) + SIGNED):
        target.write_bytes(there)
        with pytest.raises(UnwritableFile, match="签名"):
            expect_place(target, force=True)
        with pytest.raises(UnwritableFile, match="签名"):
            write_file(target, b"%PDF-1.7 a draft", force=True)
        assert target.read_bytes() == there
        write_file(target, there)
    write_file(target, there + b"one more signature", force=True)
    assert target.read_bytes() == there + b"one more signature"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_keeps_its_rights_and_a_new_one_has_the_users(tmp_path: Path) -> None:
    target, fresh = tmp_path / "memo.pdf", tmp_path / "fresh.pdf"
    target.write_bytes(b"%PDF-1.7 one")
    target.chmod(0o600)
    before = os.umask(0o077)
    try:
        write_file(fresh, b"%PDF-1.7")
    finally:
        os.umask(before)
    write_file(target, b"%PDF-1.7 two", force=True)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (target, fresh)] == [0o600, 0o600]


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "memo.pdf"
    link.symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(UnwritableFile, match="另一种文件"):
        write_file(link, b"%PDF-1.7", force=True)
    assert not (tmp_path / "elsewhere.pdf").exists()
